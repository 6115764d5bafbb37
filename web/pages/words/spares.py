"""Words of spare parts."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from dpp.domain.part_kind import PartKind
from lifecycle.domain.spares.catalogue import Datum
from lifecycle.domain.spares.prices import InStock, Vat
from lifecycle.domain.spares.stock import KeptState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    PartKind: {
        PartKind.BATTERY: message("battery"),
        PartKind.DISPLAY: message("display"),
        PartKind.BACK_COVER: message("back cover"),
        PartKind.CAMERA: message("camera"),
        PartKind.FRONT_CAMERA: message("front camera"),
        PartKind.REAR_CAMERA: message("rear camera"),
        PartKind.CHARGING_PORT: message("charging port"),
        PartKind.BUTTONS: message("buttons"),
        PartKind.MICROPHONE: message("microphone"),
        PartKind.SPEAKER: message("speaker"),
        PartKind.KEYBOARD: message("keyboard"),
        PartKind.TOUCHPAD: message("touchpad"),
        PartKind.MEMORY: message("memory"),
        PartKind.STORAGE: message("storage"),
        PartKind.MAINBOARD: message("mainboard"),
        PartKind.CHARGER: message("charger"),
        PartKind.POWER_SUPPLY: message("power supply inside"),
        PartKind.CONNECTOR: message("connector"),
        PartKind.HINGE: message("hinge"),
        PartKind.FAN: message("fan"),
        PartKind.STAND: message("stand"),
        PartKind.OTHER: message("other part"),
    },
    Datum: {
        Datum.VOLTAGE: message("Voltage"),
        Datum.ENERGY: message("Energy"),
        Datum.CHARGE: message("Charge"),
        Datum.POWER: message("Power"),
        Datum.DIAGONAL: message("Diagonal"),
        Datum.CAPACITY: message("Capacity"),
        Datum.CELLS: message("Cells"),
    },
    Vat: {
        Vat.INCLUDED: message("with VAT"),
        Vat.EXCLUDED: message("without VAT"),
        Vat.NOT_SAID: message("VAT not said"),
    },
    InStock: {
        InStock.IN: message("in stock"),
        InStock.OUT: message("out of stock"),
        InStock.UNKNOWN: message("stock not known"),
    },
    KeptState: {
        KeptState.KEPT: message("reserved"),
        KeptState.TAKEN: message("taken for a repair"),
        KeptState.GIVEN_BACK: message("given back"),
        KeptState.WITHDRAWN: message("withdrawn"),
        KeptState.EXPIRED: message("ended by itself"),
    },
}
