"""A context for every page, so that each can be rendered, checked and looked at without a service behind it.

Devices, people and numbers are invented; the models exist.
"""

from datetime import UTC, date, datetime

from dpp.domain.actor import Role
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from dpp.domain.message import message
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import (
    Classification,
    DataState,
    Ground,
    Hazard,
    Holding,
    Lifecycle,
    Lock,
    MediumKind,
    Route,
    SanitisationCategory,
)
from web.pages.contexts.consignment import (
    ConsignmentLine,
    ConsignmentPage,
    ConsignmentsPage,
    ConsignmentState,
    Item,
)
from web.pages.contexts.device import (
    Action,
    Claim,
    DeviceHead,
    DevicePage,
    DeviceRow,
    ErasurePage,
    Evidence,
    EvidencePage,
    FoundPage,
    Happening,
    InspectionPage,
    Medium,
    RepairPage,
    Standing,
    SurplusPage,
    VerificationPage,
)
from web.pages.contexts.frame import (
    Choice,
    Figure,
    FormState,
    Frame,
    Language,
    Link,
    Notice,
    Person,
    Tone,
    Turner,
)
from web.pages.contexts.general import (
    AboutPage,
    AccessibilityPage,
    ErrorPage,
    Fault,
    HomePage,
    LabelPage,
    StyleguidePage,
)
from web.pages.contexts.intake import IntakePage, Need, Pallet, Scan, Verdict
from web.pages.contexts.passport import Footing, Part, PassportPage, ProductKind, Repairability
from web.pages.contexts.people import (
    AccountLine,
    AccountPage,
    CredentialLine,
    KeyLine,
    KeysPage,
    OrganisationLine,
    OrganisationsPage,
    PeoplePage,
    SignInPage,
)
from web.pages.contexts.routing import (
    Alternative,
    Change,
    DecisionPage,
    Gate,
    Group,
    Proposal,
    Signature,
    WorklistPage,
)
from web.pages.rendering import Page

TODAY = date(2026, 11, 20)
DEVICE = "/devices/m2k8x0v4t7q1c5d9"

PROVIDER = Person("Sanne de Wit", "SSC-ICT", frozenset({Role.ICT_PROVIDER}))
DRZ = Person("Ruud Kramer", "Domeinen Roerende Zaken", frozenset({Role.DRZ}))
ADMINISTRATOR = Person("Noor Haddad", "Logius", frozenset({Role.ADMINISTRATOR}))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment in November 2026."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def passport_of_a_laptop() -> PassportPage:
    """A refurbished laptop whose data were erased and checked."""
    return PassportPage(
        id="3w9c5q8h2m7k4t1p",
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
                Part(PublicPart.BATTERY, date(2028, 9, 1), "1PP63"),
                Part(PublicPart.MEMORY),
                Part(PublicPart.STORAGE),
            ),
            guide=Link("Service manual", "https://www.dell.com/support"),
        ),
        updates_until=date(2027, 10, 31),
        battery=Figure(96, "%"),
        energy=Figure(22.4, "kWh"),
        footprint=Figure(286, "kg CO2e", 210, 352, "Dell (PAIA)", "https://www.dell.com/"),
        mass=Figure(1.31, "kg", source="Dell"),
        label="7k3m-9x2p-4q8d",
        proof="/log/devices/7k3m9x2p4q8d",
    )


def passport_of_a_missing_phone() -> PassportPage:
    """A phone that belongs to the State and was reported lost."""
    return PassportPage(
        id="7h2m3w9c5q8k4t1p",
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
    )


def passport_of_a_display_model() -> PassportPage:
    """A model, of which little is published."""
    return PassportPage(
        id="9c5q8h2m7k4t1p3w",
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
        energy=Figure(18, "kWh", source="EPREL"),
    )


HEAD = DeviceHead("Dell Latitude 7420", DEVICE, tag="SSC-0048213", label="7k3m-9x2p-4q8d")
SSD = Medium(
    "S5GYNX0R704182",
    MediumKind.NVME,
    DataState.PURGED,
    512_110_190_592,
    SanitisationCategory.PURGE,
    "Sanne de Wit",
    date(2026, 11, 18),
)


