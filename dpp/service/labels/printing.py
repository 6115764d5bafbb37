"""Use cases of printing the labels of passports: one, or many on sheets.

Rules:
1. A label is printed of the newest code in use. A model has none: it is not a thing that one can stick it on.
2. What stands on it is public: brand, model and group, and its GTIN and serial number where a public GS1 address names
   the passport by both. What its owner calls it is the device's affair (`lifecycle.service.labels`).
3. Many labels are printed together, or none: every one that cannot be is named by its place in what was asked.
4. SVG and PNG hold one label.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, Problem
from dpp.domain.gs1.digital_link import parse_path
from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.options import USUAL, PrintOptions
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import PassportId, print_label_code
from dpp.domain.permissions import PERMISSIONS
from dpp.service.labels.ports import LabelPrinter, LabelSizes
from dpp.service.passports import found
from dpp.service.ports import PassportReads, PassportStorage, StoredModel, StoredPassport

MOST_LABELS = 1000
"""In one act."""
USUAL_SIZE = "57x32"


class LabelFormat(StrEnum):
    """What a printer, or a page, takes."""

    PDF = "pdf"
    SVG = "svg"
    PNG = "png"
    ZPL = "zpl"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    LabelFormat.PDF: "application/pdf",
    LabelFormat.SVG: "image/svg+xml",
    LabelFormat.PNG: "image/png",
    LabelFormat.ZPL: "application/zpl",
}


@dataclass(frozen=True)
class PrintJob:
    """How labels are wanted."""

    size: str = USUAL_SIZE
    format: LabelFormat = LabelFormat.PDF
    options: PrintOptions = USUAL


@dataclass(frozen=True)
class Printed:
    """What came out, for `count` labels."""

    content: bytes
    format: LabelFormat
    count: int


@dataclass(frozen=True)
class Printing:
    """Each method is one transaction and checks its actor first."""

    storage: PassportStorage
    links: Links
    sizes: LabelSizes
    printer: LabelPrinter

    def label(self, actor: Actor, passport_id: PassportId) -> LabelContent:
        """What the label of a passport says; NotFound where there is none."""
        PERMISSIONS.check("print_label", actor)
        with self.storage.reading() as reads:
            return self.label_in(reads, found(reads, passport_id))

    def one(self, actor: Actor, passport_id: PassportId, job: PrintJob) -> Printed:
        """The label of a passport; NotFound where there is none."""
        return self.draw([self.label(actor, passport_id)], job)

    def many(self, actor: Actor, passport_ids: Sequence[PassportId], job: PrintJob) -> Printed:
        """The labels of passports, in this order; InvalidInput that names each that has none."""
        PERMISSIONS.check("print_label", actor)
        with self.storage.reading() as reads:
            labels = gathered(
                "passports", (partial(self._label_of, reads, passport_id) for passport_id in passport_ids)
            )
        return self.draw(labels, job)

    def draw(self, labels: Sequence[LabelContent], job: PrintJob) -> Printed:
        """For use cases that know what stands on the labels, and checked who asks."""
        size = self.sizes.named(job.size)
        _check_count(labels, job.format)
        return Printed(self._drawn(labels, size, job), job.format, len(labels))

    def calibration(self, actor: Actor, job: PrintJob) -> Printed:
        """The page from which the offsets of a printer are read."""
        PERMISSIONS.check("print_label", actor)
        return Printed(self.printer.calibration(self.sizes.named(job.size), job.options), LabelFormat.PDF, 0)

    def _label_of(self, reads: PassportReads, passport_id: PassportId) -> LabelContent:
        return self.label_in(reads, found(reads, passport_id))

    def label_in(self, reads: PassportReads, passport: StoredPassport) -> LabelContent:
        """What the label of this passport says, inside a transaction; NotFound where there is none."""
        labels = reads.labels.of_passport(passport.passport_id)
        codes = [each.code for each in labels if each.state == "active"]
        if labels and not codes:
            raise NotFound(
                message("This passport has no label any more: it was taken out of use."),
                remedy=message("Stick a label of a roll on the device, and link it."),
            )
        if not codes:
            raise NotFound(message("This passport has no label: a model is not a thing that one can stick it on."))
        model = reads.models.get(passport.model_id)
        return _named(
            LabelContent(
                link=self.links.label(codes[-1]),
                code=print_label_code(codes[-1]),
                element_string=_element_string(reads.gs1_keys.of_passport(passport.passport_id)),
            ),
            model,
        )

    def _drawn(self, labels: Sequence[LabelContent], size: LabelSize, job: PrintJob) -> bytes:
        match job.format:
            case LabelFormat.PDF:
                return self.printer.pdf(labels, size, job.options)
            case LabelFormat.ZPL:
                return self.printer.zpl(labels, size, job.options)
            case LabelFormat.SVG:
                return self.printer.svg(labels[0], size, job.options)
            case LabelFormat.PNG:
                return self.printer.png(labels[0], size, job.options)


def gathered(member: str, labels: Iterable[Callable[[], LabelContent]]) -> tuple[LabelContent, ...]:
    """Rule 3: all the labels that these give, or InvalidInput that names, below `member`, each that there is not."""
    taken, problems = [], []
    for place, label in enumerate(labels):
        try:
            taken.append(label())
        except (NotFound, NotPermitted) as error:
            problems.append(Problem(f"$.{member}[{place}]", error.what))
    if problems:
        raise InvalidInput(message("These labels cannot be printed, so nothing was."), tuple(problems))
    return tuple(taken)


def _named(label: LabelContent, model: StoredModel | None) -> LabelContent:
    if model is None:
        return label
    return replace(label, title=f"{model.brand} {model.name}", lines=(model.group,))


def _element_string(paths: Sequence[str]) -> str:
    """Of a GTIN and a serial number and nothing else; brackets in the serial could not be told from those of an AI."""
    for path in paths:
        link = parse_path(path)
        serial = link.qualifiers[0][1] if [ai for ai, _ in link.qualifiers] == ["21"] else ""
        if link.key == "01" and serial and not set(serial) & set("()"):
            return link.elements
    return ""


def _check_count(labels: Sequence[LabelContent], wanted: LabelFormat) -> None:
    count = len(labels)
    if not 1 <= count <= MOST_LABELS:
        raise InvalidInput(
            message(
                "{count} labels were asked for: 1 to {most} are printed at once.", count=len(labels), most=MOST_LABELS
            )
        )
    if count > 1 and wanted in {LabelFormat.SVG, LabelFormat.PNG}:
        what = message("'{format}' holds one label.", format=wanted)
        remedy = message("Ask for PDF or ZPL, or for one label.")
        raise InvalidInput(what, (Problem("$.format", what),), remedy=remedy)
