"""What of a device a repairer sees by a repair key: an allow-list, so that nothing new is shown by accident.

Rules:
1. Shown: what it is (maker, model, serial number, GTIN, labels), what is in it, its battery, its grades and tests, what
   is dangerous about it, and its repairs.
2. Not shown: whose it is and was, who has it and where, its asset tag and other numbers, its classification, holds and
   locks, where it goes, its consignments, reservations and cases, its files of evidence, and who did what.
3. Its storage media and whether they were erased are not shown: the repairer treats it as holding somebody's data.
4. Of its life only what was done to it technically (`SEEN_KINDS`). Who quoted and repaired is named, so that a second
   repairer can ask the first, unless it was the device's own holder; of other events only what is the reader's own.
5. What another asked for a repair is between that repairer and the owner: quotes are the reader's own, and repairs of
   others are told without their cost.
"""

from collections.abc import Iterable
from dataclasses import replace

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.axes import Custody, RepairQuote
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, Happening, Place, Repaired, RepairFailed, RepairQuoted
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import Lifecycle

NOBODY = OrganisationId("")
"""Stands where the custodian of a device would: it is not told."""

SEEN_CLAIMS = frozenset({ClaimKind.MAKER, ClaimKind.MODEL, ClaimKind.SERIAL, ClaimKind.GTIN, ClaimKind.LABEL})
REPAIRS = frozenset({"repaired", "repair_failed"})
SEEN_KINDS = REPAIRS | {"component_removed", "component_installed", "hazard_found", "hazard_cleared", "refurbished"}


def seen_by_repairer(device: Device, events: Iterable[Event], reader: OrganisationId | None) -> Device:
    """The device with what rules 1 and 5 name and nothing else; that its data is unknown stands for rule 3."""
    own = {_quote(event.happening) for event in events if event.organisation == reader is not None}
    return Device(
        key=device.key,
        stage=Lifecycle.IN_USE,
        custody=Custody(NOBODY, Place("")),
        changed_at=max((each.at for each in device.repairs), default=device.changed_at),
        known=device.known,
        category=device.category,
        in_use_since=device.in_use_since,
        passports=device.passports,
        labels=device.labels,
        claims=tuple(claim for claim in device.claims if claim.kind in SEEN_CLAIMS),
        missing=device.missing,
        under_repair=device.under_repair,
        media_unseen=True,
        hazards=device.hazards,
        grades=None if device.grades is None else replace(device.grades, photos=()),
        charger=device.charger,
        hardware=device.hardware,
        battery=device.battery,
        components=tuple(replace(each, donor=None) for each in device.components),
        repairs=device.repairs,
        quotes=tuple(quote for quote in device.quotes if quote in own),
    )


def event_seen(device: Device, event: Event, reader: OrganisationId | None) -> Event | None:
    """An event as a repairer sees it (rules 4 and 5); None where it is not shown. `device` is the whole one."""
    if event.organisation == reader is not None and event.kind in SEEN_KINDS | {"repair_quoted"}:
        return event
    if event.kind not in SEEN_KINDS:
        return None
    tells_who = event.kind in REPAIRS and not device.relations(event.organisation)
    return replace(
        event,
        actor=AccountId(""),
        organisation=event.organisation if tells_who else None,
        happening=_without_cost(event.happening),
    )


def _without_cost(it: Happening) -> Happening:
    return replace(it, cost_eur=None) if isinstance(it, Repaired | RepairFailed) else it


def _quote(it: Happening) -> RepairQuote | None:
    return RepairQuote(it.parts, it.cost_eur, it.lead_days) if isinstance(it, RepairQuoted) else None
