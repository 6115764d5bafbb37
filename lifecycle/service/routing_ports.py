"""Where the facts of many devices at once are read for routing."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.device import Device


class StockStore(Protocol):
    """Devices as routing reads them: hundreds in one question, and none of their whole lives."""

    def states(self, keys: Collection[DeviceKey]) -> Mapping[DeviceKey, Device]:
        """The states that were kept; devices whose state must be folded anew are left out."""
        ...

    def last_told(self, keys: Collection[DeviceKey], without: Collection[str]) -> Mapping[DeviceKey, datetime]:
        """When the last event of each device occurred, kinds in `without` not counted.

        A device of which an event was declared in error is left out: only its whole life says which events count.
        """
        ...
