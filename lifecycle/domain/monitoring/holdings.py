"""What is here today, by who holds it, where, and in which functional grade."""

from collections.abc import Iterable

from dpp.domain.message import message
from lifecycle.domain.monitoring.counted import Held
from lifecycle.domain.monitoring.tables import NOT_KNOWN, Table, divided

NOT_GRADED = "not-graded"


def grades_table(held: Iterable[Held]) -> Table:
    """Devices that are not inspected yet have no grade."""
    return divided(
        "grades",
        message("Stock by grade and place"),
        message(
            "Devices that are here now, by who holds them, where, and the functional grade (R2v3) of the last "
            "inspection: F1 is the lowest, F6 the highest."
        ),
        ("holder", "place", "grade"),
        (((each.holder or NOT_KNOWN, each.place or NOT_KNOWN, each.grade or NOT_GRADED), each.count) for each in held),
    )
