"""Mandates: granted, confirmed, deputised and ended by forms; read by colleagues, auditors and administrators."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Refused
from dpp.domain.message import message
from lifecycle.domain.mandates import ApprovalAct, MandateId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Route
from lifecycle.service.mandates import MandateView, NewMandate
from web.accounts.service.choosing_ports import Among, Working
from web.bootstrap import Parts
from web.pages.acts.base import Fields, choices
from web.pages.acts.choosing import Chooser, organisations, people
from web.pages.contexts.approvals import MandatePage, MandatesPage, NewMandatePage
from web.pages.contexts.forms import NAMED, NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.passport import ProductKind
from web.pages.mapping.approvals import MANDATES, ROLES, mandate_line, mandate_steps
from web.pages.paging import wanted
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

E = TypeVar("E", bound=StrEnum)
_GRANT = "grant_mandate"
_BOXES = ("acts", "routes", "categories")
_ACCOUNT = "account:"
_ABLE = frozenset(ROLES)


def mandate_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/mandates`."""
    routes, pages = APIRouter(prefix=MANDATES), _Mandates(parts)

    @routes.get("")
    def read_all(request: Request, actor: Asking) -> Response:
        return site.page(request, pages.all(actor, str(request.url)))

    @routes.get("/new")
    def ask(request: Request, actor: Asking) -> Response:
        return site.page(request, pages.new(actor, NEW_FORM))

    @routes.post("")
    def grant(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            made = parts.use.approvals.mandates.grant(actor, pages.granted(actor, sent))
        except (InvalidInput, NotFound) as error:
            page = pages.new(actor, sent.again(error), _ticked(sent))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"{MANDATES}/{made.mandate.id}", said="saved")

    @routes.get("/{mandate}")
    def read(request: Request, actor: Asking, mandate: MandateId) -> Response:
        return site.page(request, pages.one(actor, mandate, NEW_FORM))

    _add_steps(routes, parts, site, pages)
    return routes


def _add_steps(routes: APIRouter, parts: Parts, site: Site, pages: "_Mandates") -> None:
    mandates = parts.use.approvals.mandates

    def done(request: Request, actor: Actor, mandate: MandateId, sent: Sent, step: Callable[[], object]) -> Response:
        try:
            step()
        except (InvalidInput, Conflict, Refused) as error:
            return site.page(request, pages.one(actor, mandate, sent.again(error)), status=fault_of(error).status)
        return go(f"{MANDATES}/{mandate}", said="saved")

    @routes.post("/{mandate}/confirmation")
    def confirm(request: Request, actor: Asking, mandate: MandateId, sent: SentForm) -> Response:
        return done(request, actor, mandate, sent, lambda: mandates.confirm(actor, mandate))

    @routes.post("/{mandate}/deputies")
    def deputise(request: Request, actor: Asking, mandate: MandateId, sent: SentForm) -> Response:
        def step() -> None:
            fields = Fields(sent)
            account = pages.deputies(actor, mandates.read(actor, mandate)).one(fields, "account")
            first, last = fields.day("first_day"), fields.day("last_day")
            fields.check()
            assert first is not None
            assert last is not None
            mandates.deputise(actor, mandate, AccountId(account), first, last)

        return done(request, actor, mandate, sent, step)

    @routes.post("/{mandate}/ending")
    def end(request: Request, actor: Asking, mandate: MandateId, sent: SentForm) -> Response:
        def step() -> None:
            fields = Fields(sent)
            last = fields.day("ends_on")
            fields.check()
            assert last is not None
            mandates.end(actor, mandate, last)

        return done(request, actor, mandate, sent, step)


