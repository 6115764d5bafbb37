"""What one misread character could explain: O and 0, I and 1, S or 1S before a serial number, a wrong check digit."""

from collections.abc import Iterator

from dpp.domain.gs1.check_digits import GTIN_LENGTHS, are_digits, ends_in_check_digit
from dpp.domain.message import Message, message


def warnings_about(text: str) -> tuple[Message, ...]:
    return tuple(_warnings(text))


def _warnings(text: str) -> Iterator[Message]:
    upper = text.upper()
    if "O" in upper:
        yield message("It has the letter O: compare it with the label, it may be the digit 0.")
    if "I" in upper:
        yield message("It has the letter I: compare it with the label, it may be the digit 1.")
    if upper.startswith(("S", "1S")) and len(upper) > 7:
        yield message("It begins with S or 1S: scanners put that before a serial number; it may be no part of it.")
    if len(text) == 15 and are_digits(text):
        yield message("15 digits: an IMEI with a wrong digit?")
    if len(text) in GTIN_LENGTHS - {8} and are_digits(text) and not ends_in_check_digit(text):
        yield message("{count} digits: a GTIN with a wrong digit?", count=len(text))
