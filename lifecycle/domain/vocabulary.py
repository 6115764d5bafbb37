"""The words of a device's life: fixed lists, with the source of each where there is one."""

from enum import StrEnum


class Lifecycle(StrEnum):
    """Where a device is in its circular life. A fold over events, never set by hand."""

    REGISTERED = "registered"
    IN_USE = "in-use"
    IN_STORE = "in-store"
    SURPLUS = "surplus"
    IN_TRANSIT = "in-transit"
    RECEIVED = "received"
    INTAKE = "intake"
    INSPECTED = "inspected"
    SANITISED = "sanitised"
    IN_REPAIR = "in-repair"
    REFURBISHED = "refurbished"
    ROUTED = "routed"
    RESERVED = "reserved"
    REDEPLOYED = "redeployed"
    DONATED = "donated"
    SOLD = "sold"
    IN_PARTS = "in-parts"
    RECYCLING = "recycling"
    RECYCLED = "recycled"
    RETURNED = "returned"
    QUARANTINED = "quarantined"
    MISSING = "missing"


class DataState(StrEnum):
    """What is on a storage medium, worst first: the device's state is that of its worst medium."""

    FAILED = "failed"
    CONTAINS_DATA = "contains-data"
    UNKNOWN = "unknown"
    CLEARED = "cleared"
    PURGED = "purged"
    VERIFIED = "verified"
    DESTROYED = "destroyed"
    NO_MEDIUM = "no-medium"


class Waste(StrEnum):
    """Waste status; EN 50614 (preparing for reuse) applies only to what became waste."""

    PRODUCT = "product"
    WASTE = "waste"
    PREPARED_FOR_REUSE = "prepared-for-reuse"
    RECYCLED = "recycled"


class Holding(StrEnum):
    """What kind of party owns a device."""

    STATE = "state"
    LESSOR = "lessor"
    COORDINATOR = "coordinator"
    BUYER = "buyer"
    RECIPIENT = "recipient"


class Ground(StrEnum):
    """Legal ground of a change of ownership (Regeling materieelbeheer roerende zaken van het Rijk, art. 5-7)."""

    TRANSFER = "transfer"
    SALE = "sale"
    LEASE = "lease"
    DESTRUCTION = "destruction"
    TRADE_IN = "trade-in"
    GIFT = "gift"


class Lock(StrEnum):
    """What can keep the next user out; a wipe releases none of them."""

    FIRMWARE_PASSWORD = "firmware-password"  # noqa: S105 (the name of a lock)
    DISK_PASSWORD = "disk-password"  # noqa: S105 (the name of a lock)
    AUTOPILOT = "autopilot"
    APPLE_BUSINESS = "apple-business"
    ACTIVATION_LOCK = "activation-lock"
    FACTORY_RESET_PROTECTION = "factory-reset-protection"
    ABSOLUTE = "absolute"
    MDM = "mdm"


class ProofKind(StrEnum):
    """What shows that a lock is released."""

    EVIDENCE = "evidence"
    SCREENSHOT = "screenshot"
    MDM_REFERENCE = "mdm-reference"
    MAKER_REFERENCE = "maker-reference"
    OWNER_REFERENCE = "owner-reference"


class Hazard(StrEnum):
    """Why a device must be handled with care, and nothing else be done with it."""

    SWOLLEN_BATTERY = "swollen-battery"
    BROKEN_GLASS = "broken-glass"


class Classification(StrEnum):
    """Highest classification (Dutch State) of the data on the device; unknown counts as Dep.V and blocks exit."""

    NONE = "none"
    DEP_V = "dep-v"
    STG_C = "stg-c"
    STG_G = "stg-g"
    STG_ZG = "stg-zg"
    UNKNOWN = "unknown"


class SanitisationCategory(StrEnum):
    """NIST SP 800-88 revision 2."""

    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"


class MediumKind(StrEnum):
    """Kinds of storage medium."""

    HDD = "hdd"
    SSD = "ssd"
    NVME = "nvme"
    EMMC = "emmc"
    PHONE_STORAGE = "phone-storage"
    OTHER = "other"


class PartOrigin(StrEnum):
    """Where an installed part came from."""

    NEW_ORIGINAL = "new-original"
    NEW_THIRD_PARTY = "new-third-party"
    USED = "used"
    HARVESTED = "harvested"


class RepairBarrier(StrEnum):
    """Why a repair failed (Open Repair Data Standard 0.3, repair_barrier_if_end_of_life)."""

    PARTS_UNAVAILABLE = "spare-parts-not-available"
    TOO_EXPENSIVE = "spare-parts-too-expensive"
    NO_WAY_TO_OPEN = "no-way-to-open"
    NO_INFORMATION = "repair-information-not-available"
    NO_EQUIPMENT = "lack-of-equipment"
    WORN_OUT = "item-too-worn-out"


class FaultKind(StrEnum):
    """What does not work, as a repairer finds it."""

    NO_POWER = "no-power"
    DOES_NOT_START = "does-not-start"
    BATTERY = "battery"
    CHARGING = "charging"
    DISPLAY = "display"
    TOUCH = "touch"
    KEYBOARD = "keyboard"
    POINTING_DEVICE = "pointing-device"
    CAMERA = "camera"
    SOUND = "sound"
    NETWORK = "network"
    STORAGE = "storage"
    MEMORY = "memory"
    CONNECTOR = "connector"
    BUTTON = "button"
    COOLING = "cooling"
    HOUSING = "housing"
    LIQUID = "liquid"
    SOFTWARE = "software"
    OTHER = "other"


class Route(StrEnum):
    """Where a device can go, in the order of the R-ladder (domain: R3, R4/R5, R3, R3/R5, R6/R7, R8)."""

    REDEPLOY = "redeploy"
    REPAIR = "repair"
    DONATE = "donate"
    SELL = "sell"
    PARTS = "parts"
    RECYCLE = "recycle"
    RETURN_TO_LESSOR = "return-to-lessor"
    HOLD = "hold"


class OverrideGround(StrEnum):
    """Why a person chooses another route than the rules: one of these, beside a reason in words."""

    BETTER_USE = "better-use"
    FACT_NOT_RIGHT = "fact-not-right"
    OTHER_CONDITION = "other-condition"
    OWNER_ASKS = "owner-asks"
    SECURITY = "security"
    LAW_OR_CONTRACT = "law-or-contract"
    MARKET_CHANGED = "market-changed"
    TRIAL = "trial"
    OTHER = "other"


class ReleaseReason(StrEnum):
    """Why a reservation ended without a hand-over."""

    EXPIRED = "expired"
    GIVEN_BACK = "given-back"
    WITHDRAWN = "withdrawn"


class FunctionalGrade(StrEnum):
    """What works (R2v3): higher is better; compares as text."""

    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    F5 = "F5"
    F6 = "F6"


class CosmeticGrade(StrEnum):
    """How it looks (R2v3): higher is better; compares as text."""

    C0 = "C0"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"
    C6 = "C6"
    C7 = "C7"
    C8 = "C8"
    C9 = "C9"


class ComponentKind(StrEnum):
    """Components that a repair replaces or a harvest keeps."""

    BATTERY = "battery"
    DISPLAY = "display"
    KEYBOARD = "keyboard"
    MEMORY = "memory"
    STORAGE = "storage"
    MAINBOARD = "mainboard"
    CAMERA = "camera"
    SPEAKER = "speaker"
    FAN = "fan"
    CHARGER = "charger"
    POWER_SUPPLY = "power-supply"
    HOUSING = "housing"
    OTHER = "other"
