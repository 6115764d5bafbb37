"""What a reader of a passport gets: one frozen model for the API, the page and the command alike."""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.document import EffectiveDocument
from dpp.domain.opaque import LabelCode, PassportId


@dataclass(frozen=True)
class PassportView:
    """A passport as one reader may see it. `document` holds only the elements that this reader may read.

    `withheld` counts the elements that it may not. `url` is the passport's own address, `labels` the codes of the
    labels that lead to it, oldest first.
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
