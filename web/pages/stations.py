"""Stations as pages: the administrator enrols and revokes them, a device takes its place, a person makes a badge.

Rules:
1. A code, and a badge, are shown once: in the answer to the form that made them, and nowhere else.
2. The code of a station is taken from our own page alone, on whatever device it is typed; who is signed in there does
   not matter.
3. No secret and no password goes back into a page.
"""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, Refused, TooMany
from dpp.domain.message import message
from web.accounts.domain.badges import BadgeId
from web.accounts.domain.permissions import ACCOUNTS
from web.accounts.domain.stations import StationId
from web.accounts.service.choosing_ports import Among
from web.accounts.service.views import NewStation, Shown, StationLine
from web.bootstrap import Parts
from web.identity import require_same_origin
from web.pages.acts.choosing import Chooser, organisations
from web.pages.contexts import stations as contexts
from web.pages.contexts.forms import NOTHING_OFFERED
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Tone
from web.pages.contexts.repairers import Picture
from web.pages.contexts.stations import BadgesPage, EnrolmentCode, EnrolPage, ShownLine, StationsPage
from web.pages.mapping.repairers import picture_of
from web.pages.serving import Asking, Sent, SentForm, Site, go
from web.pages.signing_in import hashed_address
from web.pages.station_desk import StationDesk

_REFUSED = (InvalidInput, Conflict, NotFound, Refused)


