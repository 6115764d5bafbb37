"""The calls of EN 18222 as somebody else's program makes them over HTTP."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.dpps import Shelf, item_uri, model_uri, new_item, new_model, path_of, refusal
from tests.support.town import Town, town_in

BAD, CONFLICT, NOT_FOUND = "ClientErrorBadRequest", "ClientResourceConflict", "ClientErrorResourceNotFound"
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for this file: each test registers a model of its own."""
    with town_in(tmp_path_factory.mktemp("en18222"), max_body_bytes=100_000) as opened:
        yield opened


@pytest.fixture
def number() -> int:
    return next(_NUMBERS)


@pytest.fixture
def drz(people: Town) -> Shelf:
    return Shelf(people)


@pytest.fixture
def public(people: Town) -> Shelf:
    return Shelf(people, None)


@pytest.fixture
def model(drz: Shelf, number: int) -> str:
    return drz.created(new_model(number))


@pytest.fixture
def item(drz: Shelf, model: str, number: int) -> str:
    assert model
    return drz.created(new_item(number))


def test_a_registered_passport_tells_its_address(drz: Shelf, number: int) -> None:
    response = drz.ask("POST", "/v1/dpps", new_model(number))
    dpp_id = response.json()["digitalProductPassportId"]
    assert response.status_code == 201
    assert response.json() == {"digitalProductPassportId": dpp_id}
    assert response.headers["location"] == dpp_id
    assert dpp_id.startswith("http://testserver/passports/")


def test_an_id_reaches_its_passport_however_it_is_written(public: Shelf, item: str, number: int) -> None:
    """Percent-encoded, bare with its slashes, short, and by what identifies the product."""
    short = item.rpartition("/")[2]
    for written in (
        quote(item, safe=""),
        item,
        short,
        f"{short}/",
        item_uri(number),
        quote(item_uri(number), safe=":"),
    ):
        answer = public.ask("GET", f"/v1/dpps/{written}")
        assert answer.status_code == 200, written
        assert answer.json()["digitalProductPassportId"] == item


def test_a_serial_number_with_a_slash_is_one_serial_number(drz: Shelf, public: Shelf, model: str, number: int) -> None:
    assert model
    item = drz.created(new_item(number, "A/7"))
    uri = item_uri(number, "A/7")
    assert "%2F" in uri
    for written in (quote(uri, safe=""), uri):
        answer = public.ask("GET", f"/v1/dppsByProductId/{written}")
        assert answer.json()["digitalProductPassportId"] == item
    assert public.ask("GET", f"/v1/dppsByProductId/{uri.replace('%2F', '/')}").status_code in {400, 404}


def test_a_product_and_a_moment_lead_to_a_passport(public: Shelf, model: str, number: int) -> None:
    by_product = public.ask("GET", f"/v1/dppsByProductId/{quote(model_uri(number), safe='')}")
    assert by_product.json()["digitalProductPassportId"] == model
    by_date = f"/v1/dppsByIdAndDate/{quote(model, safe='')}?date="
    for moment in ("2099-01-01T00:00:00Z", "2099-01-01", "2099-01-01T00:00:00+01:00", "2099-01-01T00:00:00"):
        assert public.ask("GET", by_date + moment).json()["digitalProductPassportId"] == model
    refusal(public.ask("GET", f"{by_date}2001-01-01T00:00:00Z"), 404, NOT_FOUND)
    for moment in ("yesterday", "2026-13-01T00:00:00Z", ""):
        refusal(public.ask("GET", by_date + moment), 400, BAD)
    refusal(public.ask("GET", by_date.partition("?")[0]), 400, BAD)


