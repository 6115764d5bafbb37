"""Pages that give back what was typed, and pages of errors: one for each status that a person can meet."""

from dpp.api.http import Fault, fault_of
from dpp.domain.errors import (
    Conflict,
    InvalidInput,
    KringpasError,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Outdated,
    Problem,
    Refused,
    TooLarge,
    TooMany,
    Unavailable,
)
from dpp.domain.message import message
from web.pages.contexts.frame import Person
from web.pages.contexts.general import ErrorPage
from web.pages.contexts.kept_forms import ForeignFormPage, Typed, TypedPage, TypedValue
from web.pages.contexts.people import SignInPage
from web.pages.errors import page_for
from web.pages.rendering import Page

TYPED = Typed("c2VhbGVk", ("rapport juni.pdf",))
SAID = message("The device changed while you filled in this form.")
ERRORS: tuple[KringpasError, ...] = (
    InvalidInput(message("The input is not valid."), (Problem("$.mass.value", message("must be above 0")),)),
    NotSignedIn(message("Sign in to do this.")),
    NotPermitted(message("This is for the custodian.")),
    NotFound(message("There is no such passport.")),
    Conflict(SAID),
    Outdated(SAID),
    TooLarge(message("The file is larger than 10 MB."), remedy=message("Send a smaller file.")),
    Refused("media-verified", message("The medium was not checked."), remedy=message("Have it checked first.")),
    TooMany(message("Too many attempts."), seconds=90),
    Unavailable(message("The database does not answer."), remedy=message("Try again in a minute.")),
)
UNFORESEEN = ZeroDivisionError("not shown")


def faults() -> tuple[Fault, ...]:
    return tuple(map(fault_of, (*ERRORS, UNFORESEEN)))


def error_pages() -> dict[int, ErrorPage]:
    """The page for each status, after a form."""
    return {fault.status: page_for(fault, "POST", "/passports/3w9c5q8h2m7k4t1p", TYPED) for fault in faults()}


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    values = (TypedValue("device", "3w9c"), TypedValue("device", "8h2m"), TypedValue("remark", "kras\nop het deksel"))
    return {
        "sign-in-again": (SignInPage("/devices/x", typed=TYPED), None, "/sign-in"),
        "sign-in-too-long": (SignInPage("/devices/x", typed=Typed(None)), None, "/sign-in"),
        "typed": (TypedPage("/bulk-actions/preview", "/bulk-actions", values, TYPED.files), person, "/kept-form"),
        "foreign-form": (ForeignFormPage("c2VhbGVk", "/intake", may_be_mine=False), person, "/kept-form"),
        "nobodys-form": (ForeignFormPage("c2VhbGVk", "/intake", may_be_mine=True), person, "/kept-form"),
        **{f"error-{status}-form": (page, person, "/") for status, page in error_pages().items()},
    }
