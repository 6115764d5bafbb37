"""What the use cases of passports need from outside, as small interfaces. Each has a fake and a real adapter."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time now, in UTC with its zone."""

    def __call__(self) -> datetime: ...


class Chance(Protocol):
    """Unpredictable bytes, for ids, codes and salts."""

    def __call__(self, size: int) -> bytes: ...
