"""A context for every page, so that each can be rendered, checked and looked at without a service behind it.

Devices, people and numbers are invented; the models exist.
"""

from datetime import UTC, date, datetime

from dpp.domain.actor import Role
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from dpp.domain.message import message
from lifecycle.domain.vocabulary import (
    DataState,
    Lifecycle,
)
from tests.support import (
    access_samples,
    admin_samples,
    approval_samples,
    checking_samples,
    correction_samples,
    donation_samples,
    erasure_page_samples,
    evidence_page_samples,
    fault_page_samples,
    foreign_samples,
    found_samples,
    imports_samples,
    inbox_samples,
    kept_form_samples,
    label_samples,
    law_samples,
    linkset_samples,
    load_page_samples,
    marketplace_samples,
    model_repair_samples,
    monitoring_samples,
    overview_samples,
    passport_samples,
    people_samples,
    policy_page_samples,
    printing_samples,
    repair_order_samples,
    repairability_samples,
    repairer_samples,
    request_page_samples,
    sale_samples,
    search_samples,
    spare_page_samples,
    support_page_samples,
    things_samples,
    user_guide_samples,
    work_samples,
    worklist_samples,
)
from web.pages.accessibility import statement
from web.pages.contexts.device import (
    DeviceRow,
    FoundPage,
)
from web.pages.contexts.forms import NOTHING_OFFERED
from web.pages.contexts.frame import (
    Figure,
    FormState,
    Frame,
    Language,
    Link,
    Notice,
    Person,
    Turner,
)
from web.pages.contexts.general import (
    AboutPage,
    ErrorPage,
    Fault,
    HomePage,
    StyleguidePage,
)
from web.pages.contexts.passport import (
    Document,
    Fact,
    FactGroup,
    Family,
    Footing,
    Footprint,
    Part,
    PassportPage,
    ProductKind,
    Repairability,
    Score,
    Section,
)
from web.pages.contexts.people import JournalPage, PeoplePage
from web.pages.contexts.station_shell import StationShell
from web.pages.rendering import Page

TODAY = date(2026, 11, 20)

PROVIDER = Person("Sanne de Wit", "SSC-ICT", frozenset({Role.ICT_PROVIDER}))
DRZ = Person("Ruud Kramer", "Domeinen Roerende Zaken", frozenset({Role.DRZ}))
OWNER = Person("Ellen Vos", "Ministerie van Infrastructuur en Waterstaat", frozenset({Role.OWNER}))
REPAIRER = Person("Rik Bakker", "Reparatie Utrecht", frozenset({Role.REPAIRER}))
ADMINISTRATOR = Person("Noor Haddad", "Logius", frozenset({Role.ADMINISTRATOR}))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment in November 2026."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def passport_of_a_laptop() -> PassportPage:
    """A refurbished laptop whose data were erased and checked."""
    return PassportPage(
        id="3w9c5q8h2m7k4t1p",
        url="https://kringpas.example/passports/3w9c5q8h2m7k4t1p",
        brand="Dell",
        model="Latitude 7420",
        kind=ProductKind.LAPTOP,
        of_item=True,
        today=TODAY,
        has_storage=True,
        history=PublicHistory(
            entries=(
                PublicEntry("2021-09", PublicKind.MADE),
                PublicEntry("2026-03", PublicKind.REGISTERED),
                PublicEntry("2026-05", PublicKind.PART_REPLACED, PublicPart.BATTERY),
                PublicEntry("2026-06", PublicKind.DATA_ERASED),
                PublicEntry("2026-06", PublicKind.REFURBISHED),
            ),
            data_safe="2026-06",
        ),
        footing=Footing(
            compiled_by="Kringpas",
            by_maker=False,
            sources=(
                Link("Dell Product Carbon Footprint", "https://www.dell.com/"),
                Link("endoflife.date", "https://endoflife.date/"),
            ),
            version=3,
            changed=date(2026, 6, 18),
        ),
        formats=(
            Link("JSON", "/passports/3w9c5q8h2m7k4t1p?format=json"),
            Link("JSON-LD", "/passports/3w9c5q8h2m7k4t1p?format=jsonld"),
        ),
        repair=Repairability(
            basis="EN 45554",
            parts=(
                Part("Battery", date(2028, 9, 1), "1PP63", Figure(79.5, "EUR"), "end users", "https://www.dell.com/"),
                Part("Memory"),
                Part("Storage"),
            ),
            guide=Link("Service manual", "https://www.dell.com/support"),
        ),
        updates_until=date(2027, 10, 31),
        updates=support_page_samples.block(),
        battery=Figure(96, "%"),
        condition=Section(
            "condition", message("Condition of this device"), (Fact("Battery health", (Figure(96, "%"),)),)
        ),
        sections=(Section("energy", message("Energy"), (Fact("Energy in a year", (Figure(22.4, "kWh"),)),)),),
        footprint=Footprint(
            (Fact("Carbon footprint", (Figure(286, "kg CO2e", 210, 352, "Dell (PAIA)", "https://www.dell.com/"),)),),
            "PAIA",
            "2021",
            (Score("Making", 85.9, 100, "%"), Score("Use", 10.6, 100, "%")),
        ),
        documents=(
            Document("Manual", Link("Manual", "https://www.dell.com/support"), "English", "PDF", "professionals"),
        ),
        archived=date(2026, 7, 1),
        successor="/passports/7h2m3w9c5q8k4t1p",
        predecessor="/passports/9c5q8h2m7k4t1p3w",
        parent="/passports/0a1b2c3d4e5f6g7h",
        batch="/passports/1a1b2c3d4e5f6g7h",
        family=Family(versions="/passports/3w9c5q8h2m7k4t1p/versions"),
        label="7k3m-9x2p-4q8d",
        withheld=3,
        whole=(
            FactGroup(
                "Specification",
                (
                    Fact("Processor", ("Intel Core i7-1185G7",)),
                    Fact("Weight", (Figure(1.31, "kg", source="Dell", source_address="https://www.dell.com/"),)),
                    Fact(
                        "Service manual",
                        (Link("Manual", "https://www.dell.com/support"),),
                        "professionals",
                        "version 1",
                    ),
                ),
                ("Resolution",),
            ),
        ),
        proof="/log/devices/7k3m9x2p4q8d",
    )


