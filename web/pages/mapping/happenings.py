"""What each kind of event is called, and what it says, for those who may see the device."""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.message import Message, message
from dpp.domain.opaque import print_label_code
from lifecycle.domain import events as on
from lifecycle.domain.events import Happening
from web.pages.mapping.spoken import source
from web.pages.mapping.spoken import test as tested

CALLED: Mapping[str, Message] = MappingProxyType(
    {
        "passport_registered": message("Registered with a passport"),
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
    }
)


def details(happening: Happening) -> tuple[Message, ...]:
    """What the event says, in short lines; a remark last."""
    said = tuple(_details(happening))
    return (*said, message("“{remark}”", remark=happening.remark)) if happening.remark else said


def _details(it: Happening) -> list[Message]:  # noqa: C901, PLR0911, PLR0912 (one line for each kind that says more)
    match it:
        case on.DeclaredSurplus():
            return [message("Decision {decision} of {day}", decision=it.decision, day=it.decided_on)]
        case on.Classified():
            return [_only(it.classification)]
        case on.Assigned():
            return [message("To {unit}", unit=it.unit)]
        case on.LostOrStolen():
            what = message("Stolen, report {report}") if it.stolen else message("Lost, report {report}")
            return [Message(what.template, {"report": it.report})]
        case on.Found() | on.CustodyChanged():
            return [message("Place: {place}", place=it.place)]
        case on.IntakeScanned():
            return [message("{raw} at {place}", raw=it.raw, place=it.place)]
        case on.IdentityMatched():
            return [_pair(each.kind, each.value) for each in it.claims]
        case on.IdentityConflict():
            return [_pair(it.claim, it.value)]
        case on.EvidenceAttached():
            return evidence_gave(it)
        case on.LockFound() | on.LockReleased():
            return [_only(it.lock)]
        case on.HazardFound() | on.HazardCleared():
            return [_only(it.hazard)]
        case on.HoldPlaced() | on.HoldReleased():
            return [_pair(it.hold, it.reason)]
        case on.Inspected():
            return _inspected(it)
        case on.SanitisationPerformed():
            return _performed(it)
        case on.SanitisationVerified() | on.SanitisationFailed() | on.MediaRemoved() | on.MediaDestroyed():
            return [message("Medium {serial}", serial=it.medium)]
        case on.ComponentRemoved() | on.ComponentInstalled():
            return _component(it)
        case on.RepairQuoted():
            return [_only(part) for part in it.parts] + [message("EUR {cost}", cost=it.cost_eur)]
        case on.Repaired():
            return [_only(part) for part in it.parts]
        case on.RepairFailed():
            return [_only(it.barrier)]
        case on.Refurbished():
            return [Message("{functional} {cosmetic}", {"functional": it.functional, "cosmetic": it.cosmetic})]
        case on.RouteProposed() | on.RouteApproved():
            return [_only(it.route)]
        case on.RouteOverridden():
            return [_pair(it.route, it.reason)]
        case on.OwnershipChanged():
            return [_only(it.ground)]
        case on.LabelLinked():
            return [message("Label {code}", code=print_label_code(it.label))]
        case on.LabelRetired():
            return [message("Label {code}", code=print_label_code(it.label)), _only(it.fault)]
        case on.TransferDisputed():
            return [_only(it.difference)]
    return []


def _only(said: object) -> Message:
    """A word of a list, or a name, by itself."""
    return Message("{said}", {"said": said})


def _pair(what: object, said: object) -> Message:
    return Message("{what}: {said}", {"what": what, "said": said})


def evidence_gave(it: on.EvidenceAttached) -> list[Message]:
    """What a file yielded."""
    said: list[Message] = [_only(source(it.format))]
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
    said = [Message("{functional} {cosmetic}", {"functional": it.functional, "cosmetic": it.cosmetic})]
    said += [message("Does not work: {test}", test=tested(test.test)) for test in it.tests if not test.passed]
    if it.charger is not None:
        said.append(message("With its charger") if it.charger else message("Without its charger"))
    return said


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
