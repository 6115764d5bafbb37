"""The first page of the day and the overview of an owner: full, with one thing, and empty."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.message import message
from lifecycle.domain.holdings import Standing, StepCount
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.domain.worklists import ListName
from lifecycle.service.holding_ports import PlaceCount, YearCount
from lifecycle.service.holdings import HoldingView, Needs
from lifecycle.service.today import Waits
from lifecycle.service.today_ports import Matter
from tests.support import admin_samples
from tests.support.work_samples import HEAD
from web.pages.contexts.device import DeviceRow
from web.pages.contexts.frame import FormState, Person
from web.pages.contexts.overview import OwnDevice, OwnDevicesPage
from web.pages.home import too_long
from web.pages.mapping.overview import OVERVIEW, Beside, overview_page
from web.pages.mapping.today import today_page
from web.pages.rendering import Page

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BZK, SSC = OrganisationId("bzk"), OrganisationId("ssc")
WAITS = (
    Waits(ListName.APPROVAL, 412, NOW - timedelta(days=31)),
    Waits(Matter.QUOTE, 1, NOW - timedelta(days=1)),
    Waits(Matter.FOUND_REPORT, 2, NOW),
)
STEPS = (
    StepCount(Standing.IN_USE, 61_204, 0, NOW - timedelta(days=900), {}, {BZK: 61_204}),
    StepCount(Standing.COLLECTION, 340, 12, NOW - timedelta(days=45), {}, {BZK: 340}),
    StepCount(Standing.DECISION, 88, 0, NOW, {"redeploy": 60, "donate": 28}, {SSC: 88}),
    StepCount(Standing.MISSING, 3, 0, NOW, {}, {None: 3}),
)
YEARS = (
    YearCount(year=2026, step="surplus", outcome=None, count=512),
    YearCount(year=2026, step="handed-over", outcome="redeployed", count=1),
    YearCount(year=2026, step="handed-over", outcome="sent_to_recycler", count=7),
    YearCount(year=2025, step="surplus", outcome=None, count=1),
)
VIEW = HoldingView(
    owner=BZK,
    days=30,
    steps=STEPS,
    places=(PlaceCount(BZK, "Den Haag, Turfmarkt 147, kelder", 51_000), PlaceCount(SSC, None, 88)),
    more_places=True,
    needs=Needs(12, 3, {"lock": 4, "media": 80}),
    years=YEARS,
    names={BZK: "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties", SSC: "SSC-ICT"},
)
NONE = HoldingView(
    owner=BZK, days=30, steps=(), places=(), more_places=False, needs=Needs(0, 0, {}), years=(), names={}
)


def samples(provider: Person, drz: Person, owner: Person) -> dict[str, tuple[Page, Person, str]]:
    """As these people see them."""
    days = FormState({"days": "30"})
    row = DeviceRow(HEAD, Lifecycle.SURPLUS, DataState.UNKNOWN, "Den Haag")
    devices = OwnDevicesPage(
        (OwnDevice(row, "SSC-ICT", date(2026, 3, 1)),),
        (Standing.COLLECTION, message("no place is known")),
        f"{OVERVIEW}/devices.csv?step=collection",
        f"{OVERVIEW}/devices?step=collection&after=x",
    )
    return {
        "today": (today_page(_of(Role.DRZ), WAITS, NOW), drz, "/"),
        "today-scanning": (today_page(_of(Role.ICT_PROVIDER), WAITS[:1], NOW, too_long("x" * 500)), provider, "/"),
        "today-administrator": (
            replace(today_page(_of(Role.ADMINISTRATOR), (), NOW), parts=(admin_samples.KEYS,)),
            owner,
            "/",
        ),
        "today-nothing": (today_page(_of(Role.OWNER), (), NOW), owner, "/"),
        "overview": (overview_page(VIEW, Beside(WAITS, (), (), NOW), days), owner, OVERVIEW),
        "overview-none": (overview_page(NONE, Beside((), (), (), NOW), days), owner, OVERVIEW),
        "overview-devices": (devices, owner, f"{OVERVIEW}/devices?step=collection"),
        "overview-devices-none": (OwnDevicesPage((), (), f"{OVERVIEW}/devices.csv?"), owner, f"{OVERVIEW}/devices"),
    }


def _of(role: Role) -> Actor:
    return Actor(AccountId("someone"), BZK, frozenset({role}))