def device() -> DevicePage:
    """A device whose erasure waits for a check."""
    not_checked = message("The storage medium {serial} is erased but not checked.", serial="S5GYNX0R704182")
    return DevicePage(
        head=HEAD,
        tone=Tone.ATTENTION,
        summary=message("Its erasure waits for a check by somebody else."),
        standing=Standing(
            Lifecycle.INSPECTED,
            DataState.PURGED,
            "SSC-ICT",
            "Ministerie van Infrastructuur en Waterstaat",
            Holding.STATE,
            place="Den Haag, hal 2",
            classification=Classification.NONE,
            locks=(Lock.AUTOPILOT,),
            hazards=(Hazard.SWOLLEN_BATTERY,),
            functional="F5",
            cosmetic="C4",
            battery_health=61,
        ),
        claims=(
            Claim(ClaimKind.SERIAL, "5CG1234XYZ", "GLPI inventory", 0.95, date(2026, 11, 17)),
            Claim(ClaimKind.ASSET_TAG, "SSC-0048213", "scan", 1, date(2026, 11, 17)),
        ),
        media=(SSD,),
        actions=(
            Action(message("Check an erasure"), f"{DEVICE}/verification"),
            Action(message("Attach evidence"), f"{DEVICE}/evidence"),
            Action(message("Record a repair"), f"{DEVICE}/repair"),
            Action(message("Hand over"), "/consignments", (not_checked, message("It is locked: Autopilot or Intune."))),
        ),
        timeline=(
            Happening(
                "e4",
                message("Erasure performed"),
                at(18, 10, 12),
                at(18, 10, 12),
                "Sanne de Wit",
                "SSC-ICT",
                (message("Purge, NVMe sanitize, with {tool}", tool="nwipe 0.38"),),
                f"{DEVICE}#evidence",
                "/log/4021",
            ),
            Happening(
                "e3", message("Inspected"), at(17, 15), at(17, 15, 20), "Joris Bakker", "SSC-ICT", (message("F5, C4"),)
            ),
            Happening(
                "e2",
                message("Inspected"),
                at(17, 14, 58),
                at(17, 14, 58),
                "Joris Bakker",
                "SSC-ICT",
                (message("F4, C4"),),
                corrected=True,
            ),
            Happening("e1", message("Scanned at intake"), at(17, 14, 31), at(17, 14, 31), "Sanne de Wit", "SSC-ICT"),
        ),
        evidence=(
            Evidence(
                "9f2c4d1a7b0e6c85f3a1d9e27b40c6588e3f1a2b4c5d6e7f8091a2b3c4d5e6f7",
                "GLPI inventory",
                "glpi 1",
                at(17, 14, 40),
                (message("serial number"), message("battery health {percent} %", percent=61)),
            ),
        ),
        passport="/passports/3w9c5q8h2m7k4t1p",
        label="/labels/7k3m9x2p4q8d",
        decision=f"{DEVICE}/decision",
    )


def placeholder() -> DevicePage:
    """A device of which only the scan is known."""
    return DevicePage(
        head=DeviceHead("Placeholder", DEVICE, tag="UNKNOWN-771"),
        tone=Tone.ATTENTION,
        summary=message("Only the scan is known. Attach evidence, so that it gets a passport."),
        standing=Standing(Lifecycle.INTAKE, DataState.UNKNOWN, "SSC-ICT", "Not known", Holding.STATE),
        claims=(),
        media=(),
        actions=(),
        timeline=(),
    )


def intake() -> IntakePage:
    """A pallet half done; the last device needs a person's attention."""
    return IntakePage(
        pallet=Pallet("IenW-2026-114", "/consignments/IenW-2026-114", 48, 31, 2),
        verdict=Verdict(
            Tone.ATTENTION,
            message("Firmware password found"),
            message("Ask the owner for the password, or set the device aside."),
            "Dell Latitude 7420",
            DEVICE,
            "SSC-0048213",
            (
                Need(message("grade"), done=True, address=f"{DEVICE}/inspection"),
                Need(message("charger"), done=False, address=f"{DEVICE}/inspection"),
                Need(message("evidence"), done=False, address=f"{DEVICE}/evidence"),
                Need(message("label"), done=False, address="/labels/7k3m9x2p4q8d"),
            ),
        ),
        last=(
            Scan(
                at(20, 9, 14, 32),
                "SSC-0048213",
                "Dell Latitude 7420",
                DEVICE,
                Tone.ATTENTION,
                message("Firmware password"),
            ),
            Scan(at(20, 9, 14, 11), "SSC-0048190", "Dell Latitude 7420", DEVICE, Tone.GOOD, message("On the list")),
            Scan(
                at(20, 9, 13, 50), "35 693803 564380 9", "Fairphone 5", DEVICE, Tone.STOP, message("Reported missing")
            ),
            Scan(at(20, 9, 13, 22), "UNKNOWN-771", None, DEVICE, Tone.ATTENTION, message("Not known yet")),
        ),
        today=214,
    )


