"""The fixed lists of a repair guide. What a list takes from a regulation or standard is said beside it."""

from enum import StrEnum


class ToolKind(StrEnum):
    """Who can have the tool: the classes of (EU) 2023/1669 Annex IV point 5, and EN 45554's tool of the maker alone."""

    NONE = "none"
    BASIC = "basic"
    WITH_PART = "with-part"
    WITH_PRODUCT = "with-product"
    COMMERCIAL = "commercial"
    PROPRIETARY = "proprietary"


class FastenerKind(StrEnum):
    """What holds a part."""

    SCREW = "screw"
    CLIP = "clip"
    CONNECTOR = "connector"
    ADHESIVE = "adhesive"
    SOLDER = "solder"
    OTHER = "other"


class Reuse(StrEnum):
    """What becomes of a fastener: (EU) 2023/1669 Annex IV point 5, and EN 45554's that can be neither."""

    REUSABLE = "reusable"
    RESUPPLIED = "resupplied"
    REMOVABLE = "removable"
    NEITHER = "neither"


class WarningKind(StrEnum):
    """What can go wrong for the person, the device or the data on it."""

    BATTERY = "battery"
    GLASS = "glass"
    HIGH_VOLTAGE = "high-voltage"
    HEAT = "heat"
    DATA_LOSS = "data-loss"
    OTHER = "other"


class ProcedureKind(StrEnum):
    """What is done without a screwdriver."""

    DIAGNOSIS = "diagnosis"
    FIRMWARE = "firmware"
    RESET = "reset"
    LOCK_RELEASE = "lock-release"


class Authority(StrEnum):
    """Whose act a procedure needs."""

    ANYBODY = "anybody"
    ACCOUNT_HOLDER = "account-holder"
    OWNER = "owner"
    PROFESSIONAL = "professional"
    MAKER = "maker"


class DocumentKind(StrEnum):
    """What a document is for."""

    REPAIR_MANUAL = "repair-manual"
    USER_MANUAL = "user-manual"
    SCHEMATIC = "schematic"
    BOARD_VIEW = "board-view"
    PARTS_LIST = "parts-list"
    SAFETY_SHEET = "safety-sheet"
    FIRMWARE = "firmware"
    OTHER = "other"


class FileUse(StrEnum):
    """For what a file is kept: a picture of a step or view, or a document as it is."""

    PICTURE = "picture"
    DOCUMENT = "document"
