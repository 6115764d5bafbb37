"""What evidence says about a device, as facts that an event can carry. No fact here names a person.

Sizes are in bytes, temperatures absent, ratios between 0 and 1 unless the name says percent. A fact that the source
does not give is None: nothing is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lifecycle.domain.vocabulary import ComponentKind, MediumKind, SanitisationCategory


class ClaimKind(StrEnum):
    """What a claim names. The device's key is none of these."""

    MAKER = "maker"
    MODEL = "model"
    SERIAL = "serial"
    IMEI = "imei"
    EID = "eid"
    ASSET_TAG = "asset-tag"
    GTIN = "gtin"
    SMBIOS_UUID = "smbios-uuid"
    EDID = "edid"
    LABEL = "label"
    IDENTIFICATION_LINK = "identification-link"


@dataclass(frozen=True)
class IdentityClaim:
    """Something that says which device this is; `confidence` 0 to 1; `source` names the format or the scan."""

    kind: ClaimKind
    value: str
    source: str
    confidence: float


@dataclass(frozen=True)
class MediumSeen:
    """A storage medium that evidence shows in the device. `healthy` is SMART's overall verdict."""

    serial: str
    kind: MediumKind
    model: str | None = None
    size_bytes: int | None = None
    healthy: bool | None = None
    power_on_hours: int | None = None
    reallocated_sectors: int | None = None
    pending_sectors: int | None = None
    media_errors: int | None = None
    percentage_used: int | None = None


class CapacityUnit(StrEnum):
    """In what the capacity of a part is given."""

    BYTE = "byte"
    MILLIWATT_HOUR = "milliwatt-hour"
    INCH = "inch"


@dataclass(frozen=True)
class Capacity:
    """How much a part holds (memory, storage, a battery as designed), or the diagonal of a panel."""

    value: float
    unit: CapacityUnit


@dataclass(frozen=True)
class PartSeen:
    """A part that evidence shows in the device, but for storage, which is a medium. All of it are claims."""

    component: ComponentKind
    serial: str | None = None
    maker: str | None = None
    model: str | None = None
    capacity: Capacity | None = None


@dataclass(frozen=True)
class BatteryReading:
    """`state_of_health` = full charge capacity / design capacity (1 is as new); capacities in mWh or mAh as given."""

    state_of_health: float | None = None
    cycles: int | None = None
    design_capacity: float | None = None
    full_capacity: float | None = None
    serial: str | None = None
    chemistry: str | None = None
    observed: date | None = None


@dataclass(frozen=True)
class Hardware:
    """What is in the box, as far as routing and passports need it. CPUID numbers are decimal."""

    maker: str | None = None
    model: str | None = None
    cpu: str | None = None
    cpu_family: int | None = None
    cpu_model: int | None = None
    cpu_stepping: int | None = None
    memory_bytes: int | None = None
    memory_slots: int | None = None
    memory_slots_used: int | None = None
    uefi: bool | None = None
    tpm: str | None = None
    firmware_version: str | None = None
    firmware_date: date | None = None


@dataclass(frozen=True)
class ErasureReading:
    """What a wiping tool says of one medium. `verified` is the tool's own read-back, not the second person's check.

    `finished_at` is by the clock of the machine that wiped; it has no zone where the tool names none.
    """

    medium_serial: str
    succeeded: bool
    verified: bool
    tool: str
    tool_version: str | None = None
    technique: str | None = None
    rounds: int | None = None
    category: SanitisationCategory | None = None
    finished_at: datetime | None = None
    detail: str | None = None
