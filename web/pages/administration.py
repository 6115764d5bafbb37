"""The administrator's pages of organisations and keys, and the journal of all changes of rights.

A key is shown once: it is in the answer to the form that made it, and nowhere else.
"""

from datetime import date

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import AccountId, Actor, Capability, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Problem
from dpp.domain.message import message
from lifecycle.service.erasure_reports import POST
from web.accounts.domain.organisation import CREDENTIAL_KINDS, Credential, OrganisationKind
from web.accounts.domain.passes import KeyId
from web.accounts.domain.permissions import ACCOUNTS
from web.accounts.service.choosing_ports import Working
from web.bootstrap import Parts
from web.pages.acts.choosing import Chooser, people
from web.pages.contexts.forms import NOTHING_OFFERED
from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.people import JournalPage, KeysPage, OrganisationPage, OrganisationsPage
from web.pages.days import read_day
from web.pages.paging import wanted
from web.pages.people_view import journal_line, key_line, organisation_line
from web.pages.serving import Asking, Sent, SentForm, Site, go


def organisation_routes(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/admin/organisations`."""
    routes, organisations = APIRouter(prefix="/admin/organisations"), parts.accounts.organisations
    pages = AdministrationPages(parts, site)

    @routes.get("")
    def list_organisations(request: Request, actor: Asking) -> Response:
        return pages.organisations(request, actor)

    @routes.post("")
    def add_organisation(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            in_state = sent.text("in_state") == "yes"
            made = organisations.create(actor, sent.text("name"), kind_of(sent), in_state=in_state)
        except (InvalidInput, Conflict) as error:
            return pages.organisations(request, actor, sent.again(error), 400)
        return go(f"/admin/organisations/{made}", said="saved")

    @routes.get("/{organisation}")
    def read_organisation(request: Request, actor: Asking, organisation: OrganisationId) -> Response:
        return pages.organisation(request, actor, organisation)

    @routes.post("/{organisation}/credentials")
    def add_credential(request: Request, actor: Asking, organisation: OrganisationId, sent: SentForm) -> Response:
        try:
            organisations.add_credential(actor, organisation, credential_of(sent))
        except (InvalidInput, Conflict) as error:
            return pages.organisation(request, actor, organisation, sent.again(error), 400)
        return go(f"/admin/organisations/{organisation}", said="saved")

    @routes.post("/{organisation}/credentials/end")
    def end_credential(actor: Asking, organisation: OrganisationId, sent: SentForm) -> Response:
        last_day = day_of(sent, "last_day")
        organisations.end_credential(actor, organisation, sent.text("kind"), sent.text("number"), last_day)
        return go(f"/admin/organisations/{organisation}", said="saved")

    return routes


def key_routes(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/admin/keys`, and `/admin/journal`."""
    routes, keys, pages = APIRouter(prefix="/admin"), parts.accounts.keys, AdministrationPages(parts, site)

    @routes.get("/keys")
    def list_keys(request: Request, actor: Asking) -> Response:
        return pages.keys(request, actor)

    @routes.post("/keys")
    def make_key(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            account = AccountId(pages.holders(actor).settled(sent, "account", required=True).text("account"))
            last_day = day_of(sent, "expires_on")
            made = keys.create(actor, account, sent.text("label"), last_day, station_of(sent))
        except (InvalidInput, NotFound, NotPermitted) as error:
            return pages.keys(request, actor, form=sent.again(error), status=400)
        return pages.keys(request, actor, new_key=made.secret, status=201)

    @routes.post("/keys/{key}")
    def withdraw_key(actor: Asking, key: KeyId, _sent: SentForm) -> Response:
        keys.revoke(actor, key)
        return go("/admin/keys", said="saved")

    @routes.get("/journal")
    def read_journal(request: Request, actor: Asking) -> Response:
        return pages.journal(request, actor)

    return routes


class AdministrationPages:
    """The lists and what stands around them; forms only for those who may send them."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self._parts, self._accounts = parts, parts.accounts
        self._longest = parts.accounts.keys.means.policy.key_longest
        self._clock = parts.clock
        self._site = site

    def organisations(self, request: Request, actor: Actor, form: FormState = NEW_FORM, status: int = 200) -> Response:
        found, today = self._accounts.organisations.some(actor, wanted(str(request.url))), self._today()
        lines = found.each(lambda each: organisation_line(each, today))
        may_add = ACCOUNTS.allows("organisation.create", actor)
        kinds = tuple(Choice(kind.value, kind) for kind in OrganisationKind) if may_add else ()
        return self._site.page(request, OrganisationsPage(lines, kinds, form), status=status)

    def organisation(
        self,
        request: Request,
        actor: Actor,
        organisation: OrganisationId,
        form: FormState = NEW_FORM,
        status: int = 200,
    ) -> Response:
        found = self._accounts.organisations.read(actor, organisation)
        may_add = ACCOUNTS.allows("credential.add", actor)
        kinds = tuple(Choice(kind, name) for kind, name in CREDENTIAL_KINDS.items()) if may_add else ()
        page = OrganisationPage(organisation_line(found, self._today()), kinds, form)
        return self._site.page(request, page, status=status)

    def keys(
        self,
        request: Request,
        actor: Actor,
        *,
        new_key: str | None = None,
        form: FormState = NEW_FORM,
        status: int = 200,
    ) -> Response:
        today, found = self._today(), self._accounts.keys.some(actor, wanted(str(request.url)))
        lines = found.each(lambda each: key_line(each.key, each.holder, today))
        may_make = ACCOUNTS.allows("key.create", actor)
        accounts = self.holders(actor).offered(form, "account") if may_make else NOTHING_OFFERED
        page = KeysPage(lines, accounts, today + self._longest, new_key, form)
        return self._site.page(request, page, status=status)

    def holders(self, actor: Actor) -> Chooser[Working]:
        """For whom a key can be made."""
        return people(self._parts, actor)

    def journal(self, request: Request, actor: Actor) -> Response:
        acts = self._accounts.people.acts(actor, wanted(str(request.url)))
        return self._site.page(request, JournalPage(acts.each(journal_line)))

    def _today(self) -> date:
        return self._clock().date()


def kind_of(sent: Sent) -> OrganisationKind:
    """The kind of organisation that was chosen; InvalidInput for none."""
    try:
        return OrganisationKind(sent.text("kind"))
    except ValueError as error:
        what = message("Choose what sort of organisation it is.")
        raise InvalidInput(what, (Problem("kind", what),)) from error


def day_of(sent: Sent, name: str) -> date:
    """The day in a field; InvalidInput for none."""
    try:
        return read_day(sent.text(name))
    except ValueError as error:
        what = message("Fill in a day, as 2026-11-20.")
        raise InvalidInput(what, (Problem(name, what),)) from error


def station_of(sent: Sent) -> Capability | None:
    """The wiping station that the key is for, which may send reports of erasure and do nothing else."""
    station = sent.text("station")
    return Capability(POST, station) if station else None


def credential_of(sent: Sent) -> Credential:
    """The credential that the form describes; InvalidInput for a day that is none."""
    return Credential(
        kind=sent.text("kind"),
        number=sent.text("number"),
        ground=sent.text("ground"),
        valid_from=day_of(sent, "valid_from"),
        valid_until=day_of(sent, "valid_until") if sent.text("valid_until") else None,
        source=sent.text("source"),
    )
