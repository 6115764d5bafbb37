"""Where repair guides and their files are kept."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Problem
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.vocabulary import FileUse
from dpp.service.ports import PassportReads, PassportWork


@dataclass(frozen=True)
class StoredGuide:
    """One version of the guide of a model, from 1: its JSON (`schemas/repair-guide`), who wrote it, and when."""

    model_id: PassportId
    version: int
    content: str
    account: AccountId
    organisation: OrganisationId | None
    recorded_at: datetime


@dataclass(frozen=True)
class GuideFile:
    """A file that was sent for the guide of a model, under the SHA-256 of what is kept; `size` in bytes."""

    model_id: PassportId
    sha256: str
    use: FileUse
    media_type: str
    size: int
    account: AccountId
    organisation: OrganisationId | None
    added_at: datetime


class GuideStore(Protocol):
    """Versions of guides, which are only added to, and which files belong to which model."""

    def newest(self, model_id: PassportId) -> StoredGuide | None: ...
    def version(self, model_id: PassportId, number: int) -> StoredGuide | None: ...
    def versions(self, model_id: PassportId) -> Sequence[StoredGuide]:
        """All of them, oldest first."""
        ...

    def add(self, guide: StoredGuide) -> None:
        """Raises Conflict when that version is there already: somebody else was first."""
        ...

    def file(self, model_id: PassportId, sha256: str) -> GuideFile | None: ...
    def files(self, model_id: PassportId) -> Sequence[GuideFile]:
        """All that was sent for a model, oldest first."""
        ...

    def add_file(self, file: GuideFile) -> None:
        """Raises Conflict when the model has this file already."""
        ...


class GuideReads(PassportReads, Protocol):
    """A consistent look at guides and the passports of their models."""

    @property
    def repair_guides(self) -> GuideStore: ...


class GuideWork(PassportWork, Protocol):
    """One transaction over guides."""

    @property
    def repair_guides(self) -> GuideStore: ...


class GuideStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[GuideReads]: ...
    def writing(self) -> AbstractContextManager[GuideWork]: ...


class GuidePictures(Protocol):
    """Pictures, each with a small one, by the SHA-256 of what is kept."""

    def keep(self, content: bytes) -> str:
        """Keep a picture without anything beside it (place, camera, names); InvalidInput for what is none."""
        ...

    def get(self, sha256: str, *, small: bool) -> bytes:
        """A JPEG; NotFound where it is not kept."""
        ...


class GuideDocuments(Protocol):
    """Documents as they were sent, by their SHA-256."""

    def put(self, content: bytes) -> str: ...
    def get(self, sha256: str) -> bytes:
        """NotFound where it is not kept; Unavailable where the file is damaged."""
        ...


GuideSchema = Callable[[Mapping[str, Any]], tuple[Problem, ...]]
"""Faults of form in the JSON of a guide."""
