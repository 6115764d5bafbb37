"""Devices for routing in memory."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.service.ports import DeviceLine, KeptState, StoredEvent
from lifecycle.service.routing_ports import StockFilter


@dataclass
class FakeStock:
    """`StockStore` over the lines, states and events of a moment."""

    lines: dict[DeviceKey, DeviceLine]
    kept: dict[DeviceKey, KeptState]
    events: dict[tuple[DeviceKey, int], StoredEvent]

    def count(self, wanted: StockFilter) -> int:
        return len(self.keys(wanted, DeviceKey(""), len(self.lines)))

    def keys(self, wanted: StockFilter, after: DeviceKey, limit: int) -> tuple[DeviceKey, ...]:
        fitting = [
            key
            for key, line in sorted(self.lines.items())
            if key > after and line.lifecycle in wanted.lifecycles and line.route_state in wanted.route_states
        ]
        return tuple(fitting[:limit])

    def states(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, Device]:
        return {key: self.kept[key].device for key in keys if key in self.kept}

    def first_told(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, datetime]:
        return {
            key: min(row.event.occurred_at for (device, _), row in self.events.items() if device == key)
            for key in self.last_told(keys, ())
        }

    def last_told(self, keys: Collection[DeviceKey], without: Collection[str]) -> dict[DeviceKey, datetime]:
        lives = {key: [row.event for (device, _), row in self.events.items() if device == key] for key in keys}
        return {
            key: max(event.occurred_at for event in life if event.kind not in without)
            for key, life in lives.items()
            if life and all(event.kind != "corrected" for event in life)
        }
