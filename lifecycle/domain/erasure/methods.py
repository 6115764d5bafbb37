"""Which way of erasing is enough for what: tables that are data.

Rules (NIST SP 800-88 revision 2, which leaves the techniques per kind of medium to IEEE 2883):
1. The classification of the data says which categories of sanitisation are allowed. Stg. CONFIDENTIEEL and above:
   destruction only. Unknown counts as Departementaal VERTROUWELIJK.
2. On flash, overwriting through the ordinary interface misses the cells that the controller keeps aside: it clears at
   most. So does the ATA command SECURITY ERASE UNIT. The device's own sanitise commands and cryptographic erase purge.
3. A technique that is not in the table says nothing about its category: what the tool says stands, and where the tool
   says nothing the category is unknown.
4. The size of particles after destruction is recorded, and not judged: no public Dutch source that we could read says
   which size a classification asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lifecycle.domain.vocabulary import Classification, MediumKind, SanitisationCategory

FLASH = frozenset({MediumKind.SSD, MediumKind.NVME, MediumKind.EMMC, MediumKind.PHONE_STORAGE})
_LADDER = tuple(SanitisationCategory)

_ALLOWED = """
classification | categories
none           | clear purge destroy
dep-v          | clear purge destroy
unknown        | clear purge destroy
stg-c          | destroy
stg-g          | destroy
stg-zg         | destroy
"""


class Technique(StrEnum):
    """What a technique does, whatever a tool calls it."""

    DEVICE_COMMAND = "device-command"
    CRYPTOGRAPHIC = "cryptographic"
    SECURITY_ERASE = "security-erase"
    OVERWRITE = "overwrite"


@dataclass(frozen=True)
class Worth:
    """What a technique is worth on each sort of medium, and the words that it is known by (folded)."""

    technique: Technique
    magnetic: SanitisationCategory
    flash: SanitisationCategory
    words: tuple[str, ...]


_CLEAR, _PURGE = SanitisationCategory.CLEAR, SanitisationCategory.PURGE

TECHNIQUES = (
    Worth(Technique.CRYPTOGRAPHIC, _PURGE, _PURGE, ("crypto", "cryptographic")),
    Worth(Technique.DEVICE_COMMAND, _PURGE, _PURGE, ("sanitize", "sanitise", "block erase")),
    Worth(Technique.SECURITY_ERASE, _CLEAR, _CLEAR, ("secure erase", "security erase", "nvme format", "format nvm")),
    Worth(
        Technique.OVERWRITE,
        _CLEAR,
        _CLEAR,
        (
            "overwrit",
            "overschr",
            "prng",
            "random",
            "zero",
            "ones",
            "dod",
            "gutmann",
            "hmg is5",
            "bmb21",
            "schneier",
            "rcmp",
            "quick erase",
        ),
    ),
)
"""The first line whose word a technique holds is the one. SECURITY ERASE UNIT counts as clear on a magnetic disk too:
no log says whether the disk carried out the enhanced variant."""


def _read(table: str) -> Mapping[Classification, frozenset[SanitisationCategory]]:
    rows = [line.split("|") for line in table.strip().splitlines()[1:]]
    return MappingProxyType(
        {Classification(name.strip()): frozenset(map(SanitisationCategory, words.split())) for name, words in rows}
    )


ALLOWED = _read(_ALLOWED)
"""Which categories are allowed for data of a classification."""


def is_allowed(classification: Classification, category: SanitisationCategory) -> bool:
    return category in ALLOWED[classification]


def worth_of(technique: str) -> Worth | None:
    """What is known of a technique by what a tool calls it."""
    folded = " ".join(technique.casefold().split())
    return next((line for line in TECHNIQUES if any(word in folded for word in line.words)), None)


def highest(technique: str, kind: MediumKind) -> SanitisationCategory | None:
    """The highest category that a technique reaches on this kind of medium; None where nothing is known of it."""
    worth = worth_of(technique)
    if worth is None:
        return None
    return worth.flash if kind in FLASH else worth.magnetic


def category_reached(
    said: SanitisationCategory | None, technique: str | None, kind: MediumKind
) -> SanitisationCategory | None:
    """What an erasure reached: what the tool says, but no more than its technique can; None where neither is known."""
    cap = None if technique is None else highest(technique, kind)
    if said is None or cap is None:
        return said or cap
    return min(said, cap, key=_LADDER.index) if kind in FLASH else said
