"""Repairers: the public list, the registration of an own organisation, and its check with lists of the register.

Rules:
1. Who is registered is for everybody, without an account.
2. A list that is sent is first only looked at; with the box ticked it is taken over.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.catalogue import ProductGroup
from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import RegistrationId, RegistrationState, RepairerKind
from lifecycle.service.repairer_lists import ListReport
from lifecycle.service.repairers import NewRegistration
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.contexts.frame import NEW_FORM, FormState, Link
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.repairers import CheckPage, RegisterPage, RepairersPage
from web.pages.mapping.repairers import list_lines, registration_card, repairer_line
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

REGISTER, CHECK = "/repairers/register", "/repairers/check"


def repairer_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/repairers`."""
    routes, desk = APIRouter(prefix="/repairers"), _Desk(parts)

    @routes.get("")
    def find(
        request: Request,
        actor: Asking,
        group: str = "",
        town: Annotated[str, Query(max_length=100)] = "",
        kind: str = "",
    ) -> Response:
        return site.page(request, desk.list(actor, FormState({"group": group, "town": town, "kind": kind})))

    @routes.get("/register")
    def own(request: Request, actor: Asking) -> Response:
        return site.page(request, desk.own(actor, NEW_FORM))

    @routes.post("/register")
    def ask(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            parts.use.repairers.ask(actor, _read(sent))
        except (InvalidInput, Conflict) as error:
            page = desk.own(actor, sent.again(error), frozenset(sent.lists.get("groups", ())))
            return site.page(request, page, status=fault_of(error).status)
        return go(REGISTER, said="saved")

    _add_check(routes, parts, site, desk)
    return routes


def _add_check(routes: APIRouter, parts: Parts, site: Site, desk: "_Desk") -> None:
    repairers = parts.use.repairers

    @routes.get("/check")
    def look(request: Request, actor: Asking) -> Response:
        return site.page(request, desk.check(actor, NEW_FORM))

    @routes.post("/check/{registration}")
    def decide(request: Request, actor: Asking, registration: RegistrationId, sent: SentForm) -> Response:
        try:
            act = sent.text("act")
            if act == "accept":
                repairers.accept(actor, registration)
            elif act == "end":
                repairers.end(actor, registration, parts.clock().date(), sent.text("reason"))
            else:
                repairers.refuse(actor, registration, sent.text("reason"))
        except (InvalidInput, Conflict) as error:
            page = desk.check(actor, sent.again(error), asked=registration)
            return site.page(request, page, status=fault_of(error).status)
        return go(CHECK, said="saved")

    @routes.post("/check-list")
    def take(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            report = _taken(parts, actor, sent)
        except (InvalidInput, Conflict) as error:
            return site.page(request, desk.check(actor, sent.again(error)), status=fault_of(error).status)
        return site.page(request, desk.check(actor, FormState(sent.values), report=report))


@dataclass(frozen=True)
class _Desk:
    """What the handlers share."""

    parts: Parts

    def list(self, actor: Actor, filters: FormState) -> Page:
        values = filters.values
        group = ProductGroup(values["group"]) if values["group"] in set(ProductGroup) else None
        kind = RepairerKind(values["kind"]) if values["kind"] in set(RepairerKind) else None
        found = self.parts.use.repairers.registered(group, values["town"], kind)
        links = (
            (Link(message("Register your organisation"), REGISTER), "register_repairer"),
            (Link(message("Use a repair key"), "/repair-key"), "use_repair_key"),
            (Link(message("Check registrations"), CHECK), "read_registration"),
        )
        return RepairersPage(
            lines=tuple(map(repairer_line, found)),
            filters=filters,
            groups=choices(ProductKind),
            kinds=choices(RepairerKind),
            links=tuple(link for link, use_case in links if PERMISSIONS.allows(use_case, actor)),
        )

    def own(self, actor: Actor, form: FormState, chosen: frozenset[str] = frozenset()) -> Page:
        views = self.parts.use.repairers.own(actor)
        waits = any(each.registration.state is RegistrationState.ASKED for each in views)
        return RegisterPage(
            cards=tuple(map(registration_card, views)),
            may_ask=not waits,
            kinds=choices(RepairerKind),
            groups=choices(ProductKind),
            chosen=chosen,
            form=form,
        )

    def check(self, actor: Actor, form: FormState, asked: str = "", report: ListReport | None = None) -> Page:
        repairers = self.parts.use.repairers
        decided = [each for each in repairers.all(actor) if each.registration.state is not RegistrationState.ASKED]
        lists = self.parts.use.repairer_lists.taken(actor)
        return CheckPage(
            waiting=tuple(map(registration_card, repairers.all(actor, waiting=True))),
            known=tuple(map(registration_card, decided)),
            may_decide=PERMISSIONS.allows("decide_registration", actor),
            newest_list=lists[0].dated if lists else None,
            report=None if report is None else list_lines(report),
            counts=()
            if report is None
            else tuple((each, report.count(each)) for each in Outcome if report.count(each)),
            taken=report is not None and report.taken is not None,
            form=form,
            asked=asked,
        )


def _read(sent: Sent) -> NewRegistration:
    fields = Fields(sent)
    kind, town = fields.one_of("kind", RepairerKind), fields.text("town")
    first, last = fields.day("valid_from"), fields.day("valid_until", required=False)
    number, kvk = fields.optional("number"), fields.optional("kvk")
    groups = tuple(each for each in ProductGroup if each.value in sent.lists.get("groups", ()))
    fields.check()
    assert first is not None
    return NewRegistration(
        kind=kind, town=town, groups=groups, valid_from=first, valid_until=last, number=number, kvk=kvk
    )


def _taken(parts: Parts, actor: Actor, sent: Sent) -> ListReport:
    fields = Fields(sent)
    dated = fields.day("dated")
    if "file" not in sent.files:
        fields.problems.append(Problem("file", message("Choose the file of the register.")))
    fields.check()
    assert dated is not None
    content = sent.files["file"][1]
    return parts.use.repairer_lists.take(actor, content, dated, dry_run=sent.text("take") != "yes")
