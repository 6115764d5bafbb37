"""Long lists for programs: `limit` rows from number `offset` on (from 0), and how many there are in all."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Query, Response

from dpp.api.rendering import answer
from dpp.domain.stretch import Onward, Stretch

MOST_ROWS = 1000
_USUAL = 200
_LAST_OFFSET = 10_000_000


async def onward(
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = _USUAL,
    offset: Annotated[int, Query(ge=0, le=_LAST_OFFSET)] = 0,
) -> Onward:
    """The part of a list that a query asks for."""
    return Onward(offset, limit)


Asked = Annotated[Onward, Depends(onward)]


def listed(name: str, found: Stretch[Any]) -> Response:
    """The rows under their name, and `count`: as many as the whole list has."""
    rows: Sequence[Any] = found.rows
    return answer({name: rows, "count": found.count})
