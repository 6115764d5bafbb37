"""Contexts for the pages of donation. Devices, people and numbers are invented; the models exist."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.donation import Defect, Party, Passing, ProgrammeState, Remedy, Said
from lifecycle.domain.vocabulary import DataState, Ground, Lifecycle
from tests.support import work_samples
from web.pages.contexts.consignment import ConsignmentState
from web.pages.contexts.device import DeviceHead, DeviceRow
from web.pages.contexts.donation import (
    ComingLine,
    DeliveredDevice,
    DeliveryLine,
    DeliveryPage,
    DonationPage,
    FeedbackPage,
    LinkLine,
    ListedDevice,
    OpenDefect,
    ProgrammeLine,
    ProgrammePage,
    ReturnPage,
    SaidLine,
    StepLine,
    StockLine,
    VersionLine,
)
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import Choice, FormState, Link, Person
from web.pages.rendering import Page

DESK, PROGRAMME, DELIVERY = "/donation", "/donation/programmes/p1", "/donation/deliveries/d1"
TOKEN = "/k/5x2q9m/delivery"
MADE = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
LINE = ProgrammeLine(
    "Laptops voor bibliotheken", PROGRAMME, "Regie (demo)", ProgrammeState.OPEN, 400, 118, 20, 3, 1, 96
)
GIVEN = DeliveryLine("7K3M9X2P", DELIVERY, LINE.name, "Bibliotheek (demo)", Passing.GIFT, MADE, 20, 18, 1)
LENT = replace(GIVEN, name="2M8QK0X4", passing=Passing.LOAN, due=date(2026, 11, 1), overdue=True, defects=0)
STOCK = StockLine("0123456789abcdef", DeviceRow(work_samples.HEAD, Lifecycle.DONATED, DataState.VERIFIED, "Depot"))
OTHER = DeviceHead("Dell Latitude 5420", "/devices/x", "PF3ABC12", "9q2w-7r5t-1k8m")
DEVICES = (
    ListedDevice(1, "7k3m-9x2p-4q8d", "Dell Latitude 7420", Said.WORKS, has_open_defect=False),
    ListedDevice(2, "9q2w-7r5t-1k8m", "Dell Latitude 5420", Said.DEFECT, has_open_defect=True),
    ListedDevice(3, None, None, None, has_open_defect=False),
)
FEEDBACK = FeedbackPage(
    address=TOKEN,
    programme=LINE.name,
    coordinator=LINE.coordinator,
    intermediary=GIVEN.intermediary,
    passing=Passing.LOAN,
    made=MADE,
    due=date(2027, 3, 1),
    devices=DEVICES,
    to_come=1,
    recipients=2,
    entry="0123456789abcdefghij",
    defects=tuple(Choice(each.value, each) for each in Defect),
)


def samples(coordinator: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The desk of a coordinator, and the phone of a library."""
    mistakes = FormState(
        {"said": "defect", "note": "Mevrouw De Vries"},
        {"device": message("Tick one device or more."), "defect": message("Choose what is wrong with it.")},
    )
    done = replace(FEEDBACK, to_come=0, recipients=None, passing=Passing.GIFT, due=None)
    return {
        "donation": (
            DonationPage(
                (LINE,),
                (ComingLine("2Q8WK0X4", "/consignments/c", "SSC-ICT (demo)", 40),),
                (STOCK,),
                (GIVEN, LENT),
                may_create=True,
            ),
            coordinator,
            DESK,
        ),
        "donation-empty": (DonationPage((), (), (), ()), coordinator, DESK),
        "donation-programme": (_programme(), coordinator, PROGRAMME),
        "donation-programme-closed": (
            replace(_programme(), line=replace(LINE, state=ProgrammeState.CLOSED), next_states=(), stock=()),
            coordinator,
            PROGRAMME,
        ),
        "donation-delivery": (_delivery(), coordinator, DELIVERY),
        "donation-delivery-link": (
            replace(_delivery(), new_link="https://id.example.nl/k/5x2q9m/delivery", defects=(), recipients=None),
            coordinator,
            DELIVERY,
        ),
        "donation-feedback": (FEEDBACK, None, TOKEN),
        "donation-feedback-mistakes": (replace(FEEDBACK, form=mistakes), None, TOKEN),
        "donation-feedback-done": (done, None, TOKEN),
        "donation-return": (ReturnPage(None, (), ()), coordinator, "/donation/return"),
        "donation-return-found": (
            ReturnPage("7k3m9x2p4q8d", (STOCK,), (Choice(Ground.GIFT.value, Ground.GIFT),)),
            coordinator,
            "/donation/return",
        ),
        "donation-return-unknown": (ReturnPage("NO-SUCH", (), ()), coordinator, "/donation/return"),
    }


def _programme() -> ProgrammePage:
    return ProgrammePage(
        line=LINE,
        decision="aanwijzingsbesluit 2026-4",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        purpose="Lessen in digitale vaardigheden",
        passing=Passing.GIFT,
        minimum=("laptop", "F4", "C3"),
        steps=(
            StepLine(Party.COORDINATOR, Ground.GIFT, Party.COORDINATOR, may_refurbish=True),
            StepLine(Party.INTERMEDIARY, None, Party.COORDINATOR, may_refurbish=False),
            StepLine(Party.RECIPIENTS, Ground.GIFT, Party.RECIPIENTS, may_refurbish=False),
        ),
        history=(VersionLine(1, MADE, ProgrammeState.DRAFT, 400),),
        deliveries=(GIVEN,),
        next_states=(Choice("paused", ProgrammeState.PAUSED),),
        stock=(STOCK,),
        intermediaries=Offered((Choice("library", "Bibliotheek (demo)"),)),
        passings=tuple(Choice(each.value, each) for each in Passing),
    )


def _delivery() -> DeliveryPage:
    return DeliveryPage(
        line=LENT,
        programme=Link(LINE.name, PROGRAMME),
        state=ConsignmentState.PARTLY_RECEIVED,
        devices=(
            DeliveredDevice(work_samples.HEAD, Said.WORKS, 2),
            DeliveredDevice(OTHER, Said.DEFECT, 3),
            DeliveredDevice(replace(OTHER, label=None), None, 2),
        ),
        defects=(OpenDefect("e1", OTHER, Defect.BATTERY, MADE, "Na tien minuten leeg <b>"),),
        remedies=tuple(Choice(each.value, each) for each in Remedy),
        said=(
            SaidLine(MADE, Said.DEFECT, Defect.BATTERY, OTHER),
            SaidLine(MADE, Said.RECIPIENTS, 0),
            SaidLine(MADE, Said.LINK_ISSUED),
        ),
        links=(LinkLine("l1", MADE),),
        recipients=0,
        document="/consignments/c/document.pdf",
        may_change=True,
    )
