"""The search box for programs: `/api/v1/search`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.search import Kind
from dpp.domain.search.matching import reason
from dpp.service.search import LONGEST, MOST_OF_A_KIND, Group, Hit, Search

Asking = Annotated[Actor, Depends(asking)]
Typed = Annotated[
    str, Query(min_length=1, max_length=LONGEST, description="A number, a code or a name, or part of one.")
]
Kinds = Annotated[
    str,
    Query(
        max_length=200,
        description="Only these kinds, with commas between: " + ", ".join(Kind) + ". Left out: all of them.",
        examples=["device,model"],
    ),
]


def search_routes(search: Search) -> APIRouter:
    """The route over the use case."""
    routes = APIRouter(prefix="/api/v1", tags=["search"])

    @routes.get("/search")
    def find(actor: Asking, q: Typed, kinds: Kinds = "") -> Response:
        """Everything that answers `q` and that the actor may know of, by kind, the best first.

        A group tells its best 20 and whether there are `more`; ask more precisely for what is not among them.
        """
        found = search.find(actor, q, _kinds(kinds))
        return answer({"query": q, "mostOfAKind": MOST_OF_A_KIND, "groups": [_group(each) for each in found]})

    return routes


def _kinds(text: str) -> tuple[Kind, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = sorted(set(names) - set(Kind))
    if unknown:
        kinds = ", ".join(Kind)
        problems = tuple(
            Problem("$.kinds", message("'{kind}' is not one of: {kinds}.", kind=name[:40], kinds=kinds))
            for name in unknown
        )
        raise InvalidInput(message("One of the kinds does not exist."), problems)
    return tuple(map(Kind, names)) or tuple(Kind)


def _group(group: Group) -> dict[str, Any]:
    return {"kind": group.kind, "more": group.more, "hits": [_hit(each) for each in group.hits]}


def _hit(hit: Hit) -> dict[str, Any]:
    """`how` and `mistakes` say why it is there, `reason` says so in a sentence."""
    it, match = hit.candidate, hit.match
    return {
        "id": it.id,
        "label": it.label,
        "what": it.entry.what,
        "text": it.entry.text,
        "how": match.how,
        "mistakes": match.mistakes,
        "score": match.score,
        "reason": str(reason(match)),
        "parties": list(it.parties),
    }
