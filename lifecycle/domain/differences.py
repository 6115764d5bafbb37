"""What differs between two states of a device, in words: axis by axis, so that a person sees what a correction does.

Rules:
1. Nothing that differs is left out: every field of a device that no axis tells whole (`ON_AN_AXIS`) is told with the
   rest.
2. `of` tells things on one axis apart: a medium by its serial number, a claim by its kind, an element by its name.
3. The passport's elements and its public history are told as the public would see them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from dpp.domain.actor import OrganisationId
from dpp.domain.document import Elements
from dpp.domain.history import PublicHistory
from dpp.domain.message import Message, listed, message
from dpp.domain.proof import canonical
from lifecycle.domain.device import Device
from lifecycle.domain.events import plain

Names = Mapping[OrganisationId, str]
Line = tuple[str, Message]
"""What it is about on its axis, and how it stands."""


class Axis(StrEnum):
    """What of a device differs."""

    LIFECYCLE = "lifecycle"
    DATA = "data"
    CUSTODY = "custody"
    OWNERSHIP = "ownership"
    LOCKS = "locks"
    HAZARDS = "hazards"
    HOLDS = "holds"
    GRADES = "grades"
    IDENTITY = "identity"
    LABELS = "labels"
    CLASSIFICATION = "classification"
    WASTE = "waste"
    DESTINATION = "destination"
    CASES = "cases"
    PASSPORT = "passport"
    PUBLIC = "public"
    REST = "rest"


@dataclass(frozen=True)
class Side:
    """A device, and what its passport says of it. `elements` are those of the item itself."""

    device: Device
    elements: Elements
    history: PublicHistory


@dataclass(frozen=True)
class Difference:
    """Something that is another before and after; None where there is nothing on that side."""

    axis: Axis
    of: str
    before: Message | None
    after: Message | None


def differences(before: Side, after: Side, names: Names) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the axes."""
    found = []
    for axis, tell in _TELL.items():
        old, new = dict(tell(before, names)), dict(tell(after, names))
        found += [
            Difference(axis, of, old.get(of), new.get(of))
            for of in dict.fromkeys((*old, *new))
            if old.get(of) != new.get(of)
        ]
    return tuple(found)


def _word(value: object) -> Message:
    """A word of a vocabulary, a name or a number, by itself."""
    return Message("{said}", {"said": value})


def _one(value: object | None) -> Iterator[Line]:
    if value is not None:
        yield "", _word(value)


def _set(values: Iterable[object]) -> Iterator[Line]:
    for value in sorted(values, key=str):
        yield str(value), _word(value)


def _lifecycle(side: Side, _names: Names) -> Iterator[Line]:
    yield from _one(side.device.lifecycle)


def _data(side: Side, _names: Names) -> Iterator[Line]:
    yield "", _word(side.device.data)
    for medium in side.device.media:
        yield (
            medium.serial,
            Message("{state} ({where})", {"state": medium.data, "where": medium.whereabouts}),
        )


def _custody(side: Side, names: Names) -> Iterator[Line]:
    custody = side.device.custody
    custodian = names.get(custody.custodian, custody.custodian)
    yield "", Message("{custodian}, {place}", {"custodian": custodian, "place": custody.place})
    if custody.seal is not None:
        yield "seal", message("seal {seal}", seal=custody.seal)
    if not custody.inside_state:
        yield "outside", message("outside the State")


def _ownership(side: Side, names: Names) -> Iterator[Line]:
    owner = side.device.ownership
    if owner is None:
        return
    yield "", Message("{owner} ({holding})", {"owner": names.get(owner.owner, owner.owner), "holding": owner.holding})
    if owner.lessee is not None:
        yield "lessee", message("used by {lessee}", lessee=names.get(owner.lessee, owner.lessee))
    if owner.ground is not None:
        yield "ground", _word(owner.ground)


def _grades(side: Side, _names: Names) -> Iterator[Line]:
    grades = side.device.grades
    if grades is None:
        return
    yield "", Message("{functional} {cosmetic}", {"functional": grades.functional, "cosmetic": grades.cosmetic})
    for test in grades.tests:
        yield test.test, message("works") if test.passed else message("does not work")


def _identity(side: Side, _names: Names) -> Iterator[Line]:
    device = side.device
    values: dict[str, dict[str, None]] = {}
    for claim in device.claims:
        values.setdefault(claim.kind.value, {})[claim.value] = None
    for kind, said in values.items():
        yield kind, listed(said)
    for conflict in device.conflicts:
        yield conflict.value, message("also claimed by device {other}", other=conflict.other)


