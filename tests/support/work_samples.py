"""Contexts for the pages of work: intake, devices and their acts, the worklist, decisions, consignments.

Devices, people and numbers are invented; the models exist.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.consignment import LineState, Resolution, Side
from lifecycle.domain.events import Difference
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import (
    Classification,
    ComponentKind,
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
from tests.support import advice_page_samples, load_page_samples
from web.pages.contexts.consignment import (
    ConsignmentLine,
    ConsignmentPage,
    ConsignmentsPage,
    ConsignmentState,
    Content,
    Counts,
    DifferenceLine,
    EndedLinkPage,
    HandoverPage,
    Item,
    NewLink,
)
from web.pages.contexts.device import (
    Action,
    Claim,
    DeviceHead,
    DevicePage,
    DeviceRow,
    DevicesPage,
    ErasurePage,
    Evidence,
    EvidencePage,
    Happening,
    InspectionPage,
    Medium,
    RepairPage,
    Standing,
    SurplusPage,
    VerificationPage,
)
from web.pages.contexts.forms import Field, FieldKind, FormPage, Offered
from web.pages.contexts.frame import Choice, Figure, FormState, Link, Person, Refusal, Tone
from web.pages.contexts.intake import Candidate, IntakePage, Need, Pallet, Scan, Verdict
from web.pages.contexts.receiving import DifferingPage, ReceiptScanLine, ReceiptVerdict, ReceivingPage
from web.pages.contexts.routing import (
    Alternative,
    Change,
    DecisionPage,
    Fact,
    Finding,
    Gate,
    Group,
    Proposal,
    Signature,
    WorklistPage,
)
from web.pages.rendering import Page

TODAY = date(2026, 11, 20)
DEVICE = "/devices/m2k8x0v4t7q1c5d9"


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment in November 2026."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


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
        advice=advice_page_samples.in_short(),
        actions=(
            Action(message("Check an erasure"), f"{DEVICE}/verification"),
            Action(message("Attach evidence"), f"{DEVICE}/evidence"),
            Action(message("Record a repair"), f"{DEVICE}/repair/record"),
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
        label="/passports/3w9c5q8h2m7k4t1p/label",
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
                Need(message("label"), done=False, address="/passports/3w9c5q8h2m7k4t1p/label"),
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
            _gate("Is it here, and free?", _finding("Nothing holds it.", "domain", "reports of loss and legal holds")),
            _gate("Whose is it?", _finding("It belongs to the State.", "domain", "the owner")),
            _gate(
                "Does it work well enough?",
                _finding(
                    "Internal reuse asks for a battery of at least 80 % and this one has 61 %.",
                    "options.redeploy.battery_percent_at_least",
                    "the battery condition",
                    tone=Tone.STOP,
                    sign="No",
                ),
                _finding("It works at grade F5.", "options.sell.functional_grade_at_least", "the functional grade"),
            ),
            _gate(
                "Does anybody ask for it, and who may have it?",
                _finding(
                    "Sale waits while this is not known: the market value.",
                    "missing.market_value",
                    tone=Tone.UNKNOWN,
                    sign="Not known",
                ),
            ),
        ),
        alternatives=(
            Alternative(
                Route.REDEPLOY,
                open=False,
                why_not=(message("Battery too weak"),),
                value=Figure(0, "EUR"),
                emissions=Figure(190, "kg CO2e", 140, 240),
            ),
            Alternative(
                Route.SELL,
                open=True,
                why_not=(),
                value=Figure(145, "EUR", 110, 180),
                emissions=Figure(160, "kg CO2e", 110, 210),
            ),
            Alternative(
                Route.RECYCLE, open=True, why_not=(), value=Figure(-4.5, "EUR"), emissions=Figure(None, "kg CO2e")
            ),
        ),
        signatures=(Signature(message("Proposed"), "Kringpas", "rule set", at(18, 16)),),
        policy="rijk-2026.2",
        inputs="1b7d2e9f4a6c8b0d3e5f7a9c1b2d4f6e8a0c2e4f6b8d0a1c3e5f7b9d1a2c4e6f",
        approve_at=f"{DEVICE}/decision/approval",
        override_at=f"{DEVICE}/decision/override",
        routes=(Choice("redeploy", Route.REDEPLOY), Choice("sell", Route.SELL)),
    )


def _gate(asks: str, *findings: Finding) -> Gate:
    return Gate(message(asks), findings[0].tone, findings)


def _finding(what: str, place: str, *facts: str, tone: Tone = Tone.GOOD, sign: str = "Yes") -> Finding:
    known = tuple(Fact(message(name), "GLPI inventory", date(2026, 11, 17), 3) for name in facts)
    return Finding(tone, message(sign), message(what), known or (Fact(message("the market value")),), place)


def consignment(state: ConsignmentState) -> ConsignmentPage:
    """A consignment for the donation coordinator, while it is made or when it arrives."""
    draft = state is ConsignmentState.DRAFT
    arrived = state in {ConsignmentState.DISPUTED, ConsignmentState.PARTLY_RECEIVED}
    states = (LineState.RECEIVED, LineState.MISSING, LineState.SET_APART, LineState.EXPECTED)
    heads = [
        DeviceHead("Dell Latitude 7420", f"/devices/d{number}", tag=f"SSC-00482{number:02}") for number in range(1, 5)
    ]
    items = tuple(
        Item(
            head,
            f"d{number}",
            message("It is locked: Autopilot or Intune.") if draft and number == 3 else None,
            None if draft else states[number - 1] if arrived else LineState.EXPECTED,
            at(20, 8, 40) if arrived and number == 1 else None,
            extra=arrived and number == 4,
        )
        for number, head in enumerate(heads, start=1)
    )
    return ConsignmentPage(
        name="DRZ-2026-0419",
        address="/consignments/DRZ-2026-0419",
        state=state,
        sender="Domeinen Roerende Zaken",
        receiver="Stichting Allemaal Digitaal",
        items=items,
        route=Route.DONATE,
        ground=Ground.GIFT,
        seal=None if draft else "NL 4471 902",
        manifest=None if draft else "1b7d2e9f4a6c8b0d3e5f7a9c1b2d4f6e8a0c2e4f6b8d0a1c3e5f7b9d1a2c4e6f",
        offered=None if draft else at(19, 13, 5),
        closed=at(20, 8, 40) if state is ConsignmentState.DISPUTED else None,
        counts=None if draft else COUNTS,
        differences=_differences(heads) if arrived else (),
        to_come=() if draft else ("d4",),
        can_add=draft,
        can_offer=draft,
        can_receive=state in {ConsignmentState.OFFERED, ConsignmentState.PARTLY_RECEIVED},
        can_scan=not draft,
        load=replace(load_page_samples.SHOWN, can_pack=draft, needs_decision=draft, can_collect=not draft),
    )


COUNTS = Counts(expected=4, received=1, to_come=1, missing=1, set_apart=1, extra=1)


def _differences(heads: list[DeviceHead]) -> tuple[DifferenceLine, ...]:
    """One to answer, one for the other side, one that was answered."""
    other = DifferenceLine(
        "i1",
        Difference.OTHER_CONDITION,
        heads[2],
        at(20, 8, 41),
        remark="The screen is cracked",
        evidence=("a" * 64,),
        side=Side.RECEIVER,
        choices=(
            Choice("accepted", Resolution.ACCEPTED),
            Choice("stays-with-sender", Resolution.STAYS_WITH_SENDER),
        ),
    )
    missing = replace(
        other, id="i2", what=Difference.MISSING, head=heads[1], remark=None, evidence=(), side=Side.SENDER
    )
    lost = Choice("lost", Resolution.LOST)
    answered = DifferenceLine(
        "i3",
        Difference.EXTRA,
        heads[3],
        at(20, 8, 42),
        answer=Resolution.ACCEPTED,
        answered=at(20, 9, 5),
    )
    return (other, replace(missing, choices=(lost,)), replace(missing, id="i4", choices=()), answered)


def receiving(*, scanned: bool) -> ReceivingPage:
    """The station of a receipt, before the first scan and after a few."""
    verdict = ReceiptVerdict(
        Tone.GOOD,
        "good",
        message("On the manifest: received."),
        message("Scan the next one."),
        "SSC-0048201",
        "Dell Latitude 7420",
        "/devices/d1",
    )
    last = (
        ReceiptScanLine(at(20, 8, 41), "NOBODY", Tone.STOP, message("not known")),
        ReceiptScanLine(
            at(20, 8, 40), "SSC-0048201", Tone.GOOD, message("received"), "Dell Latitude 7420", "/devices/d1"
        ),
    )
    return ReceivingPage(
        name="DRZ-2026-0419",
        address="/consignments/DRZ-2026-0419",
        sender="Domeinen Roerende Zaken",
        counts=COUNTS,
        scan="0123456789abcdefghjk",
        seal="NL 4471 902",
        verdict=verdict if scanned else None,
        last=last if scanned else (),
        to_come=(DeviceHead("Dell Latitude 7420", "/devices/d4", tag="SSC-0048204"),) if scanned else (),
        form=FormState({"place": "Dock 4"}),
    )


DIFFERING = DifferingPage(
    name="DRZ-2026-0419",
    address="/consignments/DRZ-2026-0419",
    scan="0123456789abcdefghjk",
    differences=(
        Choice("other-condition", Difference.OTHER_CONDITION),
        Choice("broken-seal", Difference.BROKEN_SEAL),
    ),
)


def consignments() -> ConsignmentsPage:
    """A few consignments and the form for a new one."""
    lines = tuple(
        ConsignmentLine(
            f"DRZ-2026-04{number}",
            f"/consignments/DRZ-2026-04{number}",
            state,
            "Domeinen Roerende Zaken",
            "Stichting Allemaal Digitaal",
            1240 // number,
            TODAY,
            received=0 if state is ConsignmentState.DRAFT else number,
            differences=2 if state is ConsignmentState.DISPUTED else 0,
        )
        for number, state in (
            (19, ConsignmentState.DRAFT),
            (18, ConsignmentState.PARTLY_RECEIVED),
            (17, ConsignmentState.DISPUTED),
            (16, ConsignmentState.RECEIVED),
        )
    )
    return ConsignmentsPage(
        inbox=lines[1:3],
        outbox=lines[:1],
        rest=lines[3:],
        receivers=Offered((Choice("sad", "Stichting Allemaal Digitaal"),), more=True, label="Een andere"),
        carriers=Offered((Choice("sad", "Stichting Allemaal Digitaal"),)),
    )


LINK = NewLink("https://id.kringpas.nl/k/9f2c4d1a7b0e6c85f3a1d9e27b40c658", at(30, 12))


def handover(state: ConsignmentState) -> HandoverPage:
    """What the holder of a link sees, before and after."""
    return HandoverPage(
        address="/k/token",
        sender="Domeinen Roerende Zaken",
        receiver="Stichting Allemaal Digitaal",
        contents=(Content("Dell Latitude 7420", 12), Content(None, 1)),
        state=state,
        seal="NL 4471 902",
        changed=at(19, 13, 5),
    )


def devices() -> DevicesPage:
    """A part of a longer list."""
    return DevicesPage(
        rows=(
            DeviceRow(HEAD, Lifecycle.INSPECTED, DataState.PURGED, "Den Haag, hal 2"),
            DeviceRow(DeviceHead(None, DEVICE, "UNKNOWN-771"), Lifecycle.INTAKE, DataState.UNKNOWN),
        ),
        stages=tuple(Choice(each.value, each) for each in Lifecycle),
        more="/devices?after=m2k8x0v4t7q1c5d9",
        can_register=True,
    )


def lost() -> FormPage:
    """A plain form that came back with a refusal and a fault."""
    return FormPage(
        title=message("Report it missing"),
        back=Link("Dell Latitude 7420 SSC-0048213", DEVICE),
        send_to=f"{DEVICE}/loss",
        send=message("Report it missing"),
        fields=(
            Field(
                FieldKind.RADIOS,
                "stolen",
                message("What happened?"),
                choices=(Choice("no", message("Lost")), Choice("yes", message("Stolen"))),
            ),
            Field(FieldKind.TEXT, "report", message("Reference of the report")),
            Field(FieldKind.DATE, "since", message("In use since"), required=False),
            Field(FieldKind.NUMBER, "cost", message("Cost in euro"), required=False),
            Field(FieldKind.SELECT, "lock", message("Which lock?"), choices=(Choice("mdm", Lock.MDM),), required=False),
            Field(FieldKind.CHECK, "sure", message("All tests pass"), required=False),
            Field(FieldKind.LONG, "remark", message("Remark"), required=False),
        ),
        intro=message("Its public page will ask whoever finds it to hand it in, as long as it belongs to the State."),
        hidden=(Choice("device", "m2k8x0v4t7q1c5d9"),),
        form=FormState(
            {"stolen": "yes", "event": "e5"},
            {"report": message("Fill this in.")},
            Refusal(
                message("It was reported missing."),
                message("Record first that it was found."),
                "missing-found-first",
            ),
        ),
    )


def intake_again() -> IntakePage:
    """A laptop of the stack that was scanned twice."""
    return IntakePage(
        verdict=Verdict(
            Tone.INFO,
            message("{name}", name="Dell Latitude 7420"),
            message("Give it a grade."),
            "Dell Latitude 7420",
            DEVICE,
            "SSC-0048213",
            again=at(20, 9, 14, 32),
        ),
        event="e7",
        form=FormState({"place": "Innamelijn 1", "owner": "o2", "category": "laptops"}),
        owners=Offered((Choice("o1", "Ministerie van IenW"), Choice("o2", "Ministerie van BZK"))),
    )


def intake_of_a_near_miss() -> IntakePage:
    """A code that nobody knows, and that one misread character could explain."""
    return IntakePage(
        verdict=Verdict(
            Tone.ATTENTION,
            message("Not known yet: it got a place of its own as a placeholder."),
            message("A device with {near} is known: did you mean it? Compare the code with the device.", near="0011AB"),
            None,
            "/devices/d2",
            "OO11AB",
            near=(Candidate(HEAD, "m2k8x0v4t7q1c5d9", "Den Haag, hal 2"),),
        ),
        event="e8",
        form=FormState({"place": "Innamelijn 1", "category": "laptops"}),
    )


def intake_of_a_foreign_code() -> IntakePage:
    """The QR code of another provider."""
    return IntakePage(
        verdict=Verdict(
            Tone.STOP,
            message("This code leads to somebody else's page; it was not opened."),
            message("Scan the serial number or our own label."),
            None,
            None,
            "https://passports.example/d/1",
            foreign="https://passports.example/d/1",
        ),
        event="e9",
        form=FormState({"place": "Innamelijn 1", "category": "laptops"}),
    )


def intake_of_several() -> IntakePage:
    """A number that two devices carry."""
    return IntakePage(
        verdict=Verdict(
            Tone.STOP,
            message("{count} devices carry this number.", count=2),
            message("Choose the right one below, and set the others apart for someone to look at."),
            None,
            None,
            "5CG1234XYZ",
            candidates=(
                Candidate(HEAD, "m2k8x0v4t7q1c5d9", "Den Haag, hal 2"),
                Candidate(DeviceHead(None, "/devices/d2"), "d2"),
            ),
            warnings=(message("It has the letter O: compare it with the label, it may be the digit 0."),),
        ),
        event="e6",
        form=FormState({"place": "Innamelijn 1", "category": "laptops"}),
    )


TESTS = (Choice("display", message("screen")), Choice("ports", message("ports")))
FAULTY_INSPECTION = FormState(
    {"functional": "F5", "failed-ports": "yes"}, {"cosmetic": message("Choose how it looks.")}
)


def samples(provider: Person, drz: Person, owner: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address."""
    return {
        "intake": (intake(), provider, "/intake"),
        "intake-again": (intake_again(), provider, "/intake"),
        "intake-empty": (IntakePage(), provider, "/intake"),
        "device": (device(), provider, DEVICE),
        "device-placeholder": (placeholder(), provider, DEVICE),
        "device-evidence": (EvidencePage(HEAD, f"{DEVICE}/evidence"), provider, f"{DEVICE}/evidence"),
        "device-inspection": (
            InspectionPage(HEAD, f"{DEVICE}/inspection", FAULTY_INSPECTION, bears_data=True, tests=TESTS),
            provider,
            f"{DEVICE}/inspection",
        ),
        "device-erasure": (ErasurePage(HEAD, f"{DEVICE}/erasure", media=(SSD,)), provider, f"{DEVICE}/erasure"),
        "device-verification": (
            VerificationPage(HEAD, f"{DEVICE}/verification", media=(SSD,)),
            provider,
            f"{DEVICE}/verification",
        ),
        "device-repair": (
            RepairPage(HEAD, f"{DEVICE}/repair/record", parts=(Choice("battery", ComponentKind.BATTERY),)),
            provider,
            f"{DEVICE}/repair/record",
        ),
        "device-surplus": (
            SurplusPage(HEAD, f"{DEVICE}/surplus", providers=Offered((Choice("ssc", "SSC-ICT"),))),
            owner,
            f"{DEVICE}/surplus",
        ),
        "worklist": (worklist(), drz, "/worklist?route=donate"),
        "worklist-empty": (WorklistPage((), 0, TODAY), drz, "/worklist"),
        "decision": (decision(), drz, f"{DEVICE}/decision"),
        "consignments": (consignments(), drz, "/consignments"),
        "consignment-draft": (consignment(ConsignmentState.DRAFT), drz, "/consignments/DRZ-2026-0419"),
        "consignment-offered": (consignment(ConsignmentState.OFFERED), drz, "/consignments/DRZ-2026-0419"),
        "consignment-disputed": (consignment(ConsignmentState.DISPUTED), drz, "/consignments/DRZ-2026-0419"),
        "consignment-partly": (consignment(ConsignmentState.PARTLY_RECEIVED), drz, "/consignments/DRZ-2026-0419"),
        "receiving": (receiving(scanned=False), drz, "/consignments/DRZ-2026-0419/receiving"),
        "receiving-scanned": (receiving(scanned=True), drz, "/consignments/DRZ-2026-0419/receiving"),
        "differing": (DIFFERING, drz, "/consignments/DRZ-2026-0419/exception"),
        "consignment-link": (replace(consignment(ConsignmentState.OFFERED), link=LINK), drz, "/consignments/x/link"),
        "handover": (handover(ConsignmentState.OFFERED), None, "/k/token"),
        "handover-done": (handover(ConsignmentState.RECEIVED), None, "/k/token"),
        "link-ended": (EndedLinkPage(), None, "/k/token"),
        "devices": (devices(), provider, "/devices"),
        "devices-none": (DevicesPage(()), provider, "/devices?q=x"),
        "form": (lost(), owner, f"{DEVICE}/loss"),
        "intake-several": (intake_of_several(), provider, "/intake?scan=5CG1234XYZ"),
        "intake-near": (intake_of_a_near_miss(), provider, "/intake?event=e8"),
        "intake-foreign": (intake_of_a_foreign_code(), provider, "/intake?scan=https://passports.example/d/1"),
    }
