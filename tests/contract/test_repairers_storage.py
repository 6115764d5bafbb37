"""What the stores of repairers and repair keys do, in memory and on both engines; and two repairers with one key."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dpp.adapters.clock import random_bytes
from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import Refused, TooMany
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.domain.repairers.codes import new_code
from lifecycle.domain.repairers.keys import DEFAULT_KEY_POLICY, RepairKey, RepairKeyId
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import (
    Act,
    Entry,
    Registration,
    RegistrationId,
    RegistrationState,
    RegistrationStep,
    RepairerKind,
)
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.repairer_ports import TakenList
from tests.support.fake_organisations import FakeOrganisation, FakeOrganisations
from tests.support.fake_storage import FakeStorage
from tests.support.service_world import OWNER, ROUTER, World, laptop
from tests.support.together import together

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
ON, HOUR = NOW.date(), timedelta(hours=1)
SHOP, CAFE = OrganisationId("shop"), OrganisationId("cafe")
FIXER, VOLUNTEER = (Actor(AccountId(f"at-{each}"), each, frozenset({Role.REPAIRER})) for each in (SHOP, CAFE))
KEY = RepairKey(RepairKeyId("key"), DeviceKey("device"), "hash", OrganisationId("ministry"), OWNER.account, NOW, ON)
USED = replace(KEY, used_at=NOW, used_by=SHOP, used_by_account=FIXER.account, access_until=ON + timedelta(days=14))
ENTRY = Entry(
    RepairerKind.PROFESSIONAL,
    "Reparatie “één” 🔧",
    "Den Haag",
    (ProductGroup.LAPTOP, ProductGroup.PHONE),
    date(2026, 1, 1),
    date(2026, 12, 31),
    "NRR-1",
    "01234567",
)
ASKED = Registration(RegistrationId("r1"), ENTRY, RegistrationState.ASKED, NOW, SHOP)
CAFE_ENTRY = Entry(RepairerKind.CAFE, "Repair Cafe", "Delft", (ProductGroup.DISPLAY,), date(2026, 1, 1))
CAFES = Registration(RegistrationId("r2"), CAFE_ENTRY, RegistrationState.ACCEPTED, NOW + HOUR, CAFE, NOW + HOUR)


class Contract:
    """The tests; each class below says for which implementation."""

    def test_a_key_is_taken_once_and_opens_for_its_days(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            work.repair_keys.add(KEY)
            work.commit()
        with storage.writing() as work:
            assert work.repair_keys.by_hash("hash") == KEY
            assert work.repair_keys.opened(KEY.device, SHOP, ON) is None
            assert work.repair_keys.take(USED)
            assert not work.repair_keys.take(replace(USED, used_by=CAFE))
            work.commit()
        with storage.reading() as reads:
            assert USED.access_until is not None
            assert reads.repair_keys.opened(KEY.device, SHOP, USED.access_until) == USED
            assert reads.repair_keys.opened_by(SHOP, ON) == (USED,)
            assert reads.repair_keys.opened(KEY.device, SHOP, USED.access_until + timedelta(days=1)) is None
            assert reads.repair_keys.opened(KEY.device, CAFE, ON) is None
            assert reads.repair_keys.by_hash("other") is None

    def test_a_key_that_was_withdrawn_is_not_taken_and_opens_nothing(self, storage: LifecycleStorage) -> None:
        gone = replace(KEY, withdrawn_at=NOW + HOUR, withdrawn_by=OWNER.account)
        other = replace(KEY, id=RepairKeyId("other"), code_hash="other", made_at=NOW + HOUR)
        with storage.writing() as work:
            work.repair_keys.add(KEY)
            work.repair_keys.add(other)
            work.repair_keys.withdraw(gone)
            work.repair_keys.withdraw(replace(gone, withdrawn_by=AccountId("later")))
            assert not work.repair_keys.take(USED)
            assert work.repair_keys.take(
                replace(other, used_at=NOW, used_by=SHOP, used_by_account=FIXER.account, access_until=ON)
            )
            work.repair_keys.withdraw(replace(other, withdrawn_at=NOW + HOUR, withdrawn_by=OWNER.account))
            work.commit()
        with storage.reading() as reads:
            assert reads.repair_keys.of_device(KEY.device)[1] == gone
            assert [each.id for each in reads.repair_keys.of_device(KEY.device)] == ["other", "key"]
            assert reads.repair_keys.opened_by(SHOP, ON) == ()

    def test_guesses_are_those_of_an_organisation_within_the_window(self, storage: LifecycleStorage) -> None:
        with storage.writing() as work:
            for number, (whose, hours) in enumerate(((SHOP, 0), (CAFE, 1), (SHOP, 1), (SHOP, 2))):
                work.repair_keys.guess(f"g{number}", whose, NOW + hours * HOUR, NOW - HOUR)
            assert work.repair_keys.guesses(SHOP, NOW + HOUR) == (NOW + HOUR, NOW + 2 * HOUR)
            work.repair_keys.forget_guess("g2")
            work.repair_keys.guess("g9", CAFE, NOW + 3 * HOUR, NOW + HOUR)
            assert work.repair_keys.guesses(SHOP, NOW - HOUR) == (NOW + 2 * HOUR,)
            work.commit()

    def test_registrations_and_what_was_done_about_them_come_back_as_they_were(self, storage: LifecycleStorage) -> None:
        asked = RegistrationStep(Act.ASKED, NOW, FIXER.account)
        ended = RegistrationStep(Act.ENDED, NOW + HOUR, None, "Niet meer in het register", ON)
        accepted = replace(ASKED, state=RegistrationState.ACCEPTED, accepted_at=NOW, ended_from=ON)
        with storage.writing() as work:
            work.repairers.hold_register()
            work.repairers.put(ASKED, asked)
            work.repairers.put(CAFES)
            assert work.repairers.waiting() == 1
            work.repairers.put(accepted, RegistrationStep(Act.ACCEPTED, NOW), ended)
            work.commit()
        with storage.reading() as reads:
            assert reads.repairers.get(ASKED.id) == accepted
            assert reads.repairers.get(RegistrationId("none")) is None
            assert reads.repairers.of(SHOP) == (accepted,)
            assert reads.repairers.all() == (CAFES, accepted)
            assert reads.repairers.waiting() == 0
            assert reads.repairers.steps(ASKED.id) == (asked, RegistrationStep(Act.ACCEPTED, NOW), ended)

    def test_lists_come_back_the_newest_day_first(self, storage: LifecycleStorage) -> None:
        first = TakenList("l1", ON, "1" * 64, NOW, ROUTER.account, {Outcome.NEW: 3, Outcome.GONE: 1})
        second = replace(first, id="l2", dated=ON + timedelta(days=1), counts={})
        with storage.writing() as work:
            work.repairers.add_list(first)
            work.repairers.add_list(second)
            work.commit()
        with storage.reading() as reads:
            assert reads.repairers.lists() == (second, first)


class TestInMemory(Contract):
    @pytest.fixture
    def storage(self) -> LifecycleStorage:
        return FakeStorage()


class TestInSql(Contract):
    @pytest.fixture
    def storage(self, database: Database) -> LifecycleStorage:
        return SqlLifecycleStorage(database)


def test_of_two_repairers_with_one_key_one_gets_it_and_guesses_at_once_all_count(database: Database) -> None:
    """Real threads: the use of a key, and attempts that are made at the same moment."""
    known = World().organisations.rows
    rows = {**known, SHOP: FakeOrganisation("The shop"), CAFE: FakeOrganisation("Repair Cafe")}
    storage = SqlLifecycleStorage(database)
    world = World(database=storage, chance=random_bytes, organisations=FakeOrganisations(rows))
    with storage.writing() as work:
        work.repairers.put(replace(ASKED, state=RegistrationState.ACCEPTED, accepted_at=NOW))
        work.repairers.put(CAFES)
        work.commit()
    key = world.register(model=world.passports.register_model(ROUTER, laptop()).passport_id).device.key
    keys = world.use.repair_keys
    code = keys.make(OWNER, key).code
    outcome = together(lambda: keys.use(FIXER, code), lambda: keys.use(VOLUNTEER, code))
    assert sorted(outcome, key=str) == sorted([None, Refused], key=str)
    assert len(keys.opened(FIXER)) + len(keys.opened(VOLUNTEER)) == 1
    many = DEFAULT_KEY_POLICY.guesses + 4
    guesses = [lambda each=each: keys.use(FIXER, new_code(bytes([each]) * 7)) for each in range(many)]
    assert together(*guesses).count(TooMany) >= 4
