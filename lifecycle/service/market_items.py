"""Keeps what is reserved and what is on offer beside the devices; used by the recorder, through which all passes."""

import json
from typing import Any

from dpp.domain.opaque import DeviceKey
from dpp.service.ports import StoredModel
from lifecycle.domain.device import Device
from lifecycle.domain.marketplace.offers import ModelFacts, Offer, is_on_offer, offer_of
from lifecycle.domain.marketplace.reserving import ReservedDevice, reserved_device
from lifecycle.service.ports import LifecycleReads, LifecycleWork


def note_market(work: LifecycleWork, before: Device | None, device: Device, model: StoredModel | None) -> None:
    """Follow the device; nothing is asked where it is neither reserved nor on offer, and was not."""
    concerned = any(each.reservation is not None or is_on_offer(each) for each in (before or device, device))
    if concerned:
        put_market(work, device.key, reserved_device(device), offer_in(work, device, model))


def put_market(work: LifecycleWork, key: DeviceKey, kept: ReservedDevice | None, offer: Offer | None) -> None:
    """Keep both as they are given, whatever was kept before."""
    if kept is None:
        work.reservations.drop(key)
    else:
        work.reservations.put(kept)
    if offer is None:
        work.offers.drop(key)
    else:
        work.offers.put(offer)


def offer_in(reads: LifecycleReads, device: Device, model: StoredModel | None) -> Offer | None:
    """What the marketplace shows of the device; None when it is not on offer."""
    if model is None or not is_on_offer(device):
        return None
    town = reads.offers.town(device.custody.custodian, device.custody.place)
    return offer_of(device, _facts(reads, model), town)


def _facts(reads: LifecycleReads, model: StoredModel) -> ModelFacts:
    passport = reads.passports.get(model.model_id)
    newest = None if passport is None else reads.passports.version(passport.passport_id, passport.version)
    said: dict[str, Any] = {} if newest is None else json.loads(newest.received)
    memory, storage, screen = (_value(said, name) for name in ("memory", "storage", "screenDiagonal"))
    return ModelFacts(
        model.group,
        model.brand,
        model.name,
        memory_gb=None if memory is None else round(memory),
        storage_gb=None if storage is None else round(storage),
        screen_inch=screen,
    )


def _value(said: dict[str, Any], name: str) -> float | None:
    figure = said.get(name)
    return float(figure["value"]) if isinstance(figure, dict) else None
