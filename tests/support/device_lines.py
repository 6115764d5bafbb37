"""A device as lists see it, of which only what a test names matters."""

from datetime import UTC, datetime
from typing import Any

from dpp.domain.opaque import DeviceKey
from lifecycle.service.ports import DeviceLine

NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)


def device_line(key: DeviceKey, **said: Any) -> DeviceLine:
    """In store, known, of nobody, unless the test says otherwise."""
    nothing = dict.fromkeys(
        (
            "passport_id",
            "model_id",
            "group",
            "brand",
            "name",
            "serial",
            "asset_tag",
            "owner",
            "custodian",
            "place",
            "functional_grade",
            "cosmetic_grade",
            "battery_health",
            "route",
            "route_state",
            "consignment_id",
        )
    )
    usual: dict[str, Any] = {
        "sequence": 1,
        "placeholder": False,
        "lifecycle": "in-store",
        "data_state": "unknown",
        "blocked": (),
        "updated_at": NOW,
    }
    return DeviceLine(device_key=key, **{**nothing, **usual, **said})
