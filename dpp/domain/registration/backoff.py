"""When to try again.

Rules:
1. The wait doubles with each attempt up to a longest one; it never becomes giving up.
2. Half of the wait is left to chance, so that those who failed together do not come back together.
3. Whoever says how long to wait (Retry-After) is heard, unless that is shorter than our own wait, and up to a day.
"""

from dataclasses import dataclass
from datetime import timedelta

CHANCE_BYTES = 2
_MOST_ASKED = timedelta(days=1)


@dataclass(frozen=True)
class Backoff:
    """`first` wait after the first failed attempt, `longest` of all."""

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)

    def delay(self, attempts: int, chance: bytes, asked: timedelta | None = None) -> timedelta:
        """The wait after this many attempts (1 and up); `chance` has `CHANCE_BYTES` random bytes."""
        if attempts < 1 or len(chance) != CHANCE_BYTES:
            raise ValueError(f"expected one attempt or more and {CHANCE_BYTES} bytes of chance")
        most = min(self.longest, self.first * (1 << min(attempts - 1, 20)))
        share = int.from_bytes(chance, "big") / ((1 << 8 * CHANCE_BYTES) - 1)
        return max(most / 2 + most / 2 * share, min(asked or timedelta(), _MOST_ASKED))
