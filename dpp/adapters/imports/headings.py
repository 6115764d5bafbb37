"""Headings of a table, so that each can be told from the others."""

from collections.abc import Sequence

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

MOST_COLUMNS = 500


def distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """A second `Datum` becomes `Datum (2)`, a heading that says nothing `#3`; trailing empty ones are left out.

    Raises InvalidInput for more than `MOST_COLUMNS`.
    """
    named = [" ".join(heading.split()) for heading in headings]
    while named and not named[-1]:
        named.pop()
    if len(named) > MOST_COLUMNS:
        raise InvalidInput(
            message("The file has {count} columns; {most} is the most.", count=len(named), most=MOST_COLUMNS)
        )
    seen: dict[str, int] = {}
    result = []
    for place, heading in enumerate(named, 1):
        word = heading or f"#{place}"
        seen[word.casefold()] = times = seen.get(word.casefold(), 0) + 1
        result.append(word if times == 1 else f"{word} ({times})")
    return tuple(result)