def test_passports_of_products_are_found_page_by_page(drz: Shelf, model: str, item: str, number: int) -> None:
    body = {"productIds": [item_uri(number), "urn:example:none", model_uri(number)]}
    first = drz.ask("POST", "/v1/dppsByProductIds?limit=1", body).json()
    assert first["dppIds"] == [item]
    second = drz.ask("POST", f"/v1/dppsByProductIds?cursor={first['nextCursor']}", body).json()
    assert second == {"dppIds": [model]}
    for query, sent in (
        ("?limit=0", body),
        ("?cursor=", body),
        ("?cursor=x", body),
        ("", {"productIds": []}),
        ("", []),
    ):
        refusal(drz.ask("POST", f"/v1/dppsByProductIds{query}", sent), 400, BAD)


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        ("*/*", "", "application/json"),
        ("application/json", "?representation=full", "application/json"),
        ("application/ld+json", "", "application/ld+json"),
        ("application/json;q=0.5, application/ld+json", "?representation=compressed", "application/ld+json"),
        ("text/html, application/*;q=0.1", "", "application/json"),
    ],
)
def test_each_form_has_its_own_strong_tag(public: Shelf, item: str, accept: str, query: str, media_type: str) -> None:
    answer = public.ask("GET", path_of(item) + query, accept=accept)
    assert answer.headers["content-type"] == media_type
    assert ("elements" in answer.json()) == ("full" in query)
    etag = answer.headers["etag"]
    assert etag.startswith('"')
    assert {each.strip() for each in answer.headers["vary"].split(",")} >= {"Accept", "Authorization", "Cookie"}
    again = public.ask("GET", path_of(item) + query, accept=accept, if_none_match=etag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    head = public.ask("HEAD", path_of(item) + query, accept=accept)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", etag)
    assert head.headers["content-length"] == answer.headers["content-length"]


@pytest.mark.parametrize(("accept", "query"), [("text/html", ""), ("application/ld+json", "?representation=full")])
def test_a_form_that_is_not_there_is_406(public: Shelf, item: str, accept: str, query: str) -> None:
    refusal(public.ask("GET", path_of(item) + query, accept=accept), 406, BAD)


def test_each_reader_gets_its_own_view_and_no_cache_keeps_it(
    drz: Shelf, public: Shelf, people: Town, item: str
) -> None:
    """What everybody may read may be kept; what a role gives is kept nowhere."""
    assert drz.ask("PATCH", path_of(item), {"componentSerialNumbers": None}).status_code == 200
    anybody, somebody = public.ask("GET", path_of(item)), Shelf(people, "reparateur").ask("GET", path_of(item))
    assert anybody.headers["cache-control"] == "public, no-cache"
    assert somebody.headers["cache-control"] == "private, no-store"
    assert set(anybody.json()) < set(somebody.json())
    assert anybody.headers["etag"] != somebody.headers["etag"]


def test_a_merge_patch_changes_what_it_names(drz: Shelf, item: str) -> None:
    read = drz.ask("PATCH", path_of(item), {"mass": {"value": 1.61}}, content_type="application/merge-patch+json")
    assert read.status_code == 200
    assert (read.json()["mass"]["value"], read.json()["mass"]["unit"]) == (1.61, "kg")
    assert read.headers["etag"] == drz.ask("GET", path_of(item)).headers["etag"]
    full = drz.ask("PATCH", f"{path_of(item)}?representation=full", {"dppStatus": "inactive"}).json()
    assert full["dppStatus"] == "inactive"
    assert isinstance(full["elements"], list)


def test_what_a_client_saw_guards_its_change(drz: Shelf, item: str) -> None:
    """Of two that saw the same, one changes it and the other is told so; a weak tag guards nothing."""
    for query, accept in (("", "*/*"), ("", "application/ld+json"), ("?representation=full", "*/*")):
        etag = drz.ask("GET", path_of(item) + query, accept=accept).headers["etag"]
        first, second = ({"mass": {"value": value}} for value in (1 + len(query) + len(accept), 99))
        assert drz.ask("PATCH", path_of(item), first, if_match=f'"other", {etag}').status_code == 200
        refusal(drz.ask("PATCH", path_of(item), second, if_match=etag), 412, CONFLICT)
        refusal(drz.ask("DELETE", path_of(item), if_match=etag), 412, CONFLICT)
        weak = f"W/{drz.ask('GET', path_of(item)).headers['etag']}"
        refusal(drz.ask("PATCH", path_of(item), second, if_match=weak), 412, CONFLICT)
    assert drz.ask("DELETE", path_of(item), if_match="*").status_code == 204


def test_a_deleted_passport_is_archived(drz: Shelf, public: Shelf, item: str) -> None:
    deleted = drz.ask("DELETE", path_of(item))
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert public.read(item)["dppStatus"] == "archived"
    refusal(drz.ask("PATCH", path_of(item), {"mass": {"value": 2}}), 400, BAD)


def test_an_element_has_an_address(drz: Shelf, public: Shelf, item: str) -> None:
    for path in ("$.mass.value", "$['mass']['value']"):
        assert public.ask("GET", path_of(item, path)).json() == public.read(item)["mass"]["value"]
    assert public.ask("GET", f"/v1/dpps/{item}/elements/$.mass.unit").json() == "kg"
    typed = public.ask("GET", path_of(item, "$.mass") + "?representation=full").json()
    assert (typed["elementId"], typed["objectType"]) == ("mass", "DataElementCollection")
    etag = drz.ask("GET", path_of(item, "$.mass")).headers["etag"]
    changed = drz.ask("PATCH", path_of(item, "$.mass.value"), 1.7)
    assert (changed.status_code, changed.json()) == (200, 1.7)
    refusal(drz.ask("PATCH", path_of(item, "$.mass"), {"value": 1.8}, if_match=etag), 412, CONFLICT)
    assert drz.ask("PATCH", path_of(item, "$.mass"), None).status_code == 204
    refusal(public.ask("GET", path_of(item, "$.none")), 404, NOT_FOUND)
    refusal(public.ask("GET", path_of(item, "$.dppStatus")), 404, NOT_FOUND)
    refusal(public.ask("GET", path_of(item, "$..value")), 400, BAD)
    refusal(public.ask("GET", path_of(item, "mass")), 400, BAD)


def test_what_was_read_liberally_stands_in_a_header(drz: Shelf, number: int) -> None:
    drz.created(new_model(number))
    response = drz.ask("POST", "/v1/dpps", new_item(number, granularity="Item"))
    assert response.headers["kringpas-deviations"] == 'header-case;severity=warning;path="$.granularity"'
    dpp_id = response.json()["digitalProductPassportId"]
    patched = drz.ask("PATCH", path_of(dpp_id), {"mass": {"value": "1.6"}})
    assert patched.headers["kringpas-deviations"] == 'number-as-text;severity=warning;path="$.mass.value"'
    assert "kringpas-deviations" not in drz.ask("PATCH", path_of(dpp_id), {"mass": {"value": 1.65}}).headers


# Faults


def test_each_fault_of_a_passport_is_a_message_with_its_path(drz: Shelf, number: int) -> None:
    texts = refusal(drz.ask("POST", "/v1/dpps", new_model(number, dimensions=1, mass="heavy", memory=7)), 400, BAD)
    assert {text.partition(": ")[0] for text in texts} >= {"$.dimensions", "$.mass", "$.memory"}


def test_a_fault_in_the_full_form_is_told_where_it_was_sent(drz: Shelf, number: int) -> None:
    elements = [
        {"elementId": name, "objectType": "SingleValuedDataElement", "value": value}
        for name, value in (
            ("productGroup", "laptop"),
            ("brand", "X"),
            ("modelName", f"Y {number}"),
            ("memory", "much"),
        )
    ]
    texts = refusal(drz.ask("POST", "/v1/dpps", {"granularity": "model", "elements": elements}), 400, BAD)
    assert any(text.startswith("$.elements[3].value: ") for text in texts)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"a":1,"a":2}', "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"mass":1e999}', "application/json", 400),
        (b"<passport/>", "application/xml", 415),
        (b"{}", "text/plain", 415),
        (b" " * 200_000, "application/json", 413),
    ],
)
@pytest.mark.parametrize("call", ["POST", "PATCH"])
def test_a_body_that_is_no_passport_is_refused(
    people: Town, model: str, body: bytes, kind: str, status: int, call: str
) -> None:
    headers = {"Authorization": f"Bearer {people.keys['drz']}", "Content-Type": kind}
    path = "/v1/dpps" if call == "POST" else path_of(model)
    refusal(people.client.request(call, path, content=body, headers=headers), status, BAD)


