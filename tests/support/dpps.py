"""Addresses and bodies for the calls of EN 18222, and a program that makes them."""

from json import dumps
from typing import Any
from urllib.parse import quote

import httpx2

from dpp.adapters.catalogue import CURRENT
from dpp.api.en18222 import examples
from dpp.domain.gs1.check_digits import check_digit
from tests.support.town import Town

RESOLVER = "https://id.gs1.org"


def gtin_of(number: int) -> str:
    """A GTIN for demonstrations; each number has another."""
    body = f"0952000{number:06d}"
    return body + check_digit(body)


def new_model(number: int = 0, **more: Any) -> dict[str, Any]:
    """The model of the published example under a name and a GTIN of its own; a value None leaves a member out."""
    names = {
        "modelName": f"Illustration {number}",
        "gtin": gtin_of(number),
        "uniqueProductIdentifier": model_uri(number),
    }
    return _with(examples.new_model(CURRENT) | names, more)


def new_item(number: int = 0, serial: str = "S1", **more: Any) -> dict[str, Any]:
    """An item of that model."""
    names = {"gtin": gtin_of(number), "uniqueProductIdentifier": item_uri(number, serial)}
    return _with(examples.new_item(CURRENT) | names, more)


def model_uri(number: int = 0) -> str:
    return f"{RESOLVER}/01/{gtin_of(number)}"


def item_uri(number: int = 0, serial: str = "S1") -> str:
    return f"{model_uri(number)}/21/{quote(serial, safe='')}"


def path_of(dpp_id: str, element: str | None = None) -> str:
    """`/v1/dpps/{dppId}`, percent-encoded as the standard asks."""
    place = f"/v1/dpps/{quote(dpp_id, safe='')}"
    return place if element is None else f"{place}/elements/{quote(element, safe='')}"


class Shelf:
    """The passports of a service over EN 18222, as the program of one account sees them; of nobody for None."""

    def __init__(self, people: Town, who: str | None = "drz") -> None:
        self._client = people.client
        self._headers = {"Authorization": f"Bearer {people.keys[who]}"} if who else {}

    def ask(self, method: str, path: str, json: Any = ..., **headers: str) -> httpx2.Response:
        """Header names are written with `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if json is ...:
            return self._client.request(method, path, headers=self._headers | named)
        headers = {"Content-Type": "application/json", **self._headers, **named}
        return self._client.request(method, path, headers=headers, content=dumps(json))

    def created(self, body: Any) -> str:
        response = self.ask("POST", "/v1/dpps", body)
        assert response.status_code == 201, response.text
        dpp_id: str = response.json()["digitalProductPassportId"]
        return dpp_id

    def read(self, dpp_id: str, query: str = "") -> Any:
        response = self.ask("GET", path_of(dpp_id) + query)
        assert response.status_code == 200, response.text
        return response.json()


def refusal(response: httpx2.Response, status: int, word: str) -> list[str]:
    """The texts of the Result object of a call that must fail in this way."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    result = response.json()
    assert result["statusCode"] == word
    for each in result["message"]:
        assert set(each) == {"messageType", "text", "code", "correlationId", "timestamp"}
    return [each["text"] for each in result["message"]]


def _with(content: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (content | more).items() if value is not None}
