"""What the life cycle asks about organisations, on the fake and on both engines."""

from datetime import date

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import OrganisationId
from dpp.domain.errors import NotFound
from tests.support.fake_accounts import FakeAccountUnits
from web.accounts.adapters.directory import Directory
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.domain.organisation import Credential, Organisation, OrganisationKind
from web.accounts.service.ports import AccountUnits

HELD = Credential("aanwijzingsbesluit", "2026-17", "Decision", date(2026, 1, 1), date(2026, 12, 31), "Staatscourant")
COORDINATOR = Organisation(
    OrganisationId("o1"), "Coordinator", OrganisationKind.FOUNDATION, in_state=False, credentials=(HELD,)
)
DRZ = Organisation(OrganisationId("o2"), "DRZ", OrganisationKind.AGENCY, in_state=True)


def directory(units: AccountUnits) -> Directory:
    with units.writing() as work:
        work.organisations.add(COORDINATOR)
        work.organisations.add(DRZ)
        work.commit()
    return Directory(units)


class Contract:
    """The tests; each class below says for which implementation."""

    def test_it_gives_names(self, organisations: Directory) -> None:
        names = organisations.names([COORDINATOR.id, DRZ.id])
        assert names == {COORDINATOR.id: "Coordinator", DRZ.id: "DRZ"}

    def test_it_knows_who_belongs_to_the_state(self, organisations: Directory) -> None:
        assert (organisations.in_state(COORDINATOR.id), organisations.in_state(DRZ.id)) == (False, True)

    def test_a_credential_is_held_on_its_days_by_its_organisation(self, organisations: Directory) -> None:
        assert organisations.holds(COORDINATOR.id, "aanwijzingsbesluit", date(2026, 12, 31))
        assert not organisations.holds(COORDINATOR.id, "aanwijzingsbesluit", date(2027, 1, 1))
        assert not organisations.holds(COORDINATOR.id, "donation-agreement", date(2026, 6, 1))
        assert not organisations.holds(DRZ.id, "aanwijzingsbesluit", date(2026, 6, 1))

    def test_it_gives_the_holders_of_each_kind_that_is_asked(self, organisations: Directory) -> None:
        asked = organisations.holders(["aanwijzingsbesluit", "donation-agreement"])
        held = ("Coordinator", date(2026, 1, 1), date(2026, 12, 31))
        assert asked == {"aanwijzingsbesluit": (held,), "donation-agreement": ()}
        assert organisations.holders([]) == {}

    def test_an_organisation_that_does_not_exist_passes_no_gate(self, organisations: Directory) -> None:
        nowhere = OrganisationId("nowhere")
        with pytest.raises(NotFound):
            organisations.names([nowhere])
        with pytest.raises(NotFound):
            organisations.in_state(nowhere)
        with pytest.raises(NotFound):
            organisations.holds(nowhere, "aanwijzingsbesluit", date(2026, 6, 1))


class TestFake(Contract):
    """On the fake."""

    @pytest.fixture
    def organisations(self) -> Directory:
        return directory(FakeAccountUnits())


class TestSql(Contract):
    """On SQLite and PostgreSQL."""

    @pytest.fixture
    def organisations(self, database: Database) -> Directory:
        return directory(SqlAccountUnits(database))
