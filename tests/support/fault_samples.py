"""Repairs as the tests of faults use them: rows of Open Repair Data written by hand, entries, events."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from dpp.domain.actor import AccountId
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.adapters.fault_data import load_fault_reference
from lifecycle.domain.events import Event, EventId, Happening, TransactionId
from lifecycle.domain.faults.kinds import Fault, RepairStatus
from lifecycle.domain.faults.loads import Entry
from lifecycle.domain.faults.open_data import FIELDS, OpenRepair, digest, read_row
from lifecycle.domain.faults.own import OwnRepair
from lifecycle.domain.vocabulary import ComponentKind

REFERENCE = load_fault_reference()
PUBLISHED = date(2025, 7, 31)
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
KEY = DeviceKey("device01")

ROW = {
    "id": "sample-1",
    "data_provider": "Repair Café Voorbeeld",
    "country": "NLD",
    "partner_product_category": "Computers ~ Laptop",
    "product_category": "Laptop",
    "product_category_id": "16",
    "brand": "Hewlett-Packard",
    "year_of_manufacture": "????",
    "product_age": "4.5",
    "repair_status": "End of life",
    "repair_barrier_if_end_of_life": "Item too worn out",
    "group_identifier": "0122",
    "event_date": "2019-03-02",
    "problem": "accu laadt niet op, scherm kapot",
}

OWN = OwnRepair(
    number=1,
    event=EventId("event-1"),
    on=NOW.date(),
    group="laptop",
    brand="HP",
    model=PassportId("model-hp"),
    age=4.2,
    band="3-5",
    status=RepairStatus.FIXED,
    barrier=None,
    faults=frozenset({Fault.BATTERY}),
    described=True,
    parts=(ComponentKind.BATTERY,),
    cost=Decimal("38.00"),
    minutes=25,
)


def row(**changed: str) -> dict[str, str]:
    return ROW | changed


def repair(**changed: str) -> OpenRepair:
    """What a row reads as; the row must be sound."""
    read = read_row(row(**changed), REFERENCE, PUBLISHED)
    assert isinstance(read, OpenRepair), read
    return read


def entry(**changed: str) -> Entry:
    read = repair(**changed)
    return Entry(read, digest(read, REFERENCE), REFERENCE.policy.band(read.years(REFERENCE.policy.oldest)))


def csv_of(*rows: dict[str, str]) -> bytes:
    """A file of these rows, each value between quotes."""
    cells = [FIELDS, *([each[field] for field in FIELDS] for each in rows)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in cells).encode()


def event(number: int, happening: Happening) -> Event:
    """The event of a device with this number, one day after the one before."""
    at = replace_day(number)
    return Event(EventId(f"e{number}"), KEY, at, at, AccountId("a"), None, TransactionId(f"t{number}"), happening)


def replace_day(number: int) -> datetime:
    return NOW.replace(day=number)


def own(number: int, **changed: object) -> OwnRepair:
    """Our repair with this number."""
    made: OwnRepair = replace(OWN, number=number, event=EventId(f"event-{number}"), **changed)  # type: ignore[arg-type]  # fields of the class
    return made
