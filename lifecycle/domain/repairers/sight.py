"""What of a device a repairer sees by a repair key: an allow-list, so that nothing new is shown by accident.

Rules:
1. Shown: what it is (maker, model, serial number, GTIN, labels), what is in it, its battery, its grades and tests, what
   is dangerous about it, and its repairs with their quotes.
2. Not shown: whose it is and was, who has it and where, its asset tag and other numbers, its classification, holds and
   locks, where it goes, its consignments, reservations and cases, its files of evidence, and who did what.
3. Its storage media and whether they were erased are not shown: the repairer treats it as holding somebody's data.
4. Of its life only what was done to it technically (`SEEN_KINDS`). Who quoted and repaired is named, so that a second
   repairer can ask the first, unless it was the device's own holder; of other events only what is the reader's own.
"""

from dataclasses import replace

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.axes import Custody
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event, Place
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import Lifecycle

NOBODY = OrganisationId("")
"""Stands where the custodian of a device would: it is not told."""

SEEN_CLAIMS = frozenset({ClaimKind.MAKER, ClaimKind.MODEL, ClaimKind.SERIAL, ClaimKind.GTIN, ClaimKind.LABEL})
REPAIRS = frozenset({"repair_quoted", "repaired", "repair_failed"})
SEEN_KINDS = REPAIRS | {"component_removed", "component_installed", "hazard_found", "hazard_cleared", "refurbished"}


def seen_by_repairer(device: Device) -> Device:
    """The device with what rule 1 names and nothing else; that its data is unknown stands for rule 3."""
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
        quotes=device.quotes,
    )


def event_seen(device: Device, event: Event, reader: OrganisationId | None) -> Event | None:
    """An event as a repairer sees it (rule 4); None where it is not shown. `device` is the whole one."""
    if event.kind not in SEEN_KINDS:
        return None
    if event.organisation == reader is not None:
        return event
    tells_who = event.kind in REPAIRS and not device.relations(event.organisation)
    return replace(event, actor=AccountId(""), organisation=event.organisation if tells_who else None)
