"""Every form of the service, sent with rubbish: it never fails, says what is wrong, and keeps what was typed.

The forms are those of the routes: a new one is tried without being named here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute

from tests.support.clicking import Clicker, Page
from tests.support.rubbish import lost, rubbish
from tests.support.town import Town, settings_in, town
from web.bootstrap import Parts
from web.kept_forms import may_keep
from web.pages.rendering import Pages
from web.pages.routes import page_routes
from web.pages.serving import Site

NOTHING = "zzzzzzzzzzzzzzzzzzzz"
APART = ("/station", "/k/")
"""Forms that no person fills in: programs of the station send JSON, and a link is a secret of its own."""
PARAMETER = re.compile(r"\{(\w+)[^}]*\}")


@dataclass(frozen=True)
class World:
    town: Town
    posts: tuple[str, ...]
    gets: frozenset[str]
    known: dict[str, str]

    def address(self, path: str) -> str:
        """The route's address, of the device and the model that are there, or of something that is not."""
        return PARAMETER.sub(lambda found: self.known.get(found[1], NOTHING), path)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A laptop of a ministry, collected and in the hands of the ICT provider."""
    settings = settings_in(tmp_path_factory.mktemp("forms"))
    with town(settings) as opened, Parts.opened(settings) as parts:
        routes = [route for route in page_routes(parts, Site(Pages())).routes if isinstance(route, APIRoute)]
        posts = tuple(
            route.path for route in routes if "POST" in (route.methods or ()) and not route.path.startswith(APART)
        )
        gets = frozenset(route.path for route in routes if "GET" in (route.methods or ()))
        yield World(opened, posts, gets, _known(opened))


def _known(opened: Town) -> dict[str, str]:
    owner, provider = opened.program("eigenaar"), opened.program("ict")
    model = opened.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Store", "serial": "FORM-1", "classification": "none"}
    key: str = owner.made("/api/v1/devices", body)["device"]["key"]
    surplus = {"kind": "declared_surplus", "decision": "OS-1", "decided_on": "2026-01-05"}
    surplus |= {"authority": owner.organisation, "intake_by": provider.organisation}
    owner.made(f"/api/v1/devices/{key}/events", {"events": [{"happening": surplus}]})
    provider.made("/api/v1/scans", {"raw": "FORM-1", "place": "Hal"})
    return {"key": key, "passport_id": model, "model": model, "model_id": model}


def test_every_form_with_rubbish_is_answered_by_a_whole_page_that_keeps_what_was_typed(world: World) -> None:
    """No form fails; one that is refused comes back as it was filled in, or leads back to it."""
    people = {who: Clicker(world.town.client).sign_in(who) for who in ("ict", "beheer")}
    assert len(world.posts) > 150
    faults = [fault for path in world.posts for fault in _tried(world, people[_who(path)], path)]
    assert not faults, "\n".join(faults)


def _who(path: str) -> str:
    return "beheer" if path.startswith(("/admin", "/imports", "/mandates", "/erasure/tools")) else "ict"


def _tried(world: World, browser: Clicker, path: str) -> Iterator[str]:
    address = world.address(path)
    if address == "/sign-out":
        return
    sent = {"remark": ["~remark~"], "csrf": [_csrf(browser)]}
    if path in world.gets and browser.open(address).status == 200:
        forms = [form for form in browser.page.forms() if urlsplit(form.path).path == address]
        sent = rubbish(forms[0]) if forms else sent
    try:
        answer = browser._request("POST", address, data=dict(sent))
    except AssertionError as fault:  # the page is not whole
        yield f"{path}: {fault}"
        return
    if answer.status_code >= 500:
        yield f"{path}: {answer.status_code}"
    if answer.status_code < 400 or not may_keep(address):
        return
    page = Page(answer.status_code, address, answer.extensions["page"])
    back = [form for form in page.forms() if urlsplit(form.path).path == address]
    told = 'name="kept"' in answer.text or any(f'id="{summary}"' in answer.text for summary in ("problems", "refusal"))
    if not back and not told:
        yield f"{path}: {answer.status_code}, and nothing says what became of it"
    if back and set(sent) > {"remark", "csrf"} and (gone := lost(sent, back[0])):
        yield f"{path}: {answer.status_code}, and the form does not show {gone}"


def _csrf(browser: Clicker) -> str:
    """Of the form in the head of every page."""
    return next(field.get("value") or "" for field in browser.page.root.iter() if field.get("name") == "csrf")
