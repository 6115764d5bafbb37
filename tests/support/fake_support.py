"""What the dataset of support ends said, in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.support.loading import Entry, Load
from lifecycle.domain.support.matching import Confirmation, release_key
from lifecycle.domain.support.releases import ReleaseName


@dataclass
class FakeSupport:
    """The fake of `SupportStore`."""

    load_rows: dict[int, Load] = field(default_factory=dict)
    entries: dict[tuple[ReleaseName, int], Entry] = field(default_factory=dict)
    said: dict[tuple[PassportId, int], Confirmation] = field(default_factory=dict)

    def add_load(self, load: Load) -> None:
        if load.number in self.load_rows:
            raise Conflict(message("Somebody else took in such a file at the same moment."))
        self.load_rows[load.number] = load

    def add_entries(self, entries: Collection[Entry]) -> None:
        self.entries.update({(each.name, each.load): each for each in entries})

    def loads(self) -> tuple[Load, ...]:
        return tuple(self.load_rows[number] for number in sorted(self.load_rows))

    def dated(self) -> date | None:
        return max((each.dated for each in self.load_rows.values()), default=None)

    def newest(self, products: Collection[str]) -> Mapping[ReleaseName, Entry]:
        return {each.name: each for each in self._in_order() if each.name.product in products}

    def named(self, products: Collection[str], keys: Collection[str]) -> Mapping[ReleaseName, Entry]:
        names = {each.name for each in self._in_order() if release_key(each.release) in keys}
        return {name: entry for name, entry in self.newest(products).items() if name in names}

    def history(self, name: ReleaseName) -> tuple[Entry, ...]:
        return tuple(each for each in self._in_order() if each.name == name)

    def confirm(self, confirmation: Confirmation) -> None:
        place = (confirmation.model_id, confirmation.number)
        if place in self.said:
            raise Conflict(message("Somebody else said which release this model is at the same moment."))
        self.said[place] = confirmation

    def confirmation(self, model: PassportId) -> Confirmation | None:
        return self.confirmations().get(model)

    def confirmations(self) -> Mapping[PassportId, Confirmation]:
        return {model: self.said[model, number] for model, number in sorted(self.said)}

    def _in_order(self) -> list[Entry]:
        return [self.entries[place] for place in sorted(self.entries, key=lambda place: place[1])]
