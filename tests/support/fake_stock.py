"""Devices for routing in memory."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device
from lifecycle.service.ports import KeptState, StoredEvent


@dataclass
class FakeStock:
    """`StockStore` over the states and events of a moment."""

    kept: dict[DeviceKey, KeptState]
    events: dict[tuple[DeviceKey, int], StoredEvent]

    def states(self, keys: Collection[DeviceKey]) -> dict[DeviceKey, Device]:
        return {key: self.kept[key].device for key in keys if key in self.kept}

    def last_told(self, keys: Collection[DeviceKey], without: Collection[str]) -> dict[DeviceKey, datetime]:
        lives = {key: [row.event for (device, _), row in self.events.items() if device == key] for key in keys}
        return {
            key: max(event.occurred_at for event in life if event.kind not in without)
            for key, life in lives.items()
            if life and all(event.kind != "corrected" for event in life)
        }
