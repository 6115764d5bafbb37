"""A device's whole page from its view."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import Message, listed, message
from lifecycle.domain.device import GONE, Device
from lifecycle.domain.events import (
    Corrected,
    Event,
    EvidenceAttached,
    SanitisationPerformed,
    SanitisationVerified,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.media import Medium as OnDevice
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import DataState
from lifecycle.service.views import DeviceView, TimelineEntry
from web.pages.contexts.device import Claim, DevicePage, Evidence, Happening, Medium, Standing
from web.pages.contexts.frame import Link, Tone
from web.pages.mapping.actions import actions, decision_address
from web.pages.mapping.happenings import CALLED, details, evidence_gave
from web.pages.mapping.heads import address_of, head_of
from web.pages.mapping.spoken import source

Names = Mapping[AccountId, str]
"""The names of accounts, as far as the reader may know them."""


def device_page(
    view: DeviceView, names: Names, *, may_read_decision: bool, may_read_history: bool, may_print: bool
) -> DevicePage:
    """Everything that an insider may know of one device; `may_print` its label."""
    tone, summary = summary_of(view.device)
    return DevicePage(
        head=head_of(view),
        tone=tone,
        summary=summary,
        standing=standing_of(view),
        claims=tuple(_claims(view)),
        media=media_of(view, names),
        actions=actions(view),
        timeline=tuple(timeline_of(view, names)),
        evidence=tuple(_evidence(view)),
        passport=f"/passports/{view.passport_id}" if view.passport_id else None,
        repair_page=_repair_page(view),
        label=f"/passports/{view.passport_id}/label" if view.labels and may_print else None,
        decision=decision_address(view) if may_read_decision else None,
        cases=tuple(open_cases(view.device)),
        proof=f"/api/v1/devices/{view.device.key}/proof" if may_read_history else None,
    )


def _repair_page(view: DeviceView) -> str | None:
    model = view.device.passports.model
    return f"/models/{model}/repair" if model else None


def open_cases(device: Device) -> Iterator[Link]:
    """The open ones."""
    for case in device.open_cases:
        what = message("{what}, found on {day}", what=case.severity, day=case.since)
        yield Link(what, f"{address_of(device.key)}/cases/{case.id}")


def accounts_in(view: DeviceView) -> frozenset[AccountId]:
    """Everybody who did something in this device's life."""
    wiped = {account for medium in view.device.media for account in medium.erased_by}
    return frozenset({entry.event.actor for entry in view.timeline} | wiped)


def summary_of(device: Device) -> tuple[Tone, Message]:
    """How it stands, as one sign and one sentence: the gravest thing that holds."""
    for holds, tone, said in _stands(device):
        if holds:
            return tone, said
    return Tone.INFO, message("Its destination is open.")


class _Stand(NamedTuple):
    holds: bool
    tone: Tone
    said: Message


def _stands(device: Device) -> Iterator[_Stand]:
    awaiting = any(medium.awaits_verification for medium in device.unsafe_media)
    coming = device.handover
    yield _Stand(device.same_as is not None, Tone.INFO, message("It turned out to be another device that is known."))
    yield _Stand(device.has_open_data_case, Tone.STOP, message("A case is open: its data may not have been erased."))
    yield _Stand(device.missing, Tone.STOP, message("It was reported missing."))
    yield _Stand(bool(device.conflicts), Tone.STOP, message("Another device claims the same number: set it apart."))
    yield _Stand(bool(device.missing_media), Tone.STOP, message("A storage medium is gone without explanation."))
    yield _Stand(bool(device.hazards), Tone.STOP, message("It is not safe to handle."))
    yield _Stand(bool(device.holds), Tone.STOP, message("A legal hold is on it."))
    yield _Stand(
        device.stage in GONE and device.erasure_is_doubted,
        Tone.ATTENTION,
        message("It has left the State; a case says that its data may not have been erased."),
    )
    yield _Stand(device.stage in GONE, Tone.GOOD, message("It has left the State, with its data erased and checked."))
    yield _Stand(
        not device.known, Tone.ATTENTION, message("Only the scan is known: nobody confirmed which device it is.")
    )
    yield _Stand(
        device.ownership is None, Tone.ATTENTION, message("It is known, and has no passport yet: register it.")
    )
    yield _Stand(coming is not None and coming.on_its_way, Tone.INFO, message("It is on its way to its receiver."))
    yield _Stand(bool(device.locks), Tone.ATTENTION, message("It is locked: its next user could not use it."))
    yield _Stand(device.surplus is None, Tone.INFO, message("It is the State's, and not surplus."))
    yield _Stand(awaiting, Tone.ATTENTION, message("Its erasure waits for a check by somebody else."))
    yield _Stand(device.grades is None, Tone.ATTENTION, message("It waits for its inspection."))
    yield _Stand(not device.is_data_safe, Tone.ATTENTION, message("It waits for its erasure."))
    yield _Stand(device.approval is not None, Tone.GOOD, message("Its destination is decided: it can be handed over."))
    yield _Stand(device.proposal is not None, Tone.INFO, message("Its destination waits for a decision."))


