"""Contexts of the pages that everyone can reach: home, errors, and plain text."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Figure, FormState, Link, Turner
from web.pages.contexts.kept_forms import Typed


@dataclass(frozen=True)
class HomePage:
    """What a visitor meets: the scan box, and what a passport tells."""

    template: ClassVar[str] = "home.html"
    form: Annotated[FormState, "What was typed in the scan box, and why nothing was found"] = NEW_FORM


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in what was sent."""

    path: Annotated[str, "Which field, column or element"]
    what: Annotated[Message, "What is wrong with it"]


@dataclass(frozen=True)
class ErrorPage:
    """What happened, what is kept, what to do."""

    template: ClassVar[str] = "error.html"
    status: Annotated[int, "The HTTP status"]
    title: Annotated[Message, "What happened, in a few words"]
    what: Annotated[Message, "What happened, in a sentence"]
    kept: Annotated[Message | None, "What became of the person's work"] = None
    remedy: Annotated[Message | None, "What to do"] = None
    faults: Annotated[tuple[Fault, ...], "Every fault in what was sent"] = ()
    rule: Annotated[str | None, "Stable name of the rule that refused"] = None
    reference: Annotated[str | None, "What to quote when asking for help"] = None
    sign_in: Annotated[bool, "Whether signing in would help"] = False
    typed: Annotated[Typed | None, "What was typed into the form that was not taken"] = None
    wait_seconds: Annotated[int, "How long to wait before it can be tried again; 0 when nobody knows"] = 0
    search: Annotated[str, "What to search for instead; empty where searching would not help"] = ""


@dataclass(frozen=True)
class AccessibilityPage:
    """The accessibility statement."""

    template: ClassVar[str] = "accessibility.html"
    tested: Annotated[date, "When every page was last looked at"]
    contact: Annotated[str, "E-mail address of who runs the service"]
    done: Annotated[tuple[Message, ...], "How it was tested"]
    failing: Annotated[tuple[Message, ...], "What is known not to comply"]
    untested: Annotated[tuple[Message, ...], "What nobody looked at"]


@dataclass(frozen=True)
class AboutPage:
    """What the passports are in law, and where the source code is."""

    template: ClassVar[str] = "about.html"
    source: Annotated[str | None, "Address of the source code, where the operator gives one"] = None


@dataclass(frozen=True)
class StyleguidePage:
    """The page gallery, in development."""

    template: ClassVar[str] = "styleguide.html"
    pages: Annotated[tuple[Link, ...], "Every sample page"]
    form: Annotated[FormState, "A form with a fault"]
    figure: Annotated[Figure, "A figure with range and source"]
    code: Annotated[str, "A label code"]
    turner: Annotated[Turner, "Somewhere in a long list"]
