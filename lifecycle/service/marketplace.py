"""The government marketplace: public servants of organisations of the State see what is on offer, and reserve of it.

Rules:
1. It is for members: accounts of organisations that belong to the State.
2. What is shown is what the internal phase of the policy covers today, in groups of devices that are alike; it never
   names a device otherwise than by its public passport (`lifecycle.service.marketplace_views`).
3. Who reserves a number of a kind gets those that were on offer first; two who reserve at once get different devices.
4. An organisation keeps no more at once than the policy says. A retry of the same act reserves nothing twice.
5. What nobody reserved in its days is decided about again, by who routes devices: it is on a list until somebody did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Problem, Refused
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import EventId, Reserved, TransactionId
from lifecycle.domain.marketplace.offers import Kind
from lifecycle.domain.marketplace.phases import dates_of
from lifecycle.domain.marketplace.reserving import (
    ReservingTerms,
    last_day,
    refuse_more,
    refuse_reserving,
    reserved_device,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Route
from lifecycle.domain.worklists import awaits_approval
from lifecycle.service.market_items import offer_in, put_market
from lifecycle.service.market_windows import MarketWindows
from lifecycle.service.marketplace_ports import OfferedKind, OfferFilter, Opening, TownOfPlace
from lifecycle.service.marketplace_views import (
    KindView,
    MarketView,
    OfferedDevice,
    OneKindView,
    OutlivedView,
    PhaseView,
    PlaceView,
    TownsView,
)
from lifecycle.service.ports import (
    DeviceLine,
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    Organisations,
    Policies,
)
from lifecycle.service.recording import Draft, Recorder, state_of

SHOWN_DEVICES = 50
SHOWN_PHOTOS = 8
LISTED = 500
AT_ONCE = 500
"""So many devices are reserved in one act at most."""


@dataclass(frozen=True, kw_only=True)
class WantedDevices:
    """How many of a kind, for which unit. `act` is an id that the client made, so that a retry is known."""

    count: int
    unit: str | None = None
    act: EventId | None = None


@dataclass(frozen=True)
class Marketplace:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies

    @property
    def links(self) -> Links:
        return self.recorder.publisher.links

    def browse(self, actor: Actor, wanted: OfferFilter) -> MarketView:
        """A page of what is on offer today."""
        PERMISSIONS.check("browse_marketplace", actor)
        self.member(actor)
        with self.storage.reading() as reads:
            windows = self._windows(reads)
            openings = windows.openings(reads)
            found = reads.offers.kinds(wanted, openings)
            kinds, devices = reads.offers.count(wanted, openings)
            choices = reads.offers.choices(openings)
            photos = _photos(reads, [each.kind.id for each in found], 1)
        names = self.organisations.names({*choices.owners, *(each.kind.owner for each in found)})
        shown = tuple(_kind(each, windows, names[each.kind.owner], photos.get(each.kind.id, ())) for each in found)
        return MarketView(shown, kinds, devices, choices, {each: names[each] for each in choices.owners})

    def read(self, actor: Actor, kind_id: str) -> OneKindView:
        """One kind; NotFound when nothing of it is left."""
        PERMISSIONS.check("browse_marketplace", actor)
        member = self.member(actor)
        with self.storage.reading() as reads:
            windows = self._windows(reads)
            openings = windows.openings(reads)
            found = _found(reads, kind_id, openings)
            offers = reads.offers.devices(kind_id, openings, SHOWN_DEVICES)
            photos = _photos(reads, [kind_id], SHOWN_PHOTOS).get(kind_id, ())
            held = reads.reservations.count(member)
        names, numbers = self.organisations.names([found.kind.owner]), windows.for_kind(found.kind)
        devices = tuple(
            OfferedDevice(self.links.passport(each.passport), each.battery, _until(windows, found.kind, each.since))
            for each in offers
        )
        view = _kind(found, windows, names[found.kind.owner], photos)
        return OneKindView(view, devices, numbers.reservation_days, held, numbers.devices_at_most)

    def reserve(self, actor: Actor, kind_id: str, wanted: WantedDevices) -> tuple[EventId, ...]:
        """Keep so many devices of a kind for the actor's organisation; gives the ids of the reservations."""
        PERMISSIONS.check("reserve_offered", actor)
        member = self.member(actor)
        _check(wanted)
        act = wanted.act or EventId(self.recorder.new_id())
        with self.storage.writing() as work:
            if known := _known(work, act, wanted.count):
                return known
            work.reservations.hold(member)
            windows = self._windows(work)
            openings = windows.openings(work)
            found = _found(work, kind_id, openings)
            numbers = windows.for_kind(found.kind)
            refuse_more(work.reservations.count(member), wanted.count, numbers)
            terms = ReservingTerms(Route.REDEPLOY, in_state=True, windows=numbers, on=windows.on)
            keys = _taken(work, kind_id, openings, wanted.count, member, terms)
            ids = tuple(EventId(f"{act}-{number}") for number in range(wanted.count))
            kept = Reserved(requester=member, until=last_day(numbers, windows.on), unit=wanted.unit)
            transaction = TransactionId(self.recorder.new_id())
            for key, event_id in sorted(zip(keys, ids, strict=True)):
                self.recorder.record(work, actor, key, [Draft(kept, event_id, transaction=transaction)])
            work.commit()
            return ids

    def phase_of(self, actor: Actor, key: DeviceKey) -> PhaseView:
        """To whom a device is offered today, for who may read the device."""
        with self.storage.reading() as reads:
            device = state_of(reads, key)
            PERMISSIONS.check("read_device", actor, device.relations(actor.organisation))
            windows = self._windows(reads)
            dates = dates_of(device, windows.of(device))
            return PhaseView(None if dates is None else dates.phase(windows.on), dates)

    def outlived(self, actor: Actor) -> tuple[OutlivedView, ...]:
        """What is to be decided about again (rule 5), what waits longest first; as many as one list shows."""
        PERMISSIONS.check("propose_route", actor)
        with self.storage.reading() as reads:
            windows = self._windows(reads)
            over = reads.offers.outlived(windows.openings(reads), LISTED)
            lines = reads.devices.several([each.device for each in over]) if over else {}
            return tuple(
                OutlivedView(
                    device=each.device,
                    brand=each.kind.brand,
                    name=each.kind.name,
                    tag=_tag(lines.get(each.device)),
                    owner=each.kind.owner,
                    custodian=each.custodian,
                    since=each.since,
                    until=until,
                )
                for each in over
                if (until := windows.dates(each.kind, each.since).internal_until) is not None
                and not awaits_approval(state_of(reads, each.device))
            )

    def towns(self, actor: Actor) -> TownsView:
        """Where what is on offer stands, and in which town that is, for who names towns."""
        PERMISSIONS.check("name_towns", actor)
        with self.storage.reading() as reads:
            standing, named = reads.offers.custodians(), reads.offers.towns()
            said = {(who, place): reads.offers.town(who, place or "") for who, place, _ in standing}
        names = self.organisations.names({who for who, *_ in standing} | {each.custodian for each in named})
        places = tuple(
            PlaceView(who, names[who], place or "", count, said[who, place]) for who, place, count in standing
        )
        return TownsView(places, named, names)

    def name_town(self, actor: Actor, town: TownOfPlace) -> None:
        """Say in which town a place is; what is on offer there follows at once."""
        PERMISSIONS.check("name_towns", actor)
        self.organisations.names([town.custodian])
        with self.storage.writing() as work:
            work.offers.name_town(town, self.recorder.clock(), actor.account)
            for key in work.offers.at(town.custodian):
                _follow(work, key)
            work.commit()

    def member(self, actor: Actor) -> OrganisationId:
        """The actor's organisation; NotPermitted when it does not belong to the State (rule 1)."""
        if actor.organisation is not None and self.organisations.in_state(actor.organisation):
            return actor.organisation
        raise NotPermitted(
            message("The government marketplace is for organisations of the State."),
            remedy=message("Ask the donation coordinator for devices that leave government."),
        )

    def _windows(self, reads: LifecycleReads) -> MarketWindows:
        return MarketWindows.of_day(self.policies, reads, self.recorder.clock().date())


