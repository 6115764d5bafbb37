"""The marketplace and reservations as use cases: who gets which device, for how long, and why not."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from dpp.domain.actor import AccountId, Actor, Role
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Refused
from lifecycle.domain.axes import Reservation
from lifecycle.domain.events import (
    EventId,
    HazardFound,
    HoldPlaced,
    LockFound,
    Released,
    RouteApproved,
    RouteProposed,
)
from lifecycle.domain.marketplace.phases import Windows
from lifecycle.domain.marketplace.reserving import longer
from lifecycle.domain.vocabulary import Hazard, Lock, ReleaseReason, Route
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.marketplace import WantedDevices
from lifecycle.service.marketplace_ports import OfferFilter, OfferOrder, TownOfPlace
from lifecycle.service.marketplace_views import ReservationState
from lifecycle.service.rebuilding import Rebuilding
from tests.support.market_world import (
    COLLEAGUE,
    SERVANT,
    SERVANT_OF_OWNER,
    UNIT,
    happen,
    offered,
    ready,
    routed,
)
from tests.support.service_world import (
    ADVISER,
    CHECKER,
    COORDINATOR,
    GRADED,
    ICT,
    OTHER_MINISTRY,
    OWNER,
    PROVIDER,
    RECEIVER,
    ROUTER,
    VERIFIED,
    WIPED,
    World,
)

EVERYTHING = OfferFilter()


@pytest.fixture
def world() -> World:
    return World()


def kind_of(world: World, wanted: OfferFilter = EVERYTHING) -> str:
    (kind,) = world.use.market.marketplace.browse(SERVANT, wanted).kinds
    return kind.id


def count(world: World, **wanted: Any) -> int:
    return world.use.market.marketplace.browse(SERVANT, replace(EVERYTHING, **wanted)).devices_in_all


def reserve(world: World, number: int = 1, actor: Actor = SERVANT, act: str | None = None) -> tuple[EventId, ...]:
    wanted = WantedDevices(count=number, unit=UNIT, act=None if act is None else EventId(act))
    return world.use.market.marketplace.reserve(actor, kind_of(world), wanted)


def rule_of(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.rule


def decided(route: Route, decision: str = "d-2") -> tuple[RouteProposed, RouteApproved]:
    proposed = RouteProposed(decision=decision, route=route, rule_set="r", inputs_sha256="0", trace_sha256="0")
    return proposed, RouteApproved(decision=decision, route=route)


def later(world: World, days: int) -> None:
    world.clock.forward(minutes=days * 24 * 60)


def test_devices_that_are_alike_are_one_group(world: World) -> None:
    for number in range(3):
        offered(world, f"S-{number}")
    offered(world, "D-1", model=world.model(productGroup="laptop", brand="Lenovo", modelName="T14"))
    view = world.use.market.marketplace.browse(SERVANT, EVERYTHING)
    assert [(kind.name, kind.count) for kind in view.kinds] == [("Latitude 7420", 3), ("T14", 1)]
    assert (view.kinds_in_all, view.devices_in_all) == (2, 4)
    assert count(world, text="lenovo t14") == 1
    assert count(world, functional_at_least="F6") == 0
    assert [
        kind.count
        for kind in world.use.market.marketplace.browse(
            SERVANT, OfferFilter(order=OfferOrder.NUMBER, limit=1, offset=1)
        ).kinds
    ] == [1]


@pytest.mark.parametrize(
    "stands",
    [LockFound(lock=Lock.MDM), HazardFound(hazard=Hazard.SWOLLEN_BATTERY), HoldPlaced(hold="H-1", reason="court")],
)
def test_what_stands_in_the_way_takes_a_device_off_the_marketplace(world: World, stands: LockFound) -> None:
    key = offered(world, "S-1")
    assert count(world) == 1
    happen(world, ICT, key, stands)
    assert count(world) == 0
    later(world, 0)
    assert rule_of(lambda: world.use.market.reservations.reserve_for(ROUTER, key, OTHER_MINISTRY)) in {
        "locked-device",
        "hazard-first",
        "legal-hold",
    }


def test_only_what_is_approved_for_use_inside_government_is_on_offer(world: World) -> None:
    undecided, given = ready(world, "S-1"), routed(world, ready(world, "S-2"), Route.DONATE)
    assert count(world) == 0
    reserve_for = world.use.market.reservations.reserve_for
    assert rule_of(lambda: reserve_for(ROUTER, undecided, OTHER_MINISTRY)) == "at-hand"
    assert reserve_for(ROUTER, given, COORDINATOR).requester == COORDINATOR


def test_after_the_internal_days_it_is_for_donation_and_off_the_marketplace(world: World) -> None:
    """Fourteen days by the packaged policy; only then may a party outside government have it reserved."""
    key = offered(world, "S-1")
    reserve_for = world.use.market.reservations.reserve_for
    later(world, 13)
    assert count(world) == 1
    assert rule_of(lambda: reserve_for(ROUTER, key, COORDINATOR)) == "internal-first"
    later(world, 1)
    assert count(world) == 0
    with pytest.raises(NotFound):
        world.use.market.marketplace.read(SERVANT, "0" * 20)
    assert reserve_for(ROUTER, key, COORDINATOR).requester == COORDINATOR


def test_what_is_offered_inside_government_is_donated_after_its_days_and_a_new_decision(world: World) -> None:
    key = offered(world, "S-1")
    use = world.use.consignments
    wanted = NewConsignment(receiver=COORDINATOR, devices=(key,), route=Route.DONATE)
    draft = use.create(ICT, wanted).consignment.id
    first = (world.clock() + timedelta(days=14)).date()
    refusal = use.preview(ICT, draft)[key]
    assert refusal.rule == "internal-first"
    assert f"donated from {first}" in str(refusal.what)
    assert rule_of(lambda: use.offer(ICT, draft)) == "internal-first"
    later(world, 14)
    assert rule_of(lambda: use.offer(ICT, draft)) == "approved-route"
    happen(world, ROUTER, key, *decided(Route.DONATE))
    use.offer(ICT, draft)


def test_what_nobody_reserved_in_its_days_is_decided_about_again(world: World) -> None:
    """It stays on the list until another destination is proposed."""
    key, kept = offered(world, "S-1"), offered(world, "S-2")
    last = (world.clock() + timedelta(days=13)).date()
    market = world.use.market.marketplace
    later(world, 13)
    assert market.outlived(ROUTER) == ()
    world.use.market.reservations.reserve_for(ROUTER, kept, OTHER_MINISTRY)
    later(world, 1)
    assert [(each.device, each.until) for each in market.outlived(ROUTER)] == [(key, last)]
    for actor in (SERVANT, ICT, OWNER):
        with pytest.raises(NotPermitted):
            market.outlived(actor)
    happen(world, ROUTER, key, decided(Route.DONATE)[0])
    assert market.outlived(ROUTER) == ()


def test_what_nobody_reserved_is_told_with_where_the_rules_would_send_it(world: World) -> None:
    """Not within the State again; nothing is recorded by looking ahead."""
    key = offered(world, "S-1")
    later(world, 14)
    before = world.use.devices.read(ROUTER, key)
    assert world.use.routing.foreseen(ROUTER, [key])[key] is not Route.REDEPLOY
    assert world.use.devices.read(ROUTER, key).device == before.device
    with pytest.raises(NotPermitted):
        world.use.routing.foreseen(ICT, [key])


def test_a_new_decision_goes_down_the_ladder_and_remembers_where_it_was_offered_in_vain(world: World) -> None:
    key = world.collected_laptop(in_use_since=date(2025, 1, 1))
    world.attach(key)
    for actor, happening in ((ICT, GRADED), (ICT, WIPED), (CHECKER, VERIFIED)):
        world.record(actor, key, happening)

    def proposed() -> tuple[str, set[str]]:
        view = world.use.routing.propose(ROUTER, key)
        return view.route, set(view.content["facts"].get("offered_in_vain", {"value": {}})["value"])

    assert proposed() == ("redeploy", set())
    world.use.routing.approve(ROUTER, [key])
    later(world, 13)
    assert proposed() == ("redeploy", set())
    later(world, 1)
    assert proposed() == ("donate", {"redeploy"})
    world.use.routing.approve(ROUTER, [key])
    later(world, 29)
    assert proposed() == ("donate", {"redeploy"}), "what was known when it was approved still is"
    later(world, 1)
    route, in_vain = proposed()
    assert in_vain == {"redeploy", "donate"}
    assert route not in {"redeploy", "donate"}


def test_the_oldest_are_reserved_first_and_a_retry_reserves_nothing_twice(world: World) -> None:
    old = offered(world, "S-1")
    later(world, 1)
    offered(world, "S-2")
    ids = reserve(world, act="act-00000001")
    assert world.device(old).reservation is not None
    assert reserve(world, act="act-00000001") == ids
    assert [each.id for each in world.use.market.reservations.mine(COLLEAGUE)] == [*ids]
    assert rule_of(lambda: reserve(world, 2)) == "too-few-left"


def test_an_organisation_keeps_no_more_than_the_policy_says(world: World) -> None:
    for number in range(2):
        offered(world, f"S-{number}")
    assert rule_of(lambda: reserve(world, 101)) == "reservations-at-most"
    with pytest.raises(InvalidInput):
        reserve(world, 0)
    reserve(world, 2)


def test_one_device_is_for_one_organisation(world: World) -> None:
    key = offered(world, "S-1")
    reserve(world)
    assert count(world) == 0
    reserve_for = world.use.market.reservations.reserve_for
    assert rule_of(lambda: reserve_for(ROUTER, key, OTHER_MINISTRY)) == "reserved-already"
    assert rule_of(lambda: reserve_for(ROUTER, key, PROVIDER)) == "reserved-for-another"
    assert world.use.market.reservations.mine(SERVANT_OF_OWNER) == ()


def test_a_reservation_ends_by_itself_the_day_after_its_last_day(world: World) -> None:
    key = offered(world, "S-1")
    reserve(world)
    later(world, 13)
    assert world.use.market.reservations.expire() == 0
    later(world, 1)
    assert world.use.market.reservations.expire() == 1
    assert world.use.market.reservations.expire() == 0
    last = world.events(key)[-1]
    assert last.happening == Released(reason=ReleaseReason.EXPIRED)
    assert last.organisation is None
    assert world.device(key).reservation is None


def test_what_is_packed_neither_ends_nor_is_given_back_here(world: World) -> None:
    key = offered(world, "S-1")
    ids = reserve(world)
    world.use.market.reservations.prepare(ICT, OTHER_MINISTRY, UNIT)
    (mine,) = world.use.market.reservations.mine(SERVANT)
    assert (mine.state, mine.consignment) == (ReservationState.PREPARED, None)
    assert rule_of(lambda: world.use.market.reservations.give_back(SERVANT, ids)) == "one-offer-at-a-time"
    later(world, 30)
    assert world.use.market.reservations.expire() == 0
    assert world.device(key).reservation is not None
    with pytest.raises(NotFound):
        world.use.market.reservations.prepare(ICT, OTHER_MINISTRY, UNIT)


def test_a_colleague_gives_back_and_another_organisation_does_not(world: World) -> None:
    offered(world, "S-1")
    ids = reserve(world)
    with pytest.raises(NotFound):
        world.use.market.reservations.give_back(SERVANT_OF_OWNER, ids)
    with pytest.raises(NotFound):
        world.use.market.reservations.give_back(COLLEAGUE, [*ids, EventId("nothing")])
    assert world.use.market.reservations.give_back(COLLEAGUE, ids) == 1
    assert count(world) == 1


def test_a_reservation_is_kept_longer_once_and_by_drz_again(world: World) -> None:
    """Fourteen days, then as long again at most, counted from the first day; it stays the same reservation."""
    key = offered(world, "S-1")
    ids, first = reserve(world), world.clock().date()
    keep = world.use.market.reservations.keep_longer
    assert rule_of(lambda: keep(SERVANT, ids)) == "reservation-term"
    later(world, 5)
    assert keep(SERVANT, ids) == first + timedelta(days=18)
    later(world, 13)
    assert keep(SERVANT, ids) == first + timedelta(days=27)
    assert rule_of(lambda: keep(SERVANT, ids)) == "reservation-term"
    assert keep(ROUTER, ids) == first + timedelta(days=31)
    kept = world.device(key).reservation
    assert kept is not None
    assert (kept.event, kept.since.date(), kept.unit) == (ids[0], first, UNIT)


def test_what_is_being_handed_over_is_not_reserved(world: World) -> None:
    """A draft makes no event of the device: whoever reserves then passes it over."""
    packed, free = offered(world, "S-1"), offered(world, "S-2")
    world.use.consignments.create(
        ICT, NewConsignment(receiver=OTHER_MINISTRY, devices=(packed,), route=Route.REDEPLOY, unit=UNIT)
    )
    assert rule_of(lambda: reserve(world, 2)) == "too-few-left"
    reserve(world)
    assert world.device(free).reservation is not None


def test_it_is_for_organisations_of_the_state(world: World) -> None:
    offered(world, "S-1")
    outside = Actor(AccountId("x"), COORDINATOR, frozenset({Role.PUBLIC_SERVANT}))
    nobody = Actor(AccountId("x"), None, frozenset({Role.PUBLIC_SERVANT}))
    for actor in (outside, nobody, RECEIVER, ADVISER):
        with pytest.raises(NotPermitted):
            world.use.market.marketplace.browse(actor, EVERYTHING)
    with pytest.raises(NotPermitted):
        world.use.market.marketplace.reserve(ICT, kind_of(world), WantedDevices(count=1))


def test_a_town_is_named_once_and_shown_of_every_device_there(world: World) -> None:
    offered(world, "S-1")
    market = world.use.market.marketplace
    market.name_town(ROUTER, TownOfPlace(PROVIDER, "", "Gouda"))
    assert count(world, town="Gouda") == 1
    market.name_town(ROUTER, TownOfPlace(PROVIDER, "Kluis 7", "Zoetermeer"))
    offered(world, "S-2")
    assert count(world, town="Zoetermeer") == 2
    assert [(each.place, each.count, each.town) for each in market.towns(ROUTER).places] == [
        ("Kluis 7", 2, "Zoetermeer")
    ]
    market.name_town(ROUTER, TownOfPlace(PROVIDER, "Kluis 7", ""))
    assert count(world, town="Gouda") == 2
    with pytest.raises(NotPermitted):
        market.towns(SERVANT)


def test_what_is_reserved_and_on_offer_is_made_again_from_the_events(world: World) -> None:
    for number in range(2):
        offered(world, f"S-{number}")
    reserve(world)
    stores = world.storage.committed
    before = dict(stores.offers.rows), dict(stores.reservations.rows)
    stores.offers.rows.clear()
    stores.reservations.rows.clear()
    assert Rebuilding(world.storage).rebuild(lambda _: None).market == 2
    stores = world.storage.committed
    assert (stores.offers.rows, stores.reservations.rows) == before


def test_a_photo_is_seen_by_who_may_choose_the_device_and_no_longer(world: World) -> None:
    key, photos = offered(world, "S-1"), world.use.market.photos
    photo = photos.add(ICT, key, b"a picture").sha256
    (kind,) = world.use.market.marketplace.browse(SERVANT, EVERYTHING).kinds
    assert kind.photos == (photo,)
    reserve(world)
    assert photos.picture(SERVANT, photo, small=True) == b"a picture"
    for stranger in (SERVANT_OF_OWNER, RECEIVER):
        with pytest.raises(NotFound):
            photos.picture(stranger, photo, small=True)
    assert photos.picture(OWNER, photo, small=False) == b"a picture"
    with pytest.raises(NotPermitted):
        photos.add(SERVANT, key, b"a picture")
    photos.remove(ICT, key, photo)
    assert photos.of_device(ICT, key) == ()
    assert world.photo_files.kept == {}


def test_a_device_has_so_many_photos_at_most(world: World) -> None:
    key, photos = offered(world, "S-1"), world.use.market.photos
    for number in range(12):
        photos.add(ICT, key, b"picture %d" % number)
    assert rule_of(lambda: photos.add(ICT, key, b"one more")) == "photos-at-most"


def test_extending_never_shortens() -> None:
    windows = Windows(14, 30, 14)
    start = World().clock()
    kept = Reservation(OTHER_MINISTRY, start.date() + timedelta(days=60), EventId("e"), start)
    assert rule_of(lambda: longer(kept, windows, start.date(), unlimited=True)) == "reservation-term"


def test_keys_of_devices_stand_in_no_view_of_a_public_servant(world: World) -> None:
    """By name of the field: whoever adds one to these views is asked here."""
    offered(world, "S-1")
    view = world.use.market.marketplace.read(SERVANT, kind_of(world))
    reserve(world)
    (mine,) = world.use.market.reservations.mine(SERVANT)
    names = {each.name for shown in (view, view.kind, view.devices[0], mine) for each in fields(shown)}
    hidden = {"device", "device_key", "serial", "asset_tag", "place", "classification", "locks", "holds", "blocked"}
    assert names.isdisjoint(hidden)
