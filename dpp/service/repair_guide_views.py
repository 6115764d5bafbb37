"""What a reader of a repair guide gets: frozen models for the API and the pages."""

from dataclasses import dataclass, field
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.catalogue import Access, AccessClass
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.guide import RepairGuide
from dpp.domain.repair_guide.seeing import SeenGuide


@dataclass(frozen=True)
class Withheld:
    """For whom there is more, and on which ground."""

    access: AccessClass
    whom: Access


@dataclass(frozen=True)
class GuideView:
    """A guide as one reader sees it; version 0 is that of a model without one."""

    model_id: PassportId
    version: int = 0
    seen: SeenGuide = field(default_factory=SeenGuide)
    withheld: tuple[Withheld, ...] = ()
    may_write: bool = False
    recorded_at: datetime | None = None

    @property
    def guide(self) -> RepairGuide:
        return self.seen.guide


@dataclass(frozen=True)
class GuideVersion:
    """One line of the history of a guide."""

    version: int
    recorded_at: datetime
    account: str
    organisation: OrganisationId | None


@dataclass(frozen=True)
class FileContent:
    """A file as it is given."""

    content: bytes
    media_type: str
    is_public: bool
