"""Requests: a coordinator and two ministries ask for devices, and what there is is divided over them."""

from datetime import timedelta

from dpp.domain.opaque import PassportId
from lifecycle.domain.requests.request import Wanted
from lifecycle.domain.requests.specification import Specification
from web.demo import handovers
from web.demo.stage import Stage

FREE = ("DEMOVRIJ01", "DEMOVRIJ02")


def ask_and_divide(stage: Stage, laptop: PassportId) -> None:
    """Three laptops, one of them left of the pallet, and four large displays; no laptop is new enough for the other."""
    handovers.pallet(stage, laptop, FREE)
    _ask(stage, "regie", "laptop", 20, Specification(cosmetic_grade=3, battery_percent=80))
    _ask(stage, "eigenaar", "display", 5, Specification(diagonal_inch=26))
    _ask(stage, "noord", "laptop", 8, Specification(age_months_at_most=24))
    drz, allocations = stage.actors["drz"], stage.use.allocations
    allocations.confirm(drz, allocations.propose(drz).allocation.allocation_id)


def _ask(stage: Stage, who: str, category: str, number: int, least: Specification) -> None:
    wanted = Wanted(
        category=category,
        number=number,
        place="Utrecht",
        deadline=stage.today + timedelta(days=60),
        specification=least,
    )
    stage.use.requests.make(stage.actors[who], wanted)
