"""The drawers of routes find what the framework would find, for every route of the service."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, Mount, Route

from dpp.api.drawers import Drawers
from dpp.api.http import ErrorAnswers
from tests.support.client import settings_for
from web.app import _router
from web.bootstrap import Parts
from web.pages.rendering import Pages
from web.pages.serving import Site

PARAMETER = re.compile(r"{[^:}]*}")
LONG = re.compile(r"{[^}]*:path}")


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> APIRouter:
    folder = tmp_path_factory.mktemp("drawers")
    with Parts.opened(settings_for(f"sqlite:///{folder / 'none.sqlite'}", Path(folder))) as parts:
        return _router(parts, ErrorAnswers(), Site(Pages())).router


def paths_of(route: BaseRoute) -> Iterator[str]:
    """A path that the route takes, and more where it takes more than one."""
    assert isinstance(route, Route | Mount)
    ends = ("a", "a/b/c") if isinstance(route, Mount) or LONG.search(route.path) else ("",)
    for end in ends:
        path = route.path + "/" + end if isinstance(route, Mount) else LONG.sub(end, route.path)
        yield PARAMETER.sub("a7", path)


def found(routes: list[BaseRoute], path: str, method: str) -> BaseRoute | None:
    scope = {"type": "http", "path": path, "method": method, "root_path": "", "headers": []}
    return next((route for route in routes if route.matches(dict(scope))[0] is Match.FULL), None)


def test_every_route_is_found_in_its_drawer_as_in_the_whole_list(router: APIRouter) -> None:
    drawers, asked = Drawers(router), 0
    for route in router.routes:
        for path in paths_of(route):
            for method in getattr(route, "methods", None) or ("GET",):
                whole = found(list(router.routes), path, method)
                assert whole is not None, path
                assert found(drawers.drawer(path).routes, path, method) is whole, path
                asked += 1
    assert asked > len(router.routes)


def test_a_drawer_holds_a_small_part_of_all_routes(router: APIRouter) -> None:
    drawers = Drawers(router)
    assert len(drawers.drawer("/api/v1/devices/x").routes) * 20 < len(router.routes)


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/v1/nothing", "/devices/" + "a/" * 50])
def test_what_has_no_drawer_is_left_to_the_framework(router: APIRouter, path: str) -> None:
    expected = path != "/"
    assert (Drawers(router).drawer(path) is router) is expected


def test_no_route_has_a_parameter_where_the_drawer_is_named(router: APIRouter) -> None:
    """It would hide the route from the requests that it is for."""
    for route in router.routes:
        path = getattr(route, "path", "")
        named = path.split("/")[1:4] if path.startswith("/api/v1") else path.split("/")[1:2]
        assert not any("{" in segment for segment in named), path
