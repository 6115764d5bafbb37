"""The addresses under which EPCIS names our things.

Rules:
1. A device is named by its GS1 Digital Link where its maker's number is known here, else by the address of its label,
   else by that of its passport, else by that of its page. Which one it is, whoever asks for the events finds out once
   and hands in; every one of these addresses leads back to the device.
2. An event is named `{address}/epcis/events/{id}`.
3. Places, organisations, consignments and decisions are addresses of ours: they name, and need not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from dpp.domain.opaque import DeviceKey


@dataclass(frozen=True)
class Naming:
    """`base` is the public address without a trailing slash; `epcs` names devices by rule 1."""

    base: str
    epcs: Mapping[DeviceKey, str] = field(default_factory=dict)

    def device(self, key: DeviceKey) -> str:
        return self.epcs.get(key) or self.page(key)

    def page(self, key: DeviceKey) -> str:
        return f"{self.base}/devices/{key}"

    def event(self, event: str) -> str:
        return f"{self.base}/epcis/events/{quote(event, safe='')}"

    def event_id(self, address: str) -> str | None:
        """The id in the address of an event of ours; None for another address."""
        start = f"{self.base}/epcis/events/"
        return unquote(address.removeprefix(start)) if address.startswith(start) else None

    def organisation(self, organisation: str) -> str:
        return f"{self.base}/organisations/{quote(organisation, safe='')}"

    def place(self, place: str) -> str:
        return f"{self.base}/places/{quote(place, safe='')}"

    def passport(self, passport: str) -> str:
        return f"{self.base}/passports/{quote(passport, safe='')}"

    def transaction(self, field: str, key: DeviceKey, name: str) -> str:
        """A consignment, or a decision or a case of a device."""
        if field == "consignment":
            return f"{self.base}/consignments/{quote(name, safe='')}"
        return f"{self.base}/devices/{key}/{field}s/{quote(name, safe='')}"
