"""Contexts of a repair guide, made of the example that is published with its schema."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from dpp.adapters.catalogue import load_rules
from dpp.domain.audience import Audience
from dpp.domain.catalogue import AccessClass
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.part_kind import PartKind
from dpp.domain.repair_guide.guide import ExplodedView, Picture, RepairGuide, Words
from dpp.domain.repair_guide.reading import read_guide
from dpp.domain.repair_guide.seeing import allows, seen
from dpp.domain.repair_guide.vocabulary import DocumentKind, FastenerKind, Reuse, ToolKind, WarningKind
from dpp.domain.repair_guide.ways import parts_reached, until
from dpp.service.repair_guide_views import GuideView, Withheld
from schemas import catalog
from web.pages.contexts.frame import Choice, FormState, Link, Person
from web.pages.contexts.guide_editor import (
    EditedDocument,
    EditedPicture,
    EditedStep,
    GuideEditorPage,
    GuideStepPage,
    GuideVersionLine,
)
from web.pages.contexts.repair_guide import GuideSection, RepairStepsPage, Spoken
from web.pages.guide_forms import rows_of, typed_of
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
    return GuideWords(CATALOGUE, "en", MODEL).steps_page(view(), NAME, PartKind.MEMORY)


def editor() -> GuideEditorPage:
    """The list of the guide, for who writes it."""
    say = GuideWords(CATALOGUE, "en", MODEL)
    at, whole = f"/models/{MODEL}/repair-guide", guide()
    return GuideEditorPage(
        name=NAME,
        repair_page=f"/models/{MODEL}/repair",
        address=at,
        version=3,
        steps=tuple(
            EditedStep(
                number,
                f"{at}/steps/{step.id}",
                say.spoken(step.does),
                len(until(whole, step.id)),
                None if step.access is AccessClass.PUBLIC else "professionals",
                tuple(map(say.part, step.frees)),
                len(step.pictures),
            )
            for number, step in enumerate(whole.steps, 1)
        ),
        documents=(EditedDocument("service-manual", DocumentKind.REPAIR_MANUAL, Spoken("Service manual"), None),),
        versions=(GuideVersionLine(3, datetime(2026, 11, 20, 9, 30, tzinfo=UTC), f"/api/v1{at}/versions/3"),),
        kinds=_choices(DocumentKind),
        accesses=_choices(AccessClass),
    )


def step_form() -> GuideStepPage:
    """The form of its second step."""
    say, step = GuideWords(CATALOGUE, "en", MODEL), guide().steps[1]
    at = f"/models/{MODEL}/repair-guide"
    return GuideStepPage(
        name=NAME,
        guide=at,
        send_to=f"{at}/steps/{step.id}",
        version=3,
        form=FormState(typed_of(step)),
        before=(Choice("switch-off", "Switch the laptop off and unplug the charger."),),
        parts=_choices(PartKind),
        tool_kinds=_choices(ToolKind),
        fastener_kinds=_choices(FastenerKind),
        reuses=_choices(Reuse),
        warning_kinds=_choices(WarningKind),
        accesses=_choices(AccessClass),
        rows=rows_of(step),
        pictures=(EditedPicture(PICTURE.sha256, say.picture(PICTURE)),),
    )


_WRONG = FormState({}, {"does-nl": message("Say what to do, in one language at least.")})


def _choices(kind: type[StrEnum]) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, each) for each in kind)


def samples(writer: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """The steps to one part, and the editor."""
    at = f"/models/{MODEL}/repair-guide"
    return {
        "repair-steps": (steps(), None, f"/models/{MODEL}/repair/parts/memory"),
        "guide-editor": (editor(), writer, at),
        "guide-editor-empty": (replace(editor(), version=0, steps=(), documents=(), versions=()), writer, at),
        "guide-step": (step_form(), writer, f"{at}/steps/base-cover"),
        "guide-step-wrong": (replace(step_form(), form=_WRONG, is_new=True, pictures=()), writer, f"{at}/steps/new"),
    }
