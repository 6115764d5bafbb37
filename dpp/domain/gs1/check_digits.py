"""Check digits of GS1 keys (GS1 General Specifications, section 7.9).

Rules:
1. The last digit of a GTIN, GLN, SSCC and the like makes the sum, weighted 3, 1, 3, 1, ... from the right, a
   multiple of ten (7.9.1). Each single wrong digit is caught.
2. A Global Model Number ends in a pair of check characters, modulo 1021 (7.9.5).
3. A GTIN has 8, 12, 13 or 14 digits; written with 14, it begins with zeros (3.3.2).
4. A GLN has 13 digits, as a GTIN-13 has: nothing in the number tells the two apart.
"""

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

GTIN_LENGTHS = frozenset({8, 12, 13, 14})
GLN_LENGTH = 13
_SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_PAIR_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def are_digits(text: str) -> bool:
    """Whether all characters are 0 to 9 (`str.isdigit` also takes superscripts and other scripts' digits)."""
    return text.isascii() and text.isdigit()


def check_digit(body: str) -> str:
    """The digit that belongs after these digits."""
    digits = [int(digit) for digit in reversed(body)]
    return str(-(3 * sum(digits[::2]) + sum(digits[1::2])) % 10)


def ends_in_check_digit(digits: str) -> bool:
    return are_digits(digits) and check_digit(digits[:-1]) == digits[-1]


def check_pair(body: str) -> str:
    """The two characters that belong after the body of a Global Model Number."""
    total = sum(_SET_82.index(letter) * prime for letter, prime in zip(reversed(body), _PRIMES, strict=False)) % 1021
    return _PAIR_LETTERS[total >> 5] + _PAIR_LETTERS[total & 31]


def ends_in_check_pair(text: str) -> bool:
    known = 2 < len(text) <= len(_PRIMES) + 2 and set(text) <= set(_SET_82)
    return known and check_pair(text[:-2]) == text[-2:]


def read_gtin(text: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits, written with 14.

    Raises InvalidInput for another length, another character, or a check digit that does not fit.
    """
    if not are_digits(text) or len(text) not in GTIN_LENGTHS:
        raise InvalidInput(message("'{text}' is not a GTIN: 8, 12, 13 or 14 digits are expected.", text=text[:40]))
    if not ends_in_check_digit(text):
        raise InvalidInput(
            message(
                "GTIN {text} has a wrong digit: it should end in {expected}, or another digit was misread.",
                text=text,
                expected=check_digit(text[:-1]),
            ),
            remedy=message("Scan it again, or compare it with the box."),
        )
    return text.zfill(14)


def read_gln(text: str) -> str:
    """A GLN, which names a place or an organisation; raises InvalidInput as `read_gtin` does."""
    if not are_digits(text) or len(text) != GLN_LENGTH:
        raise InvalidInput(message("'{text}' is not a GLN: 13 digits are expected.", text=text[:40]))
    if not ends_in_check_digit(text):
        raise InvalidInput(
            message(
                "GLN {text} has a wrong digit: it should end in {expected}, or another digit was misread.",
                text=text,
                expected=check_digit(text[:-1]),
            ),
            remedy=message("Scan it again, or ask the organisation for its number."),
        )
    return text
