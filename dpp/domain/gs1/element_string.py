"""GS1 element strings, as scanners send them: `]C10109521234543213` and so on.

Source: GS1 General Specifications, sections 5 (symbology identifiers) and 7.8 (decoding element strings).

Rules:
1. The symbologies ]C1 (GS1-128), ]d2 (GS1 DataMatrix), ]Q3 (GS1 QR Code), ]e0 (GS1 DataBar) and ]J1 (GS1 DotCode)
   carry element strings; others do not.
2. A value whose AI has no predefined length ends at a group separator or at the end. The separator arrives as the
   character 0x1D, or as what a keyboard wedge makes of it: `<GS>`, `Ctrl+]`, `^]`, U+241D.
3. Every value fits its AI, and no AI comes twice with another value.
4. Where the separator was lost, each way to divide the text that satisfies rule 3 is a reading; the caller chooses.
5. Printed beside the symbol, each AI stands in brackets: `(01)09521234543213(21)ABC`. What is in brackets and is no AI
   belongs to the value before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.application_identifiers import IDENTIFIERS, ApplicationIdentifier
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, DigitalLink, build, parse
from dpp.domain.message import message

SYMBOLOGIES = frozenset({"]C1", "]d2", "]Q3", "]e0", "]J1"})
GROUP_SEPARATOR = "\x1d"
_SEPARATORS = re.compile(r"\x1d|<GS>|Ctrl\+\]|\^\]|\^|␝")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)")
_MOST_READINGS = 4
_MOST_TRIED = 1000
_LONGEST = 400
_LONGEST_LOST = 120


@dataclass(frozen=True)
class ElementString:
    """The elements in the order in which they were read: AI and value."""

    elements: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "".join(f"({ai}){value}" for ai, value in self.elements)

    @property
    def data(self) -> str:
        """As a symbol carries it: a group separator ends each value but the last whose length its AI does not tell."""
        *before, last = self.elements
        return "".join(ai + value + _end(ai) for ai, value in before) + "".join(last)

    def get(self, ai: str) -> str | None:
        return dict(self.elements).get(ai)

    @property
    def identifies(self) -> str | None:
        """The canonical Digital Link path of what this identifies, or None where there is no primary key in it."""
        values = dict(self.elements)
        for key, orders in PRIMARY_KEYS.items():
            if key in values:
                order = next((order for order in orders if not values.keys().isdisjoint(order)), ())
                qualifiers = tuple((ai, values[ai]) for ai in order if ai in values)
                return parse(build(DigitalLink("id.gs1.org", "", key, values[key], qualifiers))).path
        return None


def with_separators(text: str) -> str:
    """The text with each form of the group separator as 0x1D, and none at its ends."""
    return _SEPARATORS.sub(GROUP_SEPARATOR, text).strip(GROUP_SEPARATOR)


def read(text: str) -> ElementString:
    """Read an element string that begins with a symbology identifier; raises InvalidInput."""
    if text[:3] not in SYMBOLOGIES:
        raise InvalidInput(
            message(
                "'{symbology}' does not announce GS1 data: one of {known} is expected.",
                symbology=text[:3],
                known=" ".join(sorted(SYMBOLOGIES)),
            )
        )
    return read_data(text[3:])


def read_data(data: str) -> ElementString:
    """Read an element string without symbology identifier, whose separators are all there; raises InvalidInput."""
    text = with_separators(data)
    first = next(_divisions(text, lost=False), None) if len(text) <= _LONGEST else None
    if first is None:
        raise InvalidInput(
            message("'{data}' is not a GS1 element string: a value does not fit its identifier.", data=data[:100]),
            remedy=message("Scan it again; check that the scanner sends the group separator."),
        )
    return first


def read_bracketed(text: str) -> ElementString:
    """Read an element string as it is printed for people (rule 5), with or without spaces; raises InvalidInput."""
    before, *parts = _BRACKETED.split(text[:_LONGEST])
    elements: list[tuple[str, str]] = []
    for ai, value in zip(parts[::2], parts[1::2], strict=True):
        if ai in IDENTIFIERS:
            elements.append((ai, value.strip()))
        elif elements:
            elements[-1] = (elements[-1][0], f"{elements[-1][1]}({ai}){value}".strip())
    reading = ElementString(tuple(elements))
    fits = all(IDENTIFIERS[ai].fault(value) is None for ai, value in elements)
    if before.strip() or not elements or not fits or len(text) > _LONGEST or not _agrees(reading.elements):
        raise InvalidInput(
            message("'{data}' is not a GS1 element string: a value does not fit its identifier.", data=text[:100]),
            remedy=message("Compare it with the label; the identifiers stand in brackets."),
        )
    return reading


def readings_without_separators(data: str) -> tuple[ElementString, ...]:
    """The ways to read an element string of which the scanner or the keyboard lost separators, at most four."""
    text = with_separators(data)
    return tuple(islice(_divisions(text, lost=True), _MOST_READINGS)) if len(text) <= _LONGEST_LOST else ()


def _end(ai: str) -> str:
    return "" if IDENTIFIERS[ai].is_predefined else GROUP_SEPARATOR


def _divisions(text: str, *, lost: bool) -> Iterator[ElementString]:
    """Every division of the text into elements, the longest values first; the first thousand are looked at."""
    steps: dict[int, list[tuple[str, str, int]]] = {}
    found = islice(_walk(text, 0, steps, lost=lost), _MOST_TRIED)
    return (ElementString(elements) for elements in found if elements and _agrees(elements))


def _agrees(elements: tuple[tuple[str, str], ...]) -> bool:
    return len(dict(elements)) == len(set(elements))


def _walk(
    text: str, start: int, steps: dict[int, list[tuple[str, str, int]]], *, lost: bool
) -> Iterator[tuple[tuple[str, str], ...]]:
    """The divisions of the text from `start`; `steps` remembers what fits where, and where nothing leads to the end."""
    if start == len(text):
        yield ()
        return
    if start not in steps:
        steps[start] = list(_elements_at(text, start, lost=lost))
    for step in tuple(steps[start]):
        ai, value, after = step
        leads_on = False
        for rest in _walk(text, after, steps, lost=lost):
            leads_on = True
            yield ((ai, value), *rest)
        if not leads_on:
            steps[start].remove(step)


def _elements_at(text: str, start: int, *, lost: bool) -> Iterator[tuple[str, str, int]]:
    """Each element that may stand at `start`, with the place after it and after its separator."""
    identifier = next(
        (IDENTIFIERS[text[start : start + n]] for n in (2, 3, 4) if text[start : start + n] in IDENTIFIERS), None
    )
    if identifier is None:
        return
    begin = start + len(identifier.code)
    for length in _value_lengths(identifier, text, begin, lost=lost):
        value, after = text[begin : begin + length], begin + length
        if identifier.fault(value) is None:
            yield identifier.code, value, after + text.startswith(GROUP_SEPARATOR, after)


def _value_lengths(identifier: ApplicationIdentifier, text: str, begin: int, *, lost: bool) -> Iterator[int]:
    if identifier.is_predefined:
        yield identifier.length
        return
    end = text.find(GROUP_SEPARATOR, begin)
    to_separator = (len(text) if end < 0 else end) - begin
    yield to_separator
    if lost:
        yield from range(min(to_separator - 1, identifier.length), 0, -1)
