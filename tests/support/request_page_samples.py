"""Contexts for the pages of requests and of their allocation. Organisations and numbers are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.allocation.answer import Method, Shortage
from lifecycle.domain.requests.allotment import AllotmentState
from lifecycle.domain.requests.request import Act, RequestState
from lifecycle.domain.vocabulary import Route
from lifecycle.service.request_ports import AllocationState
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Person
from web.pages.contexts.requests import (
    AllocationPage,
    AllocationRow,
    AllocationsPage,
    GivenDevice,
    NotGiven,
    OutcomeLine,
    PlacedLine,
    RequestPage,
    RequestRow,
    RequestsPage,
    RequestStep,
)
from web.pages.rendering import Page

_NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_DEVICE = "3w9c5q8h2m7k4t1p"
_GIVEN = GivenDevice(_DEVICE, "Dell Latitude 7420", f"/devices/{_DEVICE}", AllotmentState.KEPT, date(2026, 12, 4))
_HEAD = DeviceHead("Dell Latitude 7420", f"/devices/{_DEVICE}", "SSC-001234")

ASKED = RequestRow(
    "/requests/7k3m9x2p4q8d",
    message("Laptop"),
    "Rijkswaterstaat",
    Route.REDEPLOY,
    8,
    5,
    "Utrecht",
    date(2026, 12, 18),
    RequestState.PARTLY_MET,
)
PROGRAMME = replace(
    ASKED,
    address="/requests/9x2p4q8d7k3m",
    requester="Stichting Allemaal Digitaal",
    route=Route.DONATE,
    number=20,
    given=0,
    place="Almere",
    state=RequestState.OPEN,
)
ALLOCATION = AllocationRow("/allocations/4q8d7k3m9x2p", _NOON, 5, AllocationState.PROPOSED)


def request(*, draft: bool = False) -> RequestPage:
    return RequestPage(
        line=replace(ASKED, state=RequestState.DRAFT, given=0) if draft else ASKED,
        asked=(message("at least {count} GB of memory", count=16), message("at least grade {grade}", grade="F5")),
        programme="Winter 2026",
        order=None if draft else message("Purchase order 2026-114, 5 devices"),
        devices=() if draft else (_GIVEN,),
        steps=(RequestStep(Act.MADE, _NOON, 8, None),),
        can_change=True,
        is_draft=draft,
        can_confirm_order=not draft,
    )


def allocation() -> AllocationPage:
    return AllocationPage(
        address=ALLOCATION.address,
        row=ALLOCATION,
        method=Method.ASSIGNMENT,
        rule="turns-1",
        inputs="0f" * 32,
        outcomes=(
            OutcomeLine(PROGRAMME, 20, 0, 3, Shortage.IN_TURN_TO_OTHERS, ((message("memory"), 4),)),
            OutcomeLine(ASKED, 8, 5, 5, Shortage.NONE_FITS, ()),
        ),
        placed=(PlacedLine(_HEAD, ASKED, 2, PROGRAMME, stays=True),),
        unplaced=12,
        refused=(NotGiven(_HEAD, message("It was reserved meanwhile.")),),
        can_decide=True,
    )


def samples(drz: Person, owner: Person) -> dict[str, tuple[Page, Person | None, str]]:
    return {
        "requests": (
            RequestsPage((ASKED, PROGRAMME), everybody=True, can_make=False, can_divide=True),
            drz,
            "/requests",
        ),
        "requests-none": (RequestsPage((), everybody=False, can_make=True, can_divide=False), owner, "/requests"),
        "request": (request(), owner, ASKED.address),
        "request-draft": (request(draft=True), owner, ASKED.address),
        "allocations": (AllocationsPage((ALLOCATION,), can_divide=True), drz, "/allocations"),
        "allocations-none": (AllocationsPage((), can_divide=True), drz, "/allocations"),
        "allocation": (allocation(), drz, ALLOCATION.address),
    }
