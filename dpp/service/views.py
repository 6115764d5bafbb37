"""What a reader of a passport gets: one frozen model for the API, the page and the command alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.document import EffectiveDocument
from dpp.domain.opaque import LabelCode, PassportId


@dataclass(frozen=True)
class PassportView:
    """A passport as one reader may see it. `document` holds only the elements that this reader may read.

    `withheld` counts the elements that it may not. `url` is the passport's own address, `labels` the codes of the
    labels that lead to it, oldest first. `updated_at` is when its own newest version was made; `answering` says who
    answers today for each passport of which the document is made.
    """

    passport_id: PassportId
    model_id: PassportId
    url: str
    granularity: str
    status: str
    version: int
    document: EffectiveDocument
    withheld: int
    labels: tuple[LabelCode, ...] = ()
    successor_of: PassportId | None = None
    batch_id: PassportId | None = None
    updated_at: datetime | None = None
    answering: Mapping[str, OrganisationId | None] = field(default_factory=dict)

    @property
    def is_model(self) -> bool:
        return self.granularity == "model"


@dataclass(frozen=True)
class VersionView:
    """One version in a passport's list: what changed, when, and the hash of the bytes that were received.

    The oldest versions do not say their status.
    """

    version: int
    recorded_at: datetime
    sha256: str
    changed: tuple[str, ...]
    status: str | None = None


@dataclass(frozen=True)
class ModelView:
    """One line in a list of models."""

    model_id: PassportId
    url: str
    group: str
    brand: str
    name: str
    version: int
