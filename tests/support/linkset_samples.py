"""Links of a device, as their page shows them."""

from dpp.domain.linkset.link import LevelKind
from web.pages.contexts.frame import Link, Person
from web.pages.contexts.linkset import LinkLevel, LinkLine, LinksetPage
from web.pages.linkset import LINK_WORDS
from web.pages.rendering import Page

_PASSPORT = LinkLine(LINK_WORDS["dpp"], Link(LINK_WORDS["dpp"], "/passports/3w9c5q8h2m7k4t1p"))
_MANUAL = LinkLine(
    LINK_WORDS["instructions"],
    Link("Gebruiksaanwijzing", "https://maker.example/handleiding.pdf"),
    form="application/pdf",
    language="Nederlands",
)
_REPAIR = LinkLine(LINK_WORDS["serviceInfo"], Link("HMD: repair", "https://www.hmd.com/en_int/self-repair"))
_ANCHOR = "https://id.kringpas.nl/01/09520000074203/21/DEMO-0001"
_MODEL = LinkLevel(LevelKind.MODEL, "https://id.kringpas.nl/01/09520000074203", None, (_PASSPORT, _MANUAL))


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Every link of a device, of a serial number that nobody registered, and a choice between two."""
    item = LinkLevel(LevelKind.ITEM, _ANCHOR, None, (_PASSPORT, _MANUAL, _REPAIR))
    missing = LinkLevel(LevelKind.UNREGISTERED, _ANCHOR, "DEMO-0001", (_PASSPORT, _MANUAL))
    choice = LinkLevel(LevelKind.ITEM, _ANCHOR, None, (_REPAIR, _MANUAL))
    address = "/01/09520000074203/21/DEMO-0001"
    return {
        "linkset": (LinksetPage("Dell Latitude 7420", (item, _MODEL)), None, f"{address}?linkType=linkset"),
        "linkset-missing": (LinksetPage("Dell Latitude 7420", (missing, _MODEL)), None, f"{address}?linkType=linkset"),
        "linkset-choice": (
            LinksetPage("Dell Latitude 7420", (choice,), choosing=True),
            None,
            f"{address}?linkType=gs1:serviceInfo",
        ),
    }
