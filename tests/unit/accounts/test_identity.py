"""Who sends a request: the middleware, driven as a server drives it."""

import asyncio
import json
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from starlette.types import Message as Event
from starlette.types import Receive, Scope, Send

from dpp.domain.actor import VISITOR, Capability, Role
from dpp.domain.errors import NotPermitted
from dpp.domain.permission import Relation
from tests.support.accounts_world import PASSWORD, World
from web.accounts.domain.tokens import csrf_token
from web.identity import Identity, SessionCookie, require_csrf, require_same_origin

NAME = b"__Host-kringpas"


@dataclass
class Answer:
    """What came back, and what the application behind the middleware saw."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def cookies(self) -> list[str]:
        return [value.decode() for name, value in self.headers if name == b"set-cookie"]


def ask(
    world: World,
    path: str = "/",
    headers: list[tuple[bytes, bytes]] | None = None,
    *,
    secure: bool = True,
    sets: list[tuple[bytes, bytes]] | None = None,
) -> Answer:
    """Send one request through the middleware to an application that answers 200 with the headers `sets`."""
    answer = Answer()

    async def application(scope: Scope, _receive: Receive, send: Send) -> None:
        answer.state = scope["state"]
        await send({"type": "http.response.start", "status": 200, "headers": sets or []})
        await send({"type": "http.response.body", "body": b"ok"})

    async def send(event: Event) -> None:
        if event["type"] == "http.response.start":
            answer.status, answer.headers = event["status"], list(event["headers"])
        else:
            answer.body += event["body"]

    async def receive() -> Event:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": path, "headers": headers or []}
    asyncio.run(Identity(application, world.accounts, secure=secure)(scope, receive, send))
    return answer


def cookie(token: str, name: bytes = NAME) -> list[tuple[bytes, bytes]]:
    return [(b"cookie", b"theme=dark; " + name + b"=" + token.encode() + b"; other=1")]


def bearer(key: str) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", b"Bearer " + key.encode())]


def key_of(world: World, role: Role) -> str:
    until = world.clock().date() + timedelta(days=1)
    return world.accounts.keys.create(world.administrator, world.actors[role].account, "test", until).secret


def link_of(world: World) -> str:
    capability, until = Capability("receipt.confirm", "c1"), world.clock() + timedelta(days=1)
    issuer, owns = world.actors[Role.COORDINATOR], frozenset({Relation.OWNER})
    return world.accounts.links.issue(issuer, capability, world.organisation, until, owns).token


@pytest.fixture
def world() -> World:
    return World()


def test_without_credentials_one_is_a_visitor_and_nothing_is_looked_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("a look-up for a visitor")

    monkeypatch.setattr(world.units, "reading", never)
    monkeypatch.setattr(world.units, "writing", never)
    answer = ask(world, headers=[(b"cookie", b"theme=dark")])
    assert (answer.status, answer.body) == (200, b"ok")
    assert answer.state == {"actor": VISITOR, "csrf": None, "person": None}


def test_a_session_gives_actor_csrf_token_and_person(world: World) -> None:
    token = world.sign_in()
    answer = ask(world, headers=cookie(token))
    assert answer.state["actor"] == world.actors[Role.DRZ]
    assert answer.state["csrf"] == csrf_token(token)
    assert (answer.state["person"].display_name, answer.state["person"].organisation_name) == ("A drz", "Test")
    assert answer.cookies == []


def test_a_cookie_header_that_http_2_split_is_read_whole(world: World) -> None:
    headers = [(b"cookie", b"theme=dark"), *cookie(world.sign_in())]
    assert ask(world, headers=headers).state["actor"] == world.actors[Role.DRZ]


def test_without_tls_the_cookie_has_its_plain_name_and_the_other_does_not_count(world: World) -> None:
    token = world.sign_in()
    assert ask(world, headers=cookie(token, b"kringpas"), secure=False).state["actor"] == world.actors[Role.DRZ]
    assert ask(world, headers=cookie(token, b"kringpas"), secure=True).state["actor"] == VISITOR


def test_a_session_that_ended_is_a_visitor_and_its_cookie_is_removed(world: World) -> None:
    token = world.sign_in()
    world.accounts.sessions.sign_out(token)
    answer = ask(world, headers=cookie(token))
    assert (answer.status, answer.state["actor"], answer.state["csrf"]) == (200, VISITOR, None)
    assert answer.cookies == ["__Host-kringpas=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"]


def test_signing_in_with_a_stale_cookie_sets_the_new_one_and_does_not_remove_it(world: World) -> None:
    new = SessionCookie(secure=True).holding("new")
    answer = ask(world, headers=cookie("stale"), sets=[(b"Set-Cookie", new.encode()), (b"set-cookie", b"theme=light")])
    assert [value for name, value in answer.headers if name.lower() == b"set-cookie"] == [
        new.encode(),
        b"theme=light",
    ]


def test_other_cookies_of_the_answer_stay_beside_the_removal(world: World) -> None:
    assert len(ask(world, headers=cookie("stale"), sets=[(b"set-cookie", b"theme=light")]).cookies) == 2


def test_a_key_gives_its_actor_and_needs_no_csrf_token(world: World) -> None:
    answer = ask(world, headers=bearer(key_of(world, Role.ICT_PROVIDER)))
    assert answer.state == {"actor": world.actors[Role.ICT_PROVIDER], "csrf": None, "person": None}


def test_a_key_counts_before_a_session(world: World) -> None:
    headers = [*cookie(world.sign_in()), *bearer(key_of(world, Role.RECYCLER))]
    assert ask(world, headers=headers).state["actor"] == world.actors[Role.RECYCLER]


@pytest.mark.parametrize("sent", [b"Bearer kp_wrong", b"bearer ", b"Bearer", b"Bearer \xff\xfe"])
def test_a_key_that_is_not_valid_is_answered_with_a_problem_document(world: World, sent: bytes) -> None:
    answer = ask(world, headers=[(b"authorization", sent), *cookie(world.sign_in())])
    assert (answer.status, answer.state) == (401, {})
    headers = dict(answer.headers)
    assert headers[b"content-type"] == b"application/problem+json"
    assert headers[b"www-authenticate"].startswith(b"Bearer")
    problem = json.loads(answer.body)
    assert (problem["status"], problem["detail"]) == (401, "This key is not valid (any more).")


def test_another_scheme_is_not_ours(world: World) -> None:
    """A proxy in front may ask for a password of its own, as on a test site."""
    answer = ask(world, headers=[(b"authorization", b"Basic Zm9vOmJhcg=="), *cookie(world.sign_in())])
    assert answer.state["actor"] == world.actors[Role.DRZ]


@pytest.mark.parametrize("below", ["", "/", "/receipt"])
def test_a_link_gives_its_capability_on_its_path_and_below(world: World, below: str) -> None:
    state = ask(world, path=f"/k/{link_of(world)}{below}", headers=cookie(world.sign_in())).state
    assert state["actor"].capability == Capability("receipt.confirm", "c1")
    assert (state["csrf"], state["person"]) == (None, None)


@pytest.mark.parametrize("path", ["/k/", "/k/wrong", "/k/wrong/receipt"])
def test_a_link_that_is_not_valid_is_a_visitor(world: World, path: str) -> None:
    answer = ask(world, path=path, headers=cookie(world.sign_in()))
    assert (answer.status, answer.state["actor"], answer.cookies) == (200, VISITOR, [])


def test_what_the_server_put_into_the_state_stays(world: World) -> None:
    seen: dict[str, Any] = {}

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.update(scope["state"])

    async def unused(*_: Any) -> Any: ...

    scope = {"type": "http", "path": "/", "headers": [], "state": {"pool": 1}}
    asyncio.run(Identity(application, world.accounts, secure=True)(scope, unused, unused))
    assert (seen["pool"], seen["actor"]) == (1, VISITOR)


def test_what_is_no_request_passes_untouched(world: World) -> None:
    seen: list[Scope] = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    async def unused(*_: Any) -> Any: ...

    asyncio.run(Identity(application, world.accounts, secure=True)({"type": "lifespan"}, unused, unused))
    assert seen == [{"type": "lifespan"}]


def test_look_ups_do_not_run_in_the_loop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    asking = world.units.asking
    token = world.sign_in()

    def noting() -> Any:
        threads.append(threading.current_thread())
        return asking()

    monkeypatch.setattr(world.units, "asking", noting)
    ask(world, headers=cookie(token))
    assert threads
    assert threading.main_thread() not in threads


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    assert SessionCookie(secure=True).holding("t") == "__Host-kringpas=t; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert SessionCookie(secure=False).holding("t") == "kringpas=t; Path=/; HttpOnly; SameSite=Lax"


@pytest.mark.parametrize("header", ["", "kringpas", "kringpas=", "xkringpas=t", "x=kringpas=t", ";;=;"])
def test_what_is_not_the_cookie_is_not_read(header: str) -> None:
    assert SessionCookie(secure=False).read(header) is None


def test_a_form_of_a_session_needs_that_sessions_token(world: World) -> None:
    state = ask(world, headers=cookie(world.sign_in())).state
    require_csrf(state, state["csrf"])
    for given in (None, "", csrf_token(PASSWORD), state["csrf"] + "x", "é"):
        with pytest.raises(NotPermitted):
            require_csrf(state, given)


def test_without_a_session_there_is_nothing_to_forge(world: World) -> None:
    for answer in (ask(world), ask(world, headers=bearer(key_of(world, Role.DRZ)))):
        require_csrf(answer.state, None)


def test_the_sign_in_form_is_not_taken_from_another_site() -> None:
    for site in ("same-origin", "none"):
        require_same_origin({"sec-fetch-site": site})
    require_same_origin({})
    for site in ("cross-site", "same-site"):
        with pytest.raises(NotPermitted):
            require_same_origin({"sec-fetch-site": site})
