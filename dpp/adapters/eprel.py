"""EPREL over HTTP: the public API of the European product registry for energy labelling.

Calls, under the address in the settings: `/product/{n}`, `/products/{group}/{n}`, `/product/gtin/{gtin}` and
`/products/{group}?_page=&_limit=`, each with the header `x-api-key`. EPREL allows five calls a second to a key.
"""

import json
from collections.abc import Mapping
from typing import Any, Self

import httpx

from dpp.adapters.outbound import Machine, OutboundPolicy, outbound_client
from dpp.domain.errors import InvalidInput, Unavailable
from dpp.domain.gs1.check_digits import GTIN_LENGTHS, ends_in_check_digit
from dpp.domain.message import message
from dpp.domain.sources.eprel.groups import EprelGroup, check_number
from dpp.service.sources.ports import Listing, Product

CALLS_PER_SECOND = 5
_NOT_FOUND = {httpx.codes.NOT_FOUND, httpx.codes.NO_CONTENT}
_NOT_FOR_US = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}


class Eprel:
    """A `ProductDatabase`. The key is sent to EPREL alone, and stands in no message, log or representation."""

    def __init__(self, client: httpx.Client, base: str) -> None:
        self._client, self._base = client, base.rstrip("/")

    @classmethod
    def opened(cls, base: str, key: str, machine: Machine | None = None) -> Self:
        """Over a guarded client with this key, to `base` alone; whoever opens it closes it."""
        if not key:
            raise Unavailable(
                message("There is no key for EPREL."),
                remedy=message("Ask EPREL for a key to its public API, and set KRINGPAS_EPREL_API_KEY."),
            )
        policy = OutboundPolicy.for_address(base, per_second=CALLS_PER_SECOND)
        return cls(outbound_client(policy, headers={"x-api-key": key}, machine=machine), base)

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def product(self, number: str) -> Product | None:
        return self._one(f"/product/{check_number(number)}")

    def product_in(self, group: EprelGroup, number: str) -> Product | None:
        return self._one(f"/products/{group.code}/{check_number(number)}")

    def product_by_gtin(self, gtin: str) -> Product | None:
        if not (gtin.isdigit() and gtin.isascii() and len(gtin) in GTIN_LENGTHS and ends_in_check_digit(gtin)):
            raise InvalidInput(message("'{gtin}' is not a GTIN.", gtin=gtin[:40]))
        return self._one(f"/product/gtin/{gtin}")

    def listing(self, group: EprelGroup, page: int, size: int) -> Listing:
        answer = self._get(f"/products/{group.code}", {"_page": page, "_limit": size})
        hits = answer.get("hits") if isinstance(answer, Mapping) else answer
        if answer is None or not isinstance(hits, list):
            raise _unreadable()
        total = answer.get("size") if isinstance(answer, Mapping) else None
        products = tuple(hit for hit in hits if isinstance(hit, Mapping))
        return Listing(products, total if isinstance(total, int) else None)

    def _one(self, path: str) -> Product | None:
        """One registration, also where it is the only one of a list."""
        answer = self._get(path, {})
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        if answer is None or answer == []:
            return None
        if not isinstance(answer, Mapping):
            raise _unreadable()
        return answer

    def _get(self, path: str, query: Mapping[str, int]) -> Any:
        """The JSON of an answer; nothing where there is none."""
        try:
            response = self._client.get(self._base + path, params=dict(query), headers={"Accept": "application/json"})
        except httpx.HTTPError as error:
            raise _silent(type(error).__name__) from error
        if response.status_code in _NOT_FOUND:
            return None
        if response.status_code in _NOT_FOR_US:
            raise Unavailable(
                message("EPREL does not accept our key."),
                remedy=message("Look whether KRINGPAS_EPREL_API_KEY holds a key that EPREL has not withdrawn."),
            )
        if response.status_code != httpx.codes.OK:
            raise _silent(str(response.status_code))
        try:
            return json.loads(response.content)
        except ValueError as error:
            raise _unreadable() from error


def _silent(reason: str) -> Unavailable:
    return Unavailable(
        message("EPREL does not answer as it should ({reason}).", reason=reason), remedy=message("Try again later.")
    )


def _unreadable() -> Unavailable:
    return Unavailable(
        message("EPREL's answer cannot be read."),
        remedy=message("Look whether KRINGPAS_EPREL_URL is the address of its public API."),
    )
