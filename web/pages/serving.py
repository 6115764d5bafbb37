"""What every page handler uses: the frame of this request, a rendered answer, and a form that was checked.

Rules:
1. A form changes something, answers 303, and the page that follows is a GET: a reload never sends it twice.
2. A form of a session carries its CSRF token (`web.identity`); without it nothing happens. A form that was made in a
   session is not taken when that session has ended, also where anybody may act: its sender thinks to be signed in.
3. The language is that of the choice made here (a cookie), else the best that the browser asks for, else Dutch.
4. A page for one person is never kept by a cache.
5. What to say after a redirect (`?said=saved`) is a word of `SAID`, never a text from the address.
6. What was sent stays with the request (`sent_before`): an answer that refuses it can give it back.
7. Whoever has a password that somebody else made chooses an own one before anything else: every page leads there.
8. The head of an answer names the style sheet of its page: a browser asks for it before it reads the page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from dpp.api.http import asking, current_actor
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, KringpasError, NotSignedIn, Refused, Unavailable
from dpp.domain.message import Message, message
from web.headers import CAMERA_PAGE
from web.identity import require_csrf
from web.pages.contexts.frame import LANGUAGES, FormState, Frame, Language, Notice, Person, Refusal, Tone
from web.pages.rendering import Page, Pages

LANGUAGE_COOKIE = "language"
ACCOUNT = "/account"
Asking = Annotated[Actor, Depends(asking)]

SAID: Mapping[str, Notice] = MappingProxyType(
    {
        "saved": Notice(Tone.GOOD, message("Saved.")),
        "signed-out": Notice(Tone.GOOD, message("You are signed out.")),
        "password-changed": Notice(Tone.GOOD, message("Your password is changed. Other sessions were ended.")),
        "refused-again": Notice(Tone.ATTENTION, message("It was tried and refused again: below is why.")),
        "recorded": Notice(Tone.GOOD, message("Recorded.")),
        "read-again": Notice(Tone.GOOD, message("The file was read again, and says something else now.")),
        "read-the-same": Notice(Tone.INFO, message("The file was read again, and says what it said before.")),
        "seen": Notice(Tone.GOOD, message("It is recorded that the document was seen. The document is not kept.")),
        "attached": Notice(Tone.GOOD, message("The file was read and stored without personal data.")),
        "proposed": Notice(Tone.GOOD, message("A destination was proposed.")),
        "approved": Notice(Tone.GOOD, message("Approved.")),
        "offered": Notice(Tone.GOOD, message("Offered: the list is frozen, and the receiver can confirm it.")),
        "received": Notice(Tone.GOOD, message("Received.")),
        "verified": Notice(Tone.GOOD, message("Verified. What is still listed needs a person.")),
        "report-kept": Notice(Tone.GOOD, message("The report was read and kept without personal data.")),
        "repeated": Notice(Tone.INFO, message("This report came before: nothing was recorded again.")),
        "taken": Notice(Tone.GOOD, message("Taken: others leave these to you for now.")),
        "given-back": Notice(Tone.GOOD, message("Given back: others can take these.")),
        "reserved": Notice(Tone.GOOD, message("Reserved for your organisation.")),
        "kept-longer": Notice(Tone.GOOD, message("Kept longer.")),
        "part-free": Notice(Tone.GOOD, message("The part is free again: others can reserve it.")),
        "reservation-ended": Notice(Tone.GOOD, message("Given back: others can reserve it again.")),
        "withdrawn": Notice(Tone.GOOD, message("The offer was withdrawn.")),
    }
)


@dataclass(frozen=True)
class Sent:
    """A form that came in, with its CSRF token checked: text fields, all values of each, and files."""

    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[str, bytes]]

    def text(self, name: str) -> str:
        """What was typed, without white space around it; empty when nothing was."""
        return self.values.get(name, "").strip()

    def optional(self, name: str) -> str | None:
        return self.text(name) or None

    def again(self, error: KringpasError) -> FormState:
        """The form as it was typed, the first problem of each field beside it, or the rule that forbids it above."""
        if not isinstance(error, InvalidInput):
            rule = error.rule if isinstance(error, Refused) else None
            return FormState(self.values, refusal=Refusal(error.what, error.remedy, rule), lists=self.lists)
        problems: dict[str, Message] = {}
        for problem in error.problems:  # the summary has the order of the form
            problems.setdefault(problem.path.removeprefix("$."), problem.what)
        return FormState(self.values, problems or {"": error.what}, lists=self.lists)


async def sent_form(request: Request) -> Sent:
    """The form of this request.

    Raises NotPermitted when it does not belong to the session, NotSignedIn when it was made in one that has ended.
    """
    sent, csrf = await _read(request)
    require_csrf(request.scope["state"], csrf)
    if csrf and request.scope["state"]["csrf"] is None:
        raise SessionEnded(message("Your session ended before the form was sent."))
    return sent


async def anybodys_form(request: Request) -> Sent:
    """A form that anybody may send, and whoever is signed out by now as well; NotPermitted as `sent_form` says."""
    sent, csrf = await _read(request)
    require_csrf(request.scope["state"], csrf)
    return sent


async def open_form(request: Request) -> Sent:
    """A form that no session guards: its route asks for the same origin instead (signing in)."""
    return (await _read(request))[0]


async def _read(request: Request) -> tuple[Sent, str]:
    """The form and its CSRF token, which an htmx form may send as a header."""
    async with request.form() as form:
        csrf = _text(form.get("csrf")) or request.headers.get("x-csrf-token") or ""
        files = {
            name: (value.filename or "", await value.read())
            for name, value in form.multi_items()
            if isinstance(value, UploadFile) and value.filename
        }
        texts = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "csrf")
    lists: dict[str, tuple[str, ...]] = {}
    for name, value in texts:
        lists[name] = (*lists.get(name, ()), value)
    request.scope[_SENT] = SentBefore(texts, tuple(name for name, _ in files.values()), csrf)
    return Sent(dict(texts), lists, files), csrf


class SessionEnded(NotSignedIn):
    """The form came from somebody whose session ended meanwhile."""


@dataclass(frozen=True)
class SentBefore:
    """Rule 6: the fields in their order, the names of the files, and the CSRF token that came along."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    csrf: str


