"""Keys that say nothing: random, lower-case, safe to read aloud.

Crockford's base 32 without i, l, o and u. A device's key and a passport's id are random and are never derived from a
serial number: hashes of serials collide, change with a network card, and can be guessed.

Sizes: a passport id has 16 characters (80 bits), so that `https://id.kringpas.nl/passports/` and the id stay within the
50 characters that the EU registry accepts (Regulation (EU) 2026/1778). A label code has 11 random characters and one
check character, in print as three groups of four.
"""

import re
from collections.abc import Iterator
from typing import NewType

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

PassportId = NewType("PassportId", str)
DeviceKey = NewType("DeviceKey", str)
LabelCode = NewType("LabelCode", str)

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})
_KEY_LENGTH = 16
_CODE_LENGTH = 12
PRINTED_LABEL_CODE = re.compile(r"[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}")


def encode(chance: bytes, length: int) -> str:
    """The first `length` characters (5 bits each) of random bytes; needs length x 5 / 8 bytes at least."""
    if len(chance) * 8 < length * 5:
        raise ValueError(f"{length} characters need {-(-length * 5 // 8)} random bytes, got {len(chance)}")
    number = int.from_bytes(chance, "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(length))


def passport_id(chance: bytes) -> PassportId:
    return PassportId(encode(chance, _KEY_LENGTH))


def device_key(chance: bytes) -> DeviceKey:
    return DeviceKey(encode(chance, _KEY_LENGTH))


def label_code(chance: bytes) -> LabelCode:
    body = encode(chance, _CODE_LENGTH - 1)
    return LabelCode(body + _check_character(body))


def read_label_code(text: str) -> LabelCode:
    """A label code as a person typed it: any case, with or without dashes, o for 0, i or l for 1.

    Raises InvalidInput for a wrong length, a character outside the alphabet, or a check character that does not fit.
    """
    code = text.strip().lower().translate(_READ_AS)
    if len(code) != _CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise InvalidInput(message("'{text}' is not a label code: 12 letters and digits are expected.", text=text[:40]))
    if _check_character(code[:-1]) != code[-1]:
        raise InvalidInput(
            message("Label code '{text}' has a typing error: its last character does not fit the others.", text=text),
            remedy=message("Compare it with the label, or scan it."),
        )
    return LabelCode(code)


def near_label_codes(text: str) -> tuple[LabelCode, ...]:
    """The codes that one wrong character, or two that changed places, explain; none for a code that is right.

    At most 23: for each place there is one character with which the check character fits. Of the codes that are given
    out, hardly ever more than one is among them.
    """
    code = text.strip().lower().translate(_READ_AS)
    unknown = sum(letter not in ALPHABET for letter in code)
    if len(code) != _CODE_LENGTH or unknown > 1 or (not unknown and _fits(code)):
        return ()
    return tuple(LabelCode(each) for each in dict.fromkeys((*_swapped(code), *_mended(code))) if _fits(each))


def print_label_code(code: LabelCode) -> str:
    """As it stands on the label: `7k3m-9x2p-4q8d`."""
    return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def _fits(code: str) -> bool:
    return set(code) <= set(ALPHABET) and _check_character(code[:-1]) == code[-1]


def _swapped(code: str) -> Iterator[str]:
    for place in range(_CODE_LENGTH - 1):
        yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def _mended(code: str) -> Iterator[str]:
    for place in range(_CODE_LENGTH):
        yield from (code[:place] + letter + code[place + 1 :] for letter in ALPHABET)


def _check_character(body: str) -> str:
    """Weights 1, 3, 5, ... are odd, so each is invertible modulo 32: every single wrong character is caught."""
    return ALPHABET[sum((2 * place + 1) * ALPHABET.index(letter) for place, letter in enumerate(body)) % 32]
