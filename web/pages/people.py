"""The administrator's pages of people.

A first password is shown once: it is in the answer to the form that made it, and nowhere else.
"""

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Refused
from web.accounts.domain.permissions import ACCOUNTS
from web.accounts.service.choosing_ports import Among
from web.accounts.service.people import AccountDraft
from web.bootstrap import Parts
from web.pages.acts.choosing import Chooser, organisations
from web.pages.contexts.forms import NOTHING_OFFERED
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.people import PeoplePage, PersonPage
from web.pages.paging import wanted
from web.pages.people_view import account_line, chosen_roles, role_boxes
from web.pages.serving import Asking, Sent, SentForm, Site, go


def people_routes(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/admin/people`."""
    routes, people, pages = APIRouter(prefix="/admin/people"), parts.accounts.people, PeoplePages(parts, site)

    @routes.get("")
    def list_people(request: Request, actor: Asking) -> Response:
        return pages.all(request, actor)

    @routes.post("")
    def add_person(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            where = pages.organisations(actor).settled(sent, "organisation", required=True).text("organisation")
            made = people.create(actor, OrganisationId(where), draft_of(sent))
        except (InvalidInput, Conflict, NotFound) as error:
            return pages.all(request, actor, sent.again(error), 400)
        return pages.one(request, actor, made.account, first_password=made.password, status=201)

    @routes.get("/{account}")
    def read_person(request: Request, actor: Asking, account: AccountId) -> Response:
        return pages.one(request, actor, account)

    @routes.post("/{account}/roles")
    def set_roles(request: Request, actor: Asking, account: AccountId, sent: SentForm) -> Response:
        try:
            people.set_roles(actor, account, chosen_roles(sent))
        except (InvalidInput, Refused) as error:
            return pages.one(request, actor, account, form=sent.again(error), status=400)
        return go(f"/admin/people/{account}", said="saved")

    @routes.post("/{account}/password")
    def give_password(request: Request, actor: Asking, account: AccountId, _sent: SentForm) -> Response:
        return pages.one(request, actor, account, first_password=people.reset_password(actor, account))

    @routes.post("/{account}/active")
    def set_active(request: Request, actor: Asking, account: AccountId, sent: SentForm) -> Response:
        try:
            people.set_active(actor, account, active=sent.text("active") == "yes")
        except Refused as error:
            return pages.one(request, actor, account, form=sent.again(error), status=400)
        return go(f"/admin/people/{account}", said="saved")

    return routes


class PeoplePages:
    """The list of people, and one of them."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self._parts = parts
        self._accounts = parts.accounts
        self._site = site

    def organisations(self, actor: Actor) -> Chooser[Among]:
        """Where a new person can work."""
        return organisations(self._parts, actor)

    def all(self, request: Request, actor: Actor, form: FormState = NEW_FORM, status: int = 200) -> Response:
        lines = self._accounts.people.some(actor, wanted(str(request.url))).each(account_line)
        may_add = ACCOUNTS.allows("account.create", actor)
        offered = self.organisations(actor).offered(form, "organisation") if may_add else NOTHING_OFFERED
        return self._site.page(request, PeoplePage(lines, offered, form), status=status)

    def one(
        self,
        request: Request,
        actor: Actor,
        account: AccountId,
        *,
        first_password: str | None = None,
        form: FormState | None = None,
        status: int = 200,
    ) -> Response:
        line = self._accounts.people.read(actor, account)
        may_change = ACCOUNTS.allows("account.set_roles", actor)
        boxes = form or role_boxes(line.account.roles)
        page = PersonPage(account_line(line), may_change, first_password, boxes)
        return self._site.page(request, page, status=status)


def draft_of(sent: Sent) -> AccountDraft:
    """The account that the form asks for."""
    return AccountDraft(sent.text("sign_in_name"), sent.text("display_name"), chosen_roles(sent))
