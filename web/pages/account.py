"""One's own account: who one is here, the password, and the keys of one's programs."""

from datetime import date

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem, TooMany
from dpp.domain.message import message
from web.accounts.domain.passes import ApiKey, KeyId
from web.accounts.service.views import AccountLine
from web.bootstrap import Parts
from web.identity import SessionCookie
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.people import AccountPage
from web.pages.people_view import key_line, role_list
from web.pages.serving import Asking, Sent, SentForm, Site, go
from web.pages.signing_in import hashed_address


def account_routes(parts: Parts, site: Site, cookie: SessionCookie) -> APIRouter:
    """Everything below `/account`."""
    routes, accounts = APIRouter(prefix="/account"), parts.accounts

    def show(request: Request, actor: Actor, form: FormState = NEW_FORM, status: int = 200) -> Response:
        own, keys = accounts.people.own(actor), accounts.keys.own(actor)
        return site.page(request, account_page(own, keys, parts.clock().date(), form), status=status)

    @routes.get("")
    def read_account(request: Request, actor: Asking) -> Response:
        return show(request, actor)

    @routes.post("/password")
    def change_password(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            new = new_password(sent)
            address = hashed_address(request, parts)
            token = accounts.sessions.change_password(actor, sent.values.get("current", ""), new, address)
        except InvalidInput as error:
            return show(request, actor, without_passwords(sent.again(error)), 400)
        except TooMany as error:
            return show(request, actor, FormState(problems={"": error.what}), 429)
        response = go("/account", said="password-changed")
        response.headers.append("Set-Cookie", cookie.holding(token))
        return response

    @routes.post("/keys/{key}")
    def withdraw_key(actor: Asking, key: str, _sent: SentForm) -> Response:
        accounts.keys.revoke(actor, KeyId(key))
        return go("/account", said="saved")

    return routes


def account_page(own: AccountLine, keys: tuple[ApiKey, ...], today: date, form: FormState) -> AccountPage:
    """The page of one's own account."""
    account = own.account
    return AccountPage(
        name=account.display_name,
        email=account.sign_in_name,
        organisation=own.organisation_name,
        roles=role_list(account.roles),
        must_change=account.must_change_password,
        keys=tuple(key_line(key, own, today) for key in keys),
        form=form,
    )


def new_password(sent: Sent) -> str:
    """The new password, typed twice the same; InvalidInput when they differ."""
    new = sent.values.get("password", "")
    if new != sent.values.get("again", ""):
        what = message("The two new passwords are not the same.")
        raise InvalidInput(what, (Problem("again", what),))
    return new


def without_passwords(form: FormState) -> FormState:
    """Passwords never go back into a page."""
    return FormState(problems=form.problems)
