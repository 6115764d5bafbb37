"""Repairs of others and our own, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dpp.domain.errors import Conflict
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.fault_data import load_fault_reference
from lifecycle.domain.faults.counts import Counted, Wanted
from lifecycle.domain.faults.kinds import NOT_KNOWN, Origin
from lifecycle.domain.faults.loads import Entry, FaultLoad, Refusal
from lifecycle.domain.faults.own import OwnRepair
from lifecycle.domain.faults.reference import Reference

Words = dict[str, str]


@dataclass
class FakeFaults:
    """`words` are what was counted last of the repairs of others."""

    every_load: dict[int, FaultLoad] = field(default_factory=dict)
    refused: dict[int, tuple[Refusal, ...]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    words: dict[int, Words] = field(default_factory=dict)
    own_repairs: dict[DeviceKey, tuple[OwnRepair, ...]] = field(default_factory=dict)

    @property
    def reference(self) -> Reference:
        return load_fault_reference()

    def add_load(self, load: FaultLoad) -> None:
        if load.number in self.every_load:
            raise Conflict(message("Somebody else handed in a file at the same moment."))
        self.put_load(load)

    def put_load(self, load: FaultLoad) -> None:
        self.every_load[load.number] = replace(load, taken=replace(load.taken, refusals=()))

    def hold_load(self, number: int) -> FaultLoad | None:
        return self.every_load.get(number)

    def loads(self) -> tuple[FaultLoad, ...]:
        return tuple(self.every_load[number] for number in sorted(self.every_load, reverse=True))

    def free_load(self, now: datetime) -> int | None:
        return next((number for number, load in sorted(self.every_load.items()) if load.is_free(now)), None)

    def add_refusals(self, number: int, refusals: Sequence[Refusal]) -> None:
        self.refused[number] = (*self.refused.get(number, ()), *refusals)

    def refusals(self, number: int) -> tuple[Refusal, ...]:
        return tuple(sorted(self.refused.get(number, ()), key=lambda it: (it.line, it.field)))

    def digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        return {each: self.entries[each].digest for each in ids if each in self.entries}

    def add(self, number: int, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (the port's signature)
        self.entries.update((entry.repair.id, entry) for entry in entries)

    def change(self, number: int, entries: Sequence[Entry]) -> None:
        self.add(number, entries)

    def recount(self) -> None:
        self.words = dict(enumerate(map(_of_entry, self.entries.values())))

    def counted(self, origin: Origin, wanted: Wanted, by: Sequence[str]) -> Counted:
        open_words = () if wanted.model is not None else self.words.values()
        own_words = (_of_own(each) for repairs in self.own_repairs.values() for each in repairs)
        found = open_words if origin is Origin.OPEN else own_words
        asked = {"kind": wanted.kind, "brand": wanted.brand, "age": wanted.age, "model": wanted.model}
        alike = (it for it in found if all(it[name] == value for name, value in asked.items() if value is not None))
        return Counter(tuple(it[name] for name in by) for it in alike)

    def of_device(self, key: DeviceKey) -> tuple[OwnRepair, ...]:
        return self.own_repairs.get(key, ())

    def follow(self, key: DeviceKey, repairs: Sequence[OwnRepair]) -> None:
        self.own_repairs[key] = tuple(repairs)

    def own(self, after: tuple[DeviceKey, int] | None, limit: int) -> Sequence[tuple[DeviceKey, OwnRepair]]:
        every = ((key, each) for key in sorted(self.own_repairs) for each in self.own_repairs[key])
        return [(key, each) for key, each in every if after is None or (key, each.number) > after][:limit]


def _of_entry(entry: Entry) -> Words:
    it = entry.repair
    barrier = NOT_KNOWN if it.barrier is None else it.barrier.value
    told = {"faults": it.told, "status": it.status.value, "barrier": barrier}
    return {"kind": it.kind.value, "brand": it.brand, "age": entry.band, **told}


def _of_own(it: OwnRepair) -> Words:
    barrier = NOT_KNOWN if it.barrier is None else it.barrier.value
    told = {"faults": it.told, "status": it.status.value, "barrier": barrier}
    return {"kind": it.group or NOT_KNOWN, "brand": it.brand, "age": it.band, "model": it.model or "", **told}
