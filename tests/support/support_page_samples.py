"""A context for each page of security support."""

from datetime import date

from dpp.domain.message import message
from lifecycle.domain.routing.windows11 import Capability, Capable
from lifecycle.domain.support.matching import Match, MatchedBy
from lifecycle.domain.support.of_model import DatasetWord, updates_of
from tests.support.support_samples import releases
from web.pages.contexts.frame import Choice, Link, Person, Tone
from web.pages.contexts.support import MatchLine, ReleaseLine, SupportPage, UpdatesBlock
from web.pages.mapping.support import updates_block
from web.pages.rendering import Page

TODAY, DATED = date(2026, 11, 20), date(2026, 10, 1)
_UNTIL = message("Security updates until {day}", day=date(2027, 10, 1))


def block() -> UpdatesBlock:
    """What differs between a passport and the dataset, with another system and Windows 11."""
    release = releases()["pixel/7"]
    word = DatasetWord(release, Match(release.name, MatchedBy.PERSON), DATED, TODAY)
    said = {"securitySupportUntil": "2028-01-31", "alternativeOperatingSystems": ["LineageOS", "/e/OS"]}
    windows = Capability(Capable.NO, message("Windows 11 asks for UEFI firmware and it has none"))
    made = updates_block(updates_of(said, word), windows, TODAY)
    assert made is not None
    return made


def samples(administrator: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The register, empty and filled."""
    longer = MatchLine(
        model=Link("Microsoft Surface Laptop 4, 13.5 inch", "/passports/3w9c5q8h2m7k4t1p"),
        send_to="/support/models/3w9c5q8h2m7k4t1p",
        choices=(Choice("surface/laptop-4", "Microsoft Surface, Surface Laptop 4"),),
    )
    pixel = MatchLine(
        model=Link("Google Pixel 7", "/passports/7k3m9x2p4q8d5w1z"),
        send_to="/support/models/7k3m9x2p4q8d5w1z",
        release="Google Pixel, Pixel 7",
        says=_UNTIL,
    )
    filled = SupportPage(
        dated=DATED,
        retrieved=TODAY,
        unmatched=(longer,),
        matched=(pixel,),
        products=(Link("pixel", "/support?product=pixel#releases"),),
        product="Google Pixel",
        releases=(ReleaseLine("Pixel 7", _UNTIL, Tone.GOOD, "https://store.google.com/"),),
        may_confirm=True,
    )
    return {
        "support": (filled, administrator, "/support"),
        "support-empty": (SupportPage(None, None, (), (), ()), administrator, "/support"),
    }
