"""The public validator as a page: choose a file or paste a passport, and read the report.

Its form changes nothing and stores nothing, so the report is the answer itself: there is no page to go to after it,
and reloading checks the same document again.
"""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.catalogue import Catalogue
from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.exchange.deviation import Severity
from dpp.domain.exchange.reading import Form
from dpp.domain.message import Message, message
from dpp.service.checking import LARGEST, Checking, Report, Verdict
from web.pages.contexts.checking import CheckedDocument, CheckingPage, DeviationGroup, DeviationLine, ElementLine
from web.pages.contexts.frame import FormState, Language, Tone
from web.pages.serving import Asking, Sent, SentForm, Site, language_of

_FORMS = {
    Form.COMPRESSED: message("the compressed form of EN 18223"),
    Form.FULL: message("the full form of EN 18223"),
    Form.UNTP_CREDENTIAL: message("a product passport of UNTP 0.7"),
    Form.UNTP_PRODUCT: message("a product of UNTP 0.7, without its credential"),
}
_VERDICTS = {
    Verdict.READS: (
        Tone.GOOD,
        message("This passport reads"),
        message("Nothing in it differs from the standard."),
    ),
    Verdict.DEVIATES: (
        Tone.ATTENTION,
        message("This passport reads, with deviations"),
        message("We could read it. Programs that are stricter may not."),
    ),
    Verdict.UNREADABLE: (
        Tone.STOP,
        message("This document cannot be read"),
        message("It is no passport that we can read. Below is why."),
    ),
}
_SEVERITIES = {
    Severity.ERROR: (
        Tone.STOP,
        message("Errors"),
        message("This part is wrong or missing: mend it."),
    ),
    Severity.WARNING: (
        Tone.ATTENTION,
        message("Warnings"),
        message("We read this; a stricter program may not."),
    ),
    Severity.NOTE: (Tone.INFO, message("Notes"), message("Good to know; nothing is wrong here.")),
}


def checking_routes(checking: Checking, site: Site) -> APIRouter:
    """`/validate`."""
    routes = APIRouter()

    @routes.get("/validate")
    def empty(request: Request) -> Response:
        return site.page(request, CheckingPage(LARGEST))

    @routes.post("/validate")
    def validate(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            name, document = _document(sent)
            report = checking.check(actor, document)
        except (InvalidInput, TooLarge) as error:
            form = FormState(problems={"content": error.what})
            return site.page(request, CheckingPage(LARGEST, form), status=fault_of(error).status)
        checked = checked_document(name, report, checking.catalogue, language_of(request))
        return site.page(request, CheckingPage(LARGEST, FormState(_kept(sent)), checked))

    return routes


def checked_document(name: str | None, report: Report, catalogue: Catalogue, language: Language) -> CheckedDocument:
    """The report as the page shows it."""
    tone, verdict, summary = _VERDICTS[report.verdict]
    return CheckedDocument(
        name=name,
        tone=tone,
        verdict=verdict,
        summary=summary,
        form=_form(report),
        groups=_groups(report),
        untold=report.untold,
        known=_elements(report.elements.known, catalogue, language),
        unknown=_elements(report.elements.unknown, catalogue, language),
        missing=_elements(report.elements.missing, catalogue, language),
    )


def _document(sent: Sent) -> tuple[str | None, bytes]:
    """The file, else the pasted text."""
    if "document" in sent.files:
        return sent.files["document"]
    pasted = sent.values.get("content", "")
    if not pasted.strip():
        what = message("Choose a file, or paste a passport.")
        raise InvalidInput(what, (Problem("content", what),))
    return None, pasted.encode("utf-8", "surrogatepass")


def _kept(sent: Sent) -> dict[str, str]:
    """What was pasted stays in the form; a file has to be chosen again."""
    return {} if "document" in sent.files else {"content": sent.values.get("content", "")}


def _form(report: Report) -> Message | None:
    if report.form is None or report.verdict is Verdict.UNREADABLE:
        return None
    form = _FORMS[report.form]
    return message("{form}, in a credential that was not verified", form=form) if report.enveloped else form


def _groups(report: Report) -> tuple[DeviationGroup, ...]:
    groups = []
    for severity, (tone, title, means) in _SEVERITIES.items():
        lines = tuple(DeviationLine(one.path, one.code, one.what, one.fix) for one in report.of(severity))
        if lines:
            groups.append(DeviationGroup(severity.value, tone, title, means, lines))
    return tuple(groups)


def _elements(names: tuple[str, ...], catalogue: Catalogue, language: Language) -> tuple[ElementLine, ...]:
    return tuple(
        ElementLine(name, element.label.of(language) if (element := catalogue.find(name)) else None) for name in names
    )
