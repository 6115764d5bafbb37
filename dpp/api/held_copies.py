"""Back-up copies that are held here, listed for who sent them (`/api/v1/held-copies`): what a restore asks for.

They are sent, and read one by one, over EN 18222, which has no call that lists.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.catalogue import Granularity
from dpp.service.holding.keeping import MOST, Keeping

Asking = Annotated[Actor, Depends(asking)]


def held_copy_routes(keeping: Keeping) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["held copies"])

    @routes.get("/held-copies")
    def list_held_copies(
        actor: Asking,
        granularity: Annotated[Granularity, Query(description="Restore models first, then batches, then items.")],
        after: Annotated[str, Query(description="`next_after` of the page before.")] = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
    ) -> Response:
        """Whole passports, with every version that is held, in the order of their addresses."""
        return answer(keeping.page(actor, granularity, after, limit))

    return routes
