"""What kind a storage medium is, as far as the words that a tool has for it tell."""

import re

from lifecycle.domain.vocabulary import MediumKind

_WORD = re.compile(r"[a-z0-9]+")
_KINDS = {
    "nvme": MediumKind.NVME,
    "ssd": MediumKind.SSD,
    "hdd": MediumKind.HDD,
    "mmc": MediumKind.EMMC,
    "emmc": MediumKind.EMMC,
}


def words_of(*texts: object) -> frozenset[str]:
    """The words of some texts, in lower case."""
    return frozenset(_WORD.findall(" ".join(str(text) for text in texts).lower()))


def medium_kind(words: frozenset[str], model: str | None) -> MediumKind:
    """As far as its bus, its type or its own name tells; OTHER is what they leave open."""
    told = words | words_of(model or "")
    return next((kind for word, kind in _KINDS.items() if word in told), MediumKind.OTHER)
