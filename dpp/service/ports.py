"""What the use cases of passports need from outside, as small interfaces. Each has a fake and a real adapter.

`PassportReads` only reads. `PassportWork` is one transaction: leaving it without `commit()` undoes everything.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from dpp.domain.access_record import AccessRecord, Seal
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.audience import Closure
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.domain.registration.notices import Notice
from dpp.service.search import SearchIndex


class Clock(Protocol):
    """The time now, in UTC with its zone."""

    def __call__(self) -> datetime: ...


class Chance(Protocol):
    """Unpredictable bytes, for ids, codes and salts."""

    def __call__(self, size: int) -> bytes: ...


@dataclass(frozen=True)
class StoredPassport:
    """One passport as it stands, with the public bytes prepared for whoever scans it.

    `head` opens the document, `elements` are the passport's own public lines (an item's or a batch's; none for a model,
    whose lines are in its `StoredModel`), `overrides` the element ids that it says itself and that what it inherits
    from may say too. `organisation` answers for it, under the identifier `operator`. `prepared` counts how often the
    public lines of its versions were prepared anew, because something in it was closed or opened.
    """

    passport_id: PassportId
    granularity: str
    model_id: PassportId
    status: str
    version: int
    updated_at: datetime
    head: bytes
    elements: bytes = b""
    overrides: tuple[str, ...] = ()
    device_key: DeviceKey | None = None
    successor_of: PassportId | None = None
    batch_id: PassportId | None = None
    organisation: OrganisationId | None = None
    operator: str = ""
    schema_version: str = "1.0"
    prepared: int = 0


@dataclass(frozen=True)
class StoredModel:
    """What all items of a model share in public, and what a list of models shows. `group`: display, laptop or phone."""

    model_id: PassportId
    version: int
    updated_at: datetime
    group: str
    brand: str
    name: str
    elements: bytes
    schema_version: str = "1.0"
    prepared: int = 0


@dataclass(frozen=True)
class StoredVersion:
    """One change of a passport: the bytes as received, their SHA-256, who, when, and which elements changed.

    `schema_version` is the catalogue version that it was checked against and whose access classes it keeps, except for
    the elements in `pins`, which keep those of an older one. `evidence` are hashes or ids of what the change rests on.
    The oldest versions do not say their status and operator: those of the passport were never changed then.
    """

    passport_id: PassportId
    version: int
    received: bytes
    media_type: str
    schema_version: str
    sha256: str
    actor: AccountId
    organisation: OrganisationId | None
    recorded_at: datetime
    changed: tuple[str, ...]
    status: str = ""
    operator: str = ""
    evidence: tuple[str, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredChange:
    """What a version changed, without the bytes: enough to say where an element came from."""

    version: int
    actor: AccountId
    organisation: OrganisationId | None
    recorded_at: datetime
    changed: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class StoredLabel:
    """A label code and what it leads to; `state` is active, retired or unclaimed (`dpp.domain.labels.rolls`).

    An active label without a passport is on a device that has none yet.
    """

    code: LabelCode
    passport_id: PassportId | None
    state: str
    issued_at: datetime


@dataclass(frozen=True)
class Leaf:
    """A salted commitment (`dpp.domain.proof`) to event or version `number` of a device or passport."""

    subject: str
    kind: str
    number: int
    commitment: str
    salt: bytes
    recorded_at: datetime


class PassportStore(Protocol):
    """Passports as they stand, and every version that they had."""

    def get(self, passport_id: PassportId) -> StoredPassport | None: ...
    def put(self, passport: StoredPassport) -> None: ...
    def add(self, passports: Sequence[StoredPassport]) -> None:
        """Store passports that are new, all at once."""
        ...

    def known(self, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, StoredPassport]:
        """Those of these that there are, in one question for many."""
        ...

    def digests(self, passport_ids: Sequence[PassportId]) -> Mapping[PassportId, str]:
        """The SHA-256 of what each of these received last."""
        ...

    def add_versions(self, versions: Sequence[StoredVersion]) -> None:
        """As `add_version`, for many at once."""
        ...

    def add_version(self, version: StoredVersion) -> None:
        """Raises Conflict when that version is there already: somebody else was first."""
        ...

    def version(self, passport_id: PassportId, number: int) -> StoredVersion | None: ...
    def version_at(self, passport_id: PassportId, moment: datetime) -> StoredVersion | None: ...
    def versions(self, passport_id: PassportId) -> Sequence[StoredVersion]: ...
    def changes(self, passport_id: PassportId, *, until: int) -> Sequence[StoredChange]:
        """What each version up to this one changed, oldest first."""
        ...

    def put_history(self, passport_id: PassportId, body: bytes) -> None: ...
    def history(self, passport_id: PassportId) -> bytes: ...


class ModelStore(Protocol):
    """The public parts of models, and finding one."""

    def get(self, model_id: PassportId) -> StoredModel | None: ...
    def put(self, model: StoredModel) -> None: ...
    def named(self, brand: str, name: str) -> StoredModel | None:
        """The model with this brand and name, whatever the case and the spaces; both may stand in `name`."""
        ...

    def known(self, model_ids: Sequence[PassportId]) -> Mapping[PassportId, StoredModel]:
        """Those of these that there are, in one question for many."""
        ...

    def holding(self, words: Sequence[str], limit: int) -> Sequence[StoredModel]:
        """Those with each of these words, in lower case, somewhere in brand and name; by brand and name."""
        ...

    def newest(self, limit: int) -> Sequence[StoredModel]:
        """Those that changed last, the last one first."""
        ...

    def all(self, *, group: str | None = None) -> Sequence[StoredModel]: ...


class LabelStore(Protocol):
    """Label codes."""

    def add(self, label: StoredLabel) -> None: ...
    def add_all(self, labels: Sequence[StoredLabel]) -> None: ...
    def get(self, code: LabelCode) -> StoredLabel | None: ...
    def hold(self, code: LabelCode) -> StoredLabel | None:
        """As `get`, as it is now; others who would change this label wait until this transaction ends."""
        ...

    def put(self, label: StoredLabel) -> None: ...
    def of_passport(self, passport_id: PassportId) -> Sequence[StoredLabel]:
        """The labels that lead to a passport, oldest first."""
        ...


class Gs1KeyStore(Protocol):
    """Canonical GS1 Digital Link paths, and the passport that each names."""

    def get(self, path: str) -> PassportId | None: ...
    def put(self, path: str, passport_id: PassportId) -> None:
        """Raises Conflict when the path names another passport."""
        ...

    def of_passport(self, passport_id: PassportId) -> Sequence[str]:
        """The paths that name a passport, in order."""
        ...

    def known(self, paths: Sequence[str]) -> Mapping[str, PassportId]:
        """The passport that each of these names, where there is one."""
        ...

    def add(self, paths: Mapping[str, PassportId]) -> None:
        """Store paths that are new, all at once; Conflict when one names a passport already."""
        ...

    def move(self, before: PassportId, after: PassportId) -> None:
        """Let every path that names `before` name `after`."""
        ...


class LeafStore(Protocol):
    """Leaves of the log, not yet numbered."""

    def add(self, leaf: Leaf) -> None: ...
    def of_subject(self, subject: str, kind: str) -> Sequence[Leaf]:
        """The leaves of one device or passport, by number."""
        ...

    def add_all(self, leaves: Sequence[Leaf]) -> None: ...


class ClosuresInForce(Protocol):
    """What is closed now (`dpp.service.access` closes and lifts)."""

    def in_force(self, passports: Collection[str]) -> Sequence[Closure]:
        """Those of every passport and those of these, oldest first."""
        ...

    def of(self, passport: str) -> Sequence[Closure]:
        """Those of this passport alone; others who prepare its public lines wait until this transaction ends."""
        ...


class AccessRecords(Protocol):
    """The records of controlled reading and of changes of rights; only added to."""

    def add(self, record: AccessRecord, seal: Seal | None = None) -> None:
        """The commitment of the seal stays with the record, its salt with who read."""
        ...

    def readings(self, account: AccountId, since: datetime) -> int:
        """How many readings of an account were recorded since a moment."""
        ...

    def was_refused(self, account: AccountId, since: datetime) -> bool:
        """Whether a refusal of a reading of this account was recorded since a moment."""
        ...


class Outbox(Protocol):
    """What others still have to be told; it is stored with the change itself (`dpp.service.outbox` delivers it)."""

    def add(self, notice: Notice) -> None: ...
    def add_many(self, notices: Sequence[Notice]) -> None:
        """All of them in one statement."""
        ...


class PassportReads(Protocol):
    """A consistent look at the passports."""

    @property
    def passports(self) -> PassportStore: ...
    @property
    def models(self) -> ModelStore: ...
    @property
    def labels(self) -> LabelStore: ...
    @property
    def gs1_keys(self) -> Gs1KeyStore: ...
    @property
    def closures(self) -> ClosuresInForce: ...
    @property
    def leaves(self) -> LeafStore: ...
    @property
    def search_index(self) -> SearchIndex: ...


class PassportWork(PassportReads, Protocol):
    """One transaction."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def access_records(self) -> AccessRecords: ...
    def commit(self) -> None: ...


class PassportStorage(Protocol):
    """Where transactions begin."""

    def reading(self) -> AbstractContextManager[PassportReads]: ...
    def writing(self) -> AbstractContextManager[PassportWork]: ...


class Operators(Protocol):
    """Under which identifier an organisation answers for passports of its own (ESPR, Annex III(g))."""

    def identifier(self, organisation: OrganisationId, on: date) -> str | None:
        """An address, or None where no identifier of it is recorded that is valid on this day."""
        ...


class QrDrawer(Protocol):
    """Draws a QR code, error correction level Q, quiet zone of 4 modules."""

    def svg(self, text: str) -> bytes: ...
    def png(self, text: str, *, module_pixels: int) -> bytes: ...


class GraphWriter(Protocol):
    """Writes a document in the compressed form as an RDF graph; raises InvalidInput for what would be lost."""

    def __call__(self, document: Mapping[str, Any]) -> str: ...