def test_a_product_that_has_a_passport_is_a_conflict(drz: Shelf, item: str, number: int) -> None:
    assert item
    refusal(drz.ask("POST", "/v1/dpps", new_item(number)), 409, CONFLICT)
    refusal(drz.ask("POST", "/v1/dpps", new_model(number)), 409, CONFLICT)


def test_who_has_no_key_or_not_the_right_reads_why(people: Town, public: Shelf, model: str, number: int) -> None:
    for method, path in (("POST", "/v1/dpps"), ("PATCH", path_of(model)), ("PATCH", path_of(model, "$.mass"))):
        answer = public.ask(method, path, new_model(number))
        refusal(answer, 401, "ClientNotAuthorized")
        assert answer.headers["www-authenticate"].startswith("Bearer")
        refusal(Shelf(people, "eigenaar").ask(method, path, new_model(number)), 403, "ClientForbidden")
    refusal(public.ask("DELETE", path_of(model)), 401, "ClientNotAuthorized")
    refusal(public.ask("GET", path_of(model), authorization="Bearer kp_nobody"), 401, "ClientNotAuthorized")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/dpps", "OPTIONS, POST"),
        ("/v1/dpps/x", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("/v1/dpps/x/elements/$.mass", "GET, HEAD, OPTIONS, PATCH"),
        ("/v1/dppsByProductIds", "OPTIONS, POST"),
        ("/v1/dppsByProductId/x", "GET, HEAD, OPTIONS"),
        ("/v1/dppsByIdAndDate/x", "GET, HEAD, OPTIONS"),
        ("/v1/registerDPP", "OPTIONS, POST"),
    ],
)
def test_an_address_tells_the_methods_that_it_takes(public: Shelf, path: str, allowed: str) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - set(allowed.split(", ")):
        answer = public.ask(method, path)
        refusal(answer, 405, "ClientMethodNotAllowed")
        assert answer.headers["allow"] == allowed
    options = public.ask("OPTIONS", path)
    assert (options.status_code, options.headers["allow"]) == (204, allowed)