@dataclass(frozen=True)
class _Mandates:
    """What the handlers share."""

    parts: Parts

    @property
    def _today(self) -> date:
        return self.parts.clock().date()

    def all(self, actor: Actor, address: str) -> Page:
        today, found = self._today, self.parts.use.approvals.mandates.some(actor, wanted(address))
        add = f"{MANDATES}/new" if PERMISSIONS.allows(_GRANT, actor) else None
        return MandatesPage(found.each(lambda view: mandate_line(view, today)), add)

    def one(self, actor: Actor, mandate: MandateId, form: FormState) -> Page:
        view = self.parts.use.approvals.mandates.read(actor, mandate)
        it, may_change = view.mandate, PERMISSIONS.allows(_GRANT, actor)
        mine = actor.account == it.granted.by or it.is_of(actor)
        waits = it.confirmed is None and it.ending is None
        return MandatePage(
            line=mandate_line(view, self._today),
            reference=it.reference,
            steps=mandate_steps(view),
            may_confirm=waits and not mine and PERMISSIONS.allows("confirm_mandate", actor),
            may_change=may_change and it.ending is None,
            colleagues=self.deputies(actor, view).offered(form, "account") if may_change else NOTHING_OFFERED,
            form=form,
        )

    def new(self, actor: Actor, form: FormState, ticked: frozenset[str] = frozenset()) -> Page:
        PERMISSIONS.check(_GRANT, actor)
        organisations = self._organisations(actor).offered(form, "organisation")
        return NewMandatePage(
            organisations=organisations,
            holders=self._holders(actor, form, with_organisation=len(organisations.choices) > 1),
            acts=choices(ApprovalAct),
            routes=choices(Route),
            categories=choices(ProductKind),
            chosen=ticked,
            form=form,
        )

    def _holders(self, actor: Actor, form: FormState, *, with_organisation: bool) -> Offered:
        """People who may approve by role, and the roles."""
        chosen = replace(form, values={"holder": form.values.get("holder", "").removeprefix(_ACCOUNT)}, lists={})
        able = people(self.parts, actor, Working(_ABLE), with_organisation=with_organisation)
        offered = able.offered(chosen, "holder")
        persons = (replace(each, value=f"{_ACCOUNT}{each.value}") for each in offered.choices)
        roles = (Choice(f"role:{role}", message("Everybody with the role {role}", role=role)) for role in ROLES)
        return replace(offered, choices=(*persons, *roles))

    def _organisations(self, actor: Actor) -> Chooser[Among]:
        """Where somebody may approve by role."""
        return organisations(self.parts, actor, Among(roles=_ABLE))

    def deputies(self, actor: Actor, view: MandateView) -> Chooser[Working]:
        """Colleagues of who holds it."""
        it = view.mandate
        colleagues = Working(_ABLE, at=it.organisation, without=it.account)
        return people(self.parts, actor, colleagues, with_organisation=False)

    def granted(self, actor: Actor, sent: Sent) -> NewMandate:
        """What the form says."""
        fields = Fields(sent)
        if fields.optional(f"holder{NAMED}"):
            kind, holder = "account", people(self.parts, actor, Working(_ABLE)).one(fields, "holder")
        else:
            kind, _, holder = fields.text("holder").partition(":")
        return _read(sent, fields, self._organisations(actor).one(fields, "organisation"), (kind, holder))


def _read(sent: Sent, fields: Fields, organisation: str, who: tuple[str, str]) -> NewMandate:
    """`who` is an account or a role, and which."""
    kind, holder = who
    first, until = fields.day("from_day"), fields.day("until", required=False)
    reference = fields.text("reference")
    devices, value = fields.whole("devices_at_most"), _euros(fields)
    fields.check()
    assert first is not None
    return NewMandate(
        organisation=OrganisationId(organisation),
        account=AccountId(holder) if kind == "account" else None,
        role=Role(holder) if kind == "role" and holder in set(ROLES) else None,
        acts=frozenset(_boxes(sent, "acts", ApprovalAct)),
        routes=frozenset(_boxes(sent, "routes", Route)),
        categories=frozenset(each.value for each in _boxes(sent, "categories", ProductKind)),
        devices_at_most=devices,
        value_eur_at_most=value,
        from_day=first,
        until=until,
        reference=reference,
    )


def _euros(fields: Fields) -> int | None:
    """Whole euros."""
    amount = fields.amount("value_eur_at_most")
    return None if amount is None else int(amount)


def _boxes(sent: Sent, name: str, kind: type[E]) -> Iterable[E]:
    return (kind(value) for value in sent.lists.get(name, ()) if value in set(kind))


def _ticked(sent: Sent) -> frozenset[str]:
    return frozenset(f"{name}.{value}" for name in _BOXES for value in sent.lists.get(name, ()))
