"""Claims on models: a maker's claims and the queue to decide, the difference per model, and the take-over."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.claims.claim import Capacity, ClaimId, ClaimState
from dpp.domain.claims.scope import ScopeKind, scope_of
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.claims.claims import Request as ClaimRequest
from dpp.service.claims.own_data import Matched
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.claims import ClaimPage, ClaimsPage, TakeOverPage
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.mapping.claims import address_of, claim_line, claim_page, difference_page, take_over_line
from web.pages.paging import wanted
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of

Chosen = Annotated[list[PassportId] | None, Query(alias="model")]
_DECISIONS = {state.value: state for state in (ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.ENDED)}


def claim_pages(parts: Parts, site: Site) -> APIRouter:
    """The routes below `/claims`."""
    routes = APIRouter(prefix="/claims")
    desk = _Desk(parts)
    _add_claims(routes, desk, site)
    _add_take_over(routes, desk, site)
    return routes


def _add_claims(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    use = desk.parts.claiming.claims

    @routes.get("")
    def find(request: Request, actor: Asking) -> Response:
        return site.page(request, desk.list_page(actor, NEW_FORM, str(request.url)))

    @routes.post("")
    def claim(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            view = use.request(actor, _wanted(sent))
        except COMES_BACK as error:
            return site.page(request, desk.list_page(actor, sent.again(error)), status=fault_of(error).status)
        return go(address_of(view.claim.claim_id), said="saved")

    @routes.get("/{claim_id}")
    def read(request: Request, actor: Asking, claim_id: ClaimId) -> Response:
        return site.page(request, desk.page(actor, claim_id))

    @routes.post("/{claim_id}/decision")
    def decide(request: Request, actor: Asking, claim_id: ClaimId, sent: SentForm) -> Response:
        try:
            state = _DECISIONS.get(sent.text("decision"))
            if state is None:
                raise _unfilled("decision")
            use.decide(actor, claim_id, state, sent.optional("reason"))
        except COMES_BACK as error:
            page = desk.page(actor, claim_id, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of(claim_id), said="saved")

    @routes.post("/{claim_id}/withdrawal")
    def withdraw(request: Request, actor: Asking, claim_id: ClaimId, sent: SentForm) -> Response:
        try:
            use.withdraw(actor, claim_id)
        except COMES_BACK as error:
            page = desk.page(actor, claim_id, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of(claim_id), said="saved")


def _add_take_over(routes: APIRouter, desk: "_Desk", site: Site) -> None:
    use = desk.parts.claiming.takeover

    @routes.post("/{claim_id}/own-data")
    def supply(request: Request, actor: Asking, claim_id: ClaimId, sent: SentForm) -> Response:
        """A file with faults is told at once, on the page; one without them is a redirect."""
        try:
            if "file" not in sent.files:
                raise _unfilled("file")
            matched = use.supply(actor, claim_id, sent.files["file"][1])
        except COMES_BACK as error:
            page = desk.page(actor, claim_id, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        if any(each.fault is not None for each in matched):
            return site.page(request, desk.page(actor, claim_id, matched=matched))
        return go(f"{address_of(claim_id)}#models", said="saved")

    @routes.get("/{claim_id}/models/{passport_id}")
    def compare(request: Request, actor: Asking, claim_id: ClaimId, passport_id: PassportId) -> Response:
        line = next((each for each in use.models(actor, claim_id) if each.passport_id == passport_id), None)
        if line is None:
            raise NotFound(message("This claim has no model '{passport}'.", passport=passport_id[:40]))
        (preview,) = use.preview(actor, claim_id, [passport_id])
        catalogue = desk.parts.passports.publisher.catalogue
        return site.page(request, difference_page(claim_id, line, preview, catalogue, language_of(request)))

    @routes.get("/{claim_id}/take-over")
    def preview(request: Request, actor: Asking, claim_id: ClaimId, chosen: Chosen = None) -> Response:
        lines = tuple(take_over_line(claim_id, each) for each in use.preview(actor, claim_id, chosen or ()))
        possible = sum(line.is_possible for line in lines)
        return site.page(request, TakeOverPage(address_of(claim_id), lines, done=False, possible=possible))

    @routes.post("/{claim_id}/take-over")
    def take_over(request: Request, actor: Asking, claim_id: ClaimId, sent: SentForm) -> Response:
        """The report is the answer: it is told once, and what it tells stays on the passports."""
        chosen = [PassportId(each) for each in sent.lists.get("model", ())]
        if not chosen:
            return go(f"{address_of(claim_id)}/take-over")
        lines = tuple(take_over_line(claim_id, each) for each in use.take_over(actor, claim_id, chosen))
        taken = sum(line.version is not None for line in lines)
        return site.page(request, TakeOverPage(address_of(claim_id), lines, done=True, possible=taken))


@dataclass(frozen=True)
class _Desk:
    """What the handlers share."""

    parts: Parts

    def list_page(self, actor: Actor, form: FormState, address: str = "") -> ClaimsPage:
        """`address` names the page of each list."""
        use = self.parts.claiming.claims
        claims = PERMISSIONS.allows("claim_models", actor)
        return ClaimsPage(
            waiting=use.some(actor, wanted(address, "waiting"), waiting=True).each(claim_line),
            decided=use.some(actor, wanted(address, "decided"), waiting=False).each(claim_line),
            decides=PERMISSIONS.allows("decide_claim", actor),
            claims=claims,
            capacities=choices(Capacity),
            scopes=choices(ScopeKind),
            contradictions=self.parts.claiming.contradictions.unanswered(actor) if claims else 0,
            form=self._prefilled(actor, form) if claims else form,
        )

    def page(
        self, actor: Actor, claim_id: ClaimId, form: FormState = NEW_FORM, *, matched: tuple[Matched, ...] = ()
    ) -> ClaimPage:
        view = self.parts.claiming.claims.read(actor, claim_id)
        is_own = actor.organisation == view.claim.organisation and PERMISSIONS.allows("claim_models", actor)
        models = self.parts.claiming.takeover.models(actor, claim_id) if is_own and view.claim.is_approved else ()
        return claim_page(view, models, form, is_own=is_own, matched=matched)

    def _prefilled(self, actor: Actor, form: FormState) -> FormState:
        """The identifier that is recorded of the organisation, where nothing else was typed."""
        if actor.organisation is None or "operator" in form.values:
            return form
        today = self.parts.clock().date()
        recorded = self.parts.claiming.claims.claimants.identifier(actor.organisation, today)
        return replace(form, values={**form.values, "operator": recorded or ""})


def _wanted(sent: Sent) -> ClaimRequest:
    fields = Fields(sent)
    operator, ground = fields.text("operator"), fields.text("ground")
    capacity, kind = fields.one_of("capacity", Capacity), fields.one_of("scope", ScopeKind)
    if not sent.text("values"):
        fields.wrong("values", message("Fill this in."))
    fields.check()
    single = kind in {ScopeKind.SUPPLIER, ScopeKind.COMPANY_PREFIX}
    values = (sent.text("values"),) if single else tuple(sent.text("values").replace(",", " ").split())
    return ClaimRequest(operator, capacity, ground, scope_of(kind, values))


def _unfilled(field: str) -> InvalidInput:
    say = message("Choose one.")
    return InvalidInput(say, (Problem(field, say),))