def test_other_addresses_below_v1_are_not_found_in_the_same_words(public: Shelf) -> None:
    for path in ("/v1/none", "/v1/dppsByProductId", "/v1/dppsByIdAndDate/"):
        refusal(public.ask("GET", path, accept="text/html"), 404, NOT_FOUND)


def test_this_service_is_no_registry(public: Shelf) -> None:
    names = (
        "uniqueProductIdentifier",
        "digitalProductPassportId",
        "uniqueEconomicOperatorIdentifier",
        "dppApiEndpoint",
    )
    body = dict.fromkeys(names, "https://maker.example/1")
    refusal(public.ask("POST", "/v1/registerDPP", body), 501, "ServerNotImplemented")


def test_a_client_finds_its_own_number_in_the_answer(public: Shelf) -> None:
    answer = public.ask("GET", path_of("0" * 16), x_correlation_id="call-7")
    assert {each["correlationId"] for each in answer.json()["message"]} == {"call-7"}
    other = public.ask("GET", path_of("0" * 16), x_correlation_id="<script>")
    assert "<script>" not in json.dumps(other.json())


def test_programs_in_browsers_of_others_may_read(public: Shelf, model: str) -> None:
    answer = public.ask("GET", path_of(model), origin="https://elsewhere.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Kringpas-Deviations" in answer.headers["access-control-expose-headers"]


# The description


@pytest.fixture(scope="module")
def document(people: Town) -> Any:
    return people.client.get("/api/v1/openapi.json").json()


def test_every_example_of_a_body_is_taken(drz: Shelf, document: Any) -> None:
    examples = document["components"]["examples"]
    for name in ("new-model", "new-item"):
        assert drz.ask("POST", "/v1/dpps", examples[name]["value"]).status_code == 201
    refusal(drz.ask("POST", "/v1/dpps", examples["new-item-in-full"]["value"]), 409, CONFLICT)
    path = path_of(examples["new-item"]["value"]["uniqueProductIdentifier"])
    body = document["paths"]["/v1/dpps/{dppId}"]["patch"]["requestBody"]["content"]["application/json"]["example"]
    assert drz.ask("PATCH", path, body).status_code == 200


def test_every_call_is_described_with_its_clause_security_and_examples(document: Any) -> None:
    calls = {path: item for path, item in document["paths"].items() if path.startswith("/v1/")}
    assert len(calls) == 7
    for path, item in calls.items():
        assert item["servers"] == [{"url": "http://testserver"}]
        for method, call in item.items():
            if method == "servers":
                continue
            assert "(EN 18222, clause " in call["summary"], path
            assert {"key": []} in call["security"]
            assert call["responses"]["default"]["content"]["application/json"]["schema"]["$ref"].endswith("/Result")
            for status, response in call["responses"].items():
                for content in response.get("content", {}).values():
                    assert status == "default" or "example" in content or content["examples"], (path, method, status)
                    for example in content.get("examples", {}).values():
                        assert example["$ref"].rpartition("/")[2] in document["components"]["examples"]