def passport_of_a_missing_phone() -> PassportPage:
    """A phone that belongs to the State and was reported lost."""
    return PassportPage(
        id="7h2m3w9c5q8k4t1p",
        url="https://kringpas.example/passports/7h2m3w9c5q8k4t1p",
        brand="Fairphone",
        model="5",
        kind=ProductKind.PHONE,
        of_item=True,
        today=TODAY,
        has_storage=True,
        history=PublicHistory(entries=(PublicEntry("2023-10", PublicKind.MADE),), reported_lost=True),
        footing=Footing("Kringpas", by_maker=False, sources=(), version=1, changed=date(2026, 2, 2)),
        formats=(),
        repair=Repairability(grade="A", score=Figure(4.5, "/ 5", source="EPREL"), basis="(EU) 2023/1669"),
        updates_until=date(2025, 1, 1),
        label="2b7n-0v5r-8m1k",
        report_found="/passports/7h2m3w9c5q8k4t1p/found",
    )


def passport_of_a_display_model() -> PassportPage:
    """A model, of which little is published."""
    return PassportPage(
        id="9c5q8h2m7k4t1p3w",
        url="https://kringpas.example/passports/9c5q8h2m7k4t1p3w",
        brand="Philips",
        model="243B1",
        kind=ProductKind.DISPLAY,
        of_item=False,
        today=TODAY,
        has_storage=False,
        history=PublicHistory(),
        footing=Footing(
            "Kringpas",
            by_maker=False,
            sources=(Link("EPREL", "https://eprel.ec.europa.eu/"),),
            version=1,
            changed=TODAY,
        ),
        formats=(Link("JSON", "/passports/9c5q8h2m7k4t1p3w?format=json"),),
        repair=Repairability(parts_until=date(2031, 6, 30)),
        family=Family(
            batches=(Link("Batch 1", "/passports/1a1b2c3d4e5f6g7h"),),
            items=2,
            states=((Lifecycle.IN_USE, 2),),
            devices="/devices",
            compare="/models",
            edit="/passports/9c5q8h2m7k4t1p3w/edit",
            new_batch="/passports/9c5q8h2m7k4t1p3w/batches/new",
        ),
        law=law_samples.law_of_a_phone(),
        contradictions=(law_samples.SIDES,),
        contradict="/passports/9c5q8h2m7k4t1p3w/contradictions/new",
        repair_page="/models/9c5q8h2m7k4t1p3w/repair",
    )


