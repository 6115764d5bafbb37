"""IMEI and IMEISV, the numbers of mobile equipment (3GPP TS 23.003, section 6.2).

Rules:
1. An IMEI has 15 digits; the last makes the Luhn sum a multiple of ten (annex B).
2. An IMEISV has 16 digits: the first 14 of the IMEI and two of the software version; it has no check digit.
3. `00000000` is no type allocation code: such a number is a placeholder of whoever wrote it.
"""

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import are_digits
from dpp.domain.message import Message, message

LENGTH = 15
_SEPARATORS = str.maketrans("", "", " -/.")


def luhn_digit(body: str) -> str:
    """The digit that belongs after these digits."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def read_imei(text: str) -> str:
    """The 15 digits of an IMEI, written with or without spaces, dashes, slashes or dots; raises InvalidInput."""
    digits = _digits(text, LENGTH, message("'{text}' is not an IMEI: 15 digits are expected.", text=text[:40]))
    if luhn_digit(digits[:-1]) != digits[-1]:
        raise InvalidInput(
            message("IMEI {digits} has a wrong digit: its check digit does not fit.", digits=digits),
            remedy=message("Scan it again, or dial *#06# on the telephone."),
        )
    return digits


def read_imeisv(text: str) -> str:
    """The 16 digits of an IMEISV; raises InvalidInput."""
    return _digits(text, 16, message("'{text}' is not an IMEISV: 16 digits are expected.", text=text[:40]))


def imei_of(imeisv: str) -> str:
    """The IMEI of the equipment that gives this IMEISV."""
    body = read_imeisv(imeisv)[:14]
    return body + luhn_digit(body)


def _digits(text: str, length: int, otherwise: Message) -> str:
    digits = text.strip().translate(_SEPARATORS)
    if len(digits) != length or not are_digits(digits) or digits.startswith("00000000"):
        raise InvalidInput(otherwise)
    return digits
