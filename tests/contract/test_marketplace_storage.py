"""What the stores of the marketplace do, in memory and on both engines; two who reserve at once, by real threads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import Refused
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.events import EventId
from lifecycle.domain.marketplace.offers import Kind, Offer
from lifecycle.domain.marketplace.reserving import ReservedDevice
from lifecycle.service.marketplace import WantedDevices
from lifecycle.service.marketplace_ports import Choices, DevicePhoto, OfferFilter, OfferOrder, Opening, TownOfPlace
from lifecycle.service.ports import LifecycleStorage
from tests.support.device_lines import device_line
from tests.support.fake_storage import FakeStorage
from tests.support.market_world import SERVANT, SERVANT_OF_OWNER, UNIT, offered
from tests.support.service_world import MINISTRY, OTHER_MINISTRY, PROVIDER, ROUTER, World, laptop
from tests.support.together import together

DAY, NOW = date(2026, 5, 4), datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LATITUDE = Kind(
    group="laptop",
    brand="Dell",
    name="Latitude 7420",
    functional_grade="F5",
    cosmetic_grade="C4",
    memory_gb=16,
    storage_gb=512,
    screen_inch=14.0,
    town="Gouda",
    owner=MINISTRY,
)
PHONE = replace(
    LATITUDE,
    group="phone",
    brand="Fairphone",
    name="4",
    functional_grade="F6",
    memory_gb=None,
    town=None,
    owner=PROVIDER,
)
OPEN = (Opening(None, None, DAY),)


def offer(key: str, kind: Kind = LATITUDE, since: date = DAY, battery: float | None = None) -> Offer:
    return Offer(DeviceKey(key), PassportId(f"passport-{key}"), PROVIDER, kind, since, battery)


@pytest.fixture(params=["memory", "sqlite_url", "postgres_url"])
def storage(request: pytest.FixtureRequest) -> Iterator[LifecycleStorage]:
    if request.param == "memory":
        yield FakeStorage()
        return
    database = Database(request.getfixturevalue(request.param))
    yield SqlLifecycleStorage(database)
    database.close()


@pytest.fixture
def filled(storage: LifecycleStorage) -> LifecycleStorage:
    """Three laptops that are alike, one of them from the day before, and a phone of another owner."""
    offers = (
        offer("one", battery=0.9),
        offer("two", battery=0.7),
        offer("old", since=DAY - timedelta(days=1), battery=0.5),
        offer("phone", PHONE, DAY + timedelta(days=1)),
    )
    with storage.writing() as work:
        for each in offers:
            work.devices.put(device_line(each.device, custodian=PROVIDER, place="Shelf 1"), ())
            work.offers.put(each)
        work.commit()
    return storage


def test_kinds_are_counted_and_put_in_order(filled: LifecycleStorage) -> None:
    with filled.reading() as reads:
        newest, laptops = reads.offers.kinds(OfferFilter(), OPEN)
        assert (newest.kind, newest.count) == (PHONE, 1)
        assert (laptops.kind, laptops.count, laptops.first, laptops.last) == (LATITUDE, 2, DAY, DAY)
        assert (laptops.battery_low, laptops.battery_high) == (0.7, 0.9)
        assert reads.offers.count(OfferFilter(), OPEN) == (2, 3)
        for order, first in ((OfferOrder.GRADE, PHONE), (OfferOrder.NUMBER, LATITUDE)):
            assert reads.offers.kinds(OfferFilter(order=order), OPEN)[0].kind == first
        assert reads.offers.kinds(OfferFilter(limit=1, offset=1), OPEN) == (laptops,)
        assert reads.offers.kind(LATITUDE.id, OPEN) == laptops
        assert reads.offers.kind("nothing", OPEN) is None
        assert reads.offers.choices(OPEN) == Choices(("laptop", "phone"), ("Gouda",), (MINISTRY, PROVIDER))


LOOKED_FOR = (
    (OfferFilter(group="phone"), 1),
    (OfferFilter(text="LATI dell"), 2),
    (OfferFilter(text="50%_"), 0),
    (OfferFilter(functional_at_least="F6"), 1),
    (OfferFilter(cosmetic_at_least="C5"), 0),
    (OfferFilter(memory_at_least=16), 2),
    (OfferFilter(memory_at_least=17), 0),
    (OfferFilter(storage_at_least=512, screen_at_least=14.0), 3),
    (OfferFilter(town="Gouda"), 2),
    (OfferFilter(owner=PROVIDER), 1),
)


def test_what_is_looked_for_is_found(filled: LifecycleStorage) -> None:
    """What is not known is not at least anything."""
    with filled.reading() as reads:
        for wanted, devices in LOOKED_FOR:
            assert reads.offers.count(wanted, OPEN)[1] == devices, wanted
            assert sum(each.count for each in reads.offers.kinds(wanted, OPEN)) == devices, wanted


def test_an_owner_with_another_window_has_its_own_first_day(filled: LifecycleStorage) -> None:
    own = Opening(MINISTRY, "laptop", DAY - timedelta(days=1))
    with filled.reading() as reads:
        assert reads.offers.count(OfferFilter(), (own, *OPEN)) == (2, 4)
        assert reads.offers.count(OfferFilter(), (replace(own, first=DAY + timedelta(days=9)), *OPEN)) == (1, 1)
        assert reads.offers.count(OfferFilter(), ()) == (0, 0)
        assert reads.offers.pairs() == ((MINISTRY, "laptop"), (PROVIDER, "phone"))


def test_what_outlived_its_days_comes_oldest_first(filled: LifecycleStorage) -> None:
    """Whatever the window of its owner; of what nobody offers any more everything is over."""
    own = Opening(MINISTRY, "laptop", DAY + timedelta(days=9))
    with filled.reading() as reads:
        assert [each.device for each in reads.offers.outlived(OPEN, 9)] == ["old"]
        assert [each.device for each in reads.offers.outlived((own, *OPEN), 9)] == ["old", "one", "two"]
        assert [each.device for each in reads.offers.outlived((), 2)] == ["old", "one"]


def test_devices_of_a_kind_come_oldest_first_and_are_taken_once(filled: LifecycleStorage) -> None:
    everything = (Opening(None, None, DAY - timedelta(days=9)),)
    with filled.writing() as work:
        assert [each.device for each in work.offers.devices(LATITUDE.id, everything, 9)] == ["old", "one", "two"]
        taken = work.offers.take(LATITUDE.id, everything, 2, ())
        assert taken == ("old", "one")
        assert work.offers.take(LATITUDE.id, everything, 2, taken) == ("two",)
        work.offers.drop(DeviceKey("old"))
        assert work.offers.get(DeviceKey("old")) is None
        assert work.offers.get(DeviceKey("one")) == offer("one", battery=0.9)
        assert work.offers.at(PROVIDER) == ("one", "phone", "two")
        assert work.offers.custodians() == ((PROVIDER, "Shelf 1", 3),)


def test_a_place_has_its_town_else_that_of_its_custodian(storage: LifecycleStorage) -> None:
    who = AccountId("a")
    with storage.writing() as work:
        work.offers.name_town(TownOfPlace(PROVIDER, "", "Gouda"), NOW, who)
        work.offers.name_town(TownOfPlace(PROVIDER, "Shelf 1", "Assen"), NOW, who)
        work.offers.name_town(TownOfPlace(PROVIDER, "Shelf 1", "Zwolle"), NOW, who)
        assert work.offers.town(PROVIDER, "Shelf 1") == "Zwolle"
        assert work.offers.town(PROVIDER, "Shelf 2") == "Gouda"
        assert work.offers.town(MINISTRY, "Shelf 1") is None
        work.offers.name_town(TownOfPlace(PROVIDER, "Shelf 1", ""), NOW, who)
        assert work.offers.towns() == (TownOfPlace(PROVIDER, "", "Gouda"),)


def test_reservations_are_found_by_day_requester_and_custodian(filled: LifecycleStorage) -> None:
    kept = ReservedDevice(DeviceKey("one"), EventId("e-1"), MINISTRY, UNIT, None, NOW, DAY)
    asked = replace(
        kept, device=DeviceKey("two"), id=EventId("e-2"), unit=None, request="r-1", until=DAY + timedelta(1)
    )
    with filled.writing() as work:
        for each in (asked, kept):
            work.reservations.put(each)
        work.reservations.hold(MINISTRY)
        assert work.reservations.of(MINISTRY) == (kept, asked)
        assert work.reservations.count(MINISTRY) == 1
        assert work.reservations.find(EventId("e-2")) == asked
        assert work.reservations.ended(DAY, 9) == ()
        assert work.reservations.ended(DAY + timedelta(1), 9) == (kept,)
        assert work.reservations.held_by(PROVIDER) == work.reservations.held_by(None) == (asked, kept)
        assert work.reservations.held_by(MINISTRY) == ()
        longer = replace(kept, until=DAY + timedelta(9))
        work.reservations.put(longer)
        assert work.reservations.get(kept.device) == longer
        work.reservations.drop(kept.device)
        assert work.reservations.get(kept.device) is None
        assert work.reservations.find(kept.id) is None


def test_photos_are_shown_until_they_are_removed(filled: LifecycleStorage) -> None:
    first = DevicePhoto(DeviceKey("one"), "a" * 64, NOW, AccountId("a"), PROVIDER)
    second = replace(first, device=DeviceKey("two"), added_at=NOW + timedelta(hours=1))
    other = replace(first, sha256="b" * 64, added_at=NOW + timedelta(hours=2))
    with filled.writing() as work:
        for each in (other, second, first, replace(first, added_at=NOW + timedelta(hours=9))):
            work.photos.add(each)
        assert work.photos.of_devices([first.device]) == (first, other)
        assert work.photos.with_content("a" * 64) == (first, second)
        assert work.photos.of_kinds([LATITUDE.id, PHONE.id], 2) == ((LATITUDE.id, "a" * 64),) * 2
        work.photos.change(replace(first, removed_at=NOW, removed_by=AccountId("b")))
        assert work.photos.of_devices([first.device]) == (other,)
        again = replace(first, added_at=NOW + timedelta(hours=3))
        work.photos.add(again)
        assert work.photos.of_devices([first.device]) == (other, again)


@pytest.fixture
def world(database: Database) -> World:
    """Over a real database, with real chance: counted bytes would meet across threads."""
    world = World(database=SqlLifecycleStorage(database), chance=random_bytes)
    world.known_model = world.passports.register_model(ROUTER, laptop()).passport_id
    return world


def left(world: World) -> tuple[str, int]:
    view = world.use.market.marketplace.browse(SERVANT, OfferFilter())
    return view.kinds[0].id if view.kinds else "", view.devices_in_all


def test_two_who_reserve_at_once_get_different_devices(world: World) -> None:
    """Three are on offer: two get one each, and who asks for three at the same moment gets none of theirs."""
    keys = [offered(world, f"S-{number}") for number in range(3)]
    kind, _ = left(world)

    def reserve(actor: Actor, number: int) -> None:
        world.use.market.marketplace.reserve(actor, kind, WantedDevices(count=number, unit=UNIT))

    outcome = together(lambda: reserve(SERVANT, 1), lambda: reserve(SERVANT_OF_OWNER, 1))
    assert outcome == [None, None]
    devices = [world.use.devices.read(ROUTER, key).device for key in keys]
    kept = [device.reservation.requester for device in devices if device.reservation is not None]
    assert sorted(kept) == sorted([MINISTRY, OTHER_MINISTRY])
    assert left(world)[1] == 1


def test_the_last_device_is_reserved_once(world: World) -> None:
    """By two organisations on the marketplace, and by DRZ for a third at the same moment."""
    key = offered(world, "S-1")
    kind, _ = left(world)
    one = WantedDevices(count=1)
    others = (SERVANT, SERVANT_OF_OWNER)
    outcome = together(
        *[lambda actor=actor: world.use.market.marketplace.reserve(actor, kind, one) for actor in others],
        lambda: world.use.market.reservations.reserve_for(ROUTER, key, PROVIDER),
    )
    assert outcome.count(None) == 1, outcome
    timeline = world.use.devices.read(ROUTER, key).timeline
    assert [entry.event.kind for entry in timeline].count("reserved") == 1
    assert left(world)[1] == 0


def test_an_organisation_that_reserves_twice_at_once_stays_within_its_limit(world: World) -> None:
    """The limit of the packaged policy is a hundred; ninety-nine are kept already."""
    for number in range(2):
        offered(world, f"S-{number}")
    kind, _ = left(world)
    with (world.database or world.storage).writing() as work:
        for number in range(99):
            key, event = DeviceKey(f"kept-{number}"), EventId(f"kept-{number}")
            work.reservations.put(ReservedDevice(key, event, OTHER_MINISTRY, None, None, NOW, DAY))
        work.commit()
    colleague = Actor(AccountId("other"), OrganisationId("other-ministry"), frozenset({Role.PUBLIC_SERVANT}))
    one = WantedDevices(count=1)
    outcome = together(
        *[lambda actor=actor: world.use.market.marketplace.reserve(actor, kind, one) for actor in (SERVANT, colleague)]
    )
    assert sorted(map(str, outcome)) == sorted(map(str, (None, Refused)))