def _labels(side: Side, _names: Names) -> Iterator[Line]:
    for code in side.device.labels:
        yield code, message("on the device")
    for code in side.device.retired_labels:
        yield code, message("out of use")


def _destination(side: Side, _names: Names) -> Iterator[Line]:
    device = side.device
    if device.proposal is not None:
        yield "proposed", message("proposed: {route}", route=device.proposal.route)
    if device.approval is not None:
        yield "approved", message("approved: {route}", route=device.approval.route)


def _cases(side: Side, _names: Names) -> Iterator[Line]:
    for case in side.device.cases:
        yield case.id, _word(case.severity) if case.outcome is None else _word(case.outcome)


def _passport(side: Side, _names: Names) -> Iterator[Line]:
    for name, value in side.elements.items():
        yield name, _word(value if isinstance(value, str) else canonical(value).decode())


def _public(side: Side, _names: Names) -> Iterator[Line]:
    for entry in side.history.entries:
        of = f"{entry.month} {entry.kind} {entry.part or ''}".strip()
        told = {"month": entry.month, "kind": entry.kind, "part": entry.part}
        yield of, Message("{month} {kind} {part}" if entry.part else "{month} {kind}", told)
    if side.history.data_safe is not None:
        yield "data", message("its data is erased and checked since {month}", month=side.history.data_safe)
    if side.history.reported_lost:
        yield "lost", message("reported lost")
    yield "state", message("the State's") if side.history.state_owned else message("no longer the State's")


def _rest(side: Side, _names: Names) -> Iterator[Line]:
    for name in (each.name for each in fields(side.device) if each.name not in ON_AN_AXIS):
        value: Any = plain(getattr(side.device, name))
        if value not in (None, [], False):
            yield name, Message("{what}: {said}", {"what": REST.get(name, name), "said": canonical(value).decode()})


REST: Mapping[str, Message] = MappingProxyType(
    {
        "known": message("established which device it is"),
        "same_as": message("turned out to be"),
        "category": message("kind of device"),
        "in_use_since": message("in use since"),
        "unit": message("unit"),
        "surplus": message("decision that it is surplus"),
        "passports": message("passports"),
        "claims": message("who says which device it is"),
        "no_media_established": message("established that it has no storage medium"),
        "media": message("storage media in full"),
        "erasure_reports": message("reports of erasure"),
        "charger": message("charger"),
        "value_eur": message("value in euros"),
        "hardware": message("hardware"),
        "battery": message("battery"),
        "components": message("parts"),
        "evidence": message("evidence"),
        "repairs": message("repairs"),
        "quotes": message("quotes of repair"),
        "under_repair": message("under repair"),
        "reservation": message("reservation"),
        "handover": message("hand-over under way"),
        "grades": message("inspection in full"),
        "custody": message("custody in full"),
        "ownership": message("ownership in full"),
        "stage": message("stage of its life"),
        "missing": message("missing"),
        "proposal": message("proposal in full"),
        "approval": message("approval in full"),
        "cases": message("cases in full"),
    }
)
"""Words for fields that have no axis of their own, or more to them than their axis tells; a field without words is told
by its name."""

ON_AN_AXIS = frozenset(
    {
        "key",
        "changed_at",
        "classification",
        "labels",
        "retired_labels",
        "conflicts",
        "waste",
        "locks",
        "hazards",
        "holds",
    }
)
"""Fields of which an axis tells everything; and what is not of the device's standing."""

_TELL: Mapping[Axis, Callable[[Side, Names], Iterable[Line]]] = MappingProxyType(
    {
        Axis.LIFECYCLE: _lifecycle,
        Axis.DATA: _data,
        Axis.CUSTODY: _custody,
        Axis.OWNERSHIP: _ownership,
        Axis.LOCKS: lambda side, _: _set(side.device.locks),
        Axis.HAZARDS: lambda side, _: _set(side.device.hazards),
        Axis.HOLDS: lambda side, _: _set(side.device.holds),
        Axis.GRADES: _grades,
        Axis.IDENTITY: _identity,
        Axis.LABELS: _labels,
        Axis.CLASSIFICATION: lambda side, _: _one(side.device.classification),
        Axis.WASTE: lambda side, _: _one(side.device.waste),
        Axis.DESTINATION: _destination,
        Axis.CASES: _cases,
        Axis.PASSPORT: _passport,
        Axis.PUBLIC: _public,
        Axis.REST: _rest,
    }
)
