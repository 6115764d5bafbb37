"""Who sends this request: plain ASGI middleware in front of pages and programs' interfaces alike.

It puts into `scope["state"]`:

| name     | what                                                                                        |
|----------|---------------------------------------------------------------------------------------------|
| `actor`  | the `Actor`; `VISITOR` when there is none                                                   |
| `csrf`   | with a session: the token that its forms carry, `{token}.{for whom}` (rule 6); else None    |
| `person` | with a session: the `Person` for the head of the page; else None                            |

Rules:
1. An `Authorization: Bearer` header wins: what is said explicitly counts before what a browser sends by itself. A key
   that is not valid is answered with 401 and a problem document. Other schemes are not ours and are ignored.
2. On `/k/{token}` and below it the link's capability counts, not the session beside it; a link that is not valid is a
   visitor, to whom the page explains it.
3. Else the session cookie counts. One that is not valid is a visitor, and the answer removes the cookie.
4. Without header, link and cookie nothing is looked up. Look-ups run in a thread: the loop is never blocked.
5. Only a session needs a CSRF token, for only a cookie is sent by a browser without being asked.
6. Behind the token stands for whom the form was made (`web.kept_forms`): what was typed in a session that ended is
   shown to the same person alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from dpp.api.http import fault_of, fault_response
from dpp.domain.actor import VISITOR, AccountId, Actor
from dpp.domain.errors import NotPermitted, NotSignedIn
from dpp.domain.message import Message, message
from web.accounts.domain.tokens import same
from web.accounts.service.accounts import Accounts
from web.accounts.service.views import Person, SignedIn

LINK_PATH = "/k/"
OTHER_SESSION = message("This form does not belong to your session.")
SIGN_IN_HERE = message("Open the sign-in page of this service.")


@dataclass(frozen=True)
class SessionCookie:
    """The session's cookie. Over TLS its name has the prefix `__Host-`: no other host or path can set or read it.

    Without TLS (a developer's machine) browsers refuse that prefix, so the name has none.
    """

    secure: bool

    @property
    def name(self) -> str:
        return "__Host-kringpas" if self.secure else "kringpas"

    def holding(self, token: str) -> str:
        """The value of a `Set-Cookie` header; the cookie goes when the browser closes, the session when it ends."""
        return f"{self.name}={token}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if self.secure else ''}"

    def removed(self) -> str:
        """The value of a `Set-Cookie` header that removes it."""
        return self.holding("") + "; Max-Age=0"

    def read(self, headers: str) -> str | None:
        """The token in the value of a `Cookie` header; None when it is not there or empty."""
        for pair in headers.split(";"):
            name, _, value = pair.strip().partition("=")
            if name == self.name and value:
                return value
        return None


@dataclass(frozen=True)
class Found:
    """What the request's credentials led to; `stale` when its cookie is to be removed."""

    actor: Actor = VISITOR
    csrf: str | None = None
    person: Person | None = None
    stale: bool = False


class Identity:
    """The middleware. `secure` says whether browsers reach the service over TLS; `mark` tells accounts apart."""

    def __init__(
        self, app: ASGIApp, accounts: Accounts, *, secure: bool, mark: Callable[[AccountId], str] | None = None
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._mark = mark
        self._cookie = SessionCookie(secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            found = await self._find(scope)
        except NotSignedIn as refusal:
            await fault_response(scope, fault_of(refusal))(scope, receive, send)
            return
        scope.setdefault("state", {}).update(actor=found.actor, csrf=found.csrf, person=found.person)
        await self._app(scope, receive, self._removing(send) if found.stale else send)

    async def _find(self, scope: Scope) -> Found:
        """Rules 1 to 4; NotSignedIn for a key that is not valid."""
        key = _bearer(_header(scope, b"authorization"))
        if key is not None:
            return Found(await run_sync(self._accounts.keys.actor_of_key, key))
        if scope["path"].startswith(LINK_PATH):
            return await run_sync(self._by_link, scope["path"].removeprefix(LINK_PATH).partition("/")[0])
        token = self._cookie.read(_header(scope, b"cookie"))
        return Found() if token is None else await run_sync(self._by_session, token)

    def _by_link(self, token: str) -> Found:
        try:
            return Found(self._accounts.links.actor_of_link(token))
        except NotSignedIn:
            return Found()

    def _by_session(self, token: str) -> Found:
        try:
            signed_in = self._accounts.sessions.actor_of_session(token)
        except NotSignedIn:
            return Found(stale=True)
        return Found(signed_in.actor, csrf_field(signed_in, self._mark), signed_in.person)

    def _removing(self, send: Send) -> Send:
        """Add the cookie's removal to the answer, unless the answer sets it anew (as signing in does)."""
        own = f"{self._cookie.name}=".encode()

        async def sending(event: Event) -> None:
            if event["type"] == "http.response.start":
                headers = list(event.get("headers", ()))
                if not any(name.lower() == b"set-cookie" and value.startswith(own) for name, value in headers):
                    headers.append((b"set-cookie", self._cookie.removed().encode()))
                event = {**event, "headers": headers}
            await send(event)

        return sending


def csrf_field(signed_in: SignedIn, mark: Callable[[AccountId], str] | None) -> str:
    """Rule 6."""
    return signed_in.csrf if mark is None else f"{signed_in.csrf}.{mark(signed_in.actor.account)}"


def require_csrf(state: Mapping[str, Any], given: str | None) -> None:
    """Return when this request may change something; NotPermitted when a session's form lacks its CSRF token.

    `state` is `request.scope["state"]`, `given` the form's field or the header that htmx sends.
    """
    expected: str | None = state["csrf"]
    if expected is not None and not same(expected, given or ""):
        raise NotPermitted(
            OTHER_SESSION,
            remedy=message("Open the page again, and send the form from there."),
        )


def require_same_origin(headers: Mapping[str, str], remedy: Message = SIGN_IN_HERE) -> None:
    """Return unless a browser says that another site sent this form; for forms of those who have no session (yet).

    Without it another site could sign somebody in under an account of its own, and see what is done there, or have its
    visitors send reports of found devices from their networks.
    """
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise NotPermitted(message("This form was sent from another site."), remedy=remedy)


def _header(scope: Scope, name: bytes) -> str:
    """The values of a header, joined as those of `Cookie` may be (HTTP/2 splits it: RFC 9113, 8.2.3)."""
    return "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _bearer(authorization: str) -> str | None:
    scheme, _, key = authorization.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None
