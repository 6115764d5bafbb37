"""Claims, take-over and contradictions as pages show them: pure, from what the services answer."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from dpp.domain.applicability import Due
from dpp.domain.catalogue import Catalogue, ProductGroup
from dpp.domain.claims.claim import ClaimState
from dpp.domain.claims.contradiction import PublicContradiction
from dpp.domain.document import Change
from dpp.domain.errors import Problem
from dpp.domain.message import message
from dpp.service.claims.claims import ClaimView
from dpp.service.claims.contradictions import ContradictionView
from dpp.service.claims.own_data import Matched
from dpp.service.claims.takeover import ModelLine, Preview, TakenOver, Whose
from web.pages.contexts.claims import (
    ChangeLine,
    ClaimedModel,
    ClaimLine,
    ClaimPage,
    ContradictionLine,
    ContradictionPage,
    DifferencePage,
    LineFault,
    StepLine,
    TakeOverLine,
)
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Language
from web.pages.contexts.general import Fault
from web.pages.contexts.sides import Side, Sides, Values
from web.pages.element_values import shown
from web.pages.mapping.applicability import expected_line

_DECISIONS: Mapping[ClaimState, tuple[Choice, ...]] = MappingProxyType(
    {
        ClaimState.REQUESTED: (Choice("approved", message("approve it")), Choice("refused", message("refuse it"))),
        ClaimState.APPROVED: (Choice("ended", message("end it")),),
    }
)
_NOW = frozenset({Due.OVERDUE, Due.IF_IT_APPLIES})


def address_of(claim_id: str) -> str:
    return f"/claims/{claim_id}"


def claim_line(view: ClaimView) -> ClaimLine:
    claim = view.claim
    first, *rest = claim.scope.values
    return ClaimLine(
        address=address_of(claim.claim_id),
        claimant=view.claimant,
        capacity=claim.capacity,
        scope=claim.scope.kind,
        numbers=first,
        more=len(rest),
        models=view.models,
        state=claim.state,
        changed=claim.steps[-1].at.date(),
    )


def claim_page(
    view: ClaimView,
    models: tuple[ModelLine, ...] = (),
    form: FormState = NEW_FORM,
    *,
    is_own: bool = False,
    matched: tuple[Matched, ...] = (),
) -> ClaimPage:
    claim = view.claim
    return ClaimPage(
        line=claim_line(view),
        operator=claim.operator,
        ground=claim.ground,
        numbers=claim.scope.values,
        steps=tuple(StepLine(step.state, step.at, step.reason) for step in claim.steps),
        decisions=_DECISIONS.get(claim.state, ()) if view.may_decide else (),
        may_withdraw=view.may_withdraw,
        is_own=is_own,
        models=tuple(claimed_model(claim.claim_id, line) for line in models),
        left=sum(line.whose is Whose.REGISTRY for line in models),
        faults=tuple(LineFault(each.place, each.fault) for each in matched if each.fault is not None),
        form=form,
    )


def claimed_model(claim_id: str, line: ModelLine) -> ClaimedModel:
    later = [one for one in line.missing if one.due is Due.UPCOMING]
    return ClaimedModel(
        name=line.name,
        passport=f"/passports/{line.passport_id}",
        difference=f"{address_of(claim_id)}/models/{line.passport_id}",
        group=ProductGroup(line.group),
        whose=line.whose,
        has_own_data=line.has_own_data,
        asked_now=len({one.element_id for one in line.missing if one.due in _NOW}),
        asked_later=len({one.element_id for one in later}),
        next_day=min((one.on for one in later if one.on is not None), default=None),
    )


def difference_page(
    claim_id: str, line: ModelLine, preview: Preview, catalogue: Catalogue, language: Language
) -> DifferencePage:
    return DifferencePage(
        claim=address_of(claim_id),
        name=line.name,
        passport=f"/passports/{line.passport_id}",
        whose=line.whose,
        changes=tuple(change_line(change, catalogue, language) for change in preview.changes),
        faults=faults_of(preview.problems),
        refusal=preview.refusal,
        missing=tuple(expected_line(one, language) for one in line.missing),
    )


def change_line(change: Change, catalogue: Catalogue, language: Language) -> ChangeLine:
    label, values = label_of(change.element_id, catalogue, language), _values(change.element_id, catalogue, language)
    return ChangeLine(label, change.kind, values(change.before), values(change.after))


def take_over_line(claim_id: str, line: Preview | TakenOver) -> TakeOverLine:
    version = line.version if isinstance(line, TakenOver) else None
    place = f"{address_of(claim_id)}/models/{line.passport_id}"
    return TakeOverLine(
        name=line.name,
        address=place if version is None else f"/passports/{line.passport_id}",
        id=line.passport_id,
        changes=len(line.changes) if isinstance(line, Preview) else 0,
        faults=faults_of(line.problems),
        refusal=line.refusal,
        version=version,
    )


def contradiction_line(view: ContradictionView, catalogue: Catalogue, language: Language) -> ContradictionLine:
    return ContradictionLine(
        address=f"/contradictions/{view.contradiction_id}",
        name=view.name,
        element=label_of(view.element_id, catalogue, language),
        party=view.party,
        state=view.state,
        public_from=view.public_from.date(),
    )


def contradiction_page(
    view: ContradictionView, catalogue: Catalogue, language: Language, form: FormState = NEW_FORM
) -> ContradictionPage:
    values = _values(view.element_id, catalogue, language)
    sides = Sides(
        element=label_of(view.element_id, catalogue, language),
        maker="",
        declared=Side(values(view.declared)),
        party=view.party,
        found=Side(values(view.value), view.filed_at.date()),
        method=view.method,
        reply=None if view.reply is None else str(view.reply.value),
        replied_on=None if view.reply is None else view.reply.on,
    )
    return ContradictionPage(
        address=f"/contradictions/{view.contradiction_id}",
        name=view.name,
        passport=f"/passports/{view.passport_id}",
        sides=sides,
        evidence=view.evidence,
        state=view.state,
        public_from=view.public_from,
        may_reply=view.may_reply,
        may_accept=view.may_accept,
        may_withdraw=view.may_withdraw,
        form=form,
    )


def public_sides(public: PublicContradiction, catalogue: Catalogue, language: Language) -> Sides:
    """What everybody reads on a passport."""
    values = _values(public.element_id, catalogue, language)
    return Sides(
        element=label_of(public.element_id, catalogue, language),
        maker=public.maker,
        declared=Side(values(public.declared.value), public.declared.on),
        party=public.party,
        found=Side(values(public.found.value), public.found.on),
        method=public.method,
        reply=None if public.reply is None else str(public.reply.value),
        replied_on=None if public.reply is None else public.reply.on,
    )


def label_of(element_id: str, catalogue: Catalogue, language: Language) -> str:
    element = catalogue.find(element_id)
    return element_id if element is None else element.label.of(language)


def faults_of(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    return tuple(Fault(problem.path, problem.what) for problem in problems)


def _values(element_id: str, catalogue: Catalogue, language: Language) -> Any:
    element = catalogue.find(element_id)

    def values(content: Any) -> Values:
        if content is None:
            return ()
        if element is None:
            return (json.dumps(content, ensure_ascii=False),)
        return shown(content, element, language)

    return values
