"""Pages about rights, to look at and to check."""

from datetime import UTC, datetime

from dpp.domain.access_record import AccessKind, AccessPath
from dpp.domain.actor import Role
from dpp.domain.message import message
from web.pages.contexts.access import (
    AccessPage,
    ClosureLine,
    ClosuresPage,
    ElementAccessPage,
    ElementLine,
    ExplanationLine,
    PinnedLine,
    ReadingLine,
    RecordLine,
    RecordsPage,
)
from web.pages.contexts.frame import Choice, Link, Person
from web.pages.contexts.people import JournalLine
from web.pages.rendering import Page

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PASSPORT = "/passports/3w9c5q8h2m7k4t1p"
ADMINISTRATOR = Person("Noor Haddad", "Logius", frozenset({Role.ADMINISTRATOR}))
OWNER = Person("Ruud Kramer", "Domeinen Roerende Zaken", frozenset({Role.DRZ}))
AUDITOR = Person("Iris Bos", "Auditdienst Rijk", frozenset({Role.AUDITOR}))
_ELEMENTS = (Choice("mass", "Weight (mass)"), Choice("processor", "Processor (processor)"))
_CLASSES = (Choice("professional", "professionals"), Choice("authority", "authorities"))
_EVERYWHERE = ClosureLine(
    "c1", "Weight", None, "authorities", "It was wrong.", "ESPR art. 9(2)(f)", NOW, None, may_lift=True
)
_HERE = ClosureLine(
    "c2",
    "Processor",
    Link("3w9c5q8h2m7k4t1p", f"{PASSPORT}/access"),
    "authorities",
    "A leak.",
    "ESPR art. 10",
    NOW,
    NOW,
)
_LINES = (
    ElementLine(Link("Brand", f"{PASSPORT}/access/brand"), said=True, seen=(True, True, True, True)),
    ElementLine(Link("Lock release", f"{PASSPORT}/access/lockRelease"), said=False, seen=(False, True, False, False)),
)
_AUDIENCES = ("everybody", "professionals", "authorities", message("You"))
_READ = RecordLine(
    NOW,
    AccessKind.READ,
    "Sanne de Wit",
    "SSC-ICT",
    AccessPath.API,
    Link("3w9c5q8h2m7k4t1p (3)", PASSPORT),
    ("professionals",),
    ("Lock release",),
)
_CLOSED = RecordLine(
    NOW, AccessKind.CLOSED, None, None, AccessPath.PAGE, None, ("authorities",), ("Weight",), "It was wrong."
)


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Every page about rights, for each who reads it differently."""
    title, intro = message("Readings and changes of rights"), message("Who read what.")
    name = "Dell Latitude 7420"
    explained = (
        ExplanationLine("everybody", visible=True, why=message("Everybody may read it.")),
        ExplanationLine(
            message("You"),
            visible=False,
            why=message("It is for '{access}' alone: {by}.", access="authority", by="the catalogue"),
            readings=(
                ReadingLine("authorities", message("the catalogue says so"), "ESPR art. 11(b)", allowed=False),
                ReadingLine("everybody", message("the catalogue says so"), "ESPR art. 9", allowed=True),
            ),
        ),
    )
    return {
        "access": (AccessPage(name, PASSPORT, _AUDIENCES, _LINES), None, f"{PASSPORT}/access"),
        "access-owner": (
            AccessPage(
                name,
                PASSPORT,
                _AUDIENCES,
                _LINES,
                (_EVERYWHERE, _HERE),
                (PinnedLine("mass", "Weight", "authorities", "everybody", "1.0"),),
                _ELEMENTS,
                _CLASSES,
                f"{PASSPORT}/access-records",
            ),
            OWNER,
            f"{PASSPORT}/access",
        ),
        "access-element": (
            ElementAccessPage(
                "Weight",
                "What it weighs.",
                "mass",
                Link(name, f"{PASSPORT}/access"),
                said=True,
                catalogue="1.1",
                set_in="1.0",
                lines=explained,
            ),
            None,
            f"{PASSPORT}/access/mass",
        ),
        "access-element-untold": (
            ElementAccessPage(
                "Lock release",
                "How to.",
                "lockRelease",
                Link(name, f"{PASSPORT}/access"),
                said=False,
                catalogue="1.1",
                set_in=None,
                lines=explained,
            ),
            None,
            f"{PASSPORT}/access/lockRelease",
        ),
        "access-records": (
            RecordsPage(
                title,
                intro,
                (_READ, _CLOSED),
                730,
                "/admin/access?after=r1",
                (JournalLine(NOW, "Noor Haddad", message("Account made"), "Sanne de Wit"),),
            ),
            AUDITOR,
            "/admin/access",
        ),
        "access-records-none": (RecordsPage(title, intro, (), 730), OWNER, "/account/access"),
        "closures": (ClosuresPage((_EVERYWHERE, _HERE), _ELEMENTS, _CLASSES), ADMINISTRATOR, "/admin/closures"),
        "closures-none": (ClosuresPage(()), AUDITOR, "/admin/closures"),
    }
