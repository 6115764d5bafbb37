"""What one misread character could explain.

Rules:
1. A scanner does not confuse characters; people do who read a label: O and 0, I and 1 and L, for which reason many
   alphabets leave some of them out. S and 5, B and 8, Z and 2 look alike in print: one at a time, and last, since each
   is one more look-up and a person confirms what it finds.
2. Scanners give the data identifier S or 1S before a serial number where the label has it: one list may hold the
   number with it, the next without.
3. Upper and lower case, and what is set between the groups, are often lost on the way.
4. A number with a check digit that does not fit: whatever one wrong digit explains. A label code besides: two
   characters that changed places.
5. Never more than 32 of them, the likeliest first. They are questions to a person, not readings of the scan.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import GTIN_LENGTHS, are_digits, ends_in_check_digit
from dpp.domain.imei import LENGTH as IMEI_LENGTH
from dpp.domain.imei import luhn_digit, read_imei
from dpp.domain.message import Message, message
from dpp.domain.opaque import PRINTED_LABEL_CODE, near_label_codes, read_label_code
from dpp.domain.scanning.look_alikes import ALIKE, ALIKE_IN_PRINT, TO_DIGITS, TO_LETTERS
from dpp.domain.scanning.result import Candidate, ScanKind, ScanResult

MOST = 32
_BETWEEN_GROUPS = str.maketrans("", "", " ./_-")
_SPELLED = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_\-]{2,48}[A-Za-z0-9]")
_PREFIXES = ("1S", "S")
_LABEL_ADDRESS = re.compile(r"/d/(?P<code>[0-9A-Za-z\-]{12,20})/?(?:[?#].*)?\Z", re.DOTALL)
_SPELLED_KINDS = frozenset({ScanKind.SERIAL, ScanKind.ASSET_TAG})


def warnings_about(text: str) -> tuple[Message, ...]:
    """What a person should look at twice in a serial number or an asset tag."""
    return tuple(_warnings(text))


def _warnings(text: str) -> Iterator[Message]:
    upper = text.upper()
    if "O" in upper:
        yield message("It has the letter O: compare it with the label, it may be the digit 0.")
    if "I" in upper:
        yield message("It has the letter I: compare it with the label, it may be the digit 1.")
    if upper.startswith(("S", "1S")) and len(upper) > 7:
        yield message("It begins with S or 1S: scanners put that before a serial number; it may be no part of it.")
    if upper.startswith("1P") and len(upper) > 7:
        yield message("It begins with 1P: scanners put that before the number of a model, which many devices share.")
    if len(text) == IMEI_LENGTH and are_digits(text):
        yield message("15 digits: an IMEI with a wrong digit?")
    if len(text) in GTIN_LENGTHS - {8} and are_digits(text) and not ends_in_check_digit(text):
        yield message("{count} digits: a GTIN with a wrong digit?", count=len(text))
    if PRINTED_LABEL_CODE.fullmatch(text) and near_label_codes(text):
        yield message("Three groups of four: a label code with a typing error?")


def near_spellings(text: str, most: int = MOST) -> tuple[str, ...]:
    """Other spellings of a serial number or an asset tag, the likeliest first; never the text itself."""
    if not _SPELLED.fullmatch(text):
        return ()
    upper = text.upper()
    found = dict.fromkeys(
        chain(
            (upper, upper.translate(_BETWEEN_GROUPS)),
            _prefixes(upper),
            (upper.translate(TO_DIGITS), upper.translate(TO_LETTERS)),
            _one_other(upper, ALIKE),
            _one_other(upper, ALIKE_IN_PRINT),
        )
    )
    found.pop(text, None)
    return tuple(islice(found, most))


def near_misses(result: ScanResult) -> tuple[Candidate, ...]:
    """What a scan that nobody knows may have been meant to be, at most 32: to be looked up and asked of a person."""
    readings = {(each.kind, each.value) for each in result.candidates}
    found: dict[tuple[ScanKind, str], Candidate] = {}
    for kind, value, meant in _meant(result):
        if (kind, value) not in readings:
            reason = message("near to what was scanned, {scanned}", scanned=meant)
            found.setdefault((kind, value), Candidate(kind, value, 0.1, reason))
    return tuple(islice(found.values(), MOST))


def _meant(result: ScanResult) -> Iterator[tuple[ScanKind, str, str]]:
    """Kind, value, and what it is near to. Label codes come first only where something says that it is one."""
    said = list(_label_texts(result))
    for text in said:
        yield from ((ScanKind.LABEL, code, text) for code in near_label_codes(text))
    for each in result.candidates:
        if each.kind in _SPELLED_KINDS:
            yield from ((ScanKind.IMEI, number, each.value) for number in _near_imeis(each.value))
            yield from ((each.kind, spelling, each.value) for spelling in near_spellings(each.value))
            if not said and not _is_label_code(each.value):
                yield from ((ScanKind.LABEL, code, each.value) for code in near_label_codes(each.value))


def _label_texts(result: ScanResult) -> Iterator[str]:
    for each in result.candidates:
        if each.kind is ScanKind.OWN_PAGE and (found := _LABEL_ADDRESS.search(each.value)):
            yield found["code"]
        elif each.kind is ScanKind.SERIAL and PRINTED_LABEL_CODE.fullmatch(each.value):
            yield each.value


def _is_label_code(text: str) -> bool:
    try:
        return bool(read_label_code(text))
    except InvalidInput:
        return False


def _near_imeis(text: str) -> Iterator[str]:
    """For each place the one digit with which the check digit fits."""
    if len(text) != IMEI_LENGTH or not are_digits(text) or luhn_digit(text[:-1]) == text[-1]:
        return
    for place in reversed(range(IMEI_LENGTH)):
        for digit in "0123456789":
            try:
                yield read_imei(text[:place] + digit + text[place + 1 :])
            except InvalidInput:
                continue


def _prefixes(text: str) -> Iterator[str]:
    """Rule 2."""
    bare = next((text.removeprefix(each) for each in _PREFIXES if text.startswith(each)), None)
    if bare and len(bare) >= 4:
        yield bare
    yield from (f"{prefix}{text}" for prefix in reversed(_PREFIXES) if not text.startswith(prefix))


def _one_other(text: str, alike: Mapping[str, str]) -> Iterator[str]:
    for place, letter in enumerate(text):
        for meant in alike.get(letter, ""):
            yield text[:place] + meant + text[place + 1 :]
