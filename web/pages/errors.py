"""What a person reads when something went wrong: what happened, what became of the work, what to do.

The sentences are those of the error itself (`dpp.api.http.Fault`), in the reader's language.
"""

from collections.abc import Mapping

from fastapi import Request, Response

from dpp.api.http import STATUS, Fault, RenderPage
from dpp.domain.message import Message, message
from web.pages.contexts import general
from web.pages.contexts.general import ErrorPage
from web.pages.serving import Site

_TITLES = dict(STATUS.values())
_FOR_SIGNED_IN = message("This page is for people with an account. After signing in you come back here.")
_NOT_YOURS = message("Your role, or your organisation, does not let you do this.")
_WHO_MAY = message("Ask a colleague who may, or ask an administrator whether your role is right.")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def error_page(site: Site, headers: Mapping[str, str]) -> RenderPage:
    """Renders the page for a fault. `headers` are those of every page, for answers that no layer adds them to."""

    def render(request: Request, fault: Fault) -> Response:
        response = site.page(request, page_of(fault, request.method), status=fault.status)
        response.headers.update({**headers, **dict(fault.headers)})
        return response

    return render


def page_of(fault: Fault, method: str) -> ErrorPage:
    """The page for a fault in the answer to a request by this method."""
    if fault.status == 401:  # the sentences of the fault are for programs too, which send a key
        return ErrorPage(401, message("Sign in first"), _FOR_SIGNED_IN, _kept(401, method), sign_in=True)
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
    )


def _kept(status: int, method: str) -> Message | None:
    """One use case is one transaction: what was refused changed nothing."""
    return message("Nothing was changed.") if method not in _SAFE and status < 500 else None
