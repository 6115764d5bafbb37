"""Maps of erasure reports in memory, and a reader of reports that has no process of its own."""

from dataclasses import dataclass, field

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from lifecycle.domain.evidence.erasure_map import FieldMap
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.service.erasure_map_ports import SavedErasureMap


@dataclass
class FakeErasureMaps:
    rows: dict[tuple[OrganisationId | None, str, int], SavedErasureMap] = field(default_factory=dict)

    def newest(self, organisation: OrganisationId | None, name: str) -> SavedErasureMap | None:
        return next((each for each in self.all(organisation) if each.name == name), None)

    def all(self, organisation: OrganisationId | None) -> tuple[SavedErasureMap, ...]:
        mine = [row for row in self.rows.values() if row.organisation == organisation]
        newest = {row.name: row for row in sorted(mine, key=lambda row: row.version)}
        return tuple(newest[name] for name in sorted(newest))

    def add(self, saved: SavedErasureMap) -> None:
        key = (saved.organisation, saved.name, saved.version)
        if key in self.rows:
            raise Conflict(message("Somebody else saved this map at the same moment."))
        self.rows[key] = saved


class MappedHere:
    """`ErasureReportReader` in this process."""

    def read_report(self, content: bytes, wanted: FieldMap) -> tuple[Stripped, Reading]:
        from lifecycle.adapters.parsers.reports.reading import (  # noqa: PLC0415 - most tests read no PDF
            read_erasure_report,
        )

        return read_erasure_report(content, wanted)