def station_administration(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/admin/stations`."""
    routes, pages = APIRouter(prefix="/admin/stations"), StationPages(parts, site)
    stations, badges = parts.accounts.stations, parts.accounts.badges

    @routes.get("")
    def list_stations(request: Request, actor: Asking) -> Response:
        return pages.all(request, actor)

    @routes.post("")
    def enrol(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            where = pages.organisations(actor).settled(sent, "organisation", required=True).text("organisation")
            new = stations.enrol(actor, OrganisationId(where), sent.text("name"), sent.text("place"))
        except _REFUSED as error:
            return pages.all(request, actor, form=sent.again(error), status=400)
        return pages.all(request, actor, new=new, status=201)

    @routes.post("/{station}/code")
    def renew(request: Request, actor: Asking, station: StationId, _sent: SentForm) -> Response:
        return pages.all(request, actor, new=stations.renew(actor, station), status=201)

    @routes.post("/{station}/revocation")
    def revoke(actor: Asking, station: StationId, _sent: SentForm) -> Response:
        stations.revoke(actor, station)
        return go("/admin/stations", said="saved")

    @routes.post("/badges/{badge}/withdrawal")
    def withdraw_badge(actor: Asking, badge: BadgeId, _sent: SentForm) -> Response:
        badges.revoke(actor, badge)
        return go("/admin/stations", said="saved")

    @routes.post("/pins/{account}/withdrawal")
    def withdraw_pin(actor: Asking, account: AccountId, _sent: SentForm) -> Response:
        badges.withdraw_pin(actor, account)
        return go("/admin/stations", said="saved")

    return routes


def enrolment_routes(parts: Parts, site: Site) -> APIRouter:
    """`/station/enrol`, on the device that becomes a station."""
    routes, desk = APIRouter(), StationDesk(parts.accounts, parts.settings.is_secure)

    def show(request: Request, form: FormState, status: int = 200) -> Response:
        station = desk.station(request)
        response = site.page(request, EnrolPage(None if station is None else station.name, form), status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    @routes.get("/station/enrol")
    def ask(request: Request, code: str = "") -> Response:
        return show(request, FormState({"code": code[:20]}))

    @routes.post("/station/enrol")
    def take(request: Request, sent: SentForm) -> Response:
        require_same_origin(request.headers)
        try:
            token = parts.accounts.stations.take(sent.text("code"), hashed_address(request, parts))
        except (NotPermitted, TooMany) as error:
            return show(request, _beside(sent, "code", error), fault_of(error).status)
        response = go("/station")
        response.headers.append("Set-Cookie", desk.of_station.holding(token))
        response.headers.append("Set-Cookie", desk.of_shift.removed())
        return response

    return routes


def badge_routes(parts: Parts, site: Site) -> APIRouter:
    """Everything below `/account/badges`."""
    routes, pages, badges = APIRouter(prefix="/account/badges"), StationPages(parts, site), parts.accounts.badges

    @routes.get("")
    def read(request: Request, actor: Asking) -> Response:
        return pages.own(request, actor)

    @routes.post("")
    def make(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            new = badges.make(actor, sent.values.get("current", ""), hashed_address(request, parts))
        except (InvalidInput, TooMany) as error:
            return pages.own(request, actor, form=_beside(sent, "current", error), status=fault_of(error).status)
        return pages.own(request, actor, code=new.code, status=201)

    @routes.post("/pin")
    def set_pin(request: Request, actor: Asking, sent: SentForm) -> Response:
        said = (sent.text("name"), sent.text("pin"), sent.values.get("password", ""))
        try:
            badges.set_pin(actor, *said, hashed_address(request, parts))
        except (InvalidInput, Conflict, TooMany) as error:
            return pages.own(request, actor, form=_pin_again(sent, error), status=fault_of(error).status)
        return go("/account/badges", said="saved")

    @routes.post("/pin/withdrawal")
    def withdraw_pin(actor: Asking, _sent: SentForm) -> Response:
        badges.withdraw_pin(actor, actor.account)
        return go("/account/badges", said="saved")

    @routes.post("/{badge}/withdrawal")
    def withdraw(actor: Asking, badge: BadgeId, _sent: SentForm) -> Response:
        badges.revoke(actor, badge)
        return go("/account/badges", said="saved")

    return routes


class StationPages:
    """The list of stations, and the page of one's own badges."""

    def __init__(self, parts: Parts, site: Site) -> None:
        self._parts, self._site, self._accounts = parts, site, parts.accounts

    def organisations(self, actor: Actor) -> Chooser[Among]:
        """For whom a new station can be."""
        return organisations(self._parts, actor)

    def all(
        self,
        request: Request,
        actor: Actor,
        *,
        new: NewStation | None = None,
        form: FormState = NEW_FORM,
        status: int = 200,
    ) -> Response:
        lines = self._accounts.stations.all(actor)
        may_enrol = ACCOUNTS.allows("station.enrol", actor)
        page = StationsPage(
            stations=tuple(map(self._line, lines)),
            shown=tuple(map(_shown, self._accounts.badges.all(actor))),
            organisations=self.organisations(actor).offered(form, "organisation") if may_enrol else NOTHING_OFFERED,
            new=None if new is None else self._code(new, lines),
            form=form,
        )
        return self._private(self._site.page(request, page, status=status))

    def own(
        self,
        request: Request,
        actor: Actor,
        *,
        code: str | None = None,
        form: FormState = NEW_FORM,
        status: int = 200,
    ) -> Response:
        own = self._accounts.badges.own(actor)
        line = _shown(own)
        page = BadgesPage(
            badges=line.badges,
            pin=line.pin,
            pin_counts=own.pin is None or own.pin.counts(self._accounts.badges.means.policy),
            name=line.name,
            organisation=line.organisation,
            code=code,
            picture=None if code is None else self._picture(code),
            form=form,
        )
        return self._private(self._site.page(request, page, status=status))

    def _line(self, line: StationLine) -> contexts.StationLine:
        station, now = line.station, self._parts.clock()
        if station.revoked:
            tone, state = Tone.STOP, message("revoked")
        elif station.is_enrolled:
            tone, state = Tone.GOOD, message("enrolled")
        elif station.takes_code(now):
            tone, state = Tone.ATTENTION, message("waits for its device")
        else:
            tone, state = Tone.ATTENTION, message("no device: its code was not used in time")
        return contexts.StationLine(
            id=station.id,
            name=station.name,
            place=station.place,
            organisation=line.organisation_name,
            tone=tone,
            state=state,
            seen=station.seen_on,
            today=self._accounts.stations.today(station.id),
            revoked=station.revoked,
        )

    def _code(self, new: NewStation, lines: tuple[StationLine, ...]) -> EnrolmentCode:
        name = next(line.station.name for line in lines if line.station.id == new.id)
        address = f"{self._parts.settings.public_url}/station/enrol?{urlencode({'code': new.code})}"
        return EnrolmentCode(name, new.code, address, self._picture(address), new.until)

    def _picture(self, text: str) -> Picture:
        return picture_of(self._parts.passports.qr.svg(text))

    @staticmethod
    def _private(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response


def _shown(shown: Shown) -> ShownLine:
    return ShownLine(
        account=shown.account.account.id,
        name=shown.account.account.display_name,
        organisation=shown.account.organisation_name,
        badges=tuple(Choice(each.id, message("Badge of {day}", day=each.made_on)) for each in shown.badges),
        pin=None if shown.pin is None else shown.pin.name,
    )


def _beside(sent: Sent, field: str, error: KringpasError) -> FormState:
    """What is wrong, beside the only field; of a code what was typed, of a password nothing."""
    kept = {"code": sent.text("code")} if field == "code" else {}
    return FormState(kept, {field: error.what})


def _pin_again(sent: Sent, error: KringpasError) -> FormState:
    """The name as it was typed; the current password's fault stands beside the field of this form."""
    if isinstance(error, Conflict):
        return FormState({"name": sent.text("name")}, {"name": error.what})
    problems = dict(sent.again(error).problems) or {"": error.what}
    if "current" in problems:
        problems["password"] = problems.pop("current")
    return FormState({"name": sent.text("name")}, problems)
