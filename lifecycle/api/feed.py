"""New events for programs that poll: `GET /api/v1/events`, with a cursor that misses nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from lifecycle.domain.events import plain
from lifecycle.service.feed import BEGINNING, MOST, Feed
from lifecycle.service.feed_ports import FeedEntry

Asking = Annotated[Actor, Depends(asking)]


def feed_routes(feed: Feed) -> APIRouter:
    """The route over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["events"])

    @routes.get("/events")
    def events(
        actor: Asking,
        after: Annotated[str, Query(max_length=20)] = BEGINNING,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
        kind: Annotated[list[str] | None, Query(max_length=100)] = None,
    ) -> Response:
        """The events after a cursor, in the order of the log; `after=latest` gives the cursor of now."""
        page = feed.after(actor, after, limit, tuple(kind or ()))
        return answer({"events": [told(each) for each in page.events], "cursor": page.cursor, "more": page.more})

    return routes


def told(entry: FeedEntry) -> dict[str, object]:
    """An event as programs get it; without the text that may have to be erased."""
    event = plain(entry.event)
    return {"entry": entry.entry, "number": entry.number, **event}
