"""docs/handovers.md tells what the code does: its tables name every state, verdict, answer and address."""

import re
from pathlib import Path

from fastapi.routing import APIRoute

from lifecycle.api.consignments import consignment_routes
from lifecycle.api.loads import load_routes
from lifecycle.domain.consignment import ANSWERS, ConsignmentState, Verdict
from lifecycle.domain.credentials import REQUIREMENTS
from tests.support.service_world import World

PAGE = (Path(__file__).parents[3] / "docs" / "handovers.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_every_state_and_verdict_is_told() -> None:
    assert [row[0] for row in table("From draft to receipt")] == list(ConsignmentState)
    assert {row[0] for row in table("Receipt in parts")} == set(Verdict)


def test_every_answer_is_told_with_its_side() -> None:
    told = {(row[0], row[1], row[2]) for row in table("Differences")}
    assert told == {(what, side, answer) for what, (side, answers) in ANSWERS.items() for answer in answers}


def test_every_address_below_a_consignment_is_told() -> None:
    told = {tuple(re.findall(r"`(\w+) ([^`?]+)", row[0])[0]) for row in table("Where")}
    below = "/api/v1/consignments/{consignment}"
    use = World().use
    everything = (*consignment_routes(use).routes, *load_routes(use.loads).routes)
    routes = [route for route in everything if isinstance(route, APIRoute)]
    assert told == {
        (method, route.path.removeprefix(below))
        for route in routes
        for method in route.methods or ()
        if route.path.startswith(f"{below}/")
    }


def test_every_credential_that_is_asked_is_told() -> None:
    told = {tuple(row) for row in table("What receiver and carrier must show")}
    assert told == {
        (
            "custody, sealed" if each.route is None else each.route,
            each.holding or "any",
            each.party,
            " ".join(each.kinds),
        )
        for each in REQUIREMENTS
    }
    assert len(told) == len(REQUIREMENTS)
