"""What use cases of repair keys give: a new key, the keys of a device, a device that one opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey, LabelCode
from lifecycle.domain.repairers.keys import KeyStanding, RepairKey, RepairKeyId
from lifecycle.service.ports import DeviceLine


@dataclass(frozen=True)
class NewKey:
    """A key that was just made, with the only sight of its code."""

    key: RepairKeyId
    device: DeviceKey
    code: str = field(repr=False)
    usable_until: date


@dataclass(frozen=True)
class KeyView:
    """A key for who may make keys of its device: without its hash.

    `used_by` is the repairer's name, `registered_until` the last day of its registration where that has ended.
    """

    id: RepairKeyId
    standing: KeyStanding
    made_at: datetime
    usable_until: date
    used_at: datetime | None
    used_by: str | None
    access_until: date | None
    withdrawn_at: datetime | None
    registered_until: date | None = None


@dataclass(frozen=True)
class OpenedDevice:
    """A device that a key opened for the reader's organisation, up to and including a day."""

    line: DeviceLine
    until: date


@dataclass(frozen=True)
class KeyedDevice:
    """A device with its keys, by what is on it and no serial number; `number` is that in a delivery."""

    number: int | None
    device: DeviceKey
    name: str
    label: LabelCode | None
    keys: tuple[KeyView, ...]


def key_view(
    key: RepairKey,
    standing: KeyStanding,
    names: Mapping[OrganisationId, str],
    ended: Mapping[OrganisationId, date | None],
) -> KeyView:
    return KeyView(
        id=key.id,
        standing=standing,
        made_at=key.made_at,
        usable_until=key.usable_until,
        used_at=key.used_at,
        used_by=None if key.used_by is None else names[key.used_by],
        access_until=key.access_until,
        withdrawn_at=key.withdrawn_at,
        registered_until=None if key.used_by is None else ended[key.used_by],
    )
