"""Several values where one belongs."""

from collections.abc import Iterable


def several(values: Iterable[str]) -> str:
    """The value; where several stand and differ, all of them in one text.

    That text is no serial number and no word of a map: a disk with the results Failed and Erased is not taken for one
    that was erased.
    """
    return " | ".join(dict.fromkeys(" ".join(value.split()) for value in values))
