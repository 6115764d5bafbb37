"""The entrance of administration: with things to look at, and in order."""

from dpp.domain.message import message
from web.pages.contexts.admin import AdminLine, AdminPage
from web.pages.contexts.frame import Person
from web.pages.mapping.admin import admin_page
from web.pages.rendering import Page

KEYS = AdminLine(
    message("Keys for programs"),
    "/admin/keys",
    (message("valid: {count}", count=12), message("never used: {count}", count=1)),
    (message("that end within {days} days: {count}", days=30, count=2),),
)
CLOSURES = AdminLine(
    message("Closures"), "/admin/closures", (message("elements that are closed now: {count}", count=0),)
)


def samples(administrator: Person) -> dict[str, tuple[Page, Person, str]]:
    """As the administrator sees it."""
    return {
        "admin": (admin_page((KEYS, CLOSURES)), administrator, "/admin"),
        "admin-in-order": (AdminPage((), (CLOSURES,)), administrator, "/admin"),
    }
