"""The index of everything that can be found, in memory: it compares every text at every question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dpp.domain.search import Kind, Subject, compare
from dpp.service.search import Candidate, Sight


@dataclass
class FakeSearchIndex:
    """`SearchIndex` over a dictionary."""

    rows: dict[tuple[Kind, str], Subject] = field(default_factory=dict)

    def put(self, subject: Subject) -> None:
        self.rows.pop((subject.kind, subject.id), None)
        if subject.entries:
            self.rows[subject.kind, subject.id] = subject

    def get(self, kind: Kind, subject_id: str) -> Subject | None:
        return self.rows.get((kind, subject_id))

    def candidates(self, typed: str, sights: Mapping[Kind, Sight]) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(each.kind, each.id, each.label, entry, each.parties)
            for each in self.rows.values()
            if each.kind in sights and _sees(sights[each.kind], each)
            for entry in sorted(each.entries)
            if compare(typed, entry.text, entry.style)
        )


def _sees(sight: Sight, subject: Subject) -> bool:
    mine = (each.relation for each in subject.readers if each.organisation == sight.organisation)
    return sight.is_everything or not sight.relations.isdisjoint(mine)
