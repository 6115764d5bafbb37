"""Decisions about a class of devices: described, its sample looked at, approved in one act."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, Refused
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.class_decisions import ClassId, Selection
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade, Route
from lifecycle.service.class_decisions import ClassView
from lifecycle.service.ports import DeviceLine, LineFilter
from lifecycle.service.worklist import TO_DECIDE
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.contexts.approvals import ClassesPage
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.passport import ProductKind
from web.pages.mapping.approvals import CLASSES, class_line, class_page, waiting_models
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

_DECIDE = "decide_class"
_LINES = 1000
"""So many waiting devices are looked at for the models and owners that the form offers."""


def class_decision_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/class-decisions`."""
    routes, pages = APIRouter(prefix=CLASSES), ClassPages(parts)

    @routes.get("")
    def read_all(request: Request, actor: Asking) -> Response:
        return site.page(request, pages.all(actor, NEW_FORM))

    @routes.post("")
    def decide(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            made = parts.use.approvals.classes.decide(actor, sent.text("name"), _selection(sent))
        except InvalidInput as error:
            return site.page(request, pages.all(actor, sent.again(error)), status=fault_of(error).status)
        return go(f"{CLASSES}/{made.decision.id}", said="proposed")

    @routes.get("/{decision}")
    def read(request: Request, actor: Asking, decision: ClassId) -> Response:
        return site.page(request, pages.one(actor, decision, NEW_FORM))

    _add_acts(routes, parts, site, pages)
    return routes


def _add_acts(routes: APIRouter, parts: Parts, site: Site, pages: "ClassPages") -> None:
    classes = parts.use.approvals.classes

    def done(
        request: Request, actor: Actor, decision: ClassId, sent: Sent, act: Callable[[], object], said: str
    ) -> Response:
        try:
            act()
        except (Conflict, Refused) as error:
            return site.page(request, pages.one(actor, decision, sent.again(error)), status=fault_of(error).status)
        return go(f"{CLASSES}/{decision}", said=said)

    @routes.post("/{decision}/looks")
    def look(request: Request, actor: Asking, decision: ClassId, sent: SentForm) -> Response:
        device, right = DeviceKey(sent.text("device")), sent.text("found") == "right"
        act = lambda: classes.look(actor, decision, device, right=right)  # noqa: E731 - one act, handed on
        return done(request, actor, decision, sent, act, "saved")

    @routes.post("/{decision}/approval")
    def approve(request: Request, actor: Asking, decision: ClassId, sent: SentForm) -> Response:
        return done(request, actor, decision, sent, lambda: classes.approve(actor, decision), "approved")

    @routes.post("/{decision}/withdrawal")
    def withdraw(request: Request, actor: Asking, decision: ClassId, sent: SentForm) -> Response:
        return done(request, actor, decision, sent, lambda: classes.withdraw(actor, decision), "saved")


@dataclass(frozen=True)
class ClassPages:
    """What the handlers share."""

    parts: Parts

    def all(self, actor: Actor, form: FormState) -> Page:
        lines = tuple(map(class_line, self.parts.use.approvals.classes.newest(actor)))
        may = PERMISSIONS.allows(_DECIDE, actor)
        waiting = self._waiting(actor) if may else ()
        models, owners = waiting_models(waiting), {line.owner for line in waiting if line.owner is not None}
        names = self._organisations(owners)
        return ClassesPage(
            lines=lines,
            may_decide=may,
            routes=choices(Route),
            categories=choices(ProductKind),
            models=_by_name(models),
            owners=_by_name(names),
            functional=choices(FunctionalGrade),
            cosmetic=choices(CosmeticGrade),
            form=form,
        )

    def one(self, actor: Actor, decision: ClassId, form: FormState) -> Page:
        view = self.parts.use.approvals.classes.read(actor, decision)
        return class_page(view, self.names_in(view), form, may_look=PERMISSIONS.allows(_DECIDE, actor))

    def names_in(self, view: ClassView) -> dict[str, str]:
        """What the model and the owner of the selection are called."""
        owner = view.decision.selection.owner
        names = self._organisations({owner}) if owner is not None else {}
        return {**waiting_models(view.lines.values()), **names}

    def _organisations(self, owners: set[OrganisationId]) -> dict[str, str]:
        return {str(each): name for each, name in self.parts.use.routing.organisations.names(owners).items()}

    def _waiting(self, actor: Actor) -> tuple[DeviceLine, ...]:
        return self.parts.use.devices.find(actor, LineFilter(lifecycles=tuple(TO_DECIDE), limit=_LINES))


def _by_name(named: dict[str, str] | object) -> tuple[Choice, ...]:
    assert isinstance(named, dict)
    return tuple(Choice(value, name) for value, name in sorted(named.items(), key=lambda each: each[1]))


def _selection(sent: Sent) -> Selection:
    fields = Fields(sent)
    route = fields.one_of("route", Route)
    model, owner = fields.optional("model"), fields.optional("owner")
    percents = [fields.whole(name) for name in ("battery_at_least", "battery_at_most")]
    selection = Selection(
        route=route,
        category=fields.maybe_one_of("category", ProductKind),
        model=None if model is None else PassportId(model),
        owner=None if owner is None else OrganisationId(owner),
        functional_at_least=fields.maybe_one_of("functional_at_least", FunctionalGrade),
        functional_at_most=fields.maybe_one_of("functional_at_most", FunctionalGrade),
        cosmetic_at_least=fields.maybe_one_of("cosmetic_at_least", CosmeticGrade),
        cosmetic_at_most=fields.maybe_one_of("cosmetic_at_most", CosmeticGrade),
        battery_at_least=percents[0],
        battery_at_most=percents[1],
        age_at_least=fields.whole("age_at_least"),
        age_at_most=fields.whole("age_at_most"),
    )
    fields.check()
    return selection
