"""A context for each page of models, comparisons, versions and the editor."""

from datetime import UTC, datetime

from dpp.domain.document import ChangeKind, PassportStatus
from dpp.domain.message import message
from web.pages.contexts.editor import ChooseGroupPage, EditorPage, ElementField, GroupLink, Input, InputRow, PreviewPage
from web.pages.contexts.forms import FieldKind
from web.pages.contexts.frame import Choice, Figure, FormState, Link, Person, Turner
from web.pages.contexts.models import (
    ComparedLine,
    ComparedModel,
    ComparedValue,
    ComparePage,
    Facet,
    ModelLine,
    ModelsPage,
)
from web.pages.contexts.passport import ProductKind
from web.pages.contexts.versions import ChangeLine, ChangesPage, VersionRow, VersionsPage
from web.pages.rendering import Page

PHONE, LAPTOP = "7k3m9x2p4q8d5w1z", "3w9c5q8h2m7k4t1p"
CHANGES = (
    ChangeLine("Weight", ChangeKind.CHANGED, (Figure(1.31, "kg", source="Dell"),), (Figure(1.3, "kg"),)),
    ChangeLine("Manual", ChangeKind.ADDED, (), (Link("Manual", "https://www.dell.com/support"),)),
    ChangeLine("Processor", ChangeKind.REMOVED, ("Intel",), ()),
)


