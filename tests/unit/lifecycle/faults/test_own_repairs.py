"""The repairs of one device in its events, and how they leave as Open Repair Data."""

import json
from datetime import date
from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import given

from dpp.domain.opaque import PassportId
from lifecycle.domain.events import ComponentInstalled, Corrected, EventId, Repaired, RepairFailed, RepairQuoted
from lifecycle.domain.events.correction import ErrorReason
from lifecycle.domain.faults.export import EXTENSION_FIELDS, extension_row, open_id, open_repair
from lifecycle.domain.faults.kinds import OF_COMPONENT, OF_FINDING, Fault
from lifecycle.domain.faults.kinds import RepairStatus as End
from lifecycle.domain.faults.open_data import write_row
from lifecycle.domain.faults.own import OfDevice, repairs_of
from lifecycle.domain.vocabulary import ComponentKind, FaultKind, PartOrigin, RepairBarrier
from schemas import catalog
from tests.support import table_schema
from tests.support.fault_samples import OWN, REFERENCE, event, own

DEVICE = OfDevice(REFERENCE.policy, "laptop", "HP", PassportId("model-hp"), date(2022, 5, 4))
QUOTED = RepairQuoted(parts=(ComponentKind.BATTERY,), cost_eur=Decimal(38))
BATTERY_IN = ComponentInstalled(component=ComponentKind.BATTERY, origin=PartOrigin.USED)
FAILED = RepairFailed(barrier=RepairBarrier.NO_INFORMATION)


def test_a_repair_has_the_parts_that_went_in_before_its_end() -> None:
    """What a part tells of, the cost and the age at the time."""
    [found] = repairs_of([event(1, QUOTED), event(2, BATTERY_IN), event(3, Repaired(cost_eur=Decimal(35)))], DEVICE)
    assert (found.status, found.parts) == (End.FIXED, (ComponentKind.BATTERY,))
    assert found.faults == {Fault.BATTERY}
    assert (found.cost, found.age, found.band, found.event) == (Decimal(35), 4.0, "3-5", EventId("e3"))


def test_what_the_repairer_found_goes_before_what_the_parts_tell() -> None:
    done = Repaired(parts=(ComponentKind.BATTERY,), faults=(FaultKind.TOUCH, FaultKind.OTHER), minutes=25)
    [found] = repairs_of([event(1, done)], DEVICE)
    assert found.faults == {Fault.SCREEN}
    assert found.minutes == 25
    [other] = repairs_of([event(1, Repaired(parts=(ComponentKind.BATTERY,), faults=(FaultKind.OTHER,)))], DEVICE)
    assert (other.faults, other.described) == (frozenset(), True)


def test_one_that_failed_has_its_barrier_and_the_fault_of_its_quote() -> None:
    """Nothing went in, so it has no parts."""
    [found] = repairs_of([event(1, QUOTED), event(2, FAILED)], DEVICE)
    assert (found.status, found.barrier) == (End.END_OF_LIFE, RepairBarrier.NO_INFORMATION)
    assert found.faults == {Fault.BATTERY}
    assert found.parts == ()


def test_a_quote_without_an_end_could_be_repaired_and_a_new_quote_is_of_the_same_repair() -> None:
    [found] = repairs_of([event(1, QUOTED), event(2, QUOTED)], DEVICE)
    assert (found.number, found.status, found.event) == (1, End.REPAIRABLE, EventId("e2"))


def test_repairs_follow_each_other_and_nothing_told_is_not_described() -> None:
    events = [event(1, BATTERY_IN), event(2, Repaired()), event(3, Repaired())]
    first, second = repairs_of(events, DEVICE)
    assert (first.number, first.described, second.number, second.described) == (1, True, 2, False)


def test_what_is_declared_to_be_in_error_never_counted() -> None:
    wrong = Corrected(event=EventId("e2"), reason=ErrorReason.DID_NOT_OCCUR)
    assert repairs_of([event(1, BATTERY_IN), event(2, Repaired()), event(3, wrong)], DEVICE) == ()


def test_every_finding_and_component_of_the_device_words_has_a_fault_or_is_something_else() -> None:
    assert set(FaultKind) - set(OF_FINDING) == {FaultKind.OTHER}
    assert set(ComponentKind) - set(OF_COMPONENT) == {ComponentKind.OTHER}


def test_a_repair_leaves_without_anything_that_leads_to_its_device() -> None:
    """The id is made one way of the id of its event; the same in both files."""
    leaving = open_repair(OWN, "Kringpas")
    assert leaving is not None
    written, beside = write_row(leaving, REFERENCE), extension_row(OWN)
    assert beside is not None
    assert written["id"] == beside["id"] == open_id(OWN)
    assert "event-1" not in "".join([*written.values(), *beside.values()])
    assert (written["problem"], written["repair_status"], written["product_age"]) == ("battery", "Fixed", "4.2")
    assert (written["group_identifier"], written["year_of_manufacture"]) == ("", "")
    assert dict(beside) == {
        "id": open_id(OWN),
        "model_passport_id": "model-hp",
        "parts": "battery",
        "minutes": "25",
        "cost_eur": "38.00",
    }


def test_a_device_of_no_category_of_the_standard_is_left_out() -> None:
    assert open_repair(own(1, group="printer"), "Kringpas") is None
    assert extension_row(own(1, group=None)) is None


@given(
    costs=st.lists(st.none() | st.decimals(0, 9999, places=2), max_size=5),
    parts=st.sets(st.sampled_from(ComponentKind)),
    minutes=st.none() | st.integers(0, 600),
)
def test_the_extension_keeps_its_published_schema(
    costs: list[Decimal | None], parts: set[ComponentKind], minutes: int | None
) -> None:
    schema = json.loads(catalog.read_text("repair-data", "1.0", "schema.json"))["schema"]
    repairs = [own(number, cost=cost, parts=tuple(parts), minutes=minutes) for number, cost in enumerate(costs)]
    rows = [row for row in map(extension_row, repairs) if row is not None]
    assert table_schema.faults(schema, EXTENSION_FIELDS, rows) == []
