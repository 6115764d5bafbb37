"""The interface beside what another implementer describes of EN 18222, and under requests that are made up."""

import shutil
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support import templates
from tests.support.client import settings_for
from tests.support.dpps import Shelf, item_uri, new_item, new_model
from tests.support.shared import shared_data
from tests.support.town import Town, town

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
CALLS = {
    "readDPPById": ("get", "/v1/dpps/{dppId}"),
    "updateDPPById": ("patch", "/v1/dpps/{dppId}"),
    "deleteDPPById": ("delete", "/v1/dpps/{dppId}"),
    "readDPPByProductId": ("get", "/v1/dppsByProductId/{productId}"),
    "readDPPVersionByIdAndDate": ("get", "/v1/dppsByIdAndDate/{dppId}"),
    "readDPPIdsByProductIds": ("post", "/v1/dppsByProductIds"),
    "createDPP": ("post", "/v1/dpps"),
    "readDataElement": ("get", "/v1/dpps/{dppId}/elements/{elementIdPath}"),
    "updateDataElement": ("patch", "/v1/dpps/{dppId}/elements/{elementIdPath}"),
}
# What the other implementer can answer and we never do.
NEVER = {
    202: "a change is made before it is answered",
    403: "reading: what is not for a reader is left out, not refused",
    404: "searching: what is not found is passed over",
    501: "every call but RegisterProductDPP is there",
    502: "there is no gateway of ours between",
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("en18222")
    shutil.copyfile(templates.sqlite_template(), folder / "kringpas.sqlite")
    with town(settings_for(f"sqlite:///{folder / 'kringpas.sqlite'}", folder, log_level="error")) as opened:
        yield opened


@pytest.fixture(scope="module")
def item(people: Town) -> str:
    """An item that is there; what is made up may change and archive it."""
    Shelf(people).created(new_model(1))
    return Shelf(people).created(new_item(1))


@pytest.fixture(scope="module")
def described(people: Town) -> dict[str, Any]:
    """Our own description, of these calls alone."""
    document = people.client.get("/api/v1/openapi.json").json()
    paths = {path: call for path, call in document["paths"].items() if path.startswith("/v1/")}
    return {**document, "paths": paths, "servers": [{"url": "http://testserver"}]}


@pytest.mark.parametrize(
    ("call", "mode"),
    [
        *((call, GenerationMode.POSITIVE) for call in CALLS),
        *((call, GenerationMode.NEGATIVE) for call in CALLS if call != "deleteDPPById"),  # it takes nothing but an id
    ],
)
def test_what_is_made_up_is_answered_as_it_is_described(
    people: Town, described: dict[str, Any], item: str, call: str, mode: GenerationMode
) -> None:
    """With a key that may do everything: half of the requests are about a passport that is there."""
    operation = _operation(_without_security(described), *CALLS[call])
    there = {"dppId": item, "productId": item_uri(1), "elementIdPath": "$.mass"}
    named = {name: value for name, value in there.items() if f"{{{name}}}" in CALLS[call][1]}
    anything = operation.as_strategy(mode)
    strategy = anything | operation.as_strategy(mode, path_parameters=named) if named else anything

    @given(strategy)
    @settings(max_examples=30, database=None, suppress_health_check=list(HealthCheck))
    def answered(case: schemathesis.Case[Any]) -> None:
        case.validate_response(_sent(people, case), checks=CHECKS)

    answered()


def _operation(described: dict[str, Any], method: str, path: str) -> APIOperation[Any, Any, Any, Any]:
    return schemathesis.openapi.from_dict(described)[path][method.upper()]


def _without_security(described: dict[str, Any]) -> dict[str, Any]:
    """The key is always sent: a request is not wrong for want of it. What happens without stands in tests/http."""
    paths = {
        path: {name: {**call, "security": []} if isinstance(call, dict) else call for name, call in item.items()}
        for path, item in described["paths"].items()
    }
    return {**described, "paths": paths}


def _sent(people: Town, case: schemathesis.Case[Any]) -> httpx2.Response:
    request = case.as_transport_kwargs(base_url="http://testserver")
    headers = {**request.get("headers", {}), "Authorization": f"Bearer {people.keys['drz']}"}
    body = {"json": request["json"]} if "json" in request else {"content": request.get("data") or b""}
    return people.client.request(
        request["method"], request["url"], params=request.get("params"), headers=headers, **body
    )


# Another implementer


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    text = shared_data("en18222/openepcis-en18222-dpp-api.openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def test_every_call_of_the_other_implementer_is_there(theirs: dict[str, Any], described: dict[str, Any]) -> None:
    """Paths, methods, names of operations and parameters, and the statuses that a client has to expect."""
    for path, item in theirs["paths"].items():
        for method, call in item.items():
            ours = described["paths"][path][method]
            assert ours["operationId"] == call["operationId"]
            assert _parameters(theirs, call) <= _parameters(described, ours), (path, method)
            missing = set(call["responses"]) - set(ours["responses"])
            if call["operationId"] not in {"registerProductDPP", "deleteDPPById"}:
                assert {int(status) for status in missing} <= set(NEVER), (path, method, missing)


def test_registering_and_deleting_are_answered_in_ways_that_the_other_implementer_knows(
    theirs: dict[str, Any], described: dict[str, Any]
) -> None:
    register, delete = theirs["paths"]["/v1/registerDPP"]["post"], theirs["paths"]["/v1/dpps/{dppId}"]["delete"]
    assert "501" in set(register["responses"]) & set(described["paths"]["/v1/registerDPP"]["post"]["responses"])
    assert "204" in set(delete["responses"]) & set(described["paths"]["/v1/dpps/{dppId}"]["delete"]["responses"])


def test_words_of_the_other_implementer_are_ours(theirs: dict[str, Any], described: dict[str, Any]) -> None:
    schemas, ours = theirs["components"]["schemas"], described["components"]["schemas"]
    assert set(ours["StatusCode"]["enum"]) < set(schemas["StatusCode"]["enum"])
    assert set(ours["MessageType"]["enum"]) < set(schemas["MessageTypeEnum"]["enum"])
    assert set(schemas["Message"]["properties"]) == set(ours["Message"]["properties"])
    for name, other in (("Result", "Result"), ("DppIdPage", "DppIdPage"), ("CreatedDpp", "CreateDPPResult")):
        assert set(ours[name]["properties"]) == set(schemas[other]["properties"])
    assert set(schemas["DppEnvelope"]["required"]) <= set(ours["CompressedPassport"]["required"])


def _parameters(document: Mapping[str, Any], call: Mapping[str, Any]) -> set[tuple[str, str]]:
    given = (_resolved(document, each) for each in call.get("parameters", ()))
    return {(each["name"], each["in"]) for each in given}


def _resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = document
    for step in value["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found  # type: ignore[no-any-return]  # a part of a description


def test_passports_validate_against_what_the_other_implementer_expects(
    theirs: dict[str, Any], people: Town, item: str
) -> None:
    """Both forms of a passport, and the answers around it."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - for this test alone

    schemas = theirs["components"]["schemas"]
    either = {
        "anyOf": schemas["DataElement"]["oneOf"]
    }  # told apart by objectType alone, which no schema of theirs says
    components = {**theirs["components"], "schemas": {**schemas, "DataElement": either}}

    def faults(name: str, content: Any) -> list[str]:
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        return [error.message for error in Draft202012Validator(schema).iter_errors(content)]

    shelf = Shelf(people)
    path = f"/v1/dpps/{quote(item, safe='')}"
    assert faults("DigitalProductPassportCompressed", shelf.ask("GET", path).json()) == []
    assert faults("DigitalProductPassportFull", shelf.ask("GET", f"{path}?representation=full").json()) == []
    page = shelf.ask("POST", "/v1/dppsByProductIds?limit=1", {"productIds": [item_uri(1), "urn:x:1"]})
    assert faults("DppIdPage", page.json()) == []
    assert faults("Result", shelf.ask("GET", "/v1/dpps/nobody").json()) == []