def samples(registrar: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """Each page in its states; `registrar` is somebody who may edit."""
    return {
        "models": (_models(), registrar, "/models"),
        "models-none": (ModelsPage((), 0), None, "/models"),
        "models-wrong": (_wrong_question(), None, "/models?supportEnd=soon"),
        "compare": (_comparison(), None, "/models/compare"),
        "versions": (_versions(), registrar, f"/passports/{LAPTOP}/versions"),
        "changes": (_changes(), registrar, f"/passports/{LAPTOP}/versions?from=1&to=2"),
        "editor": (_editor(), registrar, f"/passports/{LAPTOP}/edit"),
        "editor-overtaken": (_overtaken(), registrar, f"/passports/{LAPTOP}/edit"),
        "editor-preview": (_preview(CHANGES), registrar, f"/passports/{LAPTOP}/edit"),
        "editor-nothing": (_preview(()), registrar, f"/passports/{LAPTOP}/edit"),
        "editor-new": (ChooseGroupPage((Link("Laptop", "/models/new?product=laptop"),)), registrar, "/models/new"),
    }


def _models() -> ModelsPage:
    return ModelsPage(
        lines=(
            ModelLine(
                PHONE,
                Link("Fairphone 4", f"/passports/{PHONE}"),
                ProductKind.PHONE,
                (("Repair class", "A"),),
                chosen=True,
            ),
            ModelLine(LAPTOP, Link("Dell Latitude 7420", f"/passports/{LAPTOP}"), ProductKind.LAPTOP, ()),
        ),
        total=52,
        kinds=(Facet(message("all"), "/models", 52, chosen=True), Facet(ProductKind.PHONE, "/models?group=phone", 1)),
        makers=(Choice("Dell", "Dell (51)"),),
        classes=(Choice("A", "A"), Choice("B", message("{grade} or better", grade="B"))),
        sorts=(Choice("name", message("brand and name")),),
        filters=FormState({"group": "phone", "with": PHONE}),
        turner=Turner(1, 2, None, "/models?page=2"),
        beside="Fairphone 4",
        new_model="/models/new",
    )


def _wrong_question() -> ModelsPage:
    problem = message("A day is written as 2028, 2028-06 or 2028-06-30.")
    return ModelsPage((), 0, filters=FormState({"supportEnd": "soon"}, {"supportEnd": problem}))


def _comparison() -> ComparePage:
    light = ComparedValue((Figure(1.3, "kg", source="Dell", source_address="https://www.dell.com/"),), best=True)
    footprints = (ComparedValue((Figure(341, "kg CO2e", 260, 422), "PAIA")), ComparedValue(()))
    return ComparePage(
        models=(
            ComparedModel(
                Link("Dell Latitude 7420", f"/passports/{LAPTOP}"), ProductKind.LAPTOP, "/models/compare?ids=a"
            ),
            ComparedModel(Link("Fairphone 4", f"/passports/{PHONE}"), ProductKind.PHONE),
        ),
        groups=(
            ("Specification", (ComparedLine("Weight", (light, ComparedValue((Figure(2, "kg"),)))),)),
            ("Carbon footprint", (ComparedLine("Carbon footprint", footprints, message("They do not tell.")),)),
        ),
        more="/models",
    )


def _versions() -> VersionsPage:
    def row(number: int, **more: object) -> VersionRow:
        at = datetime(2026, 5, number, 9, tzinfo=UTC)
        base = VersionRow(number, at, message("this device"), "a" * 64, ("Weight", "Manual"), changes="/changes")
        return type(base)(**{**vars(base), **more})

    rows = (
        row(3, status=PassportStatus.ARCHIVED, changed=("Status",), received="/received"),
        row(2, whose=message("the model"), inherited=True, more=4),
        row(1),
    )
    return VersionsPage("Dell Latitude 7420", f"/passports/{LAPTOP}", rows, (3, 1), "/api/v1/passports")


def _changes() -> ChangesPage:
    back = Link(message("Versions"), f"/passports/{LAPTOP}/versions")
    return ChangesPage("Dell Latitude 7420", back, 1, 2, CHANGES)


def _fields() -> tuple[ElementField, ...]:
    legal = Link("ESPR, Annex III", "https://eur-lex.europa.eu/eli/reg/2024/1781/oj")
    brand = InputRow((Input("brand", "Brand", FieldKind.TEXT),))
    parts = tuple(
        InputRow(
            (
                Input(f"spareParts.{place}.part", "Part", FieldKind.SELECT, (Choice("battery", "battery"),)),
                Input(f"spareParts.{place}.price", "Price (EUR)", FieldKind.NUMBER),
                Input(f"spareParts.{place}.availableUntil", "Available until", FieldKind.DATE),
            ),
            (Input(f"spareParts.{place}.note", "Note", FieldKind.LONG),),
            (f"spareParts.{place}.~",),
            f"drop:spareParts.{place}",
        )
        for place in range(2)
    )
    return (
        ElementField("brand", "Brand", "The brand.", legal, "everybody", (brand,), asked=True),
        ElementField("spareParts", "Spare parts", "Each part.", None, "professionals", parts, "add:spareParts"),
    )


def _editor() -> EditorPage:
    problems = {"spareParts.1.price": message("'{text}' is not a number.", text="cheap")}
    typed = {
        "brand": "Dell",
        "spareParts.0.part": "battery",
        "spareParts.1.price": "cheap",
        "spareParts.0.~": '{"x": 1}',
    }
    address = f"/passports/{LAPTOP}/edit"
    return EditorPage(
        title=message("Edit the passport"),
        back=Link("Dell Latitude 7420", f"/passports/{LAPTOP}"),
        send_to=f"{address}?group=repairability",
        subject="Repairability",
        groups=(GroupLink("Repairability", address, 2, 17, here=True), GroupLink("Energy", address, 0, 9)),
        first=_fields()[:1],
        more=_fields()[1:],
        kept=("futureElement",),
        version=2,
        form=FormState(typed, problems),
    )


def _overtaken() -> EditorPage:
    page = _editor()
    return type(page)(**{**vars(page), "form": FormState({}), "mine": CHANGES[:1], "theirs": CHANGES[1:]})


def _preview(lines: tuple[ChangeLine, ...]) -> PreviewPage:
    back = Link("Dell Latitude 7420", f"/passports/{LAPTOP}")
    title = message("Edit the passport")
    return PreviewPage(
        title, back, f"/passports/{LAPTOP}/edit?group=energy", lines, (("brand", "Dell"), ("version", "2"))
    )