def _check(wanted: WantedDevices) -> None:
    if 1 <= wanted.count <= AT_ONCE:
        return
    what = message("Reserve 1 to {most} devices at once.", most=AT_ONCE)
    raise InvalidInput(what, (Problem("$.count", what),), remedy=message("Give a whole number."))


def _known(work: LifecycleReads, act: EventId, count: int) -> tuple[EventId, ...]:
    """Rule 4: what this act reserved before."""
    ids = tuple(EventId(f"{act}-{number}") for number in range(count))
    return tuple(each for each in ids if work.events.find(each) is not None)


def _found(reads: LifecycleReads, kind_id: str, openings: Sequence[Opening]) -> OfferedKind:
    found = reads.offers.kind(kind_id, openings)
    if found is None:
        raise NotFound(
            message("Nothing of this kind is on offer now."), remedy=message("Look what else is on the marketplace.")
        )
    return found


def _taken(
    work: LifecycleWork,
    kind_id: str,
    openings: Sequence[Opening],
    count: int,
    member: OrganisationId,
    terms: ReservingTerms,
) -> tuple[DeviceKey, ...]:
    """Rule 3: so many that are free; Refused when fewer are left. What somebody packed already is passed over."""
    free: list[DeviceKey] = []
    tried: list[DeviceKey] = []
    while more := work.offers.take(kind_id, openings, count - len(free), tried):
        tried += more
        free += [key for key in more if _is_free(work, key, member, terms)]
        if len(free) == count:
            return tuple(free)
    raise Refused(
        "too-few-left",
        message("Only {left} of these can be reserved now.", left=len(free)),
        remedy=message("Reserve fewer, or look what else is on the marketplace."),
    )


