"""Pages of law and of whose passport it is, made from the real register."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dpp.adapters.registers import load_register
from dpp.domain.actor import Role
from dpp.domain.applicability import Due, applicable, read_placing, stand_ins
from dpp.domain.catalogue import ProductGroup
from dpp.domain.claims.claim import Capacity, ClaimState
from dpp.domain.claims.contradiction import ContradictionState, Method, ThirdParty
from dpp.domain.claims.scope import ScopeKind
from dpp.domain.document import ChangeKind
from dpp.domain.message import message
from dpp.service.applicability import Law
from dpp.service.claims.takeover import Whose
from web.pages.contexts.applicability import ApplicabilityPage
from web.pages.contexts.claims import (
    ChangeLine,
    ClaimedModel,
    ClaimLine,
    ClaimPage,
    ClaimsPage,
    ContradictionLine,
    ContradictionPage,
    ContradictionsPage,
    DifferencePage,
    LineFault,
    StepLine,
    TakeOverLine,
    TakeOverPage,
)
from web.pages.contexts.frame import Choice, Figure, FormState, Link, Person
from web.pages.contexts.general import Fault
from web.pages.contexts.law import ExpectedLine, LawBlock
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.sides import Side, Sides
from web.pages.mapping.applicability import act_line, law_block
from web.pages.rendering import Page

TODAY = date(2026, 11, 20)
MOMENT = datetime(2026, 10, 2, 9, 30, tzinfo=UTC)
PHONE = ProductGroup.PHONE
MAKER = Person("Mika Virtanen", "HMD Global Oy", frozenset({Role.MANUFACTURER}))
FIXER = Person("Sam Bakker", "De Reparatiewerkplaats", frozenset({Role.REPAIRER}))
DECIDER = Person("Noor Haddad", "Logius", frozenset({Role.ADMINISTRATOR}))
CAPACITIES = tuple(Choice(each.value, each) for each in Capacity)
DECISIONS = (Choice("approved", message("approve it")), Choice("refused", message("refuse it")))
_HERE = True
SCOPES = tuple(Choice(each.value, each) for each in ScopeKind)
KINDS = tuple(Choice(kind.value, kind) for kind in ProductKind)
REGISTER = load_register()


def law_of_a_phone() -> LawBlock:
    """A phone of 2025, registered in EPREL."""
    acts = applicable(REGISTER, ProductGroup.PHONE, read_placing("2025-09"), TODAY)
    records = stand_ins(REGISTER, {"productGroup": "phone", "eprelRegistrationNumber": "2238053"})
    return law_block(Law(ProductGroup.PHONE, "2025-09", TODAY, REGISTER.as_of, acts, records), "en")


def register_of(group: ProductGroup) -> ApplicabilityPage:
    """The register for a product group, whose date of placing is not known."""
    lines = tuple(act_line(one, "en") for one in applicable(REGISTER, group, None, TODAY))
    unknown = REGISTER.unknown_placing.says.en
    form = FormState({"group": group.value})
    return ApplicabilityPage(KINDS, form, ProductKind(group), TODAY, REGISTER.as_of, lines, unknown)


CLAIM = ClaimLine(
    address="/claims/7k3m9x2p4q8d0000",
    claimant="HMD Global Oy",
    capacity=Capacity.MAKER,
    scope=ScopeKind.EPREL_NUMBERS,
    numbers="2238053",
    more=2,
    models=3,
    state=ClaimState.APPROVED,
    changed=TODAY,
)
FAULT = Fault("$.repairabilityClass", message("'{text}' is not a day.", text="Z"))
SIDES = Sides(
    element="Repairability class",
    maker="HMD Global Oy",
    declared=Side(("A",), date(2026, 3, 4)),
    party=ThirdParty.REPAIRER,
    found=Side(("C",), date(2026, 10, 2)),
    method=Method.TAKEN_APART,
    reply="We counted four steps with the tool that comes with the phone.",
    replied_on=date(2026, 10, 9),
)


def claim_that_is_approved() -> ClaimPage:
    """With models, and a line of a file that was not used."""
    models = (
        ClaimedModel("HMD Fusion", "/passports/x", "/claims/x/models/x", PHONE, Whose.REGISTRY, _HERE, 12, 3, TODAY),
        ClaimedModel("HMD Skyline", "/passports/y", "/claims/x/models/y", PHONE, Whose.YOURS, not _HERE, 0, 0, None),
    )
    steps = (
        StepLine(ClaimState.REQUESTED, MOMENT, None),
        StepLine(ClaimState.APPROVED, MOMENT, "Compared with the trade register."),
    )
    faults = (LineFault(2, message("Neither its GTIN nor its EPREL number names a model of this claim.")),)
    return ClaimPage(
        CLAIM,
        "https://id.example.org/417/hmd",
        "Extract of the trade register",
        ("2238053", "2238054", "2238055"),
        steps,
        is_own=True,
        models=models,
        left=1,
        faults=faults,
    )


def difference() -> DifferencePage:
    """What a take-over would change, and what is missing."""
    changes = (
        ChangeLine("Repairability class", ChangeKind.CHANGED, ("A",), ("B",)),
        ChangeLine("Compiled by", ChangeKind.REMOVED, ("Kringpas, from public sources",), ()),
        ChangeLine("Weight", ChangeKind.ADDED, (), (Figure(0.2, "kg", source="Data sheet"),)),
    )
    act = Link("Regulation (EU) 2023/1669", "https://eur-lex.europa.eu/")
    missing = (
        ExpectedLine("Endurance", act, "Annex V", Due.OVERDUE, date(2025, 6, 20), confirmed=True),
        ExpectedLine("Guarantee", act, "Annex III", Due.NO_DAY_YET, None, confirmed=False),
    )
    refusal = message("Another economic operator answers for this passport.")
    place = "/claims/7k3m9x2p4q8d0000"
    return DifferencePage(place, "HMD Fusion", "/passports/x", Whose.REGISTRY, changes, (FAULT,), refusal, missing)


def take_over(*, done: bool) -> TakeOverPage:
    """One model that can be taken over, and one that cannot."""
    lines = (
        TakeOverLine("HMD Fusion", "/passports/x", "x", 3, (), None, 2 if done else None),
        TakeOverLine("HMD Skyline", "/claims/x/models/y", "y", 1, (FAULT,), None),
    )
    return TakeOverPage("/claims/7k3m9x2p4q8d0000", lines, done=done, possible=1)


def contradiction() -> ContradictionPage:
    """As who answers sees it."""
    return ContradictionPage(
        address="/contradictions/x",
        name="HMD Fusion",
        passport="/passports/x",
        sides=SIDES,
        evidence="Report 2026-117",
        state=ContradictionState.REPLIED,
        public_from=MOMENT,
        may_reply=True,
        may_accept=True,
        may_withdraw=True,
    )


def _claim_samples() -> dict[str, tuple[Page, Person | None, str]]:
    waiting = replace(CLAIM, state=ClaimState.REQUESTED, more=0)
    line = ContradictionLine(
        "/contradictions/x", "HMD Fusion", "Repairability class", ThirdParty.REPAIRER, ContradictionState.PUBLIC, TODAY
    )
    mine = ClaimsPage(
        (waiting,), (CLAIM,), decides=False, claims=True, capacities=CAPACITIES, scopes=SCOPES, contradictions=2
    )
    queue = ClaimsPage((waiting,), (), decides=True, claims=False)
    asked = ClaimPage(
        waiting, "https://x", "Extract", ("1",), (StepLine(ClaimState.REQUESTED, MOMENT, None),), decisions=DECISIONS
    )
    none = replace(claim_that_is_approved(), models=(), left=0, faults=(), may_withdraw=True)
    return {
        "claims": (mine, MAKER, "/claims"),
        "claims-queue": (queue, DECIDER, "/claims"),
        "claims-none": (ClaimsPage((), (), decides=True, claims=False), DECIDER, "/claims"),
        "claim": (claim_that_is_approved(), MAKER, CLAIM.address),
        "claim-asked": (asked, DECIDER, CLAIM.address),
        "claim-without-models": (none, MAKER, CLAIM.address),
        "claim-difference": (difference(), MAKER, f"{CLAIM.address}/models/x"),
        "claim-same": (
            replace(difference(), changes=(), faults=(), refusal=None, missing=()),
            MAKER,
            f"{CLAIM.address}/models/x",
        ),
        "claim-takeover": (take_over(done=False), MAKER, f"{CLAIM.address}/take-over"),
        "claim-taken-over": (take_over(done=True), MAKER, f"{CLAIM.address}/take-over"),
        "claim-nothing-left": (
            TakeOverPage(CLAIM.address, (), done=False, possible=0),
            MAKER,
            f"{CLAIM.address}/take-over",
        ),
        "contradictions": (ContradictionsPage((line,), files=True), FIXER, "/contradictions"),
        "contradictions-none": (ContradictionsPage((), files=False), MAKER, "/contradictions"),
        "contradiction": (contradiction(), MAKER, "/contradictions/x"),
    }


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address."""
    wrong = FormState({"group": "phone", "placed": "soon"}, {"placed": message("'{text}' is not a day.", text="soon")})
    return {
        **_claim_samples(),
        "applicability": (register_of(ProductGroup.DISPLAY), None, "/applicability?group=display"),
        "applicability-asked": (ApplicabilityPage(KINDS), None, "/applicability"),
        "applicability-wrong": (ApplicabilityPage(KINDS, wrong), None, "/applicability?group=phone&placed=soon"),
    }
