"""`RollStore` in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Conflict
from dpp.domain.labels.rolls import LabelState, Retirement, Roll, RollId, RollUse
from dpp.domain.message import message
from dpp.domain.opaque import LabelCode
from dpp.service.labels.storage import PlacedLabel
from dpp.service.ports import StoredLabel


@dataclass
class FakeRolls:
    """`labels_now` are the labels of the same moment."""

    rows: dict[RollId, Roll] = field(default_factory=dict)
    places: dict[LabelCode, tuple[RollId, int]] = field(default_factory=dict)
    retirements: dict[LabelCode, Retirement] = field(default_factory=dict)
    labels_now: dict[LabelCode, StoredLabel] = field(default_factory=dict)

    def add(self, roll: Roll, codes: Sequence[LabelCode]) -> None:
        if roll.roll_id in self.rows or self.ordered(roll.organisation, roll.order_id):
            raise Conflict(message("This order of labels was made already."))
        self.rows[roll.roll_id] = roll
        self.places.update({code: (roll.roll_id, at) for at, code in enumerate(codes, 1)})

    def get(self, roll_id: RollId) -> Roll | None:
        return self.rows.get(roll_id)

    def ordered(self, organisation: OrganisationId, order_id: str) -> Roll | None:
        wanted = (organisation, order_id)
        return next((each for each in self.rows.values() if (each.organisation, each.order_id) == wanted), None)

    def of_label(self, code: LabelCode) -> Roll | None:
        return self.rows[self.places[code][0]] if code in self.places else None

    def of_organisation(self, organisation: OrganisationId | None) -> Sequence[Roll]:
        found = [each for each in self.rows.values() if organisation in {None, each.organisation}]
        return sorted(sorted(found, key=lambda each: each.roll_id), key=lambda each: each.issued_at, reverse=True)

    def use(self, roll_ids: Sequence[RollId]) -> dict[RollId, RollUse]:
        return {roll_id: RollUse(**self._counts(roll_id)) for roll_id in roll_ids}

    def _counts(self, roll_id: RollId) -> dict[str, int]:
        states = [each.state for each in self.labels(roll_id, 1, len(self.places))]
        return {state: states.count(state) for state in states}

    def labels(self, roll_id: RollId, first: int, last: int) -> Sequence[PlacedLabel]:
        mine = ((at, code) for code, (roll, at) in self.places.items() if roll == roll_id and first <= at <= last)
        return [PlacedLabel(at, code, self.labels_now[code].state) for at, code in sorted(mine)]

    def retire(self, roll_id: RollId, retirement: Retirement) -> None:
        self.rows[roll_id] = replace(self.rows[roll_id], retired=retirement)
        for each in self.labels(roll_id, 1, len(self.places)):
            if each.state == LabelState.UNCLAIMED:
                self.labels_now[each.code] = replace(self.labels_now[each.code], state=LabelState.RETIRED)

    def retire_label(self, code: LabelCode, retirement: Retirement) -> None:
        self.labels_now[code] = replace(self.labels_now[code], state=LabelState.RETIRED)
        self.retirements[code] = retirement
