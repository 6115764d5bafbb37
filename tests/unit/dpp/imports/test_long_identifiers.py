"""An import tells of each row whose address is longer than the EU registry takes; the row is accepted all the same."""

from dpp.domain.imports.report import report_line
from dpp.domain.imports.rows import Outcome
from tests.support.imports_world import GTIN, ImportWorld, lines
from tests.support.service_world import URL


def test_the_report_of_a_row_carries_the_warning_and_the_row_is_accepted() -> None:
    world = ImportWorld()
    world.model()
    rows = ({"gtin": GTIN, "serialNumber": serial} for serial in ("A1", "LONGSERIAL1"))
    short, long = world.reports(world.imported("item", lines(*rows)))
    assert (short.outcome, short.what) == (Outcome.CREATED, None)
    assert long.outcome is Outcome.CREATED
    assert f"{URL}/01/{GTIN}/21/LONGSERIAL1 has" in str(long.what)
    assert f"{URL}/passports/{long.subject} would be" in str(long.what)
    assert "characters" in report_line(long)[4]


def test_a_device_without_a_gs1_address_has_nothing_to_be_warned_of() -> None:
    world = ImportWorld()
    model = world.model(gtin=None)
    [report] = world.reports(world.imported("item", lines({"model": model, "serialNumber": "LONGSERIAL1"})))
    assert (report.outcome, report.what) == (Outcome.CREATED, None)
