"""Words of what breaks."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.faults.kinds import Fault, ProductKind, RepairStatus
from lifecycle.domain.faults.loads import LoadState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    Fault: {
        Fault.BATTERY: message("Battery"),
        Fault.CHARGING: message("Charging"),
        Fault.POWER: message("Does not start, or goes out"),
        Fault.SCREEN: message("Screen"),
        Fault.KEYBOARD: message("Keys, buttons, touchpad"),
        Fault.CONNECTOR: message("Connector"),
        Fault.STORAGE: message("Storage"),
        Fault.MEMORY: message("Memory"),
        Fault.MAINBOARD: message("Mainboard"),
        Fault.COOLING: message("Cooling"),
        Fault.SOFTWARE: message("Software"),
        Fault.SLOW: message("Slow"),
        Fault.NETWORK: message("Network"),
        Fault.SOUND: message("Sound"),
        Fault.CAMERA: message("Camera"),
        Fault.CASE: message("Housing"),
        Fault.LIQUID: message("Damage by liquid"),
    },
    RepairStatus: {
        RepairStatus.FIXED: message("Fixed"),
        RepairStatus.REPAIRABLE: message("Can be repaired, not done"),
        RepairStatus.END_OF_LIFE: message("End of life"),
        RepairStatus.UNKNOWN: message("End not known"),
    },
    ProductKind: {
        ProductKind.LAPTOP: message("Laptops"),
        ProductKind.PHONE: message("Phones"),
        ProductKind.DISPLAY: message("Screens and televisions"),
        ProductKind.TABLET: message("Tablets"),
        ProductKind.DESKTOP: message("Desktop computers"),
    },
    LoadState: {
        LoadState.WAITING: message("Waits"),
        LoadState.RUNNING: message("Under way"),
        LoadState.FINISHED: message("Finished"),
        LoadState.FAILED: message("Stopped"),
    },
}
