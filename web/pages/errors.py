"""What a person reads when something went wrong: what happened, what became of the work, what to do.

The sentences are those of the error itself (`dpp.api.http.Fault`), in the reader's language.

1. What was typed into a form that was not taken comes along with the page, sealed (`web.kept_forms`).
2. A form that came after its session had ended is answered by the page on which to sign in, which leads back to it.
3. An address of a passport or a device that is not there offers to search for what stands in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from fastapi import Request, Response

from dpp.api.http import STATUS, Fault, RenderPage
from dpp.domain.message import Message, message
from web.identity import OTHER_SESSION
from web.pages.contexts import general
from web.pages.contexts.general import ErrorPage
from web.pages.contexts.kept_forms import Typed
from web.pages.kept_forms import KeptForms, page_of_form
from web.pages.rendering import Page
from web.pages.serving import Site

_TITLES = dict(STATUS.values())
_FOR_SIGNED_IN = message("This page is for people with an account. After signing in you come back here.")
_NOT_YOURS = message("Your role, or your organisation, does not let you do this.")
_WHO_MAY = message("Ask a colleague who may, or ask an administrator whether your role is right.")
_ELSEWHERE = message("You signed in again, or somebody else did, after this form was opened.")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOK_AGAIN = message("Go back to the form, look at it once more, and send it.")
_ONLY_READ = message("This address only takes what a form sends, or only shows a page.")
_FROM_THE_MENU = message("Open the page from the menu, or go back.")
_SEARCHED = ("passports", "devices", "models")

SignInAgain = Callable[[str, Typed | None], Page]
"""The page on which to sign in, beside what was typed; it leads back to a path."""


def error_page(
    site: Site, headers: Mapping[str, str], forms: KeptForms | None = None, sign_in: SignInAgain | None = None
) -> RenderPage:
    """Renders the page for a fault. `headers` are those of every page, for answers that no layer adds them to."""

    def render(request: Request, fault: Fault) -> Response:
        typed = forms.typed(request) if forms is not None else None
        page: Page
        if fault.status == 401 and typed is not None and sign_in is not None:  # rule 2
            page = sign_in(page_of_form(request) or "/", typed)
        else:
            page = page_for(fault, request.method, request.url.path, typed)
        response = site.page(request, page, status=fault.status, always=typed is not None)
        response.headers.update({**headers, **dict(fault.headers)})
        if typed is not None:
            response.headers["Cache-Control"] = "no-store"
        return response

    return render


def page_for(fault: Fault, method: str, path: str, typed: Typed | None = None) -> ErrorPage:
    """The page for a fault in the answer to a request by this method at this path."""
    return replace(page_of(fault, method), typed=typed, search=searched(fault, path))


def searched(fault: Fault, path: str) -> str:
    """Rule 3: the last part of the address of something that is not there; empty elsewhere."""
    place, _, rest = path.strip("/").partition("/")
    return unquote(rest.partition("/")[0])[:80] if fault.status in {400, 404} and place in _SEARCHED else ""


def page_of(fault: Fault, method: str) -> ErrorPage:
    """What the page says, whatever was typed and wherever it was."""
    if fault.status == 401:  # the sentences of the fault are for programs too, which send a key
        return ErrorPage(401, message("Sign in first"), _FOR_SIGNED_IN, _kept(401, method), sign_in=True)
    if fault.what == OTHER_SESSION:
        return ErrorPage(403, message("Not sent yet"), _ELSEWHERE, _kept(403, method), remedy=_LOOK_AGAIN)
    if fault.status == 405:  # the sentences of the framework's refusals are for programs
        return ErrorPage(405, message("This page cannot do that"), _ONLY_READ, _kept(405, method), _FROM_THE_MENU)
    if fault.status == 403 and "use_case" in fault.what.values:  # the permission table speaks to programs as well
        use_case = str(fault.what.values["use_case"])
        return ErrorPage(403, _TITLES[403], _NOT_YOURS, _kept(403, method), _WHO_MAY, rule=use_case)
    return ErrorPage(
        status=fault.status,
        title=_TITLES.get(fault.status, fault.title),
        what=fault.what,
        kept=_kept(fault.status, method),
        remedy=fault.remedy,
        faults=tuple(general.Fault(problem.path.removeprefix("$."), problem.what) for problem in fault.problems),
        rule=fault.rule,
        reference=fault.correlation,
        wait_seconds=_wait(fault),
    )


def _wait(fault: Fault) -> int:
    """Seconds, from the header that programs read."""
    said = dict(fault.headers).get("Retry-After", "")
    return int(said) if said.isdigit() else 0


def _kept(status: int, method: str) -> Message | None:
    """One use case is one transaction: what was refused changed nothing."""
    return message("Nothing was changed.") if method not in _SAFE and status < 500 else None
