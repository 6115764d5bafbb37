"""Repair keys: made by the holder, used once by a registered repairer, ended by days, withdrawal and moves."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dpp.domain.actor import AccountId, Actor, Capability, OrganisationId, Role
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import InvalidInput, KringpasError, NotFound, NotPermitted, Refused, TooMany
from dpp.domain.opaque import ALPHABET, DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.donation import Said
from lifecycle.domain.events import HazardFound, Repaired, RepairQuoted
from lifecycle.domain.fold import fold
from lifecycle.domain.repairers.codes import hash_of, new_code
from lifecycle.domain.repairers.keys import DEFAULT_KEY_POLICY, MOVES, KeyStanding
from lifecycle.domain.repairers.registration import (
    Entry,
    Registration,
    RegistrationId,
    RegistrationState,
    RepairerKind,
)
from lifecycle.domain.vocabulary import ComponentKind, Hazard
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.relations import relations_to
from lifecycle.service.repair_key_views import NewKey
from lifecycle.service.repair_keys import RepairKeys
from tests.support.donation_world import LIBRARY, Town
from tests.support.fake_organisations import FakeOrganisation, FakeOrganisations
from tests.support.service_world import (
    AUDITOR,
    DRZ,
    ICT,
    OTHER_MINISTRY,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    ROUTER,
    STORE,
    World,
)

SHOP, CAFE = OrganisationId("shop"), OrganisationId("cafe")
FIXER = Actor(AccountId("fixer"), SHOP, frozenset({Role.REPAIRER}))
VOLUNTEER = Actor(AccountId("volunteer"), CAFE, frozenset({Role.REPAIRER}))


def register(world: World, organisation: OrganisationId, kind: RepairerKind, until: date | None = None) -> None:
    number, kvk = ("NRR-1", "12345678") if kind is RepairerKind.PROFESSIONAL else (None, None)
    entry = Entry(
        kind, organisation, "Utrecht", (ProductGroup.LAPTOP,), date(2026, 1, 1), until, number=number, kvk=kvk
    )
    now = world.clock()
    known = Registration(RegistrationId(organisation), entry, RegistrationState.ACCEPTED, now, organisation, now)
    with world.storage.writing() as work:
        work.repairers.put(known)
        work.commit()


@cache
def _first() -> tuple[World, DeviceKey]:
    world = World()
    rows = {**world.organisations.rows, SHOP: FakeOrganisation("The shop"), CAFE: FakeOrganisation("Repair Cafe")}
    world.organisations = FakeOrganisations(rows)
    register(world, SHOP, RepairerKind.PROFESSIONAL)
    register(world, CAFE, RepairerKind.CAFE)
    return world, world.collected_laptop()


@dataclass
class Counter:
    """A laptop of the ministry that is with its ICT provider, a shop and a Repair Cafe."""

    world: World
    laptop: DeviceKey

    @classmethod
    def opened(cls) -> "Counter":
        first, laptop = _first()
        return cls(first.copied(), laptop)

    @property
    def keys(self) -> RepairKeys:
        return self.world.use.repair_keys

    def make(self, actor: Actor = OWNER) -> NewKey:
        return self.keys.make(actor, self.laptop)

    def standing(self) -> KeyStanding:
        return self.keys.of_device(OWNER, self.laptop)[0].standing

    def relations(self, actor: Actor) -> frozenset[Relation]:
        with self.world.storage.reading() as reads:
            return relations_to(reads, actor, self.world.device(self.laptop), self.world.clock())

    def pass_to_another(self) -> None:
        """Custody alone passes, by an offer and a receipt."""
        use = self.world.use.consignments
        made = use.create(ICT, NewConsignment(receiver=OTHER_MINISTRY, devices=(self.laptop,)))
        use.offer(ICT, made.consignment.id)
        self.world.clock.forward(minutes=1)
        use.receive(OTHER_OWNER, made.consignment.id, Receipt(place=STORE))


@pytest.fixture
def counter() -> Counter:
    return Counter.opened()


@given(chance=st.binary(min_size=7, max_size=7), place=st.integers(0, 11), letter=st.sampled_from(ALPHABET))
def test_a_code_is_read_as_it_is_spoken_and_one_wrong_character_is_no_guess(
    chance: bytes, place: int, letter: str
) -> None:
    code = new_code(chance)
    spoken = code.upper().replace("-", " ").replace("0", "O").replace("1", "I")
    assert hash_of(spoken) == hash_of(code)
    assert not set("ilou") & set(code)
    plain = code.replace("-", "")
    wrong = plain[:place] + letter + plain[place + 1 :]
    if wrong != plain:
        with pytest.raises(InvalidInput):
            hash_of(wrong)


def test_a_key_opens_the_device_for_fourteen_days_without_custody(counter: Counter) -> None:
    opened = counter.keys.use(FIXER, counter.make().code)
    assert opened.until == date(2026, 5, 18)
    assert counter.relations(FIXER) == {Relation.REPAIRER}
    assert counter.relations(VOLUNTEER) == frozenset()
    assert counter.world.device(counter.laptop).custody.custodian != SHOP
    counter.world.clock.forward(days=14)
    assert counter.relations(FIXER) == {Relation.REPAIRER}
    counter.world.clock.forward(days=1)
    assert counter.relations(FIXER) == frozenset()
    assert counter.standing() is KeyStanding.OVER


def test_who_repairs_nothing_or_stands_to_the_device_otherwise_costs_no_look_up(counter: Counter) -> None:
    """The stores are not even asked."""
    device, now = counter.world.device(counter.laptop), counter.world.clock()
    for actor in (OWNER, ICT, RECEIVER, AUDITOR, replace(FIXER, organisation=ICT.organisation)):
        assert relations_to(None, actor, device, now) == device.relations(actor.organisation)  # type: ignore[arg-type]  # on purpose


def test_a_repair_cafe_uses_a_key_and_logs_a_repair_and_a_hazard(counter: Counter) -> None:
    counter.keys.use(VOLUNTEER, counter.make().code)
    done = Repaired(parts=(ComponentKind.BATTERY,)), HazardFound(hazard=Hazard.SWOLLEN_BATTERY)
    view = counter.world.record(VOLUNTEER, counter.laptop, *done)
    assert [entry.event.kind for entry in view.timeline] == ["repaired", "hazard_found"]
    assert [entry.organisation for entry in view.timeline] == ["Repair Cafe", "Repair Cafe"]


def test_what_a_key_does_not_name_stays_closed(counter: Counter) -> None:
    counter.keys.use(FIXER, counter.make().code)
    use, key = counter.world.use, counter.laptop
    closed = (
        lambda: use.evidence.of_device(FIXER, key),
        lambda: use.routing.of_device(FIXER, key),
        lambda: use.feed.numbers(FIXER, key),
        lambda: use.repair_keys.of_device(FIXER, key),
        lambda: use.repair_keys.make(FIXER, key),
    )
    for ask in closed:
        with pytest.raises(NotPermitted):
            ask()


def test_a_repairer_sees_what_it_is_and_nothing_of_its_owner(counter: Counter) -> None:
    """Everything that the device says of its owner, its place or its past is looked for in all that is shown."""
    counter.world.record(ICT, counter.laptop, Repaired(parts=(ComponentKind.KEYBOARD,), remark="F7 stuck"))
    whole = counter.world.use.devices.read(OWNER, counter.laptop)
    counter.keys.use(FIXER, counter.make().code)
    seen = counter.world.use.devices.consider(FIXER, counter.laptop)
    assert seen.by_key_until == date(2026, 5, 18)
    assert seen.device.claims
    assert (seen.line.brand, seen.line.serial) == (whole.line.brand, whole.line.serial)
    assert [entry.event.kind for entry in seen.timeline] == ["repaired"]
    shown = repr(seen)
    hidden = {
        "owner": whole.line.owner,
        "custodian": whole.line.custodian,
        "place": str(whole.line.place),
        "asset tag": whole.line.asset_tag,
        "surplus decision": "2026-117",
        "the names of people": "Asked by Anna",
        "accounts": OWNER.account + "'",
        "who did it": "AccountId('ict')",
        "where it was repaired": "The ICT provider",
    }
    assert {what for what, word in hidden.items() if word is None or word in shown} == set()
    assert (seen.device.ownership, seen.device.surplus, seen.device.media, seen.device.cases) == (None, None, (), ())
    assert (seen.line.owner, seen.line.custodian, seen.line.place, seen.line.route) == (None, None, None, None)
    assert seen.line.data_state == "unknown"


def test_a_second_repairer_reads_who_repaired_it_before(counter: Counter) -> None:
    counter.keys.use(FIXER, counter.make().code)
    counter.world.record(FIXER, counter.laptop, Repaired(parts=(ComponentKind.FAN,)))
    counter.keys.use(VOLUNTEER, counter.make().code)
    (entry,) = counter.world.use.devices.read(VOLUNTEER, counter.laptop).timeline
    assert (entry.organisation, entry.event.organisation, entry.event.actor) == ("The shop", SHOP, "")


def test_what_one_repairer_asked_for_it_another_does_not_read(counter: Counter) -> None:
    counter.keys.use(FIXER, counter.make().code)
    asked = RepairQuoted(parts=(ComponentKind.DISPLAY,), cost_eur=Decimal("97.31"))
    mine = counter.world.record(
        FIXER, counter.laptop, Repaired(parts=(ComponentKind.FAN,), cost_eur=Decimal(41)), asked
    )
    assert [quote.cost_eur for quote in mine.device.quotes] == [asked.cost_eur]
    counter.keys.use(VOLUNTEER, counter.make().code)
    theirs = counter.world.use.devices.read(VOLUNTEER, counter.laptop)
    assert [entry.event.kind for entry in theirs.timeline] == ["repaired"]
    assert theirs.device.quotes == ()
    assert "97.31" not in repr(theirs)
    assert "41" not in repr(theirs.timeline[0].event.happening)


def test_a_key_works_once_and_its_refusal_says_so(counter: Counter) -> None:
    code = counter.make().code
    counter.keys.use(FIXER, code)
    with pytest.raises(Refused, match="works once"):
        counter.keys.use(VOLUNTEER, code)


def test_withdrawal_ends_a_key_and_what_it_opened(counter: Counter) -> None:
    made = counter.make()
    counter.keys.use(FIXER, made.code)
    counter.keys.withdraw(OWNER, counter.laptop, made.key)
    assert counter.relations(FIXER) == frozenset()
    assert counter.keys.opened(FIXER) == ()
    with pytest.raises(Refused, match="withdrawn"):
        counter.keys.use(FIXER, made.code)


def test_a_device_that_passes_to_another_ends_its_keys_for_good(counter: Counter) -> None:
    used, now = counter.make(), counter.world.clock
    counter.keys.use(FIXER, used.code)
    now.forward(minutes=1)
    waiting = counter.make().code
    now.forward(minutes=1)
    counter.pass_to_another()
    assert counter.relations(FIXER) == frozenset()
    assert {each.standing for each in counter.keys.of_device(OWNER, counter.laptop)} == {KeyStanding.MOVED}
    with pytest.raises(Refused, match="somebody else"):
        counter.keys.use(FIXER, waiting)


def test_only_a_registered_repairer_uses_a_key_and_is_told_why_it_may_not(counter: Counter) -> None:
    code = counter.make().code
    register(counter.world, SHOP, RepairerKind.PROFESSIONAL, until=date(2026, 5, 3))
    with pytest.raises(Refused, match="ended on 2026-05-03"):
        counter.keys.use(FIXER, code)
    for actor in (OWNER, ICT, ROUTER):
        with pytest.raises(NotPermitted):
            counter.keys.use(actor, code)
    assert counter.standing() is KeyStanding.WAITING


def test_a_new_key_ends_the_one_that_waited(counter: Counter) -> None:
    old, new = counter.make().code, counter.make(ICT).code
    with pytest.raises(Refused, match="withdrawn"):
        counter.keys.use(FIXER, old)
    assert counter.keys.use(FIXER, new).line.device_key == counter.laptop


def test_who_does_not_have_or_own_a_device_makes_no_key(counter: Counter) -> None:
    for actor in (FIXER, VOLUNTEER, RECEIVER, ROUTER, AUDITOR):
        with pytest.raises(NotPermitted):
            counter.make(actor)


def test_guesses_are_counted_until_one_is_right(counter: Counter) -> None:
    limit = DEFAULT_KEY_POLICY.guesses
    code = counter.make().code
    for number in range(limit):
        with pytest.raises(NotFound):
            counter.keys.use(FIXER, new_code(bytes([number] * 7)))
    with pytest.raises(TooMany) as refusal:
        counter.keys.use(FIXER, code)
    assert 0 < refusal.value.seconds <= DEFAULT_KEY_POLICY.guess_window.total_seconds()
    with pytest.raises(InvalidInput):
        counter.keys.use(FIXER, "not a code")
    counter.world.clock.forward(minutes=16)
    assert counter.keys.use(FIXER, code).line.device_key == counter.laptop


def test_each_use_is_in_the_record_of_controlled_readings_and_the_code_nowhere(counter: Counter) -> None:
    made = counter.make()
    counter.keys.use(FIXER, made.code)
    committed = counter.world.storage.committed
    (record,) = committed.access_records.rows.values()
    assert (record.account, record.organisation, record.elements) == (FIXER.account, SHOP, ("repairKey",))
    kept = repr(committed.repair_keys) + repr(committed.leaves) + repr(made)
    assert made.code not in kept
    assert made.code.replace("-", "") not in kept


def test_the_list_of_a_repairer_names_the_devices_with_their_last_day(counter: Counter) -> None:
    counter.keys.use(FIXER, counter.make().code)
    (opened,) = counter.keys.opened(FIXER)
    assert (opened.line.device_key, opened.until, opened.line.asset_tag) == (counter.laptop, date(2026, 5, 18), None)
    assert counter.keys.opened(VOLUNTEER) == ()
    assert counter.keys.opened(OWNER) == ()


def test_every_event_that_changes_whose_or_with_whom_a_device_is_ends_its_keys() -> None:
    """Those lives of the test world in which devices change hands."""
    town = Town.stocked()
    key = town.laptop()
    view = town.deliver(key)
    town.says(view, Said.ARRIVED)
    events = town.world.events(key)
    moved = 0
    for number in range(2, len(events) + 1):
        before, after = fold(events[: number - 1]), fold(events[:number])
        assert before is not None
        assert after is not None
        owner = [None if each.ownership is None else each.ownership.owner for each in (before, after)]
        if before.custody.custodian != after.custody.custodian or None is not owner[0] != owner[1]:
            moved += 1
            assert events[number - 1].kind in MOVES
    assert moved >= 3


@pytest.fixture
def given_away() -> tuple[Town, str, DeviceKey]:
    """A laptop that was given to the library, which said that it arrived; the shop is registered."""
    town = Town.stocked()
    town.world.organisations = FakeOrganisations(
        {**town.world.organisations.rows, SHOP: FakeOrganisation("The shop"), CAFE: FakeOrganisation("Repair Cafe")}
    )
    register(town.world, CAFE, RepairerKind.CAFE)
    key = town.laptop()
    view = town.deliver(key)
    town.says(view, Said.ARRIVED)
    town.world.clock.forward(minutes=1)
    return town, view.summary.delivery.id, key


def test_the_user_of_a_donated_laptop_gets_a_key_by_the_link_of_its_delivery(
    given_away: tuple[Town, str, DeviceKey],
) -> None:
    town, delivery, laptop = given_away
    keys, delivered = town.world.use.repair_keys, town.world.use.delivery_keys
    holder = Actor(AccountId("link"), LIBRARY, capability=Capability("give_feedback", delivery))
    made = delivered.make(holder, delivery, 1)  # type: ignore[arg-type]  # an id
    assert keys.use(VOLUNTEER, made.code).line.device_key == laptop
    town.world.record(VOLUNTEER, laptop, Repaired(parts=(ComponentKind.BATTERY,)))
    (shown,) = delivered.of_delivery(holder, delivery)  # type: ignore[arg-type]  # an id
    assert [(each.standing, each.used_by) for each in shown.keys] == [(KeyStanding.OPEN, "Repair Cafe")]
    delivered.withdraw(RECEIVER, delivery, 1, made.key)  # type: ignore[arg-type]  # an id
    assert keys.opened(VOLUNTEER) == ()


def test_a_link_of_another_delivery_and_a_stranger_get_nothing(given_away: tuple[Town, str, DeviceKey]) -> None:
    town, delivery, laptop = given_away
    keys, delivered = town.world.use.repair_keys, town.world.use.delivery_keys
    other = Actor(AccountId("link"), LIBRARY, capability=Capability("give_feedback", "another"))
    for actor in (other, OWNER, VOLUNTEER, replace(AUDITOR, organisation=DRZ)):
        with pytest.raises(NotPermitted):
            delivered.make(actor, delivery, 1)  # type: ignore[arg-type]  # an id
    with pytest.raises(NotPermitted):
        keys.make(replace(other, capability=Capability("give_feedback", delivery)), laptop)
    with pytest.raises(NotFound):
        delivered.make(RECEIVER, delivery, 2)  # type: ignore[arg-type]  # an id


class KeyLife(RuleBasedStateMachine):
    """Whatever holders and repairers do: a key opens at most once, never after its days, never after withdrawal."""

    def __init__(self) -> None:
        super().__init__()
        self.counter = Counter.opened()
        self.codes: list[NewKey] = []
        self.used: dict[str, date] = {}
        self.withdrawn: set[str] = set()
        self.moved = False

    @property
    def today(self) -> date:
        return self.counter.world.clock().date()

    @precondition(lambda self: len(self.codes) < 5 and not self.moved)
    @rule()
    def make(self) -> None:
        self.withdrawn |= {each.key for each in self.codes if each.key not in self.used}
        self.codes.append(self.counter.make())

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), who=st.sampled_from([FIXER, VOLUNTEER]))
    def use(self, data: st.DataObject, who: Actor) -> None:
        made = data.draw(st.sampled_from(self.codes))
        may = made.key not in self.used | dict.fromkeys(self.withdrawn) and self.today <= made.usable_until
        try:
            opened = self.counter.keys.use(who, made.code)
        except KringpasError:
            assert not may or self.moved or isinstance(self._why(who, made), TooMany)
            return
        assert may
        assert not self.moved
        self.used[made.key] = opened.until

    def _why(self, who: Actor, made: NewKey) -> KringpasError | None:
        try:
            self.counter.keys.use(who, made.code)
        except KringpasError as error:
            return error
        return None

    @precondition(lambda self: self.codes)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        made = data.draw(st.sampled_from(self.codes))
        self.counter.keys.withdraw(OWNER, self.counter.laptop, made.key)
        self.withdrawn.add(made.key)

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.counter.world.clock.forward(days=days)

    @precondition(lambda self: not self.moved)
    @rule()
    def move(self) -> None:
        self.counter.world.clock.forward(minutes=1)
        self.counter.pass_to_another()
        self.moved = True

    @invariant()
    def what_is_open_is_what_was_used_and_not_ended(self) -> None:
        lasting = any(until >= self.today for key, until in self.used.items() if key not in self.withdrawn)
        seen = [self.counter.relations(who) == {Relation.REPAIRER} for who in (FIXER, VOLUNTEER)]
        assert any(seen) is (lasting and not self.moved)


KeyLife.TestCase.settings = settings(max_examples=8, stateful_step_count=12)
TestKeyLife = KeyLife.TestCase


def test_the_days_of_the_policy_are_those_that_the_page_tells() -> None:
    assert (DEFAULT_KEY_POLICY.usable, DEFAULT_KEY_POLICY.access) == (timedelta(days=7), timedelta(days=14))
