"""How the calls of EN 18222 are described in OpenAPI: names, clauses, bodies and answers, each with an example.

Clauses are those that implementers cite: the text of the standard is licensed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import HTTPException

from dpp.api.en18222 import examples
from dpp.api.en18222.answers import JSON, JSON_LD, MERGE_PATCH
from dpp.api.en18222.models import CompressedPassport, CreatedDpp, DataElement, DppIdPage, FullPassport, Result
from dpp.domain.catalogue import Catalogue
from dpp.domain.document import HEADER_MEMBERS
from dpp.domain.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Outdated,
    Problem,
    TooLarge,
    TooMany,
    Unavailable,
)
from dpp.domain.message import message

Described = dict[str, Any]
ANYBODY: list[dict[str, list[str]]] = [{}, {"key": []}]
SIGNED_IN: list[dict[str, list[str]]] = [{"key": []}]

# What each failure is called here, and an error of which the example is made.
_FAILURES: Mapping[int, tuple[str, Exception]] = {
    400: (
        "The request or the passport has faults; each is a message with its path.",
        InvalidInput(
            message("The passport has {count} fault(s).", count=1),
            (Problem("$.mass.value", message("Expected a number, found a text: heavy.")),),
            remedy=message("Mend them all and send the passport again; nothing was stored."),
        ),
    ),
    401: ("No key, or one that is not valid.", NotSignedIn(message("This needs an account (revise_passport)."))),
    403: (
        "This role or organisation may not do it.",
        NotPermitted(message("Your role or your organisation may not do this (revise_passport).")),
    ),
    404: ("There is no such passport or element.", NotFound(message("There is no passport '7k3m9x2p4q8d5w1z'."))),
    406: ("It has no form that is accepted.", HTTPException(406, "This is given as application/json.")),
    409: (
        "There is a passport already, or somebody else was first.",
        Conflict(message("This model has a passport already.")),
    ),
    412: ("`If-Match` names an older state.", Outdated(message("Somebody changed this after you read it."))),
    413: ("The body is too large.", TooLarge(message("The request is larger than this service accepts."))),
    415: ("The body is not JSON.", HTTPException(415, "Send JSON.")),
    429: ("Too many requests; `Retry-After` says when.", TooMany(message("Too many requests."), seconds=30)),
    500: ("Our mistake; `correlationId` finds it in our log.", RuntimeError()),
    501: ("Not a call of this service.", HTTPException(501, "This service is not a registry.")),
    503: ("The service cannot answer now.", Unavailable(message("The database does not answer."))),
}
_TAGS = {"4": "EN 18222: life cycle", "5": "EN 18222: registry", "6": "EN 18222: elements"}
_NEW = ("new-model", "new-item", "new-item-in-full")
_ALWAYS = (429, 500, 503)
_READING = (400, 401, 404, 406)
_WRITING = (400, 401, 403, 404, 409, 412, 413, 415)
_ETAG = {"ETag": {"description": "Strong; of this reader's view in this form.", "schema": {"type": "string"}}}
_DEVIATIONS = {
    "Kringpas-Deviations": {
        "description": "What was read though the standard has it otherwise: a list of codes (RFC 9651).",
        "schema": {"type": "string"},
        "example": 'header-case;severity=warning;path="$.granularity"',
    }
}


@dataclass(frozen=True)
class Description:
    """What the routes are declared with; examples are of this catalogue's version."""

    catalogue: Catalogue

    def examples(self) -> dict[str, Any]:
        """The examples that several calls show, by name."""
        version = self.catalogue.version
        new_item, mass = examples.new_item(version), {"mass": self._item["mass"]}
        named = {
            "compressed": self._item,
            "full": examples.in_full(self._item, self.catalogue),
            "value": mass["mass"],
            "typed-element": examples.in_full(mass, self.catalogue)["elements"][0],
            "new-model": examples.new_model(version),
            "new-item": new_item,
            "new-item-in-full": examples.in_full(new_item, self.catalogue),
        }
        return {name: {"summary": name.replace("-", " ").capitalize(), "value": value} for name, value in named.items()}

    def read_by_id(self) -> Described:
        what = "The passport with this id, as whoever asks may see it."
        return self._call("ReadDPPById", "4.2", what, {200: self._passport()}, _READING)

    def read_by_product(self) -> Described:
        what = "The current passport of a product. A product that has none is not answered with that of its model."
        return self._call("ReadDPPByProductId", "4.3", what, {200: self._passport()}, _READING)

    def read_by_date(self) -> Described:
        what = "The passport as it was at a moment, with today's rights."
        answers = {200: self._passport()}
        return self._call("ReadDPPVersionByIdAndDate", "4.4", what, answers, _READING)

    def find(self) -> Described:
        what = "The ids of the passports of some products, page by page. Products without one are passed over."
        page = {"dppIds": [self._item["digitalProductPassportId"]], "nextCursor": "MS40ZjE5YjE2YzA3ZDIzYTU4"}
        answers = {200: {"model": DppIdPage, "description": "One page.", "content": {JSON: {"example": page}}}}
        failures = (400, 401, 413, 415)
        return self._call("ReadDPPIdsByProductIds", "4.5", what, answers, failures)

    def create(self) -> Described:
        what = (
            "Registers a passport of a model, a batch or an item, in either form. The service gives it its id. A batch "
            "or an item names its model by its GTIN or in `modelPassport`, and keeps only what its model does not say."
        )
        location = {"description": "The address of the passport.", "schema": {"type": "string", "format": "uri"}}
        new = {"digitalProductPassportId": self._item["digitalProductPassportId"]}
        made = {
            "model": CreatedDpp,
            "description": "Registered.",
            "headers": {"Location": location, **_ETAG, **_DEVIATIONS},
            "content": {JSON: {"example": new}},
        }
        body = _body({"schema": _new_passport(), "examples": _examples(*_NEW)}, JSON, JSON_LD)
        failures = (400, 401, 403, 409, 413, 415)
        return self._call("CreateDPP", "4.6", what, {201: made}, failures, body=body, signed_in=True)

    def update(self) -> Described:
        what = (
            "Changes what is the passport's own, all of it or nothing (RFC 7396). An inherited element that gets "
            "another value becomes its own; null takes an own element away. Of the header `dppStatus` and "
            "`facilityId` can change. `If-Match` is honoured where it is sent."
        )
        patch = examples.patch(self.catalogue.version)
        body = _body({"schema": {"type": "object"}, "example": patch}, MERGE_PATCH, JSON, JSON_LD)
        answers = {200: self._passport((JSON,), {**_ETAG, **_DEVIATIONS})}
        return self._call("UpdateDPPById", "4.7", what, answers, (*_WRITING, 406), body=body, signed_in=True)

    def delete(self) -> Described:
        what = "Archives the passport: it takes no more changes, and stays readable with all its versions."
        answers = {204: {"description": "Archived."}}
        failures = (400, 401, 403, 404, 409, 412)
        return self._call("DeleteDPPById", "4.8", what, answers, failures, signed_in=True)

    def register(self) -> Described:
        what = "Not a call of this service: it tells the EU registry itself of its passports."
        return self._call("RegisterProductDPP", "5.2", what, {}, (501,), signed_in=True)

    def read_element(self) -> Described:
        what = "One element, or a part of one. Members of the header are no elements."
        return self._call("ReadDataElement", "6.2", what, {200: self._element(_ETAG)}, _READING)

    def update_element(self) -> Described:
        what = "Changes one element that is there, by the rules of UpdateDPPById; null takes it away."
        body = _body({"schema": {}, "example": {"value": 1.49}}, MERGE_PATCH, JSON, JSON_LD)
        gone = {"description": "The element is no longer the passport's own.", "headers": _DEVIATIONS}
        answers = {200: self._element({**_ETAG, **_DEVIATIONS}), 204: gone}
        return self._call(
            "UpdateDataElement",
            "6.3",
            what,
            answers,
            (*_WRITING, 406),
            body=body,
            signed_in=True,
        )

    @property
    def _item(self) -> dict[str, Any]:
        return examples.passport(self.catalogue.version, examples.ITEM)

    def _passport(self, media_types: Iterable[str] = (JSON, JSON_LD), headers: Mapping[str, Any] = _ETAG) -> Described:
        graph = {"schema": {"$ref": "#/components/schemas/CompressedPassport"}, "examples": _examples("compressed")}
        contents = {JSON: {"examples": _examples("compressed", "full")}, JSON_LD: graph}
        return {
            "model": FullPassport | CompressedPassport,
            "description": "The passport.",
            "headers": headers,
            "content": {media_type: contents[media_type] for media_type in media_types},
        }

    def _element(self, headers: Mapping[str, Any]) -> Described:
        return {
            "model": DataElement | Any,
            "description": "The value in the compressed form, a typed element in the full one.",
            "headers": headers,
            "content": {JSON: {"examples": _examples("value", "typed-element")}},
        }

    def _call(
        self,
        name: str,
        clause: str,
        what: str,
        answers: Mapping[int, Described],
        failures: Iterable[int],
        *,
        body: Described | None = None,
        signed_in: bool = False,
    ) -> Described:
        told: dict[int | str, Described] = {status: shown for status, shown in answers.items()}  # noqa: C416 - keys widen
        told |= {status: _failure(status) for status in (*failures, *_ALWAYS)}
        told["default"] = {"model": Result, "description": "What went wrong."}
        success = min(map(int, answers), default=501)
        if success == 200 and "ETag" in answers[200].get("headers", {}) and not signed_in:
            told[304] = {"description": "You have the newest (`If-None-Match`)."}
        extra = {"security": SIGNED_IN if signed_in else ANYBODY, **(body or {})}
        return {
            "operation_id": name[0].lower() + name[1:],
            "tags": [_TAGS[clause[0]]],
            "summary": f"{name} (EN 18222, clause {clause})",
            "description": what,
            "responses": told,
            "status_code": success,
            "response_model": None,
            "openapi_extra": extra,
        }


def _failure(status: int) -> Described:
    return {"model": Result, "description": _FAILURES[status][0], "content": {JSON: {"example": _told(status)}}}


@cache
def _told(status: int) -> Described:
    return examples.failure(_FAILURES[status][1])


def _body(content: Described, *media_types: str) -> Described:
    return {"requestBody": {"required": True, "content": dict.fromkeys(media_types, content)}}


def _examples(*names: str) -> dict[str, dict[str, str]]:
    """They are long, so each stands in the description once (`Description.examples`)."""
    return {name: {"$ref": f"#/components/examples/{name}"} for name in names}


def _new_passport() -> Described:
    return {
        "type": "object",
        "description": "A passport in either form. What the service gives itself can be left out of the header.",
        "properties": {
            **{name: {"type": "string"} for name in HEADER_MEMBERS if name != "contentSpecificationIds"},
            "contentSpecificationIds": {"type": "array", "items": {"type": "string"}},
            "elements": {"type": "array", "items": {"$ref": "#/components/schemas/DataElement"}},
        },
        "additionalProperties": True,
    }
