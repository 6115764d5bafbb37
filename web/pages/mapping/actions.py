"""What a person can do with a device now: the possibilities that have a page, the most useful one first.

Rules:
1. Only what the permission table gives this person is shown (`lifecycle.domain.possible`).
2. What cannot be done now is shown with its reason, unless there is nothing to do it to: a lock to release, a missing
   device to find.
3. First comes what the device needs next in its life: known, safe to handle, seen, graded, erased, checked, decided,
   handed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from dpp.domain.message import Message, message
from lifecycle.domain.device import Device
from lifecycle.domain.events import RouteProposed
from lifecycle.domain.possible import Possible
from lifecycle.domain.vocabulary import Holding
from lifecycle.service.views import DeviceView
from web.pages.contexts.device import Action
from web.pages.mapping.heads import address_of


class Way(NamedTuple):
    """How an action is called, and its place below the device's page."""

    text: Message
    path: str
    at_once: bool = False


WAYS: Mapping[str, tuple[Way, ...]] = MappingProxyType(
    {
        "evidence_attached": (Way(message("Attach evidence"), "evidence"),),
        "identity_matched": (Way(message("Confirm which device it is"), "identity"),),
        "inspected": (Way(message("Inspect"), "inspection"),),
        "sanitisation_performed": (Way(message("Record an erasure"), "erasure"),),
        "sanitisation_verified": (Way(message("Check an erasure"), "verification"),),
        "media_destroyed": (Way(message("Destroy a medium"), "destruction"),),
        "media_removed": (Way(message("Take a medium out"), "removal"),),
        "repaired": (
            Way(message("Open the repair bench"), "repair"),
            Way(message("Record a repair"), "repair/record"),
            Way(message("Quote a repair"), "quote"),
        ),
        "refurbished": (Way(message("Record a refurbishment"), "refurbishment"),),
        "route_proposed": (Way(message("Propose a destination"), "proposal", at_once=True),),
        "route_approved": (Way(message("Decide on its destination"), "decision"),),
        "transfer_offered": (Way(message("Hand over"), "handover"),),
        "transfer_received": (Way(message("Confirm receipt"), "consignment"),),
        "declared_surplus": (Way(message("Declare surplus"), "surplus"),),
        "classified": (Way(message("State the classification"), "classification"),),
        "assigned": (Way(message("Give into use"), "assignment"),),
        "locks_checked": (Way(message("Look for locks"), "locks"),),
        "charger_seen": (Way(message("Say whether the charger is there"), "charger"),),
        "component_removed": (Way(message("Take a part out"), "part-out"),),
        "harvested": (Way(message("Take apart for parts"), "harvest"),),
        "lock_found": (Way(message("Record a lock"), "lock"),),
        "lock_released": (Way(message("Release a lock"), "lock-release"),),
        "hazard_found": (Way(message("Record a hazard"), "hazard"),),
        "hazard_cleared": (Way(message("Clear a hazard"), "hazard-clearance"),),
        "hold_placed": (Way(message("Place a legal hold"), "hold"),),
        "hold_released": (Way(message("End a legal hold"), "hold-release"),),
        "label_retired": (Way(message("Replace its label"), "label"),),
        "lost_or_stolen": (Way(message("Report it missing"), "loss"),),
        "found": (Way(message("Record that it was found"), "finding"),),
        "returned_to_owner": (Way(message("Give it back to its owner"), "return-to-owner"),),
        "returned_to_lessor": (Way(message("Give it back to its lessor"), "return-to-lessor"),),
        "exchanged_under_warranty": (Way(message("Record an exchange under warranty"), "warranty-exchange"),),
        "traded_in": (Way(message("Record a trade-in"), "trade-in"),),
    }
)
"""The kinds of event that a person records from a device's page."""