def sent_before(request: Request) -> SentBefore | None:
    """The form that this request brought; None when none was read."""
    sent = request.scope.get(_SENT)
    return sent if isinstance(sent, SentBefore) else None


_SENT = "kringpas.sent"
SentForm = Annotated[Sent, Depends(sent_form)]
AnybodysForm = Annotated[Sent, Depends(anybodys_form)]
OpenForm = Annotated[Sent, Depends(open_form)]


_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
"""Rule 8. The address is one of ours (`StaticAddresses`): nothing in it needs escaping in a header."""

Waiting = Callable[[Actor], Mapping[str, int]]
"""How much waits for somebody, by the address of the place where it is done; where nothing waits it is left out."""


class Site:
    """Answers with pages, in the language and for the person of the request."""

    def __init__(self, pages: Pages, waiting: Waiting | None = None) -> None:
        self._pages, self._waiting = pages, waiting

    def page(
        self,
        request: Request,
        page: Page,
        *,
        status: int = 200,
        notices: tuple[Notice, ...] = (),
        camera: bool = False,
        always: bool = False,
    ) -> Response:
        """`camera`: whether the browser may open one on this page. `always`: also before rule 7 (nothing is lost)."""
        if must_change_password(request) and not (always or request.url.path.startswith(ACCOUNT)):
            return RedirectResponse(ACCOUNT, 303)
        frame = self._frame(request, notices)
        headers = {"Content-Language": frame.language, "Vary": "Accept, Accept-Language, Cookie"}
        if not current_actor(request).is_visitor:
            headers["Cache-Control"] = "no-store"
        if camera:
            headers.update(CAMERA_PAGE)
        html = self._pages.render(page, frame)
        if sheet := _SHEET.search(html):
            headers["Link"] = f"<{sheet[1]}>; rel=preload; as=style"
        return HTMLResponse(html, status, headers)

    def _frame(self, request: Request, notices: tuple[Notice, ...]) -> Frame:
        frame = frame_of(request, notices)
        if frame.person is None or self._waiting is None:
            return frame
        try:
            return replace(frame, waiting=self._waiting(current_actor(request)))
        except Unavailable:  # the page that tells so needs no count
            return frame


def go(address: str, *, said: str | None = None) -> RedirectResponse:
    """Rule 1: to the page that shows what the form did. `said` is a word of `SAID`."""
    if said is not None:
        SAID[said]
        path, mark, fragment = address.partition("#")
        address = f"{path}{'&' if '?' in path else '?'}{urlencode({'said': said})}{mark}{fragment}"
    return RedirectResponse(address, 303)


def own_path(address: str | None, otherwise: str = "/") -> str:
    """An address to go back to, when it is a path of this service: nobody is sent to another site."""
    try:
        parts = urlsplit(address or "")
    except ValueError:  # half an IPv6 address
        return otherwise
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    return str(address) if ours else otherwise


def must_change_password(request: Request) -> bool:
    """Whether this person has a password that somebody else made."""
    person = request.scope.get("state", {}).get("person")
    return person is not None and person.must_change_password


def frame_of(request: Request, notices: tuple[Notice, ...] = ()) -> Frame:
    """What surrounds the page of this request, also where the identity layer did not see it."""
    state = request.scope.get("state", {})
    said = SAID.get(request.query_params.get("said", ""))
    person = state.get("person")
    actor = current_actor(request)
    return Frame(
        language=language_of(request),
        address=_address_of(request),
        csrf=state.get("csrf") or "",
        person=person and Person(person.display_name, person.organisation_name, actor.roles),
        notices=(*state.get("notices", ()), *notices, *((said,) if said else ())),
    )


def _address_of(request: Request) -> str:
    """Where this page can be asked for again: of a form that came back, the page on which it stood; no `said`."""
    if request.method not in {"GET", "HEAD"}:
        return _path_of(request.headers.get("referer", ""))
    url = request.url.remove_query_params("said")
    return url.path + (f"?{url.query}" if url.query else "")


def _path_of(address: str) -> str:
    try:
        return own_path(urlsplit(address).path)
    except ValueError:
        return "/"


def language_of(request: Request) -> Language:
    """Rule 3."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    for language in LANGUAGES:
        if chosen == language:
            return language
    return _asked_for(request.headers.get("accept-language", ""))


def _asked_for(header: str) -> Language:
    """The first of our languages that the browser names; browsers list them by preference."""
    for part in header.lower().split(","):
        for language in LANGUAGES:
            if part.strip().startswith(language):
                return language
    return LANGUAGES[0]


def refused(error: Exception) -> Notice:
    """A refusal above the page that it concerns."""
    what = getattr(error, "what", None)
    return Notice(Tone.STOP, what if isinstance(what, Message) else message("This could not be done."))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
