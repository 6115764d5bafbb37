"""Texts about a donation tell nothing of a person: who received a device is counted, never named.

Refused in a text, besides what passports refuse (`dpp.domain.personal_data`: e-mail, telephone, names of machines):
1. a name after a form of address (mevrouw De Vries, dhr. Jansen, Ms Smith);
2. nine digits that are a citizen service number by its check ("elfproef"; Regeling burgerservicenummer);
3. a Dutch postal code;
4. a date of birth that is called so.

A name alone cannot be told from another word: the form warns, and the text goes when what it is about is settled.
"""

import re
from collections.abc import Iterator

from dpp.domain.errors import Problem
from dpp.domain.message import Message, message
from dpp.domain.personal_data import personal_data

LONGEST = 300
"""Characters of a free text."""

_ADDRESSED = re.compile(
    r"\b(?:de heer|dhr|heer|meneer|mevrouw|mevr|mw|mr|mrs|ms|miss)\b\.?\s+(?:(?:van|de|der|den|ter|el|al)\s+)*[A-Z]\w+",
)
_ADDRESSED_ANY_CASE = re.compile(_ADDRESSED.pattern.replace("[A-Z]", r"(?-i:[A-Z])"), re.IGNORECASE)
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
_POSTAL_CODE = re.compile(r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b")
_BIRTH = re.compile(r"\b(?:geboren|geboortedatum|born|date of birth|dob)\b[^\d]{0,15}\d", re.IGNORECASE)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

LEAVE_OUT = message("This looks like data of a person. Leave it out: nobody here may know who received a device.")


def problems_of(path: str, text: str) -> Iterator[Problem]:
    """What is wrong with a free text at `path`."""
    if len(text) > LONGEST:
        yield Problem(path, message("Use at most {most} characters.", most=LONGEST))
    if tells_of_a_person(text):
        yield Problem(path, LEAVE_OUT)


def tells_of_a_person(text: str) -> bool:
    """Whether a text looks like it tells of a person."""
    found = any(pattern.search(text) for pattern in (_ADDRESSED_ANY_CASE, _POSTAL_CODE, _BIRTH))
    numbers = any(_is_citizen_number(number) for number in _NINE_DIGITS.findall(text))
    return found or numbers or bool(personal_data({"text": text}))


def _is_citizen_number(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def count_problems(path: str, count: int, most: int) -> Iterator[Problem]:
    """A number of recipients lies between none and one for each device."""
    if not 0 <= count <= most:
        what: Message = message("Give how many, from 0 to {most}.", most=most)
        yield Problem(path, what)
