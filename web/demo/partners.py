"""What others tell in EPCIS: the carrier says that it took one of our devices on its van."""

import json

from dpp.domain.opaque import DeviceKey
from web.demo.stage import Stage

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def shipped(stage: Stage, key: DeviceKey) -> None:
    """A foreign shipping event: it is kept as it came, and the page of the device shows it."""
    device = stage.use.devices.read(stage.actors["ict"], key)
    event = {
        "@context": [CONTEXT],
        "type": "ObjectEvent",
        "eventTime": stage.at(1, 16).isoformat(),
        "eventTimeZoneOffset": "+00:00",
        "epcList": [device.passport_url],
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "bizTransactionList": [{"type": "desadv", "bizTransaction": "urn:demo:vrachtbrief:2026-117"}],
    }
    stage.use.epcis.capturing.capture_event(stage.actors["vervoer"], json.dumps(event).encode())
