"""Pages of law and of whose passport it is, made from the real register."""

from datetime import date

from dpp.adapters.registers import load_register
from dpp.domain.applicability import applicable, read_placing, stand_ins
from dpp.domain.catalogue import ProductGroup
from dpp.domain.message import message
from dpp.service.applicability import Law
from web.pages.contexts.applicability import ApplicabilityPage
from web.pages.contexts.frame import Choice, FormState, Person
from web.pages.contexts.law import LawBlock
from web.pages.contexts.passport import ProductKind
from web.pages.mapping.applicability import act_line, law_block
from web.pages.rendering import Page

TODAY = date(2026, 11, 20)
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


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address."""
    wrong = FormState({"group": "phone", "placed": "soon"}, {"placed": message("'{text}' is not a day.", text="soon")})
    return {
        "applicability": (register_of(ProductGroup.DISPLAY), None, "/applicability?group=display"),
        "applicability-asked": (ApplicabilityPage(KINDS), None, "/applicability"),
        "applicability-wrong": (ApplicabilityPage(KINDS, wrong), None, "/applicability?group=phone&placed=soon"),
    }
