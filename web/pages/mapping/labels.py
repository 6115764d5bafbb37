"""Between a print job and a form: what was chosen, in an address or a form, and what can be chosen."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.labels.content import LabelContent, Part
from dpp.domain.labels.options import DOTS_PER_MM, DataMatrix, PrintOptions
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.message import message
from dpp.service.labels.printing import USUAL_SIZE, LabelFormat, PrintJob
from web.pages.contexts.frame import Choice
from web.pages.contexts.labels import PrintChoices

DATA_MATRIX = {
    DataMatrix.NONE: message("none"),
    DataMatrix.LINK: message("the same address"),
    DataMatrix.GS1: message("GTIN and serial number, where known"),
}
PARTS = {
    Part.TITLE: message("Brand and model"),
    Part.ASSET_TAG: message("The owner's own number"),
    Part.LINES: message("What kind of device"),
}
FORMATS = {
    LabelFormat.PDF: message("PDF"),
    LabelFormat.PNG: message("PNG"),
    LabelFormat.SVG: message("SVG"),
    LabelFormat.ZPL: message("ZPL, for Zebra"),
}
ASKED = "asked"
"""Of a form that was sent: a box that is not ticked is not there, and that says something only then."""


def choices(sizes: Sequence[LabelSize], chosen: LabelSize | None) -> PrintChoices:
    """Also a size that is not in the list, where an address named it by its millimetres."""
    listed = sizes if chosen is None or chosen in sizes else (chosen, *sizes)
    return PrintChoices(
        sizes=tuple(Choice(each.name, each.title) for each in listed),
        data_matrix=tuple(Choice(each.value, text) for each, text in DATA_MATRIX.items()),
        parts=tuple(Choice(each.value, text) for each, text in PARTS.items()),
        resolutions=tuple(Choice(str(dpi), f"{dpi} dpi") for dpi in DOTS_PER_MM),
        places=chosen.places if chosen else 1,
    )


def job_of(values: Mapping[str, str], parts: Sequence[str], wanted: LabelFormat) -> PrintJob:
    """What an address or a form asks for; InvalidInput that names every field that cannot be read."""
    problems: list[Problem] = []
    options = PrintOptions(
        dx=_number(values, "dx", problems),
        dy=_number(values, "dy", problems),
        start=int(_number(values, "start", problems, 1)),
        data_matrix=_data_matrix(values.get("dataMatrix", "")),
        parts=chosen_parts(values, parts),
        dpi=int(_number(values, "dpi", problems, 300)),
        turned=values.get("turned", "") in {"yes", "true"},
    )
    if problems:
        raise InvalidInput(message("These labels cannot be printed so."), tuple(problems))
    return PrintJob(values.get("size") or USUAL_SIZE, wanted, options)


def chosen_parts(values: Mapping[str, str], parts: Sequence[str]) -> frozenset[Part]:
    """All of them, until a form says otherwise."""
    return frozenset(each for each in Part if each in parts) if ASKED in values else frozenset(Part)


def query_of(job: PrintJob) -> str:
    """The job in an address, without its format; `job_of` reads it back."""
    options = job.options
    chosen = [("size", job.size), ("dataMatrix", options.data_matrix.value), (ASKED, "yes")]
    chosen += [("part", each.value) for each in Part if each in options.parts]
    chosen += [("dx", f"{options.dx:g}"), ("dy", f"{options.dy:g}"), ("start", str(options.start))]
    chosen += [("dpi", str(options.dpi)), *([("turned", "yes")] if options.turned else [])]
    return urlencode(chosen)


def fields_of(job: PrintJob) -> dict[str, str]:
    """The job as the values of the form."""
    options = job.options
    return {
        "size": job.size,
        "dataMatrix": options.data_matrix.value,
        "dx": f"{options.dx:g}",
        "dy": f"{options.dy:g}",
        "start": str(options.start),
        "dpi": str(options.dpi),
        "turned": "yes" if options.turned else "",
    }


def words_of(label: LabelContent) -> str:
    """What a label says, as one line."""
    return ", ".join(each for each in (label.title, label.asset_tag, *label.lines, label.code, label.link) if each)


def _number(values: Mapping[str, str], name: str, problems: list[Problem], otherwise: float = 0) -> float:
    text = values.get(name, "").strip().replace(",", ".")
    try:
        return float(text) if text else otherwise
    except ValueError:
        problems.append(Problem(f"$.{name}", message("'{text}' is not a number.", text=text[:20])))
        return otherwise


def _data_matrix(text: str) -> DataMatrix:
    return DataMatrix(text) if text in set(DataMatrix) else DataMatrix.NONE
