"""Imports as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from dpp.domain.catalogue import Catalogue
from dpp.domain.figure import Unit
from dpp.domain.imports.columns import Column, ColumnMap, plain_heading
from dpp.domain.imports.fields import Field
from dpp.domain.imports.quantities import DecimalSign
from dpp.domain.imports.rows import Outcome, RowReport
from dpp.domain.imports.run import Run, RunState
from dpp.domain.message import Message, message
from dpp.service.imports.ports import SavedMap
from dpp.service.imports.views import Preview
from web.pages.contexts.frame import Choice, FormState, Language, Tone
from web.pages.contexts.imports import ColumnLine, ConstantLine, FieldGroup, MapForm, ReportLine, RunLine
from web.pages.serving import Sent

CONSTANTS = 3
"""Values for every row that the form has room for."""

KINDS: Mapping[str, Message] = MappingProxyType(
    {
        "device": message("List of devices"),
        "item": message("Passports of devices"),
        "model": message("Passports of models"),
        "spare-part": message("Spare parts, what they fit and their prices"),
    }
)
OUTCOMES: Mapping[Outcome, tuple[Tone, Message]] = MappingProxyType(
    {
        Outcome.CREATED: (Tone.GOOD, message("new")),
        Outcome.REVISED: (Tone.GOOD, message("changed")),
        Outcome.UNCHANGED: (Tone.INFO, message("unchanged")),
        Outcome.REFUSED: (Tone.STOP, message("refused")),
    }
)
_STATES: Mapping[RunState, tuple[Tone, Message]] = MappingProxyType(
    {
        RunState.DRAFT: (Tone.INFO, message("not tried yet")),
        RunState.WAITING: (Tone.INFO, message("waits for its turn")),
        RunState.RUNNING: (Tone.INFO, message("under way")),
        RunState.FINISHED: (Tone.GOOD, message("done")),
        RunState.FAILED: (Tone.STOP, message("stopped")),
    }
)
_GROUPS: Mapping[str, Message] = MappingProxyType(
    {
        "row": message("Which device, and of which model"),
        "device": message("The device"),
        "spare-part": message("The spare part"),
        "sighting": message("What a supplier asked or had"),
    }
)
_LONGEST_SAMPLE = 40
_PLACES: Mapping[str, str] = MappingProxyType({"device": "devices", "spare-part": "spare-parts"})
"""Where the pages of subjects are, if they are no passports."""


def run_line(run: Run) -> RunLine:
    """The head of an import; one that refused rows asks for attention."""
    tone, state = _STATES[run.state]
    if run.state is RunState.FINISHED and run.totals.refused:
        tone = Tone.ATTENTION
    return RunLine(
        address=f"/imports/{run.run_id}",
        name=run.name,
        kind=KINDS[run.kind],
        submitted=run.submitted_at,
        tone=tone,
        state=state,
        dry_run=run.dry_run,
        total=run.total,
        done=run.totals.rows,
        created=run.totals.created,
        revised=run.totals.revised,
        unchanged=run.totals.unchanged,
        refused=run.totals.refused,
    )


def report_lines(reports: Iterable[RowReport], kind: str) -> tuple[ReportLine, ...]:
    """Rows of a report; a passport that a dry run would have made has no page."""
    place = _PLACES.get(kind, "passports")
    return tuple(
        ReportLine(
            line=report.line,
            tone=OUTCOMES[report.outcome][0],
            outcome=OUTCOMES[report.outcome][1],
            subject=report.subject,
            address=f"/{place}/{report.subject}" if report.subject else None,
            problems=tuple((problem.path, problem.what) for problem in report.problems),
            what=None if report.problems else report.what,
            remedy=report.remedy,
        )
        for report in reports
    )


def map_form(
    preview: Preview, column_map: ColumnMap, saved: Sequence[SavedMap], groups: tuple[FieldGroup, ...], chosen: str
) -> MapForm:
    """The map over the columns of this file."""
    means = {plain_heading(column.heading): column for column in column_map.columns}
    constants = [*column_map.constants.items(), *([("", "")] * CONSTANTS)][: max(CONSTANTS, len(column_map.constants))]
    return MapForm(
        columns=tuple(
            _column(place, heading, means.get(plain_heading(heading), Column(heading)), preview)
            for place, heading in enumerate(preview.headings)
        ),
        constants=tuple(ConstantLine(place, name, value) for place, (name, value) in enumerate(constants)),
        groups=groups,
        saved=tuple(Choice(each.name, each.name) for each in saved),
        form=FormState({"map": chosen, "sign": column_map.sign.value, "source": column_map.source}),
    )


def field_groups(fields: Sequence[Field], catalogue: Catalogue, language: Language) -> tuple[FieldGroup, ...]:
    """All fields, by the group of the catalogue that they belong to."""
    names = dict.fromkeys(field.group for field in fields)
    return tuple(
        FieldGroup(
            _GROUPS[name] if name in _GROUPS else catalogue.groups[name].of(language),
            tuple(Choice(field.name, field.label.of(language)) for field in fields if field.group == name),
        )
        for name in names
    )


def sent_map(sent: Sent, headings: Sequence[str]) -> ColumnMap:
    """The map that a person chose for these columns."""
    units = {unit.value: unit for unit in Unit}
    columns = tuple(
        Column(heading, sent.optional(f"field-{place}"), units.get(sent.text(f"unit-{place}")))
        for place, heading in enumerate(headings)
    )
    pairs = (
        (sent.text(f"constant-{place}"), sent.text(f"value-{place}")) for place in range(len(headings) + CONSTANTS)
    )
    sign = DecimalSign.POINT if sent.text("sign") == DecimalSign.POINT else DecimalSign.COMMA
    return ColumnMap(
        tuple(column if column.field else Column(column.heading) for column in columns),
        {name: value for name, value in pairs if name and value},
        sign,
        sent.text("source"),
    )


def _column(place: int, heading: str, column: Column, preview: Preview) -> ColumnLine:
    cells = (record[place] if place < len(record) else None for record in preview.samples)
    samples = tuple("" if cell is None else str(cell)[:_LONGEST_SAMPLE] for cell in cells)
    return ColumnLine(place, heading, samples, column.field or "", column.unit.value if column.unit else "")
