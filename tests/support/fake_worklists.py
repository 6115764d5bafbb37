"""The items of worklists and the batches of acts in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.actor import AccountId
from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.worklists import ListName, Taking, WorkItem
from lifecycle.service.ports import DeviceLine
from lifecycle.service.worklist_ports import (
    Alike,
    BulkAnswer,
    BulkBatch,
    BulkId,
    Hands,
    ItemFilter,
    ListedItem,
    Scope,
    Waiting,
)

Place = tuple[DeviceKey, ListName]


@dataclass
class FakeWorkItems:
    """`devices` are the lines of devices of the same moment."""

    rows: dict[Place, WorkItem] = field(default_factory=dict)
    taken: dict[Place, Taking] = field(default_factory=dict)
    devices: Mapping[DeviceKey, DeviceLine] = field(default_factory=dict)

    def of_device(self, key: DeviceKey) -> tuple[WorkItem, ...]:
        return tuple(self.rows[place] for place in sorted(self.rows) if place[0] == key)

    def follow(self, key: DeviceKey, items: Sequence[WorkItem]) -> None:
        known = {place: item for place, item in self.rows.items() if place[0] == key}
        now = {(key, item.list): item for item in items}
        for place in known.keys() - now.keys():
            del self.rows[place]
            self.taken.pop(place, None)
        for place, item in now.items():
            self.rows[place] = replace(item, since=known[place].since) if place in known else item

    def waiting(self, scopes: Mapping[ListName, Scope]) -> Mapping[ListName, Waiting]:
        since = {name: [each.since for each in self._on(name, scope)] for name, scope in scopes.items()}
        return {name: Waiting(len(moments), min(moments)) for name, moments in since.items() if moments}

    def taken_by(self, account: AccountId, now: datetime) -> Mapping[ListName, int]:
        return Counter(name for (_, name), each in self.taken.items() if each.by == account and now < each.until)

    def find(self, wanted: ItemFilter) -> tuple[ListedItem, ...]:
        found = [item for item in self._matching(wanted) if self._comes_after(item, wanted)]
        return tuple(ListedItem(item, self.taken.get((item.device, item.list))) for item in found[: wanted.limit])

    def count(self, wanted: ItemFilter) -> int:
        return len(self._matching(wanted))

    def models(self, name: ListName, scope: Scope) -> tuple[Alike, ...]:
        counts = Counter(item.model for item in self._on(name, scope))
        most = sorted(counts.items(), key=lambda each: (-each[1], each[0] or ""))
        return tuple(Alike(model, count) for model, count in most)

    def on_list(self, name: ListName, keys: Collection[DeviceKey], scope: Scope) -> frozenset[DeviceKey]:
        return frozenset(item.device for item in self._on(name, scope) if item.device in keys)

    def take(self, name: ListName, keys: Collection[DeviceKey], taking: Taking, now: datetime) -> frozenset[DeviceKey]:
        places = [(key, name) for key in keys if (key, name) in self.rows]
        free = [place for place in places if not self._binds(place, taking.by, now)]
        self.taken |= dict.fromkeys(free, taking)
        return frozenset(key for key, _ in free)

    def give_back(self, name: ListName, keys: Collection[DeviceKey], account: AccountId) -> None:
        for key in keys:
            if (key, name) in self.taken and self.taken[key, name].by == account:
                del self.taken[key, name]

    def takings(
        self, names: Collection[ListName], keys: Collection[DeviceKey], now: datetime
    ) -> Mapping[DeviceKey, tuple[Taking, ...]]:
        found = {
            key: tuple(
                self.taken[key, name]
                for name in sorted(names)
                if (key, name) in self.taken and now < self.taken[key, name].until
            )
            for key in keys
        }
        return {key: takings for key, takings in found.items() if takings}

    def _binds(self, place: Place, account: AccountId, now: datetime) -> bool:
        return place in self.taken and self.taken[place].binds(account, now)

    def _on(self, name: ListName, scope: Scope) -> Iterable[WorkItem]:
        return (item for item in self.rows.values() if item.list is name and _in(scope, item))

    def _matching(self, wanted: ItemFilter) -> list[WorkItem]:
        found = [item for item in self._on(wanted.list, wanted.scope) if self._fits(item, wanted)]
        return sorted(found, key=lambda item: (item.since, item.device))

    def _fits(self, item: WorkItem, wanted: ItemFilter) -> bool:
        line = self.devices[item.device]
        return (
            wanted.owner in {None, item.owner}
            and wanted.group in {None, line.group}
            and wanted.model in {None, item.model}
            and (not wanted.place or wanted.place.lower() in (line.place or "").lower())
            and wanted.route in {None, line.route}
            and wanted.grade in {None, line.functional_grade, line.cosmetic_grade}
            and (wanted.cause is None or wanted.cause in line.blocked)
            and (wanted.until is None or item.since <= wanted.until)
            and (wanted.hands is None or self._is_in(wanted.hands, (item.device, item.list)))
        )

    def _is_in(self, hands: Hands, place: Place) -> bool:
        taking = self.taken.get(place)
        if taking is None or taking.until <= hands.now:
            return hands.whose == "free"
        return hands.whose == ("mine" if taking.by == hands.account else "others")

    @staticmethod
    def _comes_after(item: WorkItem, wanted: ItemFilter) -> bool:
        last = wanted.after
        return last is None or (item.since, item.device) > (last.since, last.device)


@dataclass
class FakeBulkBatches:
    rows: dict[BulkId, BulkBatch] = field(default_factory=dict)

    def get(self, batch: BulkId) -> BulkBatch | None:
        return self.rows.get(batch)

    def begin(self, batch: BulkBatch) -> None:
        if batch.id in self.rows:
            raise Conflict(message("This batch was sent already."))
        self.rows[batch.id] = batch

    def finish(self, batch: BulkId, answers: Sequence[BulkAnswer]) -> None:
        self.rows[batch] = replace(self.rows[batch], answers=tuple(answers))


def _in(scope: Scope, item: WorkItem) -> bool:
    stands = (
        (scope.owner, {item.owner, item.lessee}),
        (scope.custodian, {item.custodian}),
        (scope.receiver, {item.receiver}),
    )
    return scope.everything or any(party is not None and party in parties for party, parties in stands)
