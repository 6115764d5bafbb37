"""How many of a lot a person looks at, and which.

Rules:
1. The size follows ISO 2859-1:1999 (Sampling procedures for inspection by attributes), table 1 with general inspection
   level II and table 2-A, single sampling: by the size of the lot; a lot of one is looked at whole.
2. The acceptance number is 0: one that is wrong stops the lot. That is stricter than the standard's plans, and needs no
   quality limit to be chosen.
3. Drawn are those whose hash with the seed is lowest: the same seed and lot give the same draw, in whatever order the
   lot came, and one who joins or leaves the lot moves few others. The seed is chance, recorded after the lot is fixed.
"""

from collections.abc import Collection

from dpp.domain.proof import canonical, sha256

RULE = "iso-2859-1-ii"
"""The name under which a draw says how its size came about."""

_SIZES = (
    (8, 2),
    (15, 3),
    (25, 5),
    (50, 8),
    (90, 13),
    (150, 20),
    (280, 32),
    (500, 50),
    (1200, 80),
    (3200, 125),
    (10_000, 200),
)
"""Largest lot, and its sample: code letters A to L."""


def sample_size(lot: int) -> int:
    """Rule 1. ValueError for a lot larger than the table."""
    size = next((size for largest, size in _SIZES if lot <= largest), None)
    if size is None:
        raise ValueError(f"a lot of {lot} is not in the table")
    return min(lot, size)


def draw(lot: Collection[str], seed: str) -> frozenset[str]:
    """Rule 3: the names in the lot that are looked at."""
    ranked = sorted(set(lot), key=lambda name: sha256(canonical([seed, name])))
    return frozenset(ranked[: sample_size(len(ranked))])
