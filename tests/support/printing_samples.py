"""The pages from which labels are printed, with labels as they are drawn."""

from dpp.adapters.labels.printer import Labels
from dpp.adapters.labels.sizes import PackagedSizes
from dpp.domain.errors import Refused
from dpp.domain.labels.content import LabelContent, Part
from dpp.domain.labels.options import DataMatrix, PrintOptions
from dpp.domain.message import message
from dpp.service.labels.printing import LabelFormat, PrintJob
from web.pages.contexts.frame import FormState, Link, Person, Refusal
from web.pages.contexts.labels import LabelPage
from web.pages.mapping.labels import FORMATS, choices, fields_of, words_of
from web.pages.rendering import Page

LINK = "https://id.kringpas.nl/d/7k3m9x2p4q8d"
LABEL = LabelContent(
    LINK, "7k3m-9x2p-4q8d", "Dell Latitude 7420", ("laptop",), "DEMO-000123", "(01)09521234543213(21)ABC123"
)
UNCLAIMED = LabelContent(LINK, "7k3m-9x2p-4q8d")
SIZES = PackagedSizes()
_EVERYTHING = frozenset(part.value for part in Part)


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """One label; those of a consignment; a size that is too small; and somebody who scans what to print."""
    address, consignment = "/passports/3w9c5q8h2m7k4t1p/label", "/consignments/c1/labels"
    both = PrintJob(options=PrintOptions(data_matrix=DataMatrix.GS1))
    return {
        "label": (_page(address, both, 1), person, address),
        "labels-consignment": (_page(consignment, PrintJob("avery-l7160"), 40), person, consignment),
        "label-too-small": (_too_small(address), person, address),
        "labels-scanned": (_page("/labels", PrintJob(), 0), person, "/labels"),
    }


def _page(address: str, job: PrintJob, count: int) -> LabelPage:
    size, title = SIZES.named(job.size), message("Label {code}", code=LABEL.code)
    formats = LabelFormat if count == 1 else (LabelFormat.PDF, LabelFormat.ZPL)
    return LabelPage(
        title=title if count == 1 else message("Labels of a consignment") if count else message("Print labels"),
        address=address,
        choices=choices(SIZES.all(), size),
        chosen=_EVERYTHING,
        form=FormState(fields_of(job)),
        count=count,
        preview="/passports/3w9c5q8h2m7k4t1p/label.svg" if count else None,
        words=words_of(LABEL),
        link=LINK,
        files=tuple(Link(FORMATS[each], f"{address}.{each.value}") for each in formats) if count else (),
        calibration="/labels/calibration.pdf?size=57x32" if count else None,
        back=Link(message("To the device"), "/devices/m2k8x0v4t7q1c5d9") if count else None,
    )


def _too_small(address: str) -> LabelPage:
    try:
        Labels().svg(LABEL, SIZES.named("38x15"))
    except Refused as error:
        return LabelPage(
            title=message("Label {code}", code=LABEL.code),
            address=address,
            choices=choices(SIZES.all(), None),
            chosen=_EVERYTHING,
            form=FormState({"size": "38x15"}, refusal=Refusal(error.what, error.remedy, error.rule)),
            back=Link(message("To the device"), "/devices/m2k8x0v4t7q1c5d9"),
        )
    raise AssertionError("38 x 15 mm holds no label")
