"""Records out of the text layer of a PDF: labels and values, line by line.

Rules:
1. A label stands at the beginning of a line, or anywhere with a colon behind it; its value is the rest of the line up
   to the next label that the map names, or the next line where nothing stands behind the label.
2. Where another label may follow in a value (a colon with white space behind it), nobody knows where the value ends: it
   is no value. Naming that label in the map, as a field or as personal, parts the two.
3. Of what stands before the first record, the version of the tool, the device, the method and the times hold for every
   record that does not say otherwise; a serial number or a result never does.
4. A label with a colon goes before one without. Of one label with several values see `several`.
5. Text in pictures is not read; a PDF without a text layer is refused, and so are one that is encrypted and one of more
   than 50 pages.

What pypdf would load when it needs it is loaded with this module: the process that reads reports can open no file then.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice

from pypdf import PdfReader

from dpp.domain.errors import InvalidInput, TooLarge
from dpp.domain.message import message
from lifecycle.adapters.parsers.reports.several import several
from lifecycle.domain.evidence.erasure_map import FieldMap, ReportField, plain

LOADED_LATE = (
    "pypdf.filters",
    "pypdf._codecs._codecs",
    "encodings.mac_roman",
    "encodings.utf_16_be",
    "encodings.cp1252",
)
for _name in LOADED_LATE:
    import_module(_name)

MAX_PAGES = 50
MAX_LINES = 20_000
_FOR_ALL = (
    ReportField.TOOL_VERSION,
    ReportField.DEVICE_SERIAL,
    ReportField.METHOD,
    ReportField.STARTED,
    ReportField.FINISHED,
)
_NEXT_LABEL = re.compile(r":(?:\s|$)")


def pdf_records(content: bytes, wanted: FieldMap) -> Iterator[Mapping[str, str]]:
    """What stands behind the labels of the map, for each record."""
    labels = tuple(dict.fromkeys((*wanted.fields.values(), *wanted.personal)))
    for_all = {*wanted.personal, *(wanted.fields[name] for name in _FOR_ALL if name in wanted.fields)}
    whole: dict[str, str] = {}
    for number, block in enumerate(_blocks(_lines(content), wanted.record)):
        told = _labelled(block, labels)
        if wanted.record and number == 0:
            whole = {label: value for label, value in told.items() if label in for_all}
        else:
            yield whole | told


def _blocks(lines: Sequence[str], record: str) -> Iterator[list[str]]:
    """What stands before the first record, then each record; one block where `record` is empty."""
    begins, block = plain(record), list[str]()
    for line in lines:
        if begins and plain(line).startswith(begins):
            yield block
            block = []
        block.append(line)
    yield block


def _labelled(lines: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """The values of the labels."""
    known = {plain(label): label for label in labels}
    anywhere = _pattern(labels)
    with_colon: dict[str, list[str]] = {}
    without: dict[str, list[str]] = {}
    for place, line in enumerate(lines):
        for words, has_colon, value in _in_line(line, anywhere):
            found = value or _next_line(lines[place + 1 : place + 2], anywhere)
            if found and not _NEXT_LABEL.search(found):
                (with_colon if has_colon else without).setdefault(known[plain(words)], []).append(found)
    return {label: several(values) for label, values in (without | with_colon).items()}


def _pattern(labels: Sequence[str]) -> re.Pattern[str]:
    """Any label with a colon behind it, or one that the line begins with; the longest goes first."""
    words = [r"\s+".join(map(re.escape, label.split())) for label in sorted(labels, key=len, reverse=True)]
    either = "|".join(words)
    return re.compile(rf"(?<!\w)({either})\s*:|^\s*({either})(?=\s|$)", re.IGNORECASE)


def _in_line(line: str, anywhere: re.Pattern[str]) -> Iterator[tuple[str, bool, str]]:
    """Each label in a line, whether a colon stands behind it, and what comes then."""
    found = list(anywhere.finditer(line))
    ends = [following.start() for following in found[1:]] + [len(line)]
    for match, end in zip(found, ends, strict=False):  # a line without labels has an end all the same
        yield match[1] or match[2], match[1] is not None, line[match.end() : end].strip()


def _next_line(lines: Sequence[str], anywhere: re.Pattern[str]) -> str:
    """The value of a label with nothing behind it, unless the next line is a label's too."""
    return "" if not lines or anywhere.search(lines[0]) else lines[0].strip()


def _lines(content: bytes) -> list[str]:
    try:
        text = _text(content)
    except (InvalidInput, TooLarge):
        raise
    except Exception as error:
        # a damaged PDF ends in whatever pypdf ran into: its own errors, and those of Python
        raise InvalidInput(
            message("The PDF is damaged, or of a kind that cannot be read."),
            remedy=message("Export the report as XML or CSV, or send the PDF as the tool wrote it."),
        ) from error
    lines = [line for line in islice(text.splitlines(), MAX_LINES) if line.strip()]
    if not lines:
        raise InvalidInput(
            message("The PDF has no text: it may be a scan."),
            remedy=message("Export the report from the tool itself, or enter the erasure by hand and attach the file."),
        )
    return lines


def _text(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise InvalidInput(
            message("The PDF is encrypted."), remedy=message("Export the report without a password, then send it.")
        )
    if len(reader.pages) > MAX_PAGES:
        raise TooLarge(
            message("The PDF has {pages} pages; the limit is {limit}.", pages=len(reader.pages), limit=MAX_PAGES),
            remedy=message("Send the report in parts, or export it as XML or CSV."),
        )
    return "\n".join(page.extract_text() for page in reader.pages)