def worklist() -> WorklistPage:
    """Two groups, one with exceptions."""
    return WorklistPage(
        groups=(_laptops(), _displays()),
        waiting=61,
        today=TODAY,
        models=(Choice("latitude-7420", "Dell Latitude 7420"),),
    )


def _laptops() -> Group:
    return Group(
        id="latitude-7420-c4",
        model="Dell Latitude 7420",
        alike=message("C4, battery above 80 percent, 16 GB"),
        route=Route.DONATE,
        why=message("no open request inside government"),
        proposals=(
            _proposal(1, exception=message("Battery 61 %, the rest have more than 80 %")),
            _proposal(2, exception=message("Classification not known")),
            *(_proposal(number) for number in range(3, 8)),
        ),
        refused=1,
        open=True,
    )


def _displays() -> Group:
    return Group(
        id="philips-243b1-c6",
        model="Philips 243B1",
        alike=message("C6, 24 inch"),
        route=Route.REDEPLOY,
        why=message("{count} are asked for by {who}", count=25, who="Rijkswaterstaat"),
        proposals=tuple(_proposal(number, route=Route.REDEPLOY, old=True) for number in range(20, 40)),
    )


def _proposal(number: int, *, route: Route = Route.DONATE, exception: object = None, old: bool = False) -> Proposal:
    return Proposal(
        head=DeviceHead("Dell Latitude 7420", f"/devices/d{number}", tag=f"SSC-00482{number:02}"),
        decision=f"/devices/d{number}/decision",
        id=f"d{number}",
        route=route,
        why=message("no open request inside government"),
        value=Figure(180 + number, "EUR", 150, 230),
        facts_from=date(2026, 6, 2) if old else date(2026, 11, 17),
        exception=exception,  # type: ignore[arg-type]  # a message or none
    )


def decision() -> DecisionPage:
    """A donation, because the battery is too weak to redeploy."""
    return DecisionPage(
        head=HEAD,
        route=Route.DONATE,
        sentence=message(
            "This device goes to a donation programme, because redeploying asks for a battery above {asked} % "
            "and this one has {has} %.",
            asked=80,
            has=61,
        ),
        changes=(Change(message("A new battery makes redeploying possible."), Figure(38, "EUR")),),
        gates=(
            _gate(
                "Is it free of holds?", "No legal hold, not missing.", "hold.none", source="register", observed=TODAY
            ),
            _gate("Does the State own it?", "Owned by the State.", "ownership.state", source="asset list IenW"),
            _gate("Are all media safe?", "1 medium, erased and checked.", "media.safe", source="nwipe log"),
            _gate("Is the battery strong enough?", "Battery health 61 %, 80 % asked.", "battery.keep", passed=False),
            _gate("Does anybody ask for it?", "No requests were read.", "demand.open", passed=None, observed=None),
        ),
        alternatives=(
            Alternative(
                Route.REDEPLOY,
                open=False,
                why_not=message("Battery too weak"),
                value=Figure(0, "EUR"),
                emissions=Figure(190, "kg CO2e", 140, 240),
            ),
            Alternative(
                Route.SELL,
                open=True,
                why_not=None,
                value=Figure(145, "EUR", 110, 180),
                emissions=Figure(160, "kg CO2e", 110, 210),
            ),
            Alternative(
                Route.RECYCLE, open=True, why_not=None, value=Figure(-4.5, "EUR"), emissions=Figure(None, "kg CO2e")
            ),
        ),
        signatures=(Signature(message("Proposed"), "Kringpas", "rule set", at(18, 16)),),
        policy="rijk-2026.2",
        inputs="1b7d2e9f4a6c8b0d3e5f7a9c1b2d4f6e8a0c2e4f6b8d0a1c3e5f7b9d1a2c4e6f",
        approve_at=f"{DEVICE}/decision/approval",
        override_at=f"{DEVICE}/decision/override",
        routes=(Choice("redeploy", Route.REDEPLOY), Choice("sell", Route.SELL)),
    )


def _gate(
    asks: str,
    fact: str,
    rule: str,
    *,
    passed: bool | None = True,
    source: str = "GLPI inventory",
    observed: date | None = date(2026, 11, 17),
) -> Gate:
    return Gate(message(asks), passed, message(fact), source, observed, rule)


