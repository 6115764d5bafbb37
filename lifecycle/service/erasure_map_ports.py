"""Where maps of erasure reports are kept, and who reads a report by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.evidence.erasure_map import FieldMap
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped


@dataclass(frozen=True)
class SavedErasureMap:
    """One version of a map of fields that an organisation keeps under a name; of nobody's where that is None."""

    organisation: OrganisationId | None
    name: str
    version: int
    field_map: FieldMap
    actor: AccountId
    recorded_at: datetime


class ErasureMapStore(Protocol):
    """Maps by organisation, name and version; insert-only."""

    def newest(self, organisation: OrganisationId | None, name: str) -> SavedErasureMap | None: ...
    def all(self, organisation: OrganisationId | None) -> tuple[SavedErasureMap, ...]:
        """The newest version of each map of an organisation, by name."""
        ...

    def add(self, saved: SavedErasureMap) -> None:
        """Raises Conflict where that version is there already."""
        ...


class ErasureReportReader(Protocol):
    """Reads reports of erasure tools, which strangers wrote: whoever implements it bounds what a file may cost."""

    def read_report(self, content: bytes, wanted: FieldMap) -> tuple[Stripped, Reading]:
        """What may be stored of a report, and what it says by this map.

        Raises TooLarge over a limit, and InvalidInput for what is empty, broken or not of the layout of the map.
        """
        ...