def styleguide() -> StyleguidePage:
    """The gallery itself."""
    return StyleguidePage(
        pages=tuple(Link(name, f"/styleguide/{name}") for name in ("home", "passport")),
        form=FormState({"right": "7k3m"}, {"wrong": message("Fill this in.")}),
        figure=Figure(286, "kg CO2e", 210, 352, "EPREL", "https://eprel.ec.europa.eu/"),
        code="7k3m-9x2p-4q8d",
        turner=Turner(2, 7, "/styleguide?page=1", "/styleguide?page=3"),
    )


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address, for every page worth looking at."""
    return {
        "home": (HomePage(), None, "/"),
        "station": (StationShell(), None, "/station"),
        **overview_samples.samples(PROVIDER, DRZ, OWNER),
        **passport_samples.samples(DRZ),
        "passport": (passport_of_a_laptop(), None, "/passports/3w9c5q8h2m7k4t1p"),
        "passport-missing": (passport_of_a_missing_phone(), None, "/passports/7h2m3w9c5q8k4t1p"),
        "passport-model": (passport_of_a_display_model(), None, "/passports/9c5q8h2m7k4t1p3w"),
        "sign-in": (people_samples.sign_in_with_demo(), None, "/sign-in"),
        "sign-in-refused": (people_samples.sign_in_refused(), None, "/sign-in"),
        "account": (people_samples.account(), PROVIDER, "/account"),
        "badges": (people_samples.badges(), PROVIDER, "/account/badges"),
        "enrol": (people_samples.enrol(), None, "/station/enrol"),
        "found": (
            FoundPage(
                "latitude",
                (DeviceRow(work_samples.HEAD, Lifecycle.INSPECTED, DataState.PURGED),),
                (Link("Dell Latitude 7420", "/passports/x"),),
            ),
            PROVIDER,
            "/find?q=latitude",
        ),
        "found-nothing": (
            FoundPage(
                "7O3M9X2P4Q8X",
                (),
                understood=(message("the form of a serial number"),),
                warnings=(message("It has the letter O: compare it with the label, it may be the digit 0."),),
            ),
            None,
            "/find?q=7O3M9X2P4Q8X",
        ),
        "found-elsewhere": (
            FoundPage("https://passports.example/d/1", (), foreign="https://passports.example/d/1"),
            PROVIDER,
            "/find?q=https://passports.example/d/1",
        ),
        "found-near": (
            FoundPage("OO11AB", (), near=(DeviceRow(work_samples.HEAD, Lifecycle.INSPECTED, DataState.PURGED),)),
            PROVIDER,
            "/find?q=OO11AB",
        ),
        **work_samples.samples(PROVIDER, DRZ, OWNER),
        **correction_samples.samples(DRZ),
        **law_samples.samples(),
        **user_guide_samples.samples(DRZ),
        **access_samples.samples(),
        **admin_samples.samples(ADMINISTRATOR),
        **checking_samples.samples(),
        **foreign_samples.samples(PROVIDER),
        **found_samples.samples(OWNER),
        **repairer_samples.samples(OWNER, ADMINISTRATOR, REPAIRER),
        **donation_samples.samples(DRZ),
        **sale_samples.samples(DRZ, PROVIDER),
        **search_samples.samples(DRZ),
        **evidence_page_samples.samples(PROVIDER),
        **approval_samples.samples(DRZ, ADMINISTRATOR),
        **monitoring_samples.samples(DRZ),
        **fault_page_samples.samples(ADMINISTRATOR),
        **model_repair_samples.samples(DRZ),
        **erasure_page_samples.samples(PROVIDER, ADMINISTRATOR),
        **imports_samples.samples(),
        **spare_page_samples.samples(PROVIDER),
        **support_page_samples.samples(ADMINISTRATOR),
        **policy_page_samples.samples(),
        **inbox_samples.samples(PROVIDER),
        **label_samples.samples(PROVIDER),
        **linkset_samples.samples(),
        **load_page_samples.samples(PROVIDER),
        **marketplace_samples.samples(PROVIDER),
        **repairability_samples.samples(),
        **repair_order_samples.samples(PROVIDER, OWNER),
        **request_page_samples.samples(DRZ, OWNER),
        **things_samples.samples(PROVIDER),
        **worklist_samples.samples(PROVIDER),
        "people": (people_samples.people(), ADMINISTRATOR, "/admin/people"),
        "people-none": (PeoplePage((), NOTHING_OFFERED), ADMINISTRATOR, "/admin/people"),
        "person": (people_samples.person(), ADMINISTRATOR, "/admin/people/p1"),
        "organisations": (people_samples.organisations(), ADMINISTRATOR, "/admin/organisations"),
        "organisation": (people_samples.organisation(), ADMINISTRATOR, "/admin/organisations/sad"),
        "keys": (people_samples.keys(), ADMINISTRATOR, "/admin/keys"),
        "stations": (people_samples.stations(), ADMINISTRATOR, "/admin/stations"),
        "journal": (people_samples.journal(), ADMINISTRATOR, "/admin/journal"),
        "journal-empty": (JournalPage(()), ADMINISTRATOR, "/admin/journal"),
        **printing_samples.samples(PROVIDER),
        **kept_form_samples.samples(PROVIDER),
        "error-404": (not_found(), None, "/passports/nothing"),
        "error-422": (refused(), PROVIDER, work_samples.DEVICE),
        "about": (AboutPage("https://example.nl/kringpas"), None, "/about"),
        "accessibility": (statement("kringpas@example.org"), None, "/accessibility"),
        "styleguide": (styleguide(), None, "/styleguide"),
    }


def not_found() -> ErrorPage:
    """An address with nothing behind it."""
    return ErrorPage(
        404,
        message("This page does not exist"),
        message("There is nothing at this address, or you may not see it."),
        remedy=message("Scan the code again, or type it in."),
    )


def refused() -> ErrorPage:
    """A rule that forbids it now."""
    return ErrorPage(
        422,
        message("This cannot be done now"),
        message("You cannot check your own erasure."),
        kept=message("Nothing was changed."),
        remedy=message("Ask a colleague to check it."),
        faults=(Fault("medium", message("Erased by you.")),),
        reference="8c1f-22d0",
    )


def frame_for(language: Language, person: Person | None, address: str, *notices: Notice) -> Frame:
    """The frame that a signed-in person, or a visitor, sees."""
    return Frame(language, address, csrf="token-of-this-session", person=person, notices=notices)