def consignment(state: ConsignmentState) -> ConsignmentPage:
    """A consignment for the donation coordinator, while it is made or when it arrives."""
    draft = state is ConsignmentState.DRAFT
    arrived = state is ConsignmentState.DISPUTED
    items = tuple(
        Item(
            DeviceHead("Dell Latitude 7420", f"/devices/d{number}", tag=f"SSC-00482{number:02}"),
            f"d{number}",
            message("It is locked: Autopilot or Intune.") if draft and number == 3 else None,
            (number != 2) if arrived else None,
        )
        for number in range(1, 5)
    )
    return ConsignmentPage(
        name="DRZ-2026-0419",
        address="/consignments/DRZ-2026-0419",
        state=state,
        sender="Domeinen Roerende Zaken",
        receiver="Stichting Allemaal Digitaal",
        items=items,
        ground=Ground.GIFT,
        seal=None if draft else "NL 4471 902",
        manifest=None if draft else "1b7d2e9f4a6c8b0d3e5f7a9c1b2d4f6e8a0c2e4f6b8d0a1c3e5f7b9d1a2c4e6f",
        offered=None if draft else at(19, 13, 5),
        received=at(20, 8, 40) if arrived else None,
        extra=("SSC-0048299",) if arrived else (),
        can_add=draft,
        can_offer=draft,
        can_receive=state is ConsignmentState.OFFERED,
    )


def consignments() -> ConsignmentsPage:
    """A few consignments and the form for a new one."""
    return ConsignmentsPage(
        lines=tuple(
            ConsignmentLine(
                f"DRZ-2026-04{number}",
                f"/consignments/DRZ-2026-04{number}",
                state,
                "Domeinen Roerende Zaken",
                "Stichting Allemaal Digitaal",
                1240 // number,
                TODAY,
            )
            for number, state in (
                (19, ConsignmentState.DRAFT),
                (18, ConsignmentState.OFFERED),
                (17, ConsignmentState.DISPUTED),
                (16, ConsignmentState.RECEIVED),
            )
        ),
        receivers=(Choice("sad", "Stichting Allemaal Digitaal"),),
        turner=Turner(1, 3, None, "/consignments?page=2"),
    )


def people() -> PeoplePage:
    """An administrator's people, one locked out."""
    return PeoplePage(
        people=(
            AccountLine(
                "a1",
                "Joris Bakker",
                "joris.bakker@example.nl",
                "SSC-ICT",
                (Role.ICT_PROVIDER,),
                active=True,
                locked=True,
                last_seen=date(2026, 11, 19),
            ),
            AccountLine(
                "a2",
                "Ruud Kramer",
                "ruud.kramer@example.nl",
                "Domeinen Roerende Zaken",
                (Role.DRZ,),
                active=True,
                last_seen=TODAY,
            ),
            AccountLine(
                "a3",
                "Wietske van der Meulen-Achterberg",
                "w.vandermeulen@example.nl",
                "Ministerie van Infrastructuur en Waterstaat",
                (Role.OWNER, Role.POLICY_ADVISER),
                active=False,
            ),
        ),
        organisations=(Choice("ssc", "SSC-ICT"),),
        first_password="kano-lepel-wolk-fiets",
    )


