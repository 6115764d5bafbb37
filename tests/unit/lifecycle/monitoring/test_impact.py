"""What is known of devices adds up with its range; what is not known is counted apart."""

from lifecycle.domain.monitoring.impact import impact_tables
from lifecycle.domain.monitoring.tables import Table
from lifecycle.domain.routing.facts import Figure
from tests.support.monitoring_reports import AVOIDED, DELL, ended

MASS = Figure(1.5, 1.4, 1.7, "kg")


def tables(grams: Figure | None) -> dict[str, Table]:
    them = [
        ended("donated", 10),
        ended("sold", 2, model=None),
        ended("sent_to_recycler", 4),
        ended("returned_to_lessor", 9),
    ]
    made = impact_tables(
        them, lambda _: MASS, lambda _: AVOIDED, lambda model: {"Cobalt": grams} if model == DELL else None
    )
    return {table.name: table for table in made}


def test_waste_stands_beside_what_is_used_on_and_returned_devices_are_neither() -> None:
    kept, handed = tables(None)["waste"].lines
    assert (kept.key, kept.values) == (("kept-from-waste",), (10, 15.0, 14.0, 17.0, 2))
    assert (handed.key, handed.values) == (("to-recycler",), (4, 6.0, 5.6, 6.8, 0))


def test_materials_are_those_of_devices_that_are_used_on() -> None:
    assert tables(Figure(8, 5, 12, "g"))["materials"].lines[0].values == (10, 80, 50, 120, 2)


def test_a_material_without_an_amount_is_named_and_not_known() -> None:
    assert tables(None)["materials"].lines[0].values == (0, None, None, None, 12)
