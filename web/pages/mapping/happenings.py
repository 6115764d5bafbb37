"""What each kind of event is called, and what it says, for those who may see the device."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from dpp.domain.message import Message, listed, message
from dpp.domain.opaque import print_label_code
from lifecycle.domain import events as on
from lifecycle.domain.events import Happening
from lifecycle.domain.things import KINDS_OF_THING
from web.pages.contexts.frame import Figure
from web.pages.mapping.spoken import source
from web.pages.mapping.spoken import test as tested

CALLED: Mapping[str, Message] = MappingProxyType(
    {
        "passport_registered": message("Registered with a passport"),
        "thing_registered": message("Registered without a passport"),
        "charger_seen": message("Looked for its charger"),
        "locks_checked": message("Looked for locks"),
        "assigned": message("Given into use"),
        "unassigned": message("Back in store"),
        "classified": message("Classified"),
        "declared_surplus": message("Declared surplus"),
        "lost_or_stolen": message("Reported missing"),
        "found": message("Found again"),
        "taken_back": message("Taken back"),
        "transfer_offered": message("Handed over in a consignment"),
        "transfer_received": message("Received"),
        "transfer_disputed": message("Difference at receipt"),
        "transfer_withdrawn": message("Hand-over withdrawn"),
        "custody_changed": message("Custody passed"),
        "ownership_changed": message("Ownership passed"),
        "returned_to_owner": message("Returned to the owner"),
        "returned_to_lessor": message("Returned to the lessor"),
        "exchanged_under_warranty": message("Exchanged under warranty"),
        "traded_in": message("Traded in"),
        "intake_scanned": message("Scanned at intake"),
        "identity_matched": message("Identity confirmed"),
        "identity_conflict": message("Another device claims the same number"),
        "evidence_attached": message("Evidence attached"),
        "evidence_read_again": message("Evidence read again"),
        "evidence_erased": message("Evidence erased"),
        "lock_found": message("Lock found"),
        "lock_released": message("Lock released"),
        "hazard_found": message("Hazard found"),
        "hazard_cleared": message("Hazard cleared"),
        "hold_placed": message("Legal hold placed"),
        "hold_released": message("Legal hold ended"),
        "inspected": message("Inspected"),
        "sanitisation_performed": message("Erasure performed"),
        "sanitisation_verified": message("Erasure checked"),
        "sanitisation_failed": message("Erasure failed its check"),
        "media_removed": message("Storage medium taken out"),
        "media_destroyed": message("Storage medium destroyed"),
        "component_removed": message("Part taken out"),
        "component_installed": message("Part put in"),
        "repair_quoted": message("Repair quoted"),
        "repaired": message("Repaired"),
        "repair_failed": message("Repair failed"),
        "refurbished": message("Refurbished"),
        "harvested": message("Taken apart for parts"),
        "route_proposed": message("Destination proposed"),
        "route_approved": message("Destination approved"),
        "route_overridden": message("Another destination proposed by a person"),
        "reserved": message("Reserved"),
        "released": message("Reservation ended"),
        "redeployed": message("Redeployed"),
        "donated": message("Donated"),
        "sold": message("Sold"),
        "sent_to_recycler": message("Sent to the recycler"),
        "recycled": message("Recycled"),
        "label_linked": message("Label linked"),
        "label_retired": message("Label retired"),
        "corrected": message("Correction"),
        "case_opened": message("Case opened"),
        "case_step_taken": message("Step in a case"),
        "case_closed": message("Case closed"),
    }
)


def details(happening: Happening) -> tuple[Message, ...]:
    """What the event says, in short lines; a remark last."""
    tell = DETAILS.get(type(happening))
    said = () if tell is None else tuple(tell(happening))
    return (*said, message("“{remark}”", remark=happening.remark)) if happening.remark else said


def _only(said: object) -> Message:
    """A word of a list, or a name, by itself."""
    return Message("{said}", {"said": said})


def _pair(what: object, said: object) -> Message:
    return Message("{what}: {said}", {"what": what, "said": said})


def evidence_gave(it: on.EvidenceAttached | on.EvidenceReadAgain) -> list[Message]:
    """What a file yielded."""
    read_by = f"{it.parser} {it.parser_version}"
    said: list[Message] = [_only(source(it.format) if isinstance(it, on.EvidenceAttached) else read_by)]
    if it.claims:
        said.append(message("identity numbers: {count}", count=len(it.claims)))
    if it.media:
        said.append(message("storage media: {count}", count=len(it.media)))
    if it.hardware is not None and it.hardware.memory_bytes:
        said.append(message("{memory} GB of memory", memory=round(it.hardware.memory_bytes / 2**30)))
    if it.battery is not None and it.battery.state_of_health is not None:
        said.append(message("battery health {percent} %", percent=round(it.battery.state_of_health * 100)))
    if it.erasures:
        said.append(message("reports of erasure: {count}", count=len(it.erasures)))
    return said


def _inspected(it: on.Inspected) -> list[Message]:
    said = [_graded(it)]
    said += [message("Does not work: {test}", test=tested(test.test)) for test in it.tests if not test.passed]
    if it.charger is not None:
        said.append(_charger(present=it.charger))
    return said


def _charger(*, present: bool) -> Message:
    return message("With its charger") if present else message("Without its charger")


def _thing(it: on.ThingRegistered) -> Message:
    kind = KINDS_OF_THING.get(it.thing)
    return _only(it.thing) if kind is None else kind.name


def _performed(it: on.SanitisationPerformed) -> list[Message]:
    said = [
        message("Medium {serial}", serial=it.medium),
        _pair(it.category, it.technique),
        message("With {tool} {version}", tool=it.tool, version=it.tool_version),
    ]
    return said if it.succeeded else [*said, message("The tool reported a failure")]


def _component(it: on.ComponentRemoved | on.ComponentInstalled) -> list[Message]:
    said = [_only(it.component)]
    if it.serial:
        said.append(message("Serial number {serial}", serial=it.serial))
    return [*said, _only(it.origin)] if isinstance(it, on.ComponentInstalled) else said


def _missing(it: on.LostOrStolen) -> list[Message]:
    what = message("Stolen, report {report}") if it.stolen else message("Lost, report {report}")
    return [Message(what.template, {"report": it.report})]


def _quoted(it: on.RepairQuoted) -> list[Message]:
    return [*map(_only, it.parts), message("{cost} excluding VAT", cost=Figure(float(it.cost_eur), "EUR"))]


def _repaired(it: on.Repaired) -> list[Message]:
    said = [*map(_only, it.faults or ()), *map(_only, it.parts)]
    return [*said, message("Under warranty until {day}", day=it.warranty_until)] if it.warranty_until else said


def _graded(it: on.Inspected | on.Refurbished) -> Message:
    return Message("{functional} {cosmetic}", {"functional": it.functional, "cosmetic": it.cosmetic})


def _label(it: on.LabelLinked | on.LabelRetired) -> Message:
    return message("Label {code}", code=print_label_code(it.label))


def _corrected(it: on.Corrected) -> list[Message]:
    said = [_only(it.reason)]
    return [*said, message("Proposed by one person, confirmed by another")] if it.proposed_by else said


def _case_step(it: on.CaseStepTaken) -> list[Message]:
    return [_only(it.step), *([_only(it.reference)] if it.reference else [])]


def _locks_checked(it: on.LocksChecked) -> list[Message]:
    there = [each.lock for each in it.answers if each.there]
    return [message("Found: {locks}", locks=listed(there)) if there else message("No lock found")]


def _medium(it: Any) -> list[Message]:
    return [message("Medium {serial}", serial=it.medium)]


def _place(it: Any) -> list[Message]:
    return [message("Place: {place}", place=it.place)]


Tell = Callable[[Any], Iterable[Message]]
DETAILS: Mapping[type[Happening], Tell] = MappingProxyType(
    {
        on.DeclaredSurplus: lambda it: [
            message("Decision {decision} of {day}", decision=it.decision, day=it.decided_on)
        ],
        on.Classified: lambda it: [_only(it.classification)],
        on.Assigned: lambda it: [message("To {unit}", unit=it.unit)],
        on.LostOrStolen: _missing,
        on.Found: _place,
        on.CustodyChanged: _place,
        on.IntakeScanned: lambda it: [message("{raw} at {place}", raw=it.raw, place=it.place)],
        on.IdentityMatched: lambda it: [_pair(each.kind, each.value) for each in it.claims],
        on.IdentityConflict: lambda it: [_pair(it.claim, it.value)],
        on.EvidenceAttached: evidence_gave,
        on.EvidenceReadAgain: evidence_gave,
        on.EvidenceErased: lambda it: [_only(it.ground)],
        on.ThingRegistered: lambda it: [_thing(it)],
        on.ChargerSeen: lambda it: [_charger(present=it.present)],
        on.LocksChecked: _locks_checked,
        on.LockFound: lambda it: [_only(it.lock)],
        on.LockReleased: lambda it: [_only(it.lock)],
        on.HazardFound: lambda it: [_only(it.hazard)],
        on.HazardCleared: lambda it: [_only(it.hazard)],
        on.HoldPlaced: lambda it: [_pair(it.hold, it.reason)],
        on.HoldReleased: lambda it: [_pair(it.hold, it.reason)],
        on.Inspected: _inspected,
        on.SanitisationPerformed: _performed,
        on.SanitisationVerified: _medium,
        on.SanitisationFailed: _medium,
        on.MediaRemoved: _medium,
        on.MediaDestroyed: _medium,
        on.ComponentRemoved: _component,
        on.ComponentInstalled: _component,
        on.RepairQuoted: _quoted,
        on.Repaired: _repaired,
        on.RepairFailed: lambda it: [_only(it.barrier), *map(_only, it.faults or ())],
        on.Refurbished: lambda it: [_graded(it)],
        on.RouteProposed: lambda it: [_only(it.route)],
        on.RouteApproved: lambda it: [_only(it.route)],
        on.RouteOverridden: lambda it: [_pair(it.route, it.reason)],
        on.Reserved: lambda it: [
            message("Until {day}", day=it.until),
            *([message("To {unit}", unit=it.unit)] if it.unit else []),
        ],
        on.Released: lambda it: [_only(it.reason)] if it.reason else [],
        on.OwnershipChanged: lambda it: [_only(it.ground)],
        on.LabelLinked: lambda it: [_label(it)],
        on.LabelRetired: lambda it: [_label(it), _only(it.fault)],
        on.TransferDisputed: lambda it: [_only(it.difference)],
        on.Corrected: _corrected,
        on.CaseOpened: lambda it: [_only(it.severity)],
        on.CaseStepTaken: _case_step,
        on.CaseClosed: lambda it: [_only(it.outcome)],
    }
)
"""What an event says beyond its kind, by the class of its happening; a kind that is not here says no more."""
