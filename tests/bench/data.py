"""Fills a database for the load test: every model of the demo, and many devices of them, straight into the tables."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert

from dpp.adapters.catalogue import CURRENT, load_catalogue, load_rules
from dpp.adapters.database import Database, Row
from dpp.adapters.rows.passports import Gs1KeyRow, HistoryPartRow, LabelRow, ModelPartRow, PassportRow
from dpp.domain.audience import public_elements
from dpp.domain.catalogue import Granularity
from dpp.domain.document import Header
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from dpp.domain.links import Links
from dpp.domain.opaque import device_key, label_code, passport_id
from dpp.domain.parts import element_lines, head_bytes, history_line
from dpp.domain.proof import sha256

_MODELS = Path(__file__).parents[2] / "web" / "demo" / "models"
_TIME, _TEXT = datetime(2026, 11, 1, tzinfo=UTC), "2026-11-01T00:00:00.000000Z"
_BATCH = 5000
_HISTORY = history_line(
    PublicHistory(
        (
            PublicEntry("2021-03", PublicKind.MADE),
            PublicEntry("2026-04", PublicKind.DATA_ERASED),
            PublicEntry("2026-05", PublicKind.PART_REPLACED, PublicPart.BATTERY),
            PublicEntry("2026-06", PublicKind.REFURBISHED),
        ),
        data_safe="2026-04",
    )
)
_OWN = element_lines(
    {"functionalGrade": "F5", "memory": {"value": 16, "unit": "GB", "quality": "measured"}}, load_catalogue()
)


class Device(NamedTuple):
    """The keys by which a device is asked for."""

    passport: str
    label: str
    gs1: str


class _Model(NamedTuple):
    passport: str
    gtin: str
    elements: dict[str, Any]


def fill(database: Database, links: Links, count: int) -> list[Device]:
    """Make the tables, `count` devices and their models; gives the devices' keys."""
    Row.metadata.create_all(database.engine)
    models = [_model(path) for path in sorted(_MODELS.glob("*.json"))]
    numbered = [model for model in models if model.gtin]
    devices = [(_device(number, numbered), numbered[number % len(numbered)].passport) for number in range(count)]
    with database.writing() as session:
        session.execute(insert(ModelPartRow), [_model_part(model) for model in models])
        session.execute(insert(PassportRow), [_passport(links, model.passport, model.passport) for model in models])
        session.execute(insert(Gs1KeyRow), [_key(f"/01/{model.gtin}", model.passport) for model in numbered])
        for batch in _batches(devices):
            passports = [_passport(links, device.passport, model, device) for device, model in batch]
            histories = [{"passport_id": device.passport, "version": 3, "body": _HISTORY} for device, _ in batch]
            labels = [_label(device) for device, _ in batch]
            session.execute(insert(PassportRow), passports)
            session.execute(insert(HistoryPartRow), histories)
            session.execute(insert(LabelRow), labels)
            session.execute(insert(Gs1KeyRow), [_key(device.gs1, device.passport) for device, _ in batch])
        session.commit()
    return [device for device, _ in devices]


def fill_one_gtin(database: Database, links: Links, count: int) -> str:
    """Make the tables and `count` devices of one model, with a passport, a life and a GS1 key each; gives the GTIN."""
    Row.metadata.create_all(database.engine)
    model = next(model for model in (_model(path) for path in sorted(_MODELS.glob("*.json"))) if model.gtin)
    with database.writing() as session:
        session.execute(insert(ModelPartRow), [_model_part(model)])
        session.execute(insert(PassportRow), [_passport(links, model.passport, model.passport)])
        session.execute(insert(Gs1KeyRow), [_key(f"/01/{model.gtin}", model.passport)])
        for start in range(0, count, _BATCH):
            devices = [_device(number, [model]) for number in range(start, min(start + _BATCH, count))]
            lives = [{"passport_id": device.passport, "version": 3, "body": _HISTORY} for device in devices]
            session.execute(
                insert(PassportRow), [_passport(links, each.passport, model.passport, each) for each in devices]
            )
            session.execute(insert(HistoryPartRow), lives)
            session.execute(insert(Gs1KeyRow), [_key(each.gs1, each.passport) for each in devices])
        session.commit()
    return model.gtin


def serial_of(number: int) -> str:
    """The serial number of a device of these databases."""
    return f"SN{number:08}"


def _chance(*parts: object) -> bytes:
    """Bytes that look random and are the same in each run."""
    return bytes.fromhex(sha256(repr(parts).encode()))


def _model(path: Path) -> _Model:
    elements = json.loads(path.read_text())
    return _Model(passport_id(_chance("model", path.stem)), elements.get("gtin", ""), elements)


def _device(number: int, models: list[_Model]) -> Device:
    serial = serial_of(number)
    identity, code = passport_id(_chance("passport", number)), label_code(_chance("label", number))
    return Device(identity, code, f"/01/{models[number % len(models)].gtin}/21/{serial}")


def _model_part(model: _Model) -> dict[str, Any]:
    brand, name = model.elements["brand"], model.elements["modelName"]
    return {
        "model_id": model.passport,
        "version": 1,
        "updated_at": _TEXT,
        "group": model.elements["productGroup"],
        "brand": brand,
        "name": name,
        "search": f"{brand} {name}".lower(),
        "elements": _public_lines(model),
        "schema_version": CURRENT,
    }


def _public_lines(model: _Model) -> bytes:
    shown = public_elements(model.elements, load_rules(), model.passport, CURRENT, {})
    return element_lines(shown, load_catalogue())


def _passport(links: Links, identity: str, model: str, device: Device | None = None) -> dict[str, Any]:
    product = links.label(device.label) if device else links.passport(identity)
    granularity = Granularity.ITEM if device else Granularity.MODEL
    header = Header(links.passport(identity), product, granularity, "https://id.example.org/operator")
    return {
        "passport_id": identity,
        "granularity": granularity.value,
        "device_key": device_key(_chance("device", identity)) if device else None,
        "model_id": model,
        "status": "active",
        "version": 1,
        "updated_at": _TEXT,
        "overrides": "",
        "operator": header.economic_operator_id,
        "schema_version": CURRENT,
        "head": head_bytes(header),
        "elements": _OWN if device else b"",
    }


def _label(device: Device) -> dict[str, Any]:
    return {"code": device.label, "passport_id": device.passport, "state": "active", "issued_at": _TIME}


def _key(uri: str, passport: str) -> dict[str, Any]:
    return {"uri": uri, "passport_id": passport}


def _batches(devices: list[tuple[Device, str]]) -> Iterator[list[tuple[Device, str]]]:
    return (devices[start : start + _BATCH] for start in range(0, len(devices), _BATCH))
