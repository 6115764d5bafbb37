"""The scan path as a client meets it: passports negotiated, labels and GS1 keys resolved, faults told."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from dpp.api.http import ErrorAnswers, Fault
from dpp.api.resolver import LinksOf
from dpp.api.scanpath import ScanPath
from dpp.domain.links import Links
from dpp.domain.linkset import Link, passport_links
from dpp.domain.opaque import label_code, print_label_code
from dpp.service.reading import PublicParts
from tests.support.public_reader import FakePublicReader
from tests.support.raw_asgi import RawAnswer, ask, scope_of, send
from tests.support.shared import shared_data

PUBLIC = "https://id.example.org"
ITEM_ID, MODEL_ID = "0123456789abcdef", "fedcba9876543210"
CODE, BLANK, UNKNOWN = (label_code(bytes([number] * 7)) for number in (1, 2, 3))
GTIN = "09521234543213"
TIME = "2026-06-01T10:00:00.500000Z"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
GS1 = "https://ref.gs1.org/voc/"

ITEM = PublicParts(
    passport_id=ITEM_ID,
    model_id=MODEL_ID,
    granularity="item",
    status="active",
    version=3,
    updated_at=TIME,
    schema="1.0",
    overrides="",
    head=b'"id":"x"',
    elements=b',"grade":"B"\n',
    batch_version=0,
    batch_updated_at="",
    batch_schema="",
    batch_overrides="",
    batch_elements=b"",
    history_version=4,
    history=b',"history":[]\n',
    model_version=2,
    model_updated_at=TIME,
    model_schema="1.0",
    model_elements=b',"brand":"X"\n',
)
MODEL = ITEM._replace(
    passport_id=MODEL_ID,
    granularity="model",
    version=2,
    head=b'"id":"m"',
    elements=b"",
    history_version=0,
    history=b"",
)


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    """The application behind: says what reached it."""
    await PlainTextResponse(f"behind {scope['method']} {scope['path']}", 418)(scope, receive, send)


def page(_: Request, fault: Fault) -> Response:
    return Response(f"<h1>{fault.title}</h1>", fault.status, media_type="text/html")


def reader() -> FakePublicReader:
    return FakePublicReader(
        {ITEM_ID: ITEM, MODEL_ID: MODEL},
        {CODE: ("active", ITEM_ID), BLANK: ("unclaimed", None)},
        {f"/01/{GTIN}": MODEL_ID, f"/01/{GTIN}/21/A%2F7": ITEM_ID, "/8004/9521ASSET1": ITEM_ID},
    )


def with_manuals(links: Links, passport_id: str, model_id: str | None) -> tuple[Link, ...]:
    """As another issue of links would add: two manuals, each in its language."""
    manuals = (Link("instructions", f"https://a.example/{code}?v=1", "text/html", (code,)) for code in ("nl", "en"))
    return (*passport_links(links, passport_id, model_id), *manuals)


def scan_path(links_of: LinksOf = passport_links) -> ScanPath:
    return ScanPath(reader(), Links(PUBLIC), ErrorAnswers(page), behind, links_of=links_of)


def get(target: str, method: str = "GET", **headers: str) -> RawAnswer:
    return ask(scan_path(), target, method, **headers)


# Passports


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*", "application/json, text/html;q=0.9"])
def test_a_passport_is_json_for_a_program(accept: str) -> None:
    answer = get(f"/passports/{ITEM_ID}", accept=accept)
    assert (answer.status, answer["content-type"]) == (200, "application/json")
    assert json.loads(answer.body) == {
        "@context": "https://kringpas.nl/schemas/passport/1.0/context.jsonld",
        "id": "x",
        "contentSpecificationIds": ["https://kringpas.nl/schemas/passport/1.0"],
        "lastUpdated": "2026-06-01T10:00:00Z",
        "grade": "B",
        "brand": "X",
        "history": [],
    }
    assert int(answer["content-length"]) == len(answer.body)
    assert answer["vary"] == "accept, authorization, cookie"
    assert answer["access-control-allow-origin"] == "*"
    assert f'<{PUBLIC}/passports/{ITEM_ID}?linkType=linkset>; rel="linkset"' in answer["link"]


def test_a_passport_without_an_accept_header_is_json() -> None:
    assert get(f"/passports/{ITEM_ID}")["content-type"] == "application/json"


def test_json_ld_has_its_own_media_type_and_etag() -> None:
    json_ld, plain = (get(f"/passports/{ITEM_ID}", accept=form) for form in ("application/ld+json", "application/json"))
    assert json_ld["content-type"] == "application/ld+json"
    assert json_ld.body == plain.body
    assert json_ld["etag"] != plain["etag"]


@pytest.mark.parametrize("accept", [BROWSER, "text/turtle", "application/n-quads", "text/html", "image/png"])
def test_other_forms_of_a_passport_are_left_to_the_application_behind(accept: str) -> None:
    answer = get(f"/passports/{ITEM_ID}", accept=accept)
    assert answer.body == f"behind GET /passports/{ITEM_ID}".encode()


@pytest.mark.parametrize(
    "target",
    [f"/passports/{ITEM_ID}?representation=full", f"/passports/{ITEM_ID}/versions", "/passports/", "/", "/dash"],
)
def test_what_is_not_of_the_scan_path_is_left_to_the_application_behind(target: str) -> None:
    assert get(target).body.startswith(b"behind GET")


@pytest.mark.parametrize("target", [f"/passports/{ITEM_ID}", f"/d/{CODE}", f"/01/{GTIN}"])
def test_writing_is_left_to_the_application_behind(target: str) -> None:
    assert get(target, "POST").body.startswith(b"behind POST")


def test_the_compressed_form_may_be_asked_for_by_name() -> None:
    assert get(f"/passports/{ITEM_ID}?representation=compressed").status == 200


@pytest.mark.parametrize("held", ["{}", "W/{}", '"other", {}', "*", ' "x" , {} '])
def test_a_client_that_has_the_newest_version_is_told_so(held: str) -> None:
    etag = get(f"/passports/{ITEM_ID}")["etag"]
    answer = get(f"/passports/{ITEM_ID}", if_none_match=held.format(etag))
    assert (answer.status, answer.body, answer["etag"]) == (304, b"", etag)
    assert "content-type" not in dict(answer.headers)


@pytest.mark.parametrize(
    "change", [{"version": 4}, {"model_version": 3}, {"history_version": 5}, {"status": "inactive"}]
)
def test_a_client_that_has_an_older_part_gets_the_passport(change: dict[str, Any]) -> None:
    older = get(f"/passports/{ITEM_ID}")["etag"]
    changed = reader()
    changed.passports[ITEM_ID] = ITEM._replace(**change)
    app = ScanPath(changed, Links(PUBLIC), ErrorAnswers(), behind)
    assert ask(app, f"/passports/{ITEM_ID}", if_none_match=older).status == 200


def test_an_unknown_passport_is_a_problem_for_a_program() -> None:
    answer = get("/passports/00000000")
    assert (answer.status, answer["content-type"]) == (404, "application/problem+json")
    assert json.loads(answer.body)["detail"] == "There is no passport with id '00000000'."


def test_an_archived_passport_can_still_be_read() -> None:
    kept = reader()
    kept.passports[ITEM_ID] = ITEM._replace(status="archived")
    assert ask(ScanPath(kept, Links(PUBLIC), ErrorAnswers(), behind), f"/passports/{ITEM_ID}").status == 200


@pytest.mark.parametrize("target", [f"/passports/{ITEM_ID}", f"/d/{CODE}", f"/01/{GTIN}", f"/d/{UNKNOWN}", "/01/1"])
@pytest.mark.parametrize("accept", ["*/*", "application/linkset+json"])
def test_head_has_the_headers_of_get_and_no_body(target: str, accept: str) -> None:
    by_get, by_head = get(target, accept=accept), get(target, "HEAD", accept=accept)
    assert (by_head.status, by_head.headers, by_head.body) == (by_get.status, by_get.headers, b"")


@pytest.mark.parametrize("target", [f"/passports/{ITEM_ID}", f"/d/{CODE}", f"/01/{GTIN}", "/.well-known/gs1resolver"])
def test_options_tell_the_methods_and_where_the_linkset_is(target: str) -> None:
    answer = get(target, "OPTIONS")
    assert answer.status == 204
    assert answer["allow"] == answer["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert 'rel="linkset"' in answer["link"]


def test_the_linkset_of_a_passport_is_anchored_in_it() -> None:
    for answer in (
        get(f"/passports/{ITEM_ID}?linkType=linkset"),
        get(f"/passports/{ITEM_ID}", accept="application/linkset+json"),
    ):
        item, model = json.loads(answer.body)["linkset"]
        assert item["anchor"] == f"{PUBLIC}/passports/{ITEM_ID}"
        assert model["anchor"] == f"{PUBLIC}/passports/{MODEL_ID}"


# Resolver


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize(
    "target",
    [
        f"/d/{CODE}",
        f"/d/{CODE}/",
        f"/d/{CODE.upper()}",
        f"/d/{print_label_code(CODE)}",
        f"/01/{GTIN}/21/A%2F7",
        f"/01/{GTIN}/21/A%2f7/",
        f"/01/{GTIN}/10/LOT/21/A%2F7",
        "/8004/9521ASSET1",
    ],
)
def test_a_code_on_a_device_leads_to_its_passport(target: str, accept: str) -> None:
    answer = get(target, accept=accept)
    assert (answer.status, answer["location"], answer.body) == (307, f"{PUBLIC}/passports/{ITEM_ID}", b"")
    assert f'<{PUBLIC}/passports/{ITEM_ID}>; rel="{GS1}dpp"' in answer["link"]
    assert f'<{PUBLIC}{target}?linkType=linkset>; rel="linkset"; type="application/linkset+json"' in answer["link"]
    assert answer["access-control-allow-origin"] == "*"


def test_a_gtin_leads_to_the_passport_of_the_model() -> None:
    answer = get(f"/01/{GTIN}")
    assert answer["location"] == f"{PUBLIC}/passports/{MODEL_ID}"
    assert answer["kringpas-answered-by"] == f"/01/{GTIN}"


def test_a_serial_number_that_is_not_registered_is_answered_by_its_model_and_that_is_said() -> None:
    answer = get(f"/01/{GTIN}/21/OTHER?x=1")
    assert answer["location"] == f"{PUBLIC}/passports/{MODEL_ID}?x=1#serial-not-registered"
    assert answer["kringpas-answered-by"] == f"/01/{GTIN}"
    own, model = json.loads(get(f"/01/{GTIN}/21/OTHER?linkType=linkset").body)["linkset"]
    assert own["anchor"] == f"{PUBLIC}/01/{GTIN}/21/OTHER"
    assert "OTHER is not registered" in own["itemDescription"]
    assert model["anchor"] == f"{PUBLIC}/01/{GTIN}"


def test_a_lot_that_is_not_registered_is_answered_by_its_model_without_a_remark() -> None:
    assert get(f"/01/{GTIN}/10/LOT")["location"] == f"{PUBLIC}/passports/{MODEL_ID}"


def test_a_retired_label_still_leads_to_its_device() -> None:
    retired = reader()
    retired.labels[CODE] = ("retired", ITEM_ID)
    assert ask(ScanPath(retired, Links(PUBLIC), ErrorAnswers(), behind), f"/d/{CODE}").status == 307


@pytest.mark.parametrize("query", ["17=261231&utm=a%20b+c", "x", "a=1;b=2", "linkType=gs1%3Adpp&a="])
def test_the_query_goes_along_unchanged(query: str) -> None:
    assert get(f"/01/{GTIN}?{query}")["location"] == f"{PUBLIC}/passports/{MODEL_ID}?{query}"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("gs1:dpp", f"{PUBLIC}/passports/{ITEM_ID}"),
        ("gs1:defaultLink", f"{PUBLIC}/passports/{ITEM_ID}"),
        ("gs1:pip", f"{PUBLIC}/passports/{MODEL_ID}"),
        ("https://ref.gs1.org/voc/pip", f"{PUBLIC}/passports/{MODEL_ID}"),
        ("https%3A%2F%2Fref.gs1.org%2Fvoc%2Fpip", f"{PUBLIC}/passports/{MODEL_ID}"),
    ],
)
def test_a_link_type_leads_to_that_link(kind: str, expected: str) -> None:
    answer = get(f"/d/{CODE}?linkType={kind}")
    assert (answer.status, answer["location"]) == (307, f"{expected}?linkType={kind}")


@pytest.mark.parametrize("kind", ["gs1:recallStatus", "gs1:nonsense", "dpp", "", "%FF"])
def test_a_link_type_that_is_not_there_is_not_found(kind: str) -> None:
    assert get(f"/d/{CODE}?linkType={kind}").status == 404


def test_the_language_chooses_between_manuals_and_where_nothing_does_all_are_told() -> None:
    app = scan_path(with_manuals)
    dutch = ask(app, f"/d/{CODE}?linkType=gs1:instructions", accept_language="nl-BE,en;q=0.5")
    assert dutch["location"] == "https://a.example/nl?v=1&linkType=gs1:instructions"
    undecided = ask(app, f"/d/{CODE}?linkType=gs1:instructions")
    assert (undecided.status, undecided["content-type"]) == (300, "application/linkset+json")
    (level,) = json.loads(undecided.body)["linkset"]
    assert [link["hreflang"] for link in level[f"{GS1}instructions"]] == [["nl"], ["en"]]


@pytest.mark.parametrize(
    ("target", "accept", "media_type"),
    [
        (f"/d/{CODE}?linkType=linkset", "*/*", "application/linkset+json"),
        (f"/d/{CODE}?linkType=linkset", "application/json", "application/json"),
        (f"/01/{GTIN}/21/A%2F7", "application/linkset+json", "application/linkset+json"),
        (f"/01/{GTIN}/21/A%2F7", "application/json", "application/json"),
        (f"/01/{GTIN}/21/A%2F7", "application/ld+json", "application/ld+json"),
    ],
)
def test_a_linkset_is_valid_and_has_one_passport_for_each_level(target: str, accept: str, media_type: str) -> None:
    answer = get(target, accept=accept)
    assert (answer.status, answer["content-type"]) == (200, media_type)
    assert 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"' in answer["link"]
    document = json.loads(answer.body)
    assert ("@context" in document) == (media_type == "application/ld+json")
    item, model = document["linkset"]
    assert item["anchor"] == PUBLIC + target.partition("?")[0]
    assert [link["href"] for link in item[f"{GS1}dpp"]] == [f"{PUBLIC}/passports/{ITEM_ID}"]
    assert [link["href"] for link in model[f"{GS1}dpp"]] == [f"{PUBLIC}/passports/{MODEL_ID}"]
    schema = json.loads(shared_data("gs1/gs1-linkset-schema-2025-03.json").read_text())
    assert [str(fault) for fault in Draft7Validator(schema).iter_errors({"linkset": document["linkset"]})] == []


def test_a_linkset_is_a_page_for_a_person() -> None:
    answer = get(f"/d/{CODE}?linkType=linkset", accept=BROWSER)
    assert answer["content-type"] == "text/html; charset=utf-8"
    assert f'href="{PUBLIC}/passports/{ITEM_ID}"'.encode() in answer.body


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"/d/{UNKNOWN}", 404),
        (f"/d/{BLANK}", 404),
        (f"/d/{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}", 400),
        ("/d/short", 400),
        ("/01/09521234543214", 400),
        (f"/01/{GTIN}/21/S/10/L", 400),
        (f"/01/{GTIN}?123=x", 400),
        (f"/gtin/{GTIN}", 400),
        ("/21/ABC", 400),
        ("/01", 400),
        ("/00/095212345432101239", 404),
        ("/01/09521234543220", 404),
        ("/8004/9521OTHER", 404),
    ],
)
def test_malformed_is_400_and_unknown_is_404_for_programs_and_people(target: str, status: int) -> None:
    program, person = get(target), get(target, accept=BROWSER)
    assert (program.status, program["content-type"]) == (status, "application/problem+json")
    assert (person.status, person["content-type"]) == (status, "text/html; charset=utf-8")
    for answer in (program, person):
        assert 'rel="linkset"; type="application/linkset+json"' in answer["link"]
        assert answer["access-control-allow-origin"] == "*"


def test_links_never_come_from_the_host_of_the_request() -> None:
    answer = get(f"/d/{CODE}", host="evil.example", x_forwarded_host="evil.example")
    assert "evil" not in str(answer.headers)


def test_the_resolver_describes_itself_as_its_schema_asks() -> None:
    answer = get("/.well-known/gs1resolver")
    described = json.loads(answer.body)
    assert answer["content-type"] == "application/json"
    assert described["supportedPrimaryKeys"] == ["01", "8004", "414", "417"]
    schema = json.loads(shared_data("gs1/description-file-schema-1.2.0.json").read_text())
    assert [str(fault) for fault in Draft7Validator(schema).iter_errors(described)] == []


def test_a_server_that_does_not_tell_the_raw_path_is_served_too() -> None:
    scope = scope_of(f"/01/{GTIN}".encode(), "GET", [])
    del scope["raw_path"]
    assert send(scan_path(), scope).status == 307


# Hostile input

FUZZED = scan_path(with_manuals)

starts = st.sampled_from(
    [
        b"/d/",
        b"/d/" + CODE.encode(),
        b"/01/",
        f"/01/{GTIN}/21/".encode(),
        b"/8004/9521",
        b"/passports/",
        b"/passports/" + ITEM_ID.encode(),
        b"/",
    ]
)
queries = st.sampled_from(
    [b"", b"?", b"?linkType=", b"?linkType=linkset&", b"?linkType=gs1:", b"?representation=", b"?17="]
)
names = st.sampled_from(
    [b"accept", b"accept-language", b"if-none-match", b"host", b"cookie", b"x-forwarded-host", b"range"]
)
values = st.one_of(
    st.binary(max_size=40), st.sampled_from([b"application/linkset+json", b"text/html;q=0", b"*/*;q=0", b"[", b'"'])
)


@settings(max_examples=300, deadline=None)
@given(
    starts,
    st.binary(max_size=40),
    queries,
    st.binary(max_size=30),
    st.lists(st.tuples(names, values), max_size=4),
    st.sampled_from(["GET", "HEAD", "OPTIONS"]),
)
def test_no_input_gives_a_500_or_a_header_that_breaks_the_answer(
    start: bytes, rest: bytes, query: bytes, more: bytes, headers: list[tuple[bytes, bytes]], method: str
) -> None:
    answer = send(FUZZED, scope_of(start + rest + query + more, method, headers))
    assert answer.status in {200, 204, 300, 304, 307, 400, 404, 418}
    for name, value in answer.headers:
        assert not set(f"{name}{value}") & set("\r\n\0")
        assert value.isascii()
