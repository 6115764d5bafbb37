"""Contexts of a repair guide, made of the example that is published with its schema."""

import json
from dataclasses import replace

from dpp.adapters.catalogue import load_rules
from dpp.domain.audience import Audience
from dpp.domain.opaque import PassportId
from dpp.domain.repair_guide.guide import ExplodedView, Picture, RepairGuide, Words
from dpp.domain.repair_guide.reading import read_guide
from dpp.domain.repair_guide.seeing import allows, seen
from dpp.domain.repair_guide.vocabulary import Part
from dpp.domain.repair_guide.ways import parts_reached
from dpp.service.repair_guides import GuideView, Withheld
from schemas import catalog
from web.pages.contexts.frame import Link, Person
from web.pages.contexts.repair_guide import GuideSection, RepairStepsPage
from web.pages.mapping.repair_guide import GuideWords
from web.pages.rendering import Page

MODEL = PassportId("0a1b2c3d4e5f6g7h")
NAME = "Dell Latitude 7420"
CATALOGUE = load_rules().current
PICTURE = Picture("ab" * 32, Words({"en": "Eight screws along the edge"}))


def guide() -> RepairGuide:
    """The example, with a picture at its second step and an exploded view."""
    read = read_guide(json.loads(catalog.read_text("repair-guide", "1.0", "examples/laptop.json")))
    first, second, *rest = read.steps
    view = ExplodedView("exploded", Words({"en": "All parts", "nl": "Alle onderdelen"}), PICTURE)
    return replace(read, steps=(first, replace(second, pictures=(PICTURE,)), *rest), views=(view,))


def view(audience: Audience = Audience()) -> GuideView:  # noqa: B008 - a frozen value
    """The guide as an audience sees it."""
    shown = seen(guide(), allows(audience, MODEL, CATALOGUE.access))
    return GuideView(MODEL, 3, shown, tuple(Withheld(each, CATALOGUE.access[each]) for each in sorted(shown.withheld)))


def section() -> GuideSection:
    """What everybody sees of it on the repair page, in English."""
    say, shown = GuideWords(CATALOGUE, "en", MODEL), view()
    everything = view(Audience(owns=frozenset({MODEL}))).guide
    return GuideSection(
        parts=tuple(say.part_line(shown, part) for part in parts_reached(shown.guide)),
        views=tuple(map(say.exploded, shown.guide.views)),
        procedures=tuple(map(say.procedure, shown.guide.procedures)),
        documents=tuple(map(say.document, everything.documents)),
        elsewhere=Link("Service manual", "https://www.dell.com/support"),
        more=say.more(shown),
        edit=f"/models/{MODEL}/repair-guide",
    )


def steps() -> RepairStepsPage:
    """How its memory is replaced."""
    return GuideWords(CATALOGUE, "en", MODEL).steps_page(view(), NAME, Part.MEMORY)


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """The steps to one part."""
    return {"repair-steps": (steps(), None, f"/models/{MODEL}/repair/parts/memory")}
