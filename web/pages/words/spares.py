"""Words of spare parts."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.spares.catalogue import Datum, SpareKind
from lifecycle.domain.spares.prices import InStock, Vat
from lifecycle.domain.spares.stock import KeptState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    SpareKind: {
        SpareKind.BATTERY: message("battery"),
        SpareKind.DISPLAY: message("display"),
        SpareKind.BACK_COVER: message("back cover"),
        SpareKind.CAMERA: message("camera"),
        SpareKind.FRONT_CAMERA: message("front camera"),
        SpareKind.REAR_CAMERA: message("rear camera"),
        SpareKind.CHARGING_PORT: message("charging port"),
        SpareKind.BUTTONS: message("buttons"),
        SpareKind.MICROPHONE: message("microphone"),
        SpareKind.SPEAKER: message("speaker"),
        SpareKind.KEYBOARD: message("keyboard"),
        SpareKind.TOUCHPAD: message("touchpad"),
        SpareKind.MEMORY: message("memory"),
        SpareKind.STORAGE: message("storage"),
        SpareKind.MAINBOARD: message("mainboard"),
        SpareKind.CHARGER: message("charger"),
        SpareKind.POWER_SUPPLY: message("power supply inside"),
        SpareKind.CONNECTOR: message("connector"),
        SpareKind.HINGE: message("hinge"),
        SpareKind.FAN: message("fan"),
        SpareKind.STAND: message("stand"),
        SpareKind.OTHER: message("other part"),
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