NOTHING_TO_DO = frozenset(
    {
        "not-missing",
        "was-not-found",
        "unknown-medium",
        "destroyed-medium",
        "approve-what-was-proposed",
        "two-sided-transfer",
        "registered-once",
        "assign-in-service",
        "verify-after-erasure",
        "label-of-this-device",
    }
)
"""Refusals that only say that there is nothing to do it to."""


def actions(view: DeviceView) -> tuple[Action, ...]:
    """Every action that has a page, by rule 3."""
    first = tuple(_next(view.device))
    shown = [
        (way, _action(view, way, possible))
        for possible in view.possible
        if _is_shown(view.device, possible)
        for way in WAYS.get(possible.kind, ())
    ]
    ordered = sorted(shown, key=lambda each: first.index(each[0].path) if each[0].path in first else len(first))
    wanted = next((way.path for way, action in ordered if way.path in first and action.possible), None)
    return tuple(replace(action, wanted=way.path == wanted) for way, action in ordered)


def _is_shown(device: Device, possible: Possible) -> bool:
    if possible.refusal is not None and possible.refusal.rule in NOTHING_TO_DO:
        return False
    needless = {
        "sanitisation_performed": not device.unsafe_media,
        "sanitisation_verified": not device.unsafe_media,
        "identity_matched": device.known and not device.conflicts,
        "declared_surplus": device.surplus is not None,
        "lost_or_stolen": device.missing,
        "route_proposed": device.approval is not None,
        "route_approved": _is_decided(device),
        "returned_to_owner": device.surplus is None or device.has_left_the_state,
        "returned_to_lessor": device.ownership is None or device.ownership.holding is not Holding.LESSOR,
        "exchanged_under_warranty": device.custody.inside_state,
        "traded_in": device.custody.inside_state,
    }
    return not needless.get(possible.kind, False)


def _is_decided(device: Device) -> bool:
    last, standing = device.proposal, device.approval
    return last is not None and standing is not None and last.decision == standing.decision


def _action(view: DeviceView, way: Way, possible: Possible) -> Action:
    why = () if possible.refusal is None else (possible.refusal.what,)
    return Action(way.text, _address(view, way.path), why, at_once=way.at_once)


def _address(view: DeviceView, path: str) -> str:
    coming = view.device.handover
    if path == "decision":
        return decision_address(view) or f"{address_of(view.device.key)}/{path}"
    if path == "consignment" and coming is not None and coming.consignment is not None:
        return f"/consignments/{coming.consignment}"
    if path == "handover":
        return f"/consignments?device={view.device.key}"
    if path == "label" and view.labels:
        return f"/labelling/labels?label={view.labels[-1]}"
    return f"{address_of(view.device.key)}/{path}"


def decision_address(view: DeviceView) -> str | None:
    """The page of the last decision about it."""
    proposed = (entry.event.happening for entry in view.timeline if isinstance(entry.event.happening, RouteProposed))
    last = next(reversed([each.decision for each in proposed]), None)
    return None if last is None else f"{address_of(view.device.key)}/decisions/{last}"


def _next(device: Device) -> Iterator[str]:
    """The places of what it needs, the most urgent first."""
    awaiting = [medium for medium in device.unsafe_media if medium.awaits_verification]
    coming = device.handover
    stands = (
        ("finding", device.missing),
        ("consignment", coming is not None and coming.on_its_way),
        ("hazard-clearance", bool(device.hazards)),
        ("evidence", not device.evidence and not device.no_media_established),
        ("identity", not device.known or bool(device.conflicts)),
        ("surplus", device.surplus is None),
        ("lock-release", bool(device.locks)),
        ("inspection", device.grades is None),
        ("verification", bool(awaiting)),
        ("erasure", len(device.unsafe_media) > len(awaiting)),
        ("decision", device.proposal is not None and device.approval is None),
        ("proposal", device.approval is None),
        ("handover", device.approval is not None and not device.has_open_data_case),
    )
    return (path for path, holds in stands if holds)
