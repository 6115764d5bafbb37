"""Taking files in: what becomes of rows, what changes nothing, what is refused; and reading figures of them."""

import io
from datetime import date, timedelta

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Role
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn
from dpp.domain.opaque import PassportId
from lifecycle.adapters.open_repair_csv import read_rows, write_rows
from lifecycle.domain.faults.counts import Wanted
from lifecycle.domain.faults.kinds import ProductKind
from lifecycle.domain.faults.loads import FaultLoad, LoadState
from lifecycle.service.fault_loading import FaultLoading
from lifecycle.service.faults import Faults
from lifecycle.service.repair_export import RepairExport
from tests.support.fake_storage import FakeStorage
from tests.support.fault_samples import KEY, NOW, PUBLISHED, csv_of, own, row

ADMINISTRATOR = Actor(AccountId("a"), None, frozenset({Role.ADMINISTRATOR}))
DRZ = Actor(AccountId("d"), None, frozenset({Role.DRZ}))
NAME = "aggregate_202507.csv"
TWO = csv_of(row(), row(id="sample-2", brand="Acer", problem="screen"))


@pytest.fixture
def loading() -> FaultLoading:
    return FaultLoading(FakeStorage(), read_rows, lambda: NOW)


def take_in(loading: FaultLoading, content: bytes, name: str = NAME, dated: date | None = None) -> FaultLoad:
    load = loading.submit(ADMINISTRATOR, name, io.BytesIO(content), dated)
    return load if load.is_over else loading.work_on(load.number) or load


def storage_of(loading: FaultLoading) -> FakeStorage:
    assert isinstance(loading.storage, FakeStorage)
    return loading.storage


def laptops(loading: FaultLoading, brand: str | None = None) -> int:
    return Faults(storage_of(loading)).report(Wanted(kind=ProductKind.LAPTOP, brand=brand)).others.repairs


def test_a_file_is_taken_in_and_named_with_its_figures(loading: FaultLoading) -> None:
    """Its name, day, hash and licence stand beside what it says."""
    done = take_in(loading, TWO)
    assert (done.state, done.dated, done.taken.new) == (LoadState.FINISHED, PUBLISHED, 2)
    report = Faults(storage_of(loading)).report(Wanted())
    assert report.others.repairs == 2
    assert report.own.repairs == 0
    [source] = report.sources
    assert (source.name, source.sha256, source.repairs) == (NAME, done.sha256, 2)
    assert source.licence == "CC BY-SA 4.0"


def test_the_same_file_again_changes_nothing(loading: FaultLoading) -> None:
    first = take_in(loading, TWO)
    assert take_in(loading, TWO) == first
    assert len(loading.loads(ADMINISTRATOR)) == 1


def test_a_newer_file_replaces_rows_by_their_ids_and_others_stay(loading: FaultLoading) -> None:
    take_in(loading, TWO)
    newer = csv_of(row(brand="Dell"), row(id="sample-3", brand="Dell"))
    done = take_in(loading, newer, "aggregate_202601.csv")
    assert (done.taken.new, done.taken.changed, done.taken.same) == (1, 1, 0)
    assert {brand: laptops(loading, brand) for brand in ("HP", "Acer", "Dell")} == {"HP": 0, "Acer": 1, "Dell": 2}
    with pytest.raises(Conflict, match="was taken in already"):
        take_in(loading, TWO)


def test_refused_rows_are_told_by_line_field_and_what_was_expected(loading: FaultLoading) -> None:
    """A text over two lines counts as two lines of the file; an id stands in a file once."""
    rows = (row(problem="two\nlines"), row(id="sample-2", country="NL"), row(), row(id="sample-4"))
    done = take_in(loading, csv_of(*rows))
    assert (done.taken.new, done.taken.refused) == (2, 2)
    told = loading.refusals(ADMINISTRATOR, done.number)
    assert [(each.line, each.field) for each in told] == [(4, "country"), (5, "id")]
    assert str(told[0].expected) == "Expected the three capitals of a country (ISO 3166)."
    with pytest.raises(NotFound):
        loading.refusals(ADMINISTRATOR, 9)


