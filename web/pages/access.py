"""Who sees what and why, what is closed, and who read what is not public: pages for readers, owners and overseers."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import VISITOR, AccountId, Actor
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn, Problem, Refused
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.access.closing import Wanted
from dpp.service.access.ports import RecordFilter
from dpp.service.access.reviewing import RecordPage
from web.accounts.domain.permissions import ACCOUNTS
from web.bootstrap import Parts
from web.pages.contexts.access import AccessPage, ClosureLine, ClosuresPage, ElementAccessPage, RecordsPage
from web.pages.contexts.frame import NEW_FORM, FormState, Link
from web.pages.contexts.passport import full_name
from web.pages.mapping.access import Words, closure_line, element_line, explanation_line, pinned_line, record_line
from web.pages.people_view import journal_lines
from web.pages.serving import Asking, Sent, SentForm, Site, go, language_of


def access_pages(parts: Parts, site: Site) -> APIRouter:
    """The pages below a passport, `/admin/access`, `/admin/closures` and `/account/access`."""
    routes, pages = APIRouter(), AccessPages(parts, site)
    _of_passport(routes, pages)
    _overseeing(routes, pages)
    return routes


def _of_passport(routes: APIRouter, pages: "AccessPages") -> None:
    access = pages.access

    @routes.get("/passports/{passport_id}/access")
    def show_access(request: Request, actor: Asking, passport_id: PassportId) -> Response:
        return pages.passport(request, actor, passport_id)

    @routes.get("/passports/{passport_id}/access/{element_id}")
    def explain_element(request: Request, actor: Asking, passport_id: PassportId, element_id: str) -> Response:
        return pages.element(request, actor, passport_id, element_id)

    @routes.post("/passports/{passport_id}/access/closures")
    def close_here(request: Request, actor: Asking, passport_id: PassportId, sent: SentForm) -> Response:
        try:
            access.closing.close(actor, wanted(sent, passport_id), AccessPath.PAGE)
        except (InvalidInput, Refused) as error:
            return pages.passport(request, actor, passport_id, sent.again(error), 400)
        return go(f"/passports/{passport_id}/access", said="saved")

    @routes.post("/passports/{passport_id}/access/classification")
    def adopt_here(request: Request, actor: Asking, passport_id: PassportId, sent: SentForm) -> Response:
        try:
            elements = sent.lists.get("elements", ())
            access.reclassifying.adopt(actor, passport_id, elements, sent.text("why"), AccessPath.PAGE)
        except (InvalidInput, Refused) as error:
            return pages.passport(request, actor, passport_id, sent.again(error), 400)
        return go(f"/passports/{passport_id}/access", said="saved")

    @routes.get("/passports/{passport_id}/access-records")
    def show_records(request: Request, actor: Asking, passport_id: PassportId, after: str | None = None) -> Response:
        page = access.reviewing.of_passport(actor, passport_id, RecordFilter(after=after))
        title = message("Who read this passport")
        intro = message(
            "Each reading that showed what is not public, and each change of rights. Readings by authorities stand "
            "here for the auditor alone. Who reads what is public is not kept."
        )
        return pages.records(request, actor, page, (title, intro))


def _overseeing(routes: APIRouter, pages: "AccessPages") -> None:
    access = pages.access

    @routes.get("/account/access")
    def show_own(request: Request, actor: Asking, after: str | None = None) -> Response:
        PERMISSIONS.check("read_own_access_records", actor)
        page = access.reviewing.records(actor, RecordFilter(account=actor.account, after=after))
        title = message("What is kept of you")
        intro = message("Each time that you read what is not public, or changed rights. Nothing else is kept.")
        return pages.records(request, actor, page, (title, intro))

    @routes.get("/admin/access")
    def show_all(request: Request, actor: Asking, after: str | None = None, account: str | None = None) -> Response:
        PERMISSIONS.check("read_access_records", actor)
        whose = AccountId(account) if account else None
        page = access.reviewing.records(actor, RecordFilter(account=whose, after=after))
        title = message("Readings and changes of rights")
        intro = message("Who read what is not public, who changed rights, and below it the journal of accounts.")
        return pages.records(request, actor, page, (title, intro), journal=True)

    @routes.get("/admin/closures")
    def show_closures(request: Request, actor: Asking) -> Response:
        return pages.closures(request, actor)

    @routes.post("/admin/closures")
    def close_everywhere(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            passport = sent.optional("passport")
            access.closing.close(actor, wanted(sent, PassportId(passport) if passport else None), AccessPath.PAGE)
        except NotFound as error:
            return pages.closures(request, actor, FormState(sent.values, {"passport": error.what}), 400)
        except (InvalidInput, Refused) as error:
            return pages.closures(request, actor, sent.again(error), 400)
        return go("/admin/closures", said="saved")

    @routes.post("/closures/{closure_id}/lifting")
    def lift(actor: Asking, closure_id: str, sent: SentForm) -> Response:
        view = access.closing.lift(actor, closure_id, sent.text("why"), AccessPath.PAGE)
        passport = view.closure.passport_id
        everywhere = PERMISSIONS.allows("read_closures", actor)
        return go("/admin/closures" if everywhere or not passport else f"/passports/{passport}/access", said="saved")


class AccessPages:
    """Puts the pages together; forms only for those who may send them."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self.access = parts.access
        self._parts = parts
        self._site = site

    def passport(
        self, request: Request, actor: Actor, passport_id: PassportId, form: FormState = NEW_FORM, status: int = 200
    ) -> Response:
        words, address = self._words(request), f"/passports/{passport_id}"
        audiences = words.audiences()
        explained = self.access.passports.explain_all(actor, passport_id, tuple(audiences))
        may_close = self.access.closing.may_close(actor, passport_id)
        page = AccessPage(
            name=self._name(passport_id),
            address=address,
            audiences=tuple(audiences.values()),
            lines=tuple(element_line(name, views, address, words) for name, views in explained.items()),
            closures=self._closures(actor, passport_id, words),
            pinned=tuple(pinned_line(each, words) for each in self.access.reclassifying.pinned(actor, passport_id)),
            elements=words.closable() if may_close else (),
            classes=words.classes(),
            records=f"{address}/access-records" if self.access.reviewing.may_review(actor, passport_id) else None,
            form=form,
        )
        return self._site.page(request, page, status=status)

    def element(self, request: Request, actor: Actor, passport_id: PassportId, element_id: str) -> Response:
        words = self._words(request)
        explain = self.access.passports.explain
        views = [explain(actor, passport_id, element_id, audience) for audience in words.audiences()]
        page = ElementAccessPage(
            element=words.element(element_id),
            help=words.help(element_id),
            id=element_id,
            passport=Link(self._name(passport_id), f"/passports/{passport_id}/access"),
            said=views[0].said,
            catalogue=views[0].catalogue,
            set_in=views[0].set_in,
            lines=tuple(explanation_line(view, words) for view in views),
        )
        return self._site.page(request, page)

    def records(
        self,
        request: Request,
        actor: Actor,
        page: RecordPage,
        heading: tuple[Message, Message],
        *,
        journal: bool = False,
    ) -> Response:
        names, words = self._names(actor), self._words(request)
        more = page.next and str(request.url.include_query_params(after=page.next).replace(scheme="", netloc=""))
        shown = RecordsPage(
            title=heading[0],
            intro=heading[1],
            lines=tuple(record_line(record, names, words) for record in page.records),
            kept_days=page.kept_days,
            more=more or None,
            journal=journal_lines(self._parts.accounts.people.journal(actor), names) if journal else (),
        )
        return self._site.page(request, shown)

    def closures(self, request: Request, actor: Actor, form: FormState = NEW_FORM, status: int = 200) -> Response:
        words = self._words(request)
        lines = tuple(closure_line(view, words) for view in self.access.closing.closures(actor))
        elements = words.closable() if self.access.closing.may_close(actor) else ()
        return self._site.page(request, ClosuresPage(lines, elements, words.classes(), form), status=status)

    def _closures(self, actor: Actor, passport_id: PassportId, words: Words) -> tuple[ClosureLine, ...]:
        try:
            views = self.access.closing.closures(actor, passport_id)
        except (NotPermitted, NotSignedIn):
            return ()
        return tuple(closure_line(view, words) for view in views)

    def _name(self, passport_id: PassportId) -> str:
        values = self.access.passports.read(VISITOR, passport_id).document.values()
        return full_name(values["brand"], values["modelName"])

    def _names(self, actor: Actor) -> Mapping[str, str]:
        """Organisations, and people for those who may see them; oneself always."""
        names: dict[str, str] = dict(self._parts.accounts.organisations.called(actor).items())
        if ACCOUNTS.allows("account.list", actor):
            people = self._parts.accounts.people.all(actor)
            names.update((line.account.id, line.account.display_name) for line in people)
        own = self._parts.accounts.people.own(actor)
        return {own.account.id: own.account.display_name, **names}

    def _words(self, request: Request) -> Words:
        return Words(self.access.passports.publisher.catalogue, language_of(request))


def wanted(sent: Sent, passport: PassportId | None) -> Wanted:
    """The closure that the form describes; InvalidInput for a class that is none."""
    try:
        access = AccessClass(sent.text("access"))
    except ValueError as error:
        what = message("Choose for whom it stays open.")
        raise InvalidInput(what, (Problem("access", what),)) from error
    return Wanted(sent.text("element_id"), access, sent.text("reason"), sent.text("legal"), passport)
