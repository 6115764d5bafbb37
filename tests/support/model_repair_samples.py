"""A context for the repair page of a model.

A part that adds a section puts a sample of it in `sections`, so that it is rendered, checked and looked at with all.
"""

from datetime import date

from dpp.domain.message import message
from tests.support import (
    advice_page_samples,
    fault_page_samples,
    guide_samples,
    repairability_samples,
    spare_page_samples,
)
from web.pages.contexts.frame import Figure, Person
from web.pages.contexts.model_repair import ModelRepairPage, RepairSection
from web.pages.contexts.passport import ProductKind
from web.pages.rendering import Page

ADDRESS = "/models/0a1b2c3d4e5f6g7h/repair"
UNTIL = message("Security updates until {day}", day=date(2028, 9, 1))
NO_UPDATES = message("No end of security updates is given")


def sections() -> tuple[RepairSection, ...]:
    """Every section that the page can have, in its order."""
    return (
        repairability_samples.section(),
        guide_samples.section(),
        spare_page_samples.section(),
        fault_page_samples.section(),
        advice_page_samples.costs(),
        advice_page_samples.software(),
    )


def samples(writer: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """A model of which much is known, and one of which nothing is."""
    much = ModelRepairPage(
        "Fairphone 5",
        ProductKind.PHONE,
        "/passports/0a1b2c3d4e5f6g7h",
        UNTIL,
        sections(),
        None,
        "A",
        Figure(4.6, "/ 5"),
    )
    nothing = ModelRepairPage("Philips 243B1", ProductKind.DISPLAY, "/passports/9c5q8h2m7k4t1p3w", NO_UPDATES)
    return {
        "model-repair": (much, None, ADDRESS),
        "model-repair-nothing": (nothing, None, ADDRESS),
        **guide_samples.samples(writer),
    }
