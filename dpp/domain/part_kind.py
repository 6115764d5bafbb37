"""Which part of a device something is about: a step of a repair guide, a spare part, a price."""

from enum import StrEnum


class PartKind(StrEnum):
    """Parts in the words of passports: the codes of `spareParts.part` in the catalogue of elements."""

    BATTERY = "battery"
    DISPLAY = "display"
    BACK_COVER = "back-cover"
    CAMERA = "camera"
    FRONT_CAMERA = "front-camera"
    REAR_CAMERA = "rear-camera"
    CHARGING_PORT = "charging-port"
    BUTTONS = "buttons"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    KEYBOARD = "keyboard"
    TOUCHPAD = "touchpad"
    MEMORY = "memory"
    STORAGE = "storage"
    MAINBOARD = "mainboard"
    CHARGER = "charger"
    POWER_SUPPLY = "power-supply"
    CONNECTOR = "connector"
    HINGE = "hinge"
    FAN = "fan"
    STAND = "stand"
    OTHER = "other"
