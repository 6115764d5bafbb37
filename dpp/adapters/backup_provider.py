"""The back-up provider: another registry that keeps our passports, reached over EN 18222.

| what happened | call of EN 18222 |
|---|---|
| the first version | CreateDPP, `POST /v1/dpps` |
| every other version | UpdateDPPById, `PATCH /v1/dpps/{dppId}` (RFC 7396) |
| archived | UpdateDPPById with that version, then DeleteDPPById, `DELETE /v1/dpps/{dppId}` |

Each call carries the version's own record (`dpp.domain.version_record`), and can be repeated: a version that is there
already stays as it is. A create that meets a conflict becomes an update, and an update that meets nothing a create.

EN 18222 has no call that lists passports: a restore uses `GET /api/v1/held-copies` of the provider, which is ours.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from dpp.domain.errors import InvalidInput, KringpasError, Refused, Unavailable
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.registration.answers import Result
from dpp.domain.registration.notices import Line
from dpp.domain.version_record import RECORD, VersionRecord, read_record
from dpp.service.outbox.ports import Answered, RefusedWhole, Reply, StoredPackage, Unclear, Unheard

_DPPS = "/v1/dpps"
_JSON, _PATCH = "application/json", "application/merge-patch+json"
_FINAL = {400, 409, 413, 415, 422}
_LONGEST_REASON = 300
_PAGE = 20
_PARENTS_FIRST = ("model", "batch", "item")


class BackupProvider:
    """`Courier` and `CopySource` over a client of `outbound_client`; `key` is sent as a bearer token."""

    def __init__(self, client: httpx.Client, url: str, key: str) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Accept": _JSON}

    def send(self, package: StoredPackage) -> Reply:
        document = json.loads(package.body)
        record = read_record(document[RECORD])
        try:
            response = self._version(record, package.body)
            if response.is_success and record.version.status == "archived":
                response = self._call("DELETE", self._of(record.address))
        except (httpx.HTTPError, Unavailable, Refused) as error:
            reason = f"the back-up provider could not be reached: {type(error).__name__} {error}"
            return Unclear(reason[:_LONGEST_REASON])
        return _reply(record, response)

    def ask(self, package: StoredPackage) -> Reply:  # noqa: ARG002 (the port's signature)
        """A version can be sent twice: there is nothing to ask first."""
        return Unheard()

    def passports(self) -> Iterator[Sequence[VersionRecord]]:
        """What the provider holds for the organisation of our key, parents first, a page at a time."""
        for granularity in _PARENTS_FIRST:
            after: str | None = ""
            while after is not None:
                page = self._page(granularity, after)
                for copy in page["held_copies"]:
                    yield _records(copy)
                after = page.get("next_after")

    def _version(self, record: VersionRecord, body: bytes) -> httpx.Response:
        create = ("POST", f"{self._url}{_DPPS}", body, _JSON)
        update = ("PATCH", self._of(record.address), body, _PATCH)
        first, second, instead = (create, update, 409) if record.version.version == 1 else (update, create, 404)
        response = self._call(*first)
        return self._call(*second) if response.status_code == instead else response

    def _of(self, address: str) -> str:
        return f"{self._url}{_DPPS}/{quote(address, safe='')}"

    def _call(self, method: str, url: str, body: bytes | None = None, kind: str | None = None) -> httpx.Response:
        headers = self._headers if kind is None else self._headers | {"Content-Type": kind}
        return self._client.request(method, url, headers=headers, content=body)

    def _page(self, granularity: str, after: str) -> Mapping[str, Any]:
        query = {"granularity": granularity, "after": after, "limit": str(_PAGE)}
        try:
            response = self._client.get(f"{self._url}/api/v1/held-copies", params=query, headers=self._headers)
        except httpx.HTTPError as error:
            raise Unavailable(message("{url} does not answer: {reason}", url=self._url, reason=error)) from error
        if not response.is_success:
            raise _unreadable(f"{response.status_code} {response.text[:_LONGEST_REASON]}")
        page = response.json()
        if not isinstance(page, dict) or not isinstance(page.get("held_copies"), list):
            raise _unreadable("no list")
        return page


def _records(copy: Mapping[str, Any]) -> Sequence[VersionRecord]:
    try:
        return [read_record(version["version_record"]) for version in copy["versions"]]
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(str(error)) from error


def _unreadable(reason: str) -> KringpasError:
    return InvalidInput(message("The back-up provider's answer cannot be read: {reason}", reason=reason))


def _reply(record: VersionRecord, response: httpx.Response) -> Reply:
    said = response.content[:_LONGEST_REASON].decode("utf-8", "replace")
    if response.is_success:
        line = Line(PassportId(record.passport.passport_id), record.version.version)
        result = Result(line, accepted=True, registration_id=record.address, sha256=record.version.sha256)
        return Answered((result,), response.content)
    if response.status_code in _FINAL:
        return RefusedWhole(f"{response.status_code}: {said}")
    return Unclear(f"the back-up provider answered {response.status_code}: {said}")
