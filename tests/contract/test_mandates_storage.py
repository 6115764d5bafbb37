"""What the stores of mandates and of classes do, in memory and on both engines; and two at the same moment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId, Role
from dpp.domain.errors import Conflict
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.class_decisions import (
    ClassDecision,
    ClassId,
    Closed,
    Closing,
    Exceptional,
    Look,
    Member,
    Selection,
    Why,
)
from lifecycle.domain.events import TransactionId
from lifecycle.domain.mandates import ApprovalAct, Deputy, Ending, Mandate, MandateId, Signed
from lifecycle.domain.vocabulary import CosmeticGrade, OverrideGround, Route
from lifecycle.service.mandate_ports import MandateStep, MandateTally
from lifecycle.service.mandates import NewMandate
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.views import Approved
from tests.support.fake_storage import FakeStorage
from tests.support.service_world import ADMINISTRATOR, ROUTER, SECOND_ROUTER, THIRD_ROUTER, World, laptop
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)
ANNE, BRAM = AccountId("anne"), AccountId("bram")
DRZ, OTHER = OrganisationId("drz"), OrganisationId("other")
HERE, THERE, APART = (DeviceKey(f"device0{number}") for number in range(3))
MANDATE = Mandate(
    id=MandateId("m-1"),
    organisation=DRZ,
    account=ANNE,
    role=None,
    acts=frozenset(ApprovalAct),
    routes=frozenset({Route.DONATE, Route.RETURN_TO_LESSOR}),
    categories=frozenset({"laptop"}),
    devices_at_most=40,
    value_eur_at_most=5000,
    from_day=date(2026, 5, 1),
    until=date(2026, 12, 31),
    reference="MB-2026-7 “één” 🚉",
    granted=Signed(BRAM, NOW),
)
OF_ROLE = replace(
    MANDATE,
    id=MandateId("m-2"),
    organisation=OTHER,
    account=None,
    role=Role.DRZ,
    categories=frozenset(),
    devices_at_most=None,
    value_eur_at_most=None,
    until=None,
    granted=Signed(BRAM, NOW + timedelta(hours=1)),
)
DECISION = ClassDecision(
    id=ClassId("c-1"),
    name="Latitude 7420 “C4”",
    selection=Selection(route=Route.DONATE, category="laptop", cosmetic_at_least=CosmeticGrade.C4, battery_at_least=80),
    transaction=TransactionId("t-1"),
    organisation=DRZ,
    proposed=Signed(ANNE, NOW),
    policies={"kringpas-default 2026-05": "0" * 64},
    seed="seed",
    members=(
        Member(APART, None, None, (Exceptional(Why.FACT_MISSING, ("battery_health",)), Exceptional(Why.LOCK))),
        Member(HERE, "d-1", "1" * 64, (), drawn=True),
        Member(THERE, "d-2", "2" * 64),
    ),
)
LOOK = Look(HERE, right=True, signed=Signed(BRAM, NOW + timedelta(minutes=1)))


class Contract:
    """What each storage does."""

    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        raise NotImplementedError

    def test_a_mandate_is_kept_with_every_step(self, storage: LifecycleStorage) -> None:
        steps: tuple[Signed, Deputy, Deputy, Ending] = (
            Signed(BRAM, NOW),
            Deputy(BRAM, date(2026, 7, 1), date(2026, 7, 31), ANNE, NOW),
            Deputy(BRAM, date(2026, 8, 1), date(2026, 8, 31), ANNE, NOW),
            Ending(date(2026, 9, 1), BRAM, NOW + timedelta(days=1)),
        )
        with storage.writing() as work:
            work.mandates.add(OF_ROLE)
            work.mandates.add(MANDATE)
            each: tuple[MandateStep, ...] = steps
            for number, step in enumerate(each, start=1):
                work.mandates.add_step(MANDATE.id, number, step)
            work.commit()
        with storage.reading() as reads:
            whole = replace(MANDATE, confirmed=steps[0], deputies=steps[1:3], ending=steps[3])
            assert reads.mandates.get(MANDATE.id) == whole
            assert reads.mandates.of(DRZ) == (whole,)
            assert reads.mandates.of(None) == (whole, OF_ROLE)
            assert (reads.mandates.some(None, 1, 0), reads.mandates.some(None, 9, 1)) == ((whole,), (OF_ROLE,))
            assert (reads.mandates.some(OTHER, 9, 0), reads.mandates.some(OTHER, 9, 1)) == ((OF_ROLE,), ())
            assert (reads.mandates.count(None), reads.mandates.count(DRZ)) == (2, 1)
            assert reads.mandates.get(MandateId("nowhere")) is None

    def test_mandates_are_counted_by_how_they_stand_on_a_day(self, storage: LifecycleStorage) -> None:
        """Each of one kind; what was ended without being confirmed waits for nobody."""
        today, soon, day = date(2026, 6, 1), date(2026, 7, 1), timedelta(days=1)
        agreed, anne = Signed(BRAM, NOW), AccountId("anne")
        cases: tuple[tuple[dict[str, date | None], tuple[MandateStep, ...]], ...] = (
            ({"until": None}, (agreed, Deputy(BRAM, today, today, anne, NOW))),
            ({"until": today}, (agreed,)),
            ({"until": soon}, (agreed,)),
            ({"until": soon + day}, (agreed,)),
            ({"until": None}, (agreed, Ending(soon, BRAM, NOW))),
            ({"until": soon}, (agreed, Ending(today, BRAM, NOW))),
            ({"until": today - day}, (agreed,)),
            ({"until": None}, (agreed, Ending(today - day, BRAM, NOW))),
            ({"until": None, "from_day": today + day}, (agreed,)),
            ({"until": None}, ()),
            ({"until": soon}, (Ending(today, BRAM, NOW),)),
        )
        with storage.writing() as work:
            work.mandates.add(OF_ROLE)
            for number, (days, steps) in enumerate(cases):
                mandate = replace(MANDATE, id=MandateId(f"m{number:02}"), **days)  # type: ignore[arg-type]  # by its name
                work.mandates.add(mandate)
                for position, step in enumerate(steps, start=1):
                    work.mandates.add_step(mandate.id, position, step)
            work.commit()
        with storage.reading() as reads:
            assert reads.mandates.tally(DRZ, today, soon) == MandateTally(counting=6, ending=4, waiting=1)
            assert reads.mandates.tally(None, today, soon) == MandateTally(counting=6, ending=4, waiting=2)
            assert reads.mandates.tally(OrganisationId("nobody"), today, soon) == MandateTally(0, 0, 0)

    def test_a_step_is_done_once(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.mandates.add(MANDATE)
            work.mandates.add_step(MANDATE.id, 1, Signed(BRAM, NOW))
            work.commit()
        with storage.writing() as work, pytest.raises(Conflict):
            work.mandates.add_step(MANDATE.id, 1, Ending(date(2026, 9, 1), BRAM, NOW))

    def test_a_class_is_kept_with_its_looks_and_its_end(self, storage: LifecycleStorage) -> None:
        closed = Closed(
            Closing.APPROVED, Signed(BRAM, NOW), DRZ, MANDATE.id, deputy=True, left_out={THERE: Exceptional(Why.HOLD)}
        )
        with storage.writing() as work:
            work.mandates.add(MANDATE)
            work.class_decisions.add(DECISION)
            work.class_decisions.hold(DECISION.id)
            work.class_decisions.add_look(DECISION.id, LOOK)
            work.commit()
        with storage.writing() as work:
            assert work.class_decisions.get(DECISION.id) == replace(DECISION, looks=(LOOK,))
            work.class_decisions.close(DECISION.id, closed)
            work.commit()
        with storage.reading() as reads:
            whole = replace(DECISION, looks=(LOOK,), closed=closed)
            assert reads.class_decisions.get(DECISION.id) == whole
            assert reads.class_decisions.newest(10) == (whole,)
            assert whole.digest == DECISION.digest

    def test_a_class_is_closed_once_and_a_device_is_looked_at_once(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.class_decisions.add(DECISION)
            work.class_decisions.add_look(DECISION.id, LOOK)
            work.class_decisions.close(DECISION.id, Closed(Closing.WITHDRAWN, Signed(ANNE, NOW), DRZ))
            work.commit()
        with storage.writing() as work, pytest.raises(Conflict):
            work.class_decisions.add_look(DECISION.id, LOOK)
        with storage.writing() as work, pytest.raises(Conflict):
            work.class_decisions.close(DECISION.id, Closed(Closing.WITHDRAWN, Signed(BRAM, NOW), DRZ))


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)


APPROVERS = (SECOND_ROUTER, THIRD_ROUTER)


@pytest.fixture
def world(database: Database) -> World:
    """Over a real database, with real chance, where two routers have a mandate for everything."""
    world = World(database=SqlLifecycleStorage(database), chance=random_bytes)
    world.known_model = world.passports.register_model(ROUTER, laptop()).passport_id
    mandates = world.use.approvals.mandates
    for holder, confirmer in (APPROVERS, reversed(APPROVERS)):
        wanted = NewMandate(
            organisation=DRZ,
            account=holder.account,
            acts=frozenset(ApprovalAct),
            routes=frozenset(Route),
            from_day=world.clock().date(),
            reference="MB-1",
        )
        mandates.confirm(confirmer, mandates.grant(ADMINISTRATOR, wanted).mandate.id)
    return world


def approvals_of(world: World, key: DeviceKey) -> int:
    return [entry.event.kind for entry in world.use.devices.read(ROUTER, key).timeline].count("route_approved")


def test_two_approve_a_class_at_once_and_one_of_them_did(world: World) -> None:
    keys = [world.alike_laptop(number) for number in range(3)]
    route = Route(world.use.routing.propose(ROUTER, keys[0]).route)
    classes = world.use.approvals.classes
    decision = classes.decide(ROUTER, "Alike", Selection(route=route, category="laptop")).decision
    assert len(decision.agreeing) == 3
    for member in decision.sample:
        classes.look(ROUTER, decision.id, member.device, right=True)
    outcome = together(*[lambda actor=actor: classes.approve(actor, decision.id) for actor in APPROVERS])
    assert outcome in ([None, Conflict], [Conflict, None])
    assert [approvals_of(world, key) for key in keys] == [1, 1, 1]


def test_two_approve_a_device_at_once_and_one_of_them_did(world: World) -> None:
    """A deviation, and before it what the rules proposed."""
    key, routing = world.alike_laptop(0), world.use.routing
    routing.propose(ROUTER, key)
    approve = [lambda actor=actor: _raised(routing.approve(actor, [key])) for actor in APPROVERS]
    assert together(*approve).count(None) == 1
    assert approvals_of(world, key) == 1
    routing.override(ROUTER, key, Route.RECYCLE, "Its housing is broken", OverrideGround.OTHER_CONDITION)
    assert together(*approve).count(None) == 1
    assert approvals_of(world, key) == 2


def _raised(answers: Iterable[Approved]) -> None:
    for answer in answers:
        if answer.refusal is not None:
            raise answer.refusal
