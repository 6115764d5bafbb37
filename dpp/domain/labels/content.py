"""What stands on a label.

Rules:
1. The link, as a QR code and in plain text, and the label code stand on every label: who cannot scan can type.
2. The rest (name, asset tag, other lines) stands there where it is known and asked for.
3. No personal data: a label is read by whoever holds the device. There is no field for a person.
4. A label may be on no device yet: then only the link and the code stand on it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message


class Part(StrEnum):
    """What may be left out. `lines` are the other lines: the product group."""

    TITLE = "title"
    ASSET_TAG = "asset-tag"
    LINES = "lines"


@dataclass(frozen=True)
class LabelContent:
    """What one label says: the link that its codes carry, the label code, and what the device is.

    `code` is as a person reads and types it (`dpp.domain.opaque.print_label_code`). `title` is brand and model,
    `asset_tag` the owner's own. `element_string` is that of the device's GTIN and serial number, as people write it
    (`(01)09521234543213(21)ABC123`), where it has both.
    """

    link: str
    code: str
    title: str = ""
    lines: tuple[str, ...] = ()
    asset_tag: str = ""
    element_string: str = ""

    def only(self, parts: frozenset[Part]) -> Self:
        """Rule 2."""
        return replace(
            self,
            title=self.title if Part.TITLE in parts else "",
            asset_tag=self.asset_tag if Part.ASSET_TAG in parts else "",
            lines=self.lines if Part.LINES in parts else (),
        )


def read_parts(text: str) -> frozenset[Part]:
    """Parts with commas between them, none for an empty text; raises InvalidInput that names the parts there are."""
    named = {each.strip() for each in text.split(",") if each.strip()}
    unknown = named - set(Part)
    if unknown:
        what = message("A label has no part {unknown}.", unknown=", ".join(sorted(unknown)))
        remedy = message("Parts are {known}.", known=", ".join(Part))
        raise InvalidInput(what, (Problem("$.parts", what),), remedy=remedy)
    return frozenset(Part(each) for each in named)