def test_a_dry_run_says_the_same_and_keeps_nothing(loading: FaultLoading) -> None:
    content = csv_of(row(), row(id="?"), row(id="sample-3", product_category="Kettle", product_category_id="14"))
    found = loading.try_out(ADMINISTRATOR, NAME, io.BytesIO(content))
    assert (found.new, found.refused, found.left) == (1, 1, 1)
    assert loading.loads(ADMINISTRATOR) == ()
    assert laptops(loading) == 0


def test_a_load_that_was_broken_off_goes_on_behind_the_last_line_that_counts(
    loading: FaultLoading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sees half of a file, and no row counts twice."""
    monkeypatch.setattr("lifecycle.service.fault_loading.ROWS_AT_ONCE", 1)
    stopped = FaultLoading(loading.storage, read_rows, lambda: NOW, stopping=lambda: True)
    half = take_in(stopped, csv_of(row(), row(id="sample-2"), row()))
    assert (half.state, half.taken.new, half.busy_until) == (LoadState.RUNNING, 1, None)
    assert laptops(loading) == 0
    assert loading.run_pending() == 1
    [done] = loading.loads(ADMINISTRATOR)
    assert (done.state, done.taken.new, done.taken.refused) == (LoadState.FINISHED, 2, 1)
    assert laptops(loading) == 2


def test_a_load_that_another_works_on_is_left_alone_until_its_term_is_over(loading: FaultLoading) -> None:
    load = loading.submit(ADMINISTRATOR, NAME, io.BytesIO(TWO))
    with loading.storage.writing() as work:
        work.faults.put_load(load.held(NOW))
        work.commit()
    assert loading.work_on(load.number) is None
    assert loading.run_pending() == 0
    later = FaultLoading(loading.storage, read_rows, lambda: NOW + timedelta(minutes=6))
    assert later.run_pending() == 1


def test_a_file_without_a_day_is_refused_and_one_without_its_columns_fails(loading: FaultLoading) -> None:
    with pytest.raises(InvalidInput, match="does not say of which month"):
        take_in(loading, TWO, "repairs.csv")
    done = take_in(loading, b"id,brand\r\n1,HP")
    assert done.state is LoadState.FAILED
    assert "lacks these columns: data_provider, country" in str(done.why)


def test_only_an_administrator_takes_files_in_and_only_some_take_repairs_out(loading: FaultLoading) -> None:
    with pytest.raises(NotPermitted):
        loading.submit(DRZ, NAME, io.BytesIO(TWO))
    export = RepairExport(storage_of(loading), write_rows, "Kringpas")
    with pytest.raises(NotPermitted):
        export.open_data(ADMINISTRATOR)
    with pytest.raises(NotSignedIn):
        export.extension(VISITOR)


def test_a_model_shows_its_own_repairs_and_those_of_its_brand_or_else_of_its_kind(loading: FaultLoading) -> None:
    """Fewer than the policy's small number of a brand say less than all of the kind."""
    take_in(loading, csv_of(*(row(id=f"s-{number}", brand="HP" if number else "Acer") for number in range(11))))
    with loading.storage.writing() as work:
        work.faults.follow(KEY, [own(1), own(2, model=PassportId("another"))])
        work.commit()
    faults = Faults(storage_of(loading))
    hp = faults.of_model(PassportId("model-hp"), ProductKind.LAPTOP, "Hewlett-Packard")
    assert (hp.own.repairs, hp.others.repairs, hp.others_of.brand) == (1, 10, "HP")
    acer = faults.of_model(PassportId("none"), ProductKind.LAPTOP, "Acer")
    assert (acer.own.repairs, acer.others.repairs, acer.others_of.brand) == (0, 11, None)


@pytest.mark.parametrize("wanted", [Wanted(brand="Nobody"), Wanted(age="7")])
def test_a_brand_or_an_age_that_there_is_not_is_told_so(loading: FaultLoading, wanted: Wanted) -> None:
    with pytest.raises(InvalidInput):
        Faults(storage_of(loading)).report(wanted)
