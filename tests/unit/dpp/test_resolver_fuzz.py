"""Hostile input: whatever comes over the wire is answered, at once, and never with a 500.

`send` runs the application without a loop: one that would wait for anything fails here too.
"""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Scope

from dpp.domain.opaque import read_label_code
from tests.support.public_reader import FakePublicReader
from tests.support.raw_asgi import RawAnswer, scope_of, send
from tests.support.resolver_world import CODE, GTIN, ITEM, MODEL, PUBLIC, lines, parts, reader, resolver

APP = resolver()
KNOWN = {200, 204, 300, 304, 307, 400, 404, 418}
SECONDS = 2

starts = st.sampled_from(
    [
        b"",
        b"/d/",
        f"/d/{CODE}".encode(),
        b"/01/",
        f"/01/{GTIN}".encode(),
        f"/01/{GTIN}/21/".encode(),
        f"/01/{GTIN}/10/LOT/21/".encode(),
        b"/8004/9521",
        b"/414/",
        b"/passports/",
        f"/passports/{ITEM}".encode(),
        b"/.well-known/gs1resolver",
        b"/" + b"01/" * 200,
        b"/01/" + b"%" * 500,
    ]
)
queries = st.sampled_from(
    [
        b"",
        b"?",
        b"?linkType=",
        b"?linkType=linkset&",
        b"?linkType=gs1:",
        b"?linkType=gs1:serviceInfo&context=",
        b"?linkType=gs1:recallStatus&",
        b"?representation=",
        b"?17=",
        b"?" + b"a=1&" * 400,
        b"?" + b"%" * 500,
    ]
)
names = st.one_of(
    st.sampled_from(
        [b"accept", b"accept-language", b"if-none-match", b"host", b"x-forwarded-host", b"range", b"content-length"]
    ),
    st.binary(min_size=1, max_size=12),
)
values = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"application/linkset+json",
            b"application/ld+json;q=0.9, text/html",
            b"text/html;q=0",
            b"*/*;q=0",
            b"nl-BE, *;q=0.001",
            b",;q=,;" * 100,
            b"[",
            b'"',
            b"*",
        ]
    ),
)
headers = st.lists(st.tuples(names, values), max_size=5)
methods = st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "get", ""])


def is_sound(answer: RawAnswer, method: str) -> None:
    """An answer that a server can send: no header breaks it, and a body is there only where one may be."""
    assert answer.status in KNOWN
    for name, value in answer.headers:
        assert not set(f"{name}{value}") & set("\r\n\0")
        assert value.isascii()
    if method == "HEAD" or answer.status in {204, 304, 307}:
        assert answer.body == b"" or answer.status == 418
    if answer.status in {200, 300} and "json" in answer["content-type"] and method == "GET":
        json.loads(answer.body)


@settings(max_examples=250, deadline=SECONDS * 1000)
@given(starts, st.binary(max_size=60), queries, st.binary(max_size=40), headers, methods)
def test_no_request_gives_a_500_or_an_answer_that_no_server_could_send(  # each part of a request varies by itself
    start: bytes, rest: bytes, query: bytes, more: bytes, sent: list[tuple[bytes, bytes]], method: str
) -> None:
    is_sound(send(APP, scope_of(start + rest + query + more, method, sent)), method)


@settings(max_examples=100, deadline=SECONDS * 1000)
@given(st.text(max_size=60), st.one_of(st.none(), st.binary(max_size=60)), st.binary(max_size=60), headers)
def test_no_scope_of_any_server_gives_a_500(
    path: str, raw: bytes | None, query: bytes, sent: list[tuple[bytes, bytes]]
) -> None:
    """Also where the decoded path and the raw one have nothing to do with each other, or one is missing."""
    scope: Scope = {**scope_of(b"/", "GET", sent), "path": f"/{path}", "raw_path": raw, "query_string": query}
    is_sound(send(APP, scope), "GET")


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=40)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
document = st.fixed_dictionaries(
    {},
    optional={
        "url": st.one_of(
            anything, st.text(max_size=40).map(lambda rest: f"https://{rest}"), st.just("https://a.example/#é")
        ),
        "page": st.one_of(anything, st.just("https://a.example/1")),
        "title": anything,
        "scheme": anything,
        "language": anything,
        "contentType": anything,
    },
)
elements = st.dictionaries(
    st.sampled_from(
        ["brand", "modelName", "userManual", "conformityCertificates", "recallNotices", "batchPassport", "history"]
    ),
    st.one_of(anything, document, st.lists(document, max_size=3)),
)


def _saying(said: dict[str, object]) -> FakePublicReader:
    found = reader()
    found.passports[ITEM] = parts(ITEM, "item", said)
    found.passports[MODEL] = parts(MODEL, "model", model_elements=lines(said))
    return found


@settings(max_examples=100, deadline=SECONDS * 1000)
@given(elements, st.sampled_from(["linkset", "gs1:instructions", "gs1:certificationInfo", "gs1:recallStatus"]))
def test_whatever_a_passport_says_its_links_can_be_sent(said: dict[str, object], kind: str) -> None:
    """What older or foreign documents hold is not always what the catalogue asks."""
    said = {name: value for name, value in said.items() if name != "history" or isinstance(value, list)}
    app = resolver(_saying(said))
    for path in (f"/d/{CODE}", f"/01/{GTIN}/21/OTHER"):
        answer = send(app, scope_of(f"{path}?linkType={kind}".encode(), "GET", []))
        is_sound(answer, "GET")
        if answer.status == 307:
            assert answer["location"].startswith(("https://", PUBLIC))


def test_the_label_that_is_asked_is_one() -> None:
    """The fuzz above would say nothing if its label were never read."""
    assert read_label_code(CODE) == CODE
    assert send(APP, scope_of(f"/d/{CODE}".encode(), "GET", [])).status == 307