def _is_free(work: LifecycleWork, key: DeviceKey, member: OrganisationId, terms: ReservingTerms) -> bool:
    """As it is now that nobody else can change it."""
    try:
        refuse_reserving(state_of(work, key), member, terms)
    except Refused:
        return False
    return work.consignments.open_with(key) is None


def _photos(reads: LifecycleReads, kinds: list[str], most: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, sha256 in reads.photos.of_kinds(kinds, most):
        found[kind] = (*found.get(kind, ()), sha256)
    return found


def _follow(work: LifecycleWork, key: DeviceKey) -> None:
    device = state_of(work, key)
    model = None if device.passports.model is None else work.models.get(device.passports.model)
    put_market(work, key, reserved_device(device), offer_in(work, device, model))


def _until(windows: MarketWindows, kind: Kind, since: date) -> date:
    """What is on offer inside government stays so up to and including this day."""
    until = windows.dates(kind, since).internal_until
    assert until is not None  # else there were no opening for it
    return until


def _kind(found: OfferedKind, windows: MarketWindows, owner: str, photos: tuple[str, ...]) -> KindView:
    kind = found.kind
    return KindView(
        id=kind.id,
        group=kind.group,
        brand=kind.brand,
        name=kind.name,
        functional_grade=kind.functional_grade,
        cosmetic_grade=kind.cosmetic_grade,
        memory_gb=kind.memory_gb,
        storage_gb=kind.storage_gb,
        screen_inch=kind.screen_inch,
        town=kind.town,
        owner=owner,
        count=found.count,
        battery_low=found.battery_low,
        battery_high=found.battery_high,
        leaves_from=_until(windows, kind, found.first),
        leaves_until=_until(windows, kind, found.last),
        photos=photos,
    )


def _tag(line: DeviceLine | None) -> str | None:
    """The number that people use."""
    return None if line is None else line.asset_tag or line.serial
