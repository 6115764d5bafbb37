"""The forms of makers' serial numbers.

What is known of them, and from where; a maker may change them any day, so none of them refuses a number:

1. Dell's service tag has 7 letters and digits; its Express Service Code is the tag read in base 36 (Dell's own support
   asks for either). Its bar code carries the tag, the paper also the code, in groups of three.
2. Lenovo prints `1S`, machine type and model (10 characters, before 2013 seven) and serial number (8, before seven);
   beside it `MTM/serial`. Serial numbers begin with a letter.
3. HP's computers (HP's own note on serial numbers of its Personal Systems Group, since 2003) have 10 characters: 3 for
   the country and site, the last digit of the year, 2 for the week, 4 that have no A, E, I, O or U.
4. Apple's until 2021 have 12 characters without I and O: 3 for the plant, 1 for the half year, 1 for the week, 3 for
   the unit, 4 for the model; half year and week leave out the vowels and what is taken for a digit. Since 2021 they are
   random, of 10 characters to begin with.
5. A form that another maker could have as well names nobody: it is told whose number it may be.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dpp.domain.gs1.check_digits import are_digits
from dpp.domain.message import Message, message
from dpp.domain.scanning.near_misses import warnings_about
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_LENOVO = re.compile(
    r"(?:1S(?:(?P<type>[A-Z0-9]{10})(?P<serial>[A-Z0-9]{8})|(?P<old_type>[A-Z0-9]{7})(?P<old_serial>[A-Z0-9]{7})))"
    r"|(?:(?P<machine>[A-Z0-9]{4})-?(?P<model>[A-Z0-9]{6}|[A-Z0-9]{3})/(?P<printed>[A-Z][A-Z0-9]-?[A-Z0-9]{5,6}))"
)
_LEAST_TAG, _BEYOND_TAG = 36**6, 36**7
_GROUPED = re.compile(r"[0-9]{3}(?:[ \-][0-9]{3}){2}[ \-][0-9]{1,2}")


@dataclass(frozen=True)
class NamingForm:
    """How a maker's serial numbers look where hardly anything else looks like it."""

    maker: str
    pattern: re.Pattern[str]
    reason: Callable[[re.Match[str]], Message]


def _hp(found: re.Match[str]) -> Message:
    return message(
        "HP's form: site {site}, week {week} of a year that ends in {year}",
        site=found["site"],
        week=found["week"],
        year=found["year"],
    )


def _apple(_: re.Match[str]) -> Message:
    return message("Apple's form until 2021: 12 characters, of which the fourth and fifth are a date")


_HP_REST = r"(?P<year>[0-9])(?P<week>0[1-9]|[1-4][0-9]|5[0-3])[0-9B-DF-HJ-NP-TV-Z]{4}"
_APPLE = r"[0-9A-HJ-NP-Z]{3}[CDFGHJ-NP-TV-Z][1-9CDFGHJ-NP-RTV-Y][0-9A-HJ-NP-Z]{7}"
_NAMING = (
    NamingForm("HP", re.compile(rf"(?P<site>CND|5CG){_HP_REST}"), _hp),
    NamingForm("Apple", re.compile(_APPLE), _apple),
)
_POSSIBLE = {
    "Apple": re.compile(r"[0-9A-HJ-NP-Z]{10}"),
    "Dell": re.compile(r"[0-9A-Z]{7}"),
    "HP": re.compile(rf"[0-9A-Z]{{3}}{_HP_REST}"),
    "Lenovo": re.compile(r"[A-Z][0-9A-Z]{6,7}"),
}


def named_maker(text: str) -> tuple[str, Message] | None:
    """The maker that the form of a serial number names, and why; None where it names nobody."""
    for form in _NAMING:
        if found := form.pattern.fullmatch(text):
            return form.maker, form.reason(found)
    return None


def possible_makers(text: str) -> tuple[str, ...]:
    """Whose serial numbers look like this one, without it being told. Digits or letters alone are anybody's."""
    if text.isalpha() or text.isdigit():
        return ()
    return tuple(maker for maker, pattern in _POSSIBLE.items() if pattern.fullmatch(text))


def lenovo(scan: Scan) -> Iterator[Candidate]:
    found = _LENOVO.fullmatch(scan.text)
    if found is None:
        return
    serial = (found["serial"] or found["old_serial"] or found["printed"]).replace("-", "")
    model = found["type"] or found["old_type"] or found["machine"] + found["model"]
    told = bool(found["type"] or found["old_type"])
    reason = (
        message("Lenovo's form: 1S, machine type {type}, serial number", type=model)
        if told
        else message("Lenovo's form: machine type {type} / serial number", type=model)
    )
    yield Candidate(ScanKind.SERIAL, serial, 0.9 if told else 0.7, reason, warnings_about(serial), maker="Lenovo")
    reason = message("the machine type and model in Lenovo's form")
    yield Candidate(ScanKind.MODEL_NUMBER, model, 0.6, reason, maker="Lenovo")


def dell(scan: Scan) -> Iterator[Candidate]:
    text = re.sub(r"[ \-]", "", scan.text) if _GROUPED.fullmatch(scan.text) else scan.text
    if len(text) in {10, 11} and are_digits(text) and _LEAST_TAG <= int(text) < _BEYOND_TAG:
        tag = _base_36(int(text))
        reason = message("a Dell Express Service Code: service tag {tag}", tag=tag)
        yield Candidate(ScanKind.SERIAL, tag, 0.6, reason, maker="Dell")


def _base_36(number: int) -> str:
    digits = ""
    while number:
        number, place = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] + digits
    return digits