def standing_of(view: DeviceView) -> Standing:
    device, grades = view.device, view.device.grades
    owner = device.ownership
    health = device.battery.state_of_health if device.battery else None
    return Standing(
        lifecycle=device.lifecycle,
        data=device.data,
        custodian=_organisation(view, device.custody.custodian),
        owner=_organisation(view, owner.owner) if owner else None,
        holding=owner.holding if owner else None,
        place=device.custody.place,
        waste=device.waste,
        classification=device.classification,
        locks=tuple(sorted(device.locks)),
        hazards=tuple(sorted(device.hazards)),
        legal_hold=bool(device.holds),
        functional=grades.functional if grades else None,
        cosmetic=grades.cosmetic if grades else None,
        battery_health=None if health is None else round(health * 100),
    )


def _organisation(view: DeviceView, organisation: OrganisationId) -> str:
    return view.names.get(organisation, organisation)


def _claims(view: DeviceView) -> Iterator[Claim]:
    """Each number once, with everybody who says it: as sure as the surest of them."""
    said: dict[tuple[ClaimKind, str], list[IdentityClaim]] = {}
    for claim in view.device.claims:
        said.setdefault((claim.kind, claim.value), []).append(claim)
    for kind in ClaimKind:
        for (of_kind, value), claims in said.items():
            if of_kind is kind:
                sources = listed(source(each) for each in dict.fromkeys(claim.source for claim in claims))
                yield Claim(kind, value, sources, max(each.confidence for each in claims), _last_said(view, claims))


def _last_said(view: DeviceView, claims: Collection[IdentityClaim]) -> date | None:
    days = [
        entry.event.occurred_at.date()
        for entry in view.timeline
        if not set(claims).isdisjoint(getattr(entry.event.happening, "claims", ()))
    ]
    return max(days, default=None)


def media_of(view: DeviceView, names: Names) -> tuple[Medium, ...]:
    """The storage media that are or should be in it, with who erased and who checked each."""
    events = tuple(entry.event for entry in view.timeline)
    return tuple(
        _medium(medium, events, names)
        for medium in view.device.media
        if medium.whereabouts is not Whereabouts.REMOVED or medium.data is DataState.DESTROYED
    )


def _medium(medium: OnDevice, events: Iterable[Event], names: Names) -> Medium:
    wiped = _last(events, SanitisationPerformed, medium.serial)
    checked = _last(events, SanitisationVerified, medium.serial) if medium.data is DataState.VERIFIED else None
    category = wiped.happening.category if wiped and isinstance(wiped.happening, SanitisationPerformed) else None
    return Medium(
        serial=medium.serial,
        kind=medium.kind,
        state=medium.data,
        size_bytes=medium.size_bytes,
        category=category,
        erased_by=names.get(wiped.actor) if wiped else None,
        erased_on=wiped.occurred_at.date() if wiped else None,
        verified_by=names.get(checked.actor) if checked else None,
        verified_on=checked.occurred_at.date() if checked else None,
        healthy=medium.seen.healthy if medium.seen else None,
    )


def _last(
    events: Iterable[Event], kind: type[SanitisationPerformed | SanitisationVerified], serial: str
) -> Event | None:
    found = [it for it in events if isinstance(it.happening, kind) and it.happening.medium == serial]
    return max(found, key=lambda event: event.occurred_at, default=None)


def timeline_of(view: DeviceView, names: Names) -> Iterator[Happening]:
    """The newest first, by when it happened; of one instant, what was recorded last."""
    wrong = {it.event.happening.event for it in view.timeline if isinstance(it.event.happening, Corrected)}
    in_time = sorted(view.timeline, key=lambda each: each.event.occurred_at)
    for entry in in_time[::-1]:
        yield happening_of(entry, names, corrected=entry.event.id in wrong)


def happening_of(entry: TimelineEntry, names: Names, *, corrected: bool) -> Happening:
    event = entry.event
    return Happening(
        id=event.id,
        kind=CALLED[event.kind],
        at=event.occurred_at,
        recorded=_to_the_second(event.recorded_at, event.occurred_at),
        by=names.get(event.actor),
        organisation=entry.organisation,
        details=details(event.happening),
        evidence=None if getattr(event.happening, "evidence", None) is None else "#evidence",
        corrected=corrected,
    )


def _to_the_second(recorded: datetime, occurred: datetime) -> datetime:
    """The moment of recording; the other one where both are the same to the minute, so that it is said once."""
    return occurred if abs((recorded - occurred).total_seconds()) < 60 else recorded


def _evidence(view: DeviceView) -> Iterator[Evidence]:
    """The newest first."""
    events = {entry.event.id: entry.event for entry in view.timeline}
    for kept in reversed(view.device.evidence):
        happening = events[kept.event].happening
        gave = evidence_gave(happening)[1:] if isinstance(happening, EvidenceAttached) else []
        parser = f"{kept.parser} {kept.parser_version}"
        yield Evidence(kept.sha256, source(kept.format), parser, events[kept.event].recorded_at, tuple(gave))
