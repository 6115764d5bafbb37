"""The events of all devices in one order, in memory: everything that was recorded has its number at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dpp.domain.opaque import DeviceKey
from lifecycle.service.feed_ports import FeedEntry, FeedPart, FeedWanted
from tests.support.fake_cases import is_of


@dataclass(frozen=True)
class FakeFeed:
    """`events` are the stored events by device and number, in the order of recording; `devices` are their lines."""

    events: Mapping[tuple[DeviceKey, int], Any]
    devices: Mapping[DeviceKey, Any]

    def after(self, wanted: FeedWanted) -> FeedPart:
        fitting = [
            FeedEntry(entry, stored.number, _without_text(stored.event))
            for entry, stored in enumerate(self.events.values())
            if entry > wanted.after
            and is_of(self.devices, stored.event.device, wanted.party)
            and (not wanted.kinds or stored.event.kind in wanted.kinds)
        ]
        entries = tuple(fitting[: wanted.limit])
        is_full = len(entries) == wanted.limit
        return FeedPart(entries, entries[-1].entry if is_full and entries else max(self.end(), wanted.after))

    def end(self) -> int:
        return len(self.events) - 1

    def entries_of(self, key: DeviceKey) -> Mapping[int, int]:
        return {number: entry for entry, (device, number) in enumerate(self.events) if device == key}


def _without_text(event: Any) -> Any:
    return replace(event, happening=replace(event.happening, remark=None))
