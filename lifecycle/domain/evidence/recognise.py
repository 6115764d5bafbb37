"""The door for evidence: which format a file has, what of it may be stored, and what it says.

A format is known by its content, never by the name of its file. To add one, write its module and enter it in FORMATS;
a format that needs somebody else's parser is no matter of the domain: an adapter has its own, longer tuple, and passes
it in. The first format of a tuple that knows the file reads it, so the pickier ones come first.
"""

from collections.abc import Sequence

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.evidence import edid, glpi, nwipe, smartctl
from lifecycle.domain.evidence.format import Format, Opened
from lifecycle.domain.evidence.limits import load_json, text_of, within_limits
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped, stripped

FORMATS: tuple[Format, ...] = (glpi.FORMAT, smartctl.FORMAT, nwipe.FORMAT, edid.FORMAT)


def read_evidence(
    content: bytes, *, formats: Sequence[Format] = FORMATS, file_name: str | None = None
) -> tuple[Stripped, Reading]:
    """What may be stored of a file, and what it says.

    Raises TooLarge over the size limit, and InvalidInput for what is empty, an archive, broken, or of no known format;
    `file_name` only tells the sender which of several files was meant, and is not kept.
    """
    within_limits(content)
    opened = _open(content)
    for candidate in formats:
        kept = candidate.keep(opened)
        if kept is not None:
            return stripped(content, kept.content, kept.removed), candidate.read(kept.content)
    raise _unknown(formats, file_name)


def read_stored(content: bytes, *, format_name: str, formats: Sequence[Format] = FORMATS) -> Reading:
    """What stored evidence says, by today's parser; InvalidInput where no parser knows the format any more."""
    for candidate in formats:
        if candidate.name == format_name:
            return candidate.read(content)
    raise InvalidInput(message("No parser reads evidence of the format {name}.", name=format_name))


def _open(content: bytes) -> Opened:
    text = text_of(content)
    document = load_json(text) if text.lstrip().startswith("{") else None
    return Opened(content, text, document)


def _unknown(formats: Sequence[Format], file_name: str | None) -> InvalidInput:
    known = ", ".join(candidate.title for candidate in formats)
    what = message("This is no evidence that can be read. Known formats: {known}.", known=known)
    return InvalidInput(
        what,
        (Problem(file_name or "$", what),),
        remedy=message("Send the file as the tool wrote it, in one of these formats."),
    )
