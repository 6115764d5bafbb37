"""The addresses of devices: which one EPCIS names a device by, and which device an address leads to.

Rules:
1. A device is named by its GS1 address where its maker's number is known here, else by its label, else by its
   passport, else by its page (`lifecycle.domain.epcis.naming`).
2. Each of these leads back to it, and so does a GS1 address at any host, and the URN of EPC for it.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from dpp.domain.errors import InvalidInput
from dpp.domain.labels.rolls import LabelState
from dpp.domain.links import Links
from dpp.domain.opaque import DeviceKey, PassportId, read_label_code
from lifecycle.domain.epcis.gs1_uris import CANONICAL
from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.terms import identifier
from lifecycle.domain.labels import labels_of
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.recording import find_state


def naming(reads: LifecycleReads, links: Links, keys: Iterable[DeviceKey]) -> Naming:
    """The names of these devices."""
    return Naming(links.public_url, {key: epc_of(reads, links, key) for key in set(keys)})


def epc_of(reads: LifecycleReads, links: Links, key: DeviceKey) -> str:
    """Rule 1."""
    line = reads.devices.get(key)
    passport = None if line is None else line.passport_id
    if passport is None:
        state = find_state(reads, key)
        code = next(iter(labels_of(state)), None) if state is not None else None
        return Naming(links.public_url).page(key) if code is None else links.label(code)
    paths = reads.gs1_keys.of_passport(passport)
    if paths:
        return links.gs1(paths[0])
    active = [label.code for label in reads.labels.of_passport(passport) if label.state == LabelState.ACTIVE]
    return links.label(active[0]) if active else links.passport(passport)


def devices_named(reads: LifecycleReads, links: Links, addresses: Iterable[str]) -> Mapping[str, DeviceKey]:
    """Of these addresses, those that lead to a device of ours."""
    found = {address: device_named(reads, links, address) for address in addresses}
    return {address: key for address, key in found.items() if key is not None}


def device_named(reads: LifecycleReads, links: Links, address: str) -> DeviceKey | None:
    """Rule 2."""
    path = address.removeprefix(links.public_url)
    kind, _, name = path.removeprefix("/").partition("/") if path != address else ("", "", "")
    if kind == "devices":
        return None if reads.devices.get(DeviceKey(name)) is None else DeviceKey(name)
    if kind == "passports":
        return _of_passport(reads, PassportId(unquote(name)))
    if kind == "d":
        return _of_label(reads, name)
    canonical = identifier(address)
    if not canonical.startswith(CANONICAL):
        return None
    return _of_passport(reads, reads.gs1_keys.get(canonical.removeprefix(CANONICAL)))


def _of_passport(reads: LifecycleReads, passport: PassportId | None) -> DeviceKey | None:
    stored = None if passport is None else reads.passports.get(passport)
    return None if stored is None else stored.device_key


def _of_label(reads: LifecycleReads, text: str) -> DeviceKey | None:
    try:
        code = read_label_code(text)
    except InvalidInput:
        return None
    label = reads.labels.get(code)
    return None if label is None else _of_passport(reads, label.passport_id)
