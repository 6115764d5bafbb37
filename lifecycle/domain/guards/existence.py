"""Rules on which device this is, and whether there is one.

| rule | refuses |
|---|---|
| unknown-device-scan-only | a life that begins with anything but a scan or a registration; on a placeholder, anything but a scan, evidence, a match or a conflict of identity, or a label |
| acting-organisation | a scan, a hand-over or a finding by nobody's organisation |
| future-event | what is said to have happened after it was recorded, beyond the tolerated skew of clocks |
| same-device | anything but a scan on a placeholder that turned out to be another device |
| registered-once | a second registration (a successor passport comes by refurbishing), or one with another owner |
| match-names-something | a match of identity without a claim or a device |
| conflict-with-another | a device in conflict with itself |
| missing-found-first | anything done to a missing device before it is found |
| not-missing | finding what is not missing |
| recycled-is-the-end | anything after recycling but a scan, evidence, a correction or a case |
"""  # noqa: E501 (a table has one line per rule)

from datetime import timedelta

from dpp.domain.errors import Refused
from dpp.domain.message import message
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, IdentityConflict, IdentityMatched, PassportRegistered, ThingRegistered
from lifecycle.domain.fold.birth import FIRST
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Lifecycle

TOLERATED_SKEW = timedelta(minutes=5)
"""How far the clock of a scanner may run ahead of ours."""

_EVIDENCE = frozenset({"evidence_attached", "evidence_read_again", "evidence_erased"})
ON_A_PLACEHOLDER = _EVIDENCE | frozenset(
    {
        "intake_scanned",
        "identity_matched",
        "identity_conflict",
        "label_linked",
        "label_retired",
        "charger_seen",
    }
)
_CASES = frozenset({"case_opened", "case_step_taken", "case_closed"})
WHILE_MISSING = ON_A_PLACEHOLDER | _CASES | {"found", "classified", "hold_placed", "hold_released", "corrected"}
AFTER_RECYCLING = _CASES | _EVIDENCE | {"intake_scanned", "corrected"}
BY_AN_ORGANISATION = frozenset(
    {
        "intake_scanned",
        "transfer_offered",
        "transfer_received",
        "transfer_disputed",
        "transfer_withdrawn",
        "custody_changed",
        "ownership_changed",
        "taken_back",
        "found",
        "returned_to_owner",
    }
)


def before_all(device: Device | None, event: Event) -> Refused | None:
    """What is asked before there is a state to ask about."""
    if device is None and event.kind not in FIRST:
        return Refused(
            "unknown-device-scan-only",
            message("Device {key} is unknown: a life begins with a scan or a registration.", key=event.device),
            remedy=message("Scan the device, or register it with its passport."),
        )
    if event.kind in BY_AN_ORGANISATION and event.organisation is None:
        return Refused(
            "acting-organisation",
            message("{kind} is done by an organisation, and none was given.", kind=event.kind),
            remedy=message("Act with an account that belongs to an organisation."),
        )
    return None


def unknown_device(device: Device, event: Event, _it: object) -> Why | None:
    if device.known or event.kind in ON_A_PLACEHOLDER or (event.kind in FIRST and _is_birth(device, event)):
        return None
    return Why(
        message("This is a placeholder: nobody has established which device it is."),
        remedy=message("Match its identity first: attach evidence, then confirm the claims."),
    )


def _is_birth(device: Device, event: Event) -> bool:
    """Whether the device has had no event yet: before its first registration there is no owner and no claim."""
    return event.kind != "intake_scanned" and device.stage is Lifecycle.REGISTERED and device.ownership is None


def future_event(_device: Device, event: Event, _it: object) -> Why | None:
    if event.occurred_at <= event.recorded_at + TOLERATED_SKEW:
        return None
    return Why(
        message(
            "It is said to have happened at {occurred}, after it was recorded at {recorded}.",
            occurred=event.occurred_at.isoformat(),
            recorded=event.recorded_at.isoformat(),
        ),
        remedy=message("Set the clock of the scanner, then send it again."),
    )


def same_device(device: Device, event: Event, _it: object) -> Why | None:
    if device.same_as is None or event.kind in {"intake_scanned", "evidence_erased"}:
        return None
    return Why(
        message("This placeholder turned out to be device {other}.", other=device.same_as),
        remedy=message("Record it on device {other}.", other=device.same_as),
    )


def registered_once(device: Device, _event: Event, it: PassportRegistered | ThingRegistered) -> Why | None:
    owned = device.ownership
    if device.passports.current is not None and isinstance(it, PassportRegistered):
        return Why(
            message("It has a passport already ({passport}).", passport=device.passports.current),
            remedy=message("A refurbished device gets a successor passport; {new} is not needed.", new=it.passport),
        )
    same = owned is not None and (owned.owner, owned.holding) == (it.owner, it.holding)
    if owned is None or (same and isinstance(it, PassportRegistered)):
        return None
    return Why(
        message("It is registered already, with its owner."),
        remedy=message("Whose it is changes by a hand-over, or by a correction of its registration."),
    )


def match_names_something(_device: Device, _event: Event, it: IdentityMatched) -> Why | None:
    if it.claims or it.same_as is not None:
        return None
    return Why(
        message("A match of identity names no claim and no device."),
        remedy=message("Give the claims on which the match rests, such as the serial number, and their source."),
    )


def conflict_with_another(_device: Device, event: Event, it: IdentityConflict) -> Why | None:
    if it.other != event.device:
        return None
    return Why(
        message("A device cannot be in conflict with itself."),
        remedy=message("Name the other device that claims the same {claim}.", claim=it.claim),
    )


def missing_found_first(device: Device, event: Event, _it: object) -> Why | None:
    if not device.missing or event.kind in WHILE_MISSING:
        return None
    return Why(
        message("It is reported lost or stolen."),
        remedy=message("Report it found first, with the place where it is."),
    )


def not_missing(device: Device, _event: Event, _it: object) -> Why | None:
    if device.missing:
        return None
    return Why(
        message("It is not reported lost or stolen."),
        remedy=message("Record a scan if you have it in your hands."),
    )


def recycled_is_the_end(device: Device, event: Event, _it: object) -> Why | None:
    if device.stage is not Lifecycle.RECYCLED or event.kind in AFTER_RECYCLING:
        return None
    return Why(
        message("It is recycled: its life has ended."),
        remedy=message("If that is wrong, correct the event that says so."),
    )


RULES = (
    rule("unknown-device-scan-only", unknown_device),
    rule("future-event", future_event),
    rule("same-device", same_device),
    rule("registered-once", registered_once, "passport_registered thing_registered"),
    rule("match-names-something", match_names_something, "identity_matched"),
    rule("conflict-with-another", conflict_with_another, "identity_conflict"),
    rule("missing-found-first", missing_found_first),
    rule("not-missing", not_missing, "found"),
    rule("recycled-is-the-end", recycled_is_the_end),
)
