"""The scan path as a client meets it: passports negotiated, and what is left to the application behind.

Where codes lead is in `tests/conformance/test_resolver_rules.py`.
"""

import json
from typing import Any

import pytest

from dpp.api.http import ErrorAnswers
from dpp.api.scanpath import ScanPath
from dpp.domain.links import Links
from dpp.service.reading import PublicParts
from tests.support.public_reader import FakePublicReader
from tests.support.raw_asgi import RawAnswer, ask, scope_of, send
from tests.support.resolver_world import BLANK, BROWSER, CODE, GTIN, PUBLIC, TIME, UNKNOWN, behind, page

ITEM_ID, MODEL_ID = "0123456789abcdef", "fedcba9876543210"

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


def reader() -> FakePublicReader:
    return FakePublicReader(
        {ITEM_ID: ITEM, MODEL_ID: MODEL},
        {CODE: ("active", ITEM_ID), BLANK: ("unclaimed", None)},
        {f"/01/{GTIN}": MODEL_ID, f"/01/{GTIN}/21/A%2F7": ITEM_ID, "/8004/9521ASSET1": ITEM_ID},
    )


def scan_path() -> ScanPath:
    return ScanPath(reader(), Links(PUBLIC), ErrorAnswers(page), behind)


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


def test_a_linkset_of_a_passport_is_a_page_for_a_person() -> None:
    answer = get(f"/passports/{ITEM_ID}?linkType=linkset", accept=BROWSER)
    assert answer["content-type"] == "text/html; charset=utf-8"
    assert f'href="{PUBLIC}/passports/{ITEM_ID}"'.encode() in answer.body


@pytest.mark.parametrize("signed", ["cookie", "authorization"])
def test_what_may_be_more_for_whoever_is_known_is_left_to_the_application_behind(signed: str) -> None:
    """Passports, linksets and links of the passport's elements; where a plain scan leads is the same for all."""
    known = {signed: "x"}
    for target in (
        f"/passports/{ITEM_ID}",
        f"/passports/{ITEM_ID}?linkType=linkset",
        f"/d/{CODE}?linkType=linkset",
        f"/01/{GTIN}?linkType=gs1:serviceInfo",
    ):
        assert get(target, **known).body.startswith(b"behind GET")
    assert get(f"/d/{CODE}", accept="application/linkset+json", **known).body.startswith(b"behind GET")
    for target in (f"/d/{CODE}", f"/01/{GTIN}?linkType=gs1:dpp", f"/01/{GTIN}?linkType=gs1:pip"):
        assert get(target, **known).status == 307


def test_a_server_that_does_not_tell_the_raw_path_is_served_too() -> None:
    scope = scope_of(f"/01/{GTIN}".encode(), "GET", [])
    del scope["raw_path"]
    assert send(scan_path(), scope).status == 307
