"""Pages of another provider's passport, made by the real service from written answers."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from dpp.service.foreign.passports import ForeignPassports
from dpp.service.foreign.ports import Answer
from tests.support.checking_samples import CHECKING, ODD
from tests.support.service_world import ICT
from web.pages.contexts.foreign import ForeignPage
from web.pages.contexts.frame import FormState, Person, Refusal
from web.pages.foreign import foreign_document
from web.pages.rendering import Page

ADDRESS = "https://id.kringpas.nl.passports.example/01/09520000074203/21/A1"
ASKED = FormState({"address": ADDRESS})
MORE = ODD | {
    "userManual": {"url": "https://maker.example/manual.pdf", "title": "Manual"},
    "mass": {"value": 1.5, "unit": "kg", "low": 1.4, "high": 1.6, "source": {"title": "Data sheet"}},
}


@dataclass(frozen=True)
class Written:
    """`ForeignPages` with one answer."""

    body: bytes

    def fetch(self, address: str) -> Answer:
        return Answer("https://passports.example/1", "application/json", self.body, (address,))


def looked_at(body: bytes) -> ForeignPage:
    """The page of what another provider answers."""
    now = datetime(2026, 11, 20, 10, 15, tzinfo=UTC)
    service = ForeignPassports(Written(body), CHECKING, frozenset({"id.kringpas.nl"}), lambda: now, lambda _: 0)
    return ForeignPage(ASKED, foreign_document(service.look(ICT, ADDRESS), CHECKING.catalogue, "en"))


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address."""
    silent = Unavailable(message("{host} does not answer.", host="passports.example"))
    return {
        "foreign": (ForeignPage(), person, "/foreign-passports"),
        "foreign-refused": (
            ForeignPage(FormState(ASKED.values, refusal=Refusal(silent.what))),
            person,
            "/foreign-passports",
        ),
        "foreign-passport": (looked_at(json.dumps(MORE).encode()), person, "/foreign-passports"),
        "foreign-unreadable": (looked_at(b"paper"), person, "/foreign-passports"),
    }