FAULTY_SIGN_IN = FormState(
    {"email": "sanne.de.wit@example.nl"}, {"": message("This e-mail address and password do not belong together.")}
)
FAULTY_INSPECTION = FormState(
    {"functional": "5", "failed_tests": "left USB port"}, {"cosmetic": message("Choose how it looks.")}
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
        "home-provider": (
            HomePage(tasks=(Link(message("Intake"), "/intake"), Link(message("Consignments"), "/consignments"))),
            PROVIDER,
            "/",
        ),
        "passport": (passport_of_a_laptop(), None, "/passports/3w9c5q8h2m7k4t1p"),
        "passport-missing": (passport_of_a_missing_phone(), None, "/passports/7h2m3w9c5q8k4t1p"),
        "passport-model": (passport_of_a_display_model(), None, "/passports/9c5q8h2m7k4t1p3w"),
        "sign-in": (
            SignInPage(back_to="/intake", demo=(Choice("ict@demo.kringpas.nl", Role.ICT_PROVIDER),)),
            None,
            "/sign-in",
        ),
        "sign-in-refused": (SignInPage(form=FAULTY_SIGN_IN, wait_seconds=90), None, "/sign-in"),
        "account": (
            AccountPage("Sanne de Wit", "sanne.de.wit@example.nl", "SSC-ICT", (Role.ICT_PROVIDER,), must_change=True),
            PROVIDER,
            "/account",
        ),
        "intake": (intake(), PROVIDER, "/intake"),
        "intake-empty": (IntakePage(), PROVIDER, "/intake"),
        "device": (device(), PROVIDER, DEVICE),
        "device-placeholder": (placeholder(), PROVIDER, DEVICE),
        "device-evidence": (EvidencePage(HEAD, f"{DEVICE}/evidence"), PROVIDER, f"{DEVICE}/evidence"),
        "device-inspection": (
            InspectionPage(HEAD, f"{DEVICE}/inspection", FAULTY_INSPECTION),
            PROVIDER,
            f"{DEVICE}/inspection",
        ),
        "device-erasure": (ErasurePage(HEAD, f"{DEVICE}/erasure", media=(SSD,)), PROVIDER, f"{DEVICE}/erasure"),
        "device-verification": (
            VerificationPage(HEAD, f"{DEVICE}/verification", media=(SSD,)),
            PROVIDER,
            f"{DEVICE}/verification",
        ),
        "device-repair": (RepairPage(HEAD, f"{DEVICE}/repair"), PROVIDER, f"{DEVICE}/repair"),
        "device-surplus": (SurplusPage(HEAD, f"{DEVICE}/surplus"), PROVIDER, f"{DEVICE}/surplus"),
        "found": (
            FoundPage(
                "latitude",
                (DeviceRow(HEAD, Lifecycle.INSPECTED, DataState.PURGED),),
                (Link("Dell Latitude 7420", "/passports/x"),),
            ),
            PROVIDER,
            "/find?q=latitude",
        ),
        "found-nothing": (FoundPage("7k3m-9x2p-4q8x", ()), None, "/find?q=7k3m-9x2p-4q8x"),
        "worklist": (worklist(), DRZ, "/worklist?route=donate"),
        "worklist-empty": (WorklistPage((), 0, TODAY), DRZ, "/worklist"),
        "decision": (decision(), DRZ, f"{DEVICE}/decision"),
        "consignments": (consignments(), DRZ, "/consignments"),
        "consignment-draft": (consignment(ConsignmentState.DRAFT), DRZ, "/consignments/DRZ-2026-0419"),
        "consignment-offered": (consignment(ConsignmentState.OFFERED), DRZ, "/consignments/DRZ-2026-0419"),
        "consignment-disputed": (consignment(ConsignmentState.DISPUTED), DRZ, "/consignments/DRZ-2026-0419"),
        "people": (people(), ADMINISTRATOR, "/admin/people"),
        "organisations": (organisations(), ADMINISTRATOR, "/admin/organisations"),
        "keys": (keys(), ADMINISTRATOR, "/admin/keys"),
        "label": (
            LabelPage(
                "7k3m-9x2p-4q8d",
                "/labels/7k3m9x2p4q8d.svg",
                "/labels/7k3m9x2p4q8d.pdf",
                "https://id.kringpas.nl/d/7k3m9x2p4q8d",
                "Dell Latitude 7420",
                DEVICE,
            ),
            PROVIDER,
            "/labels/7k3m9x2p4q8d",
        ),
        "error-404": (not_found(), None, "/passports/nothing"),
        "error-422": (refused(), PROVIDER, DEVICE),
        "about": (AboutPage("https://example.nl/kringpas"), None, "/about"),
        "accessibility": (AccessibilityPage(), None, "/accessibility"),
        "styleguide": (styleguide(), None, "/styleguide"),
    }


def organisations() -> OrganisationsPage:
    """Two organisations, one with a dated credential."""
    return OrganisationsPage(
        (
            OrganisationLine("drz", "Domeinen Roerende Zaken", (Role.DRZ,), 12),
            OrganisationLine(
                "sad",
                "Stichting Allemaal Digitaal",
                (Role.COORDINATOR, Role.REFURBISHER),
                4,
                (CredentialLine("Aanwijzingsbesluit", date(2025, 1, 1), date(2027, 12, 31)),),
            ),
        )
    )


def keys() -> KeysPage:
    """A key that was just made."""
    return KeysPage(
        (
            KeyLine(
                "k1", "wiping station 3", "kp_4f9", "SSC-ICT", (Role.ICT_PROVIDER,), date(2026, 5, 4), at(20, 7, 2)
            ),
            KeyLine(
                "k2", "old importer", "kp_a01", "SSC-ICT", (Role.ICT_PROVIDER,), date(2025, 5, 4), None, withdrawn=True
            ),
        ),
        (Choice("ssc", "SSC-ICT"),),
        new_key="kp_4f9t2m8w5x0c7v1q6h3n9r2d",
    )


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
