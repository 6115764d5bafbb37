"""The form in which texts are compared: what people and scanners write in different ways becomes one.

Rules:
1. Case and accents do not count.
2. The characters that are easily misread (`dpp.domain.scanning.look_alikes`) are one: O and 0; I, L and 1.
3. In a code everything that is no letter or digit is left out: `SSC-0412 7` is `SSC04127`. In words it stands between
   them.
4. What is longer than 120 characters is cut off: nobody types that.
"""

import unicodedata
from enum import StrEnum

from dpp.domain.scanning.look_alikes import TO_DIGITS

LONGEST = 120


class Style(StrEnum):
    """A code is one word, whatever stands between its groups. Words are a name."""

    CODE = "code"
    WORDS = "words"


def folded(text: str, style: Style) -> str:
    """The text as it is compared; words have one space between them. Empty where nothing of it can be searched."""
    return plain(text, style).translate(TO_DIGITS)


def plain(text: str, style: Style) -> str:
    """As `folded`, without rule 2: what is equal in this form is the same text."""
    if text.isascii() and text.isalnum():
        return text[:LONGEST].upper()
    bare = unicodedata.normalize("NFKD", text[:LONGEST].casefold()).upper()
    kept = (each if each.isalnum() else " " for each in bare if not unicodedata.combining(each))
    return ("" if style is Style.CODE else " ").join("".join(kept).split())
