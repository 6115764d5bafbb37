"""Words of repair guides."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from dpp.domain.repair_guide.vocabulary import (
    Authority,
    DocumentKind,
    FastenerKind,
    FileUse,
    ProcedureKind,
    Reuse,
    ToolKind,
    WarningKind,
)

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ToolKind: {
        ToolKind.NONE: message("no tool"),
        ToolKind.BASIC: message("basic tool"),
        ToolKind.WITH_PART: message("tool that comes with the part"),
        ToolKind.WITH_PRODUCT: message("tool that comes with the product"),
        ToolKind.COMMERCIAL: message("special tool that is for sale"),
        ToolKind.PROPRIETARY: message("tool of the maker alone"),
    },
    FastenerKind: {
        FastenerKind.SCREW: message("screw"),
        FastenerKind.CLIP: message("clip"),
        FastenerKind.CONNECTOR: message("plug"),
        FastenerKind.ADHESIVE: message("glue"),
        FastenerKind.SOLDER: message("solder"),
        FastenerKind.OTHER: message("other fastener"),
    },
    Reuse: {
        Reuse.REUSABLE: message("can be used again"),
        Reuse.RESUPPLIED: message("new ones come with the part"),
        Reuse.REMOVABLE: message("comes off, cannot be used again"),
        Reuse.NEITHER: message("does not come off undamaged"),
    },
    WarningKind: {
        WarningKind.BATTERY: message("Battery"),
        WarningKind.GLASS: message("Glass"),
        WarningKind.HIGH_VOLTAGE: message("High voltage"),
        WarningKind.HEAT: message("Heat"),
        WarningKind.DATA_LOSS: message("Loss of data"),
        WarningKind.OTHER: message("Beware"),
    },
    ProcedureKind: {
        ProcedureKind.DIAGNOSIS: message("Diagnosis"),
        ProcedureKind.FIRMWARE: message("Firmware"),
        ProcedureKind.RESET: message("Reset"),
        ProcedureKind.LOCK_RELEASE: message("Release of a lock"),
    },
    Authority: {
        Authority.ANYBODY: message("anybody"),
        Authority.ACCOUNT_HOLDER: message("the holder of the account"),
        Authority.OWNER: message("the owner of the device"),
        Authority.PROFESSIONAL: message("a professional repairer"),
        Authority.MAKER: message("the maker"),
    },
    DocumentKind: {
        DocumentKind.REPAIR_MANUAL: message("Repair manual"),
        DocumentKind.USER_MANUAL: message("User manual"),
        DocumentKind.SCHEMATIC: message("Schematic"),
        DocumentKind.BOARD_VIEW: message("Board view"),
        DocumentKind.PARTS_LIST: message("List of parts"),
        DocumentKind.SAFETY_SHEET: message("Safety sheet"),
        DocumentKind.FIRMWARE: message("Firmware"),
        DocumentKind.OTHER: message("Other document"),
    },
    FileUse: {
        FileUse.PICTURE: message("picture"),
        FileUse.DOCUMENT: message("document"),
    },
}
