"""Contexts of the pages of imports."""

from datetime import UTC, datetime

from dpp.domain.actor import Role
from dpp.domain.message import message
from web.pages.contexts.frame import Choice, FormState, Person, Tone
from web.pages.contexts.imports import (
    ColumnLine,
    ConstantLine,
    FieldGroup,
    ImportPage,
    ImportsPage,
    MapForm,
    ReportLine,
    RunLine,
)
from web.pages.rendering import Page

PROVIDER = Person("Sanne de Wit", "SSC-ICT", frozenset({Role.ICT_PROVIDER}))
AT = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
ADDRESS = "/imports/1bhwqyp4ry92g9p6ah63"


def line(tone: Tone, state: str, done: int, refused: int = 0, *, dry_run: bool = True) -> RunLine:
    return RunLine(
        address=ADDRESS,
        name="inventarislijst november.csv",
        kind=message("List of devices"),
        submitted=AT,
        tone=tone,
        state=message(state),
        dry_run=dry_run,
        total=1250,
        done=done,
        created=done - refused,
        revised=0,
        unchanged=0,
        refused=refused,
    )


DRAFT = ImportPage(
    run=line(Tone.INFO, "not tried yet", 0),
    draft=True,
    working=False,
    may_import=0,
    map_form=MapForm(
        columns=(
            ColumnLine(0, "Serienummer", ("5CG1234ABC", "5CG1234ABD"), "serialNumber", ""),
            ColumnLine(1, "Merk", ("HP", "HP"), "brand", ""),
            ColumnLine(2, "Gewicht (g)", ("1360", "1410"), "mass", "g"),
            ColumnLine(3, "Opmerking", ("", "kras op het deksel"), "", ""),
        ),
        constants=(ConstantLine(0, "place", "Magazijn 2"), ConstantLine(1, "", ""), ConstantLine(2, "", "")),
        groups=(
            FieldGroup(
                message("The device"),
                (Choice("serialNumber", "Serienummer"), Choice("brand", "Merk"), Choice("place", "Plaats")),
            ),
            FieldGroup("Specificaties", (Choice("mass", "Gewicht"),)),
        ),
        saved=(Choice("Lijst van de leverancier", "Lijst van de leverancier"),),
        form=FormState({"sign": "comma", "source": "inventarislijst november.csv"}),
    ),
    form=FormState(problems={"field-1": message("Two columns fill '{name}'.", name="brand")}),
)
WORKING = ImportPage(line(Tone.INFO, "under way", 400, 3), draft=False, working=True, may_import=0)
TRIED = ImportPage(
    run=line(Tone.ATTENTION, "done", 1250, 2),
    draft=False,
    working=False,
    may_import=1248,
    reports=(
        ReportLine(2, Tone.GOOD, message("new"), "7k3m9x2p4q8d5w1z", "/devices/7k3m9x2p4q8d5w1z", (), None, None),
        ReportLine(
            line=17,
            tone=Tone.STOP,
            outcome=message("refused"),
            subject=None,
            address=None,
            problems=(("$.place", message("Say where the device is: the building, the store or the room.")),),
            what=None,
            remedy=None,
        ),
        ReportLine(
            line=41,
            tone=Tone.STOP,
            outcome=message("refused"),
            subject=None,
            address=None,
            problems=(),
            what=message("There is no model passport for {name}.", name="HP ProBook 640"),
            remedy=message("Register the model first, or correct the name."),
        ),
    ),
    filters=FormState({"outcome": ""}),
    more=f"{ADDRESS}?after=41",
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    map_used="Lijst van de leverancier (2)",
    checked_by="/imports/0ahwqyp4ry92g9p6ah62",
)
FAILED = ImportPage(
    run=line(Tone.STOP, "stopped", 0, dry_run=False),
    draft=False,
    working=False,
    may_import=0,
    why=message("Something went wrong here, and the import stopped."),
    remedy=message("Start it again: rows that were imported already stay as they are."),
)


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Each page with who reads it and its address."""
    kinds = (Choice("device", message("List of devices")), Choice("model", message("Passports of models")))
    runs = (line(Tone.ATTENTION, "done", 1250, 2), line(Tone.INFO, "under way", 400, dry_run=False))
    wrong = FormState({"kind": "device"}, {"file": message("The file is empty.")})
    return {
        "imports": (ImportsPage(runs, kinds, 16 << 20), PROVIDER, "/imports"),
        "imports-none": (ImportsPage((), kinds, 16 << 20, wrong), PROVIDER, "/imports"),
        "import-draft": (DRAFT, PROVIDER, ADDRESS),
        "import-working": (WORKING, PROVIDER, ADDRESS),
        "import-tried": (TRIED, PROVIDER, ADDRESS),
        "import-failed": (FAILED, PROVIDER, ADDRESS),
    }
