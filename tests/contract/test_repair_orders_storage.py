"""What the store of repair orders does, in memory and on both engines; and two who act at the same moment, on both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.repair_orders import (
    Diagnosed,
    Entry,
    EntryId,
    Quoted,
    RepairOrder,
    RepairOrderId,
    Said,
)
from lifecycle.domain.vocabulary import FaultKind
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.repair_order_ports import OrderFilter, OrderRow, Stage
from lifecycle.service.repair_order_views import NewAnswer
from tests.support.fake_storage import FakeStorage
from tests.support.repair_order_world import COMPLAINT, DIAGNOSIS, quote
from tests.support.service_world import ICT, OWNER, World
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
SHOP, OTHER, MINISTRY = map(OrganisationId, ("shop", "other", "ministry"))
DEVICE = DeviceKey("device00")
ORDER = RepairOrder(
    id=RepairOrderId("order-a"),
    device=DEVICE,
    repairer=SHOP,
    owner=MINISTRY,
    complaint="Café light flickers",
    opened_at=NOW,
    opened_by=AccountId("anne"),
)
ROW = OrderRow(ORDER, MINISTRY, Stage.WAITING, disputed=False, changed_at=NOW)
LATER = OrderRow(
    replace(ORDER, id=RepairOrderId("order-b"), repairer=OTHER, opened_at=NOW + timedelta(hours=1)),
    MINISTRY,
    Stage.DONE,
    disputed=True,
    changed_at=NOW + timedelta(hours=1),
)
QUOTED = Quoted(version=1, quote=quote(), digest=quote().digest, valid_until=quote().valid_until(NOW.date()))


def entry(number: int, what: Said) -> Entry:
    return Entry(
        id=EntryId(f"e{number}"), number=number, at=NOW, by=AccountId("anne"), organisation=SHOP, what=what, event="act"
    )


DIAGNOSED = entry(
    1, Diagnosed(faults=(FaultKind.DISPLAY,), findings="It flickers.", codes=("E1",), evidence=("0" * 64,))
)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest) -> Iterator[LifecycleStorage]:
    if request.param == "memory":
        yield FakeStorage()
        return
    name = "postgres_url" if request.param == "postgresql" else "sqlite_url"
    database = Database(request.getfixturevalue(name))
    yield SqlLifecycleStorage(database)
    database.close()


def filled(storage: LifecycleStorage) -> None:
    with storage.writing() as work:
        for row in (ROW, LATER):
            work.repair_orders.put(row)
        work.repair_orders.add_entry(ORDER.id, DIAGNOSED)
        work.repair_orders.add_entry(ORDER.id, entry(2, QUOTED))
        work.commit()


def test_orders_and_what_was_said_come_back_as_they_were(storage: LifecycleStorage) -> None:
    filled(storage)
    with storage.reading() as reads:
        assert reads.repair_orders.get(ORDER.id) == ROW
        assert reads.repair_orders.get(RepairOrderId("none")) is None
        assert reads.repair_orders.of_device(DEVICE) == (LATER, ROW)
        assert reads.repair_orders.entries([ORDER.id, LATER.order.id]) == {ORDER.id: (DIAGNOSED, entry(2, QUOTED))}
        assert reads.repair_orders.last_quote(SHOP) == QUOTED.quote
        assert reads.repair_orders.last_quote(OTHER) is None


def test_lists_are_of_a_party_a_stage_or_disputed_and_counted(storage: LifecycleStorage) -> None:
    filled(storage)
    with storage.reading() as reads:
        store = reads.repair_orders
        assert store.found(OrderFilter(party=None)) == (LATER, ROW)
        assert store.found(OrderFilter(party=MINISTRY, limit=1)) == (LATER,)
        assert store.found(OrderFilter(party=SHOP)) == (ROW,)
        assert store.found(OrderFilter(party=MINISTRY, stage=Stage.WAITING)) == (ROW,)
        assert store.found(OrderFilter(party=None, disputed=True)) == (LATER,)
        counts, disputed = store.counts(MINISTRY)
        assert (counts[Stage.WAITING], counts[Stage.DONE], counts[Stage.OPEN], disputed) == (1, 1, 0, 1)
        assert (store.waiting(MINISTRY), store.waiting(SHOP)) == (1, 0)


def test_how_an_order_stands_changes_and_the_order_itself_does_not(storage: LifecycleStorage) -> None:
    filled(storage)
    moved = replace(ROW, owner=OTHER, stage=Stage.IN_WORK, changed_at=NOW + timedelta(days=1))
    with storage.writing() as work:
        work.repair_orders.put(moved)
        work.commit()
    with storage.reading() as reads:
        assert reads.repair_orders.get(ORDER.id) == moved


def test_a_number_is_given_once(storage: LifecycleStorage) -> None:
    filled(storage)
    with storage.writing() as work, pytest.raises(Conflict):
        work.repair_orders.add_entry(ORDER.id, entry(2, QUOTED))


def test_who_acts_at_the_same_moment_finds_one_truth(database: Database) -> None:
    """One device in three races, each after the other: opening, quoting and answering."""
    world = World(database=SqlLifecycleStorage(database), chance=random_bytes)
    key = world.collected_laptop()
    use = world.use.repairs
    opened = together(*[lambda: use.orders.open(ICT, key, COMPLAINT) for _ in range(2)])
    assert sorted(map(str, opened)) == sorted(map(str, [None, Conflict])), "two who open an order open one"

    order = use.orders.of_device(ICT, key)[0].order.id
    use.orders.diagnose(ICT, order, DIAGNOSIS)
    sent = together(*[lambda days=days: use.quotes.send(ICT, order, quote(days=days)) for days in (4, 5)])
    assert set(sent) <= {None, Conflict}
    quotes = use.orders.read(ICT, order).standing.quotes
    assert [each.version for each in quotes] == list(range(1, 1 + sent.count(None))), "each has a number of its own"

    read = NewAnswer(version=1, digest=quotes[0].digest)
    dearer = quote(price_eur=Decimal(199))
    replaced = together(lambda: use.quotes.approve(OWNER, order, read), lambda: use.quotes.send(ICT, order, dearer))
    assert replaced == [None, None]
    view = use.orders.read(OWNER, order)
    assert view.standing.approval is not None
    assert view.standing.approval.digest == read.digest, "what was read is what was approved"

    newest = view.standing.quotes[-1]
    answer = NewAnswer(version=newest.version, digest=newest.digest)
    answered = together(
        lambda: use.quotes.approve(OWNER, order, answer), lambda: use.quotes.decline(OWNER, order, answer)
    )
    assert sorted(map(str, answered)) == sorted(map(str, [None, Refused])), "a quote has one answer"
