"""Finds the route of a request without asking every route whether it is the one.

The framework asks one route after the other, and each asks a regular expression: with some hundred routes that is
most of what a short answer costs. Here routes lie in drawers, and only those of one drawer are asked.

Rules:
1. A route lies in the drawer of its first segment (below `/api/v1`: of its first three) and of how many segments it
   has. A route that takes paths of any length, and what is mounted, lies in every drawer of that first segment.
2. Within a drawer the order stays. Whatever the framework would have found is found (a test asks every route).
3. A path that has no drawer gets the framework's own answer.
"""

from collections.abc import Iterable, Sequence

from fastapi import APIRouter
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

_API = ("api", "v1")
_LONGEST = 9
"""Segments; a longer path is left to the framework, so that nobody can make drawers without end."""


class Drawers:
    """The inside of an application's router: `router.middleware_stack = Drawers(router)`, after its last route."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        routes: dict[tuple[str, int], list[BaseRoute]] = {}
        for head, counts, route in map(_place, router.routes):
            for count in counts:
                routes.setdefault((head, count), []).append(route)
        self._drawers = {place: Router(inside) for place, inside in routes.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.drawer(scope["path"]) if scope["type"] == "http" else self._router
        await found.app(scope, receive, send)

    def drawer(self, path: str) -> Router:
        """The routes among which this path can be; all of them where there is no drawer for it."""
        segments = _segments(path)
        return self._drawers.get((_head(segments), len(segments)), self._router)


def _place(route: BaseRoute) -> tuple[str, Iterable[int], BaseRoute]:
    """The drawers of a route: their first segments, and how many segments their paths have."""
    segments = _segments(_path(route))
    is_of_one_length = isinstance(route, Route) and ":path}" not in route.path
    return _head(segments), [len(segments)] if is_of_one_length else range(1, _LONGEST + 1), route


def _path(route: BaseRoute) -> str:
    path = getattr(route, "path", None)
    assert isinstance(path, str)
    return path


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _head(segments: Sequence[str]) -> str:
    """A parameter in these places would hide routes from their requests, so none may stand there (see the test)."""
    below_api = tuple(segments[:2]) == _API
    return "/".join(segments[:3]) if below_api else segments[0]
