"""Every refusal has a page that keeps the HTML invariants: what happened, what is kept, what to do."""

import pytest
from starlette.exceptions import HTTPException

from dpp.api.http import STATUS, Fault, fault_of
from dpp.domain.errors import InvalidInput, KringpasError, NotPermitted, Problem, Refused, TooMany
from dpp.domain.message import message
from tests.support.html import check_page, text_of
from tests.support.page_samples import frame_for
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.errors import page_of
from web.pages.rendering import Pages

PAGES = Pages()
SAID = message("The value '{value}' is not a mass.", value="<b>heavy</b>")
FRAMEWORK = (400, 403, 404, 405, 406, 408, 411, 413, 414, 415, 416, 417, 422, 429, 431, 500, 501, 503)


def _raised(kind: type[KringpasError]) -> KringpasError:
    """An error of this kind, with whatever it needs to be told."""
    if issubclass(kind, InvalidInput):
        return kind(SAID, (Problem("$.mass.value", SAID),))
    if issubclass(kind, Refused):
        return kind("media-verified", SAID, remedy=message("Verify it."))
    return kind(SAID, seconds=30) if issubclass(kind, TooMany) else kind(SAID)


FAULTS = {
    **{f"{kind.__name__}": fault_of(_raised(kind)) for kind in STATUS},
    **{f"framework-{status}": fault_of(HTTPException(status)) for status in FRAMEWORK},
    "not-permitted": fault_of(NotPermitted(message("'{use_case}' is not for a visitor.", use_case="decide"))),
    "a bug": fault_of(ZeroDivisionError("secret detail")),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_refusal_has_a_page_of_its_own(name: str, method: str, language: Language) -> None:
    """With one heading, its language and landmarks, and nothing of the program in it."""
    fault: Fault = FAULTS[name]
    page = page_of(fault, method)
    root = check_page(PAGES.render(page, frame_for(language, None, "/somewhere")))
    assert root.get("lang") == language
    assert page.status == fault.status
    assert "secret" not in text_of(root)
