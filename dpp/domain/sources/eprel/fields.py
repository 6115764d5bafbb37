"""Which field of EPREL fills which element, and how it is read. A new field is a line here.

Codes are those of real registrations, or plain words; a code that is not here is told, and not taken over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dpp.domain.catalogue import ProductGroup
from dpp.domain.figure import Unit
from dpp.domain.message import message
from dpp.domain.repairability.rounding import half_up
from dpp.domain.sources.notes import Notes
from dpp.domain.sources.values import (
    plain,
    read_boolean,
    read_code,
    read_link,
    read_month,
    read_number,
    read_text,
)

Read = Callable[[str, Any, Notes], Any]
_MINUTES = 60
_CYCLES_FROM = 100
_INCH = Decimal("2.54")


@dataclass(frozen=True)
class Field:
    """`name` is EPREL's. With a `unit` the value becomes a figure, with a `member` a part of a collection.

    Of several fields for one element the first that has a value counts; `resource` titles a link.
    """

    name: str
    element: str
    read: Read
    unit: Unit | None = None
    member: str | None = None
    resource: str | None = None


def code(codes: Mapping[str, str]) -> Read:
    return lambda path, raw, notes: read_code(path, raw, codes, notes)


def hours_from_minutes(path: str, raw: Any, notes: Notes) -> Decimal | None:
    """EPREL has the endurance per cycle in minutes."""
    minutes = read_number(path, raw, notes)
    if minutes is None:
        return None
    hours = half_up(minutes / _MINUTES)
    notes.changed(path, raw, f"{plain(hours)} h", message("EPREL gives the endurance per cycle in minutes."))
    return hours


def cycles(path: str, raw: Any, notes: Notes) -> Decimal | None:
    """EPREL has the endurance in hundreds of cycles; suppliers also give the cycles themselves."""
    number = read_number(path, raw, notes)
    if number is None:
        return None
    if number >= _CYCLES_FROM:
        say = message("Taken for the cycles themselves: so many hundreds of cycles no battery has.")
        notes.changed(path, raw, plain(number), say)
        return number
    notes.changed(path, raw, plain(number * 100), message("EPREL gives the endurance in hundreds of cycles."))
    return number * 100


def inches_from_centimetres(path: str, raw: Any, notes: Notes) -> Decimal | None:
    centimetres = read_number(path, raw, notes)
    if centimetres is None:
        return None
    inches = half_up(centimetres / _INCH, Decimal("0.1"))
    notes.changed(path, raw, f"{plain(inches)} in", message("Centimetres as inches."))
    return inches


def ingress_protection(path: str, raw: Any, notes: Notes) -> str | None:
    """`IP54`, also where the letters are left out."""
    text = (read_text(path, raw, notes) or "").upper().replace(" ", "")
    digits = text.removeprefix("IP")
    if len(digits) != 2 or not all(digit.isdigit() or digit == "X" for digit in digits):
        notes.leave(path, raw, message("This is not a code such as IP54."))
        return None
    if f"IP{digits}" != raw:
        notes.changed(path, raw, f"IP{digits}", message("The code of ingress protection as the standard writes it."))
    return f"IP{digits}"


def hardness(path: str, raw: Any, notes: Notes) -> Decimal | None:
    """`MOHS_5` as 5, on the scale of Mohs."""
    text = (read_text(path, raw, notes) or "").upper()
    found = text.removeprefix("MOHS_")
    if not found.isdecimal():
        notes.leave(path, raw, message("This is not a hardness such as MOHS_5."))
        return None
    notes.changed(path, raw, int(found), message("The hardness on the scale of Mohs."))
    return Decimal(found)


_ENERGY = code({letter: letter for letter in "ABCDEFG"})
_SCALE = code({letter: letter for letter in "ABCDE"})
_SPARE_PARTS = code(
    {"PRIORITY": "all-priority-parts", "DISPLAY_BATTERY_BACK_COVER_CAMERAS": "display-battery-back-cover-cameras"}
)
_INFORMATION = code({"NO_COST": "free-for-all", "NO_COST_PROFESSIONAL_REPAIRERS": "free-for-professionals"})
_CONNECTOR = code({"USB_C": "usb-c"})
_SYSTEM = code({"ANDROID": "Android", "IOS": "iOS"})
_CATEGORY = code({"TELEVISION": "television", "MONITOR": "monitor", "SIGNAGE": "signage"})
_SUPPLY = code({"INTERNAL": "internal"})

COMMON = (
    Field("onMarketStartDate", "placedOnMarket", read_month),
    Field("onMarketStartDateTS", "placedOnMarket", read_month),
    Field("guaranteeDuration", "guaranteeDuration", read_number, Unit.MONTH),
)
PHONE = (
    *COMMON,
    Field("energyClass", "energyClass", _ENERGY),
    Field("batteryEndurancePerCycle", "batteryEndurance", hours_from_minutes, Unit.HOUR),
    Field("batteryEndurancePerCycleInHours", "batteryEndurance", read_number, Unit.HOUR),
    Field("batteryEnduranceInCycles", "batteryCyclesTo80", cycles, Unit.CYCLE),
    Field("ratedBatteryCapacity", "batteryCapacity", read_number, Unit.MILLIAMPERE_HOUR),
    Field("batteryUserReplaceable", "batteryUserReplaceable", read_boolean),
    Field("chargerReceptacleType", "chargingConnector", _CONNECTOR),
    Field("chargerRequiredOutputPower", "chargerPower", read_number, Unit.WATT),
    Field("operatingSystem", "operatingSystem", _SYSTEM),
    Field("minYearsSoftwareUpdates", "osUpdateYears", read_number, Unit.YEAR),
    Field("isFoldable", "foldable", read_boolean),
    Field("ingressProtectionRating", "ingressProtection", ingress_protection),
    Field("repeatedFreeFallReliabilityClass", "fallReliabilityClass", _SCALE),
    Field("fallsWithoutDefect", "fallsWithoutDefect", read_number),
    Field("screenScratchResistance", "scratchResistance", hardness),
    Field("repairabilityClass", "repairabilityClass", _SCALE),
    Field("repairabilityIndex", "repairabilityIndex", read_number, Unit.ONE),
    Field("disassemblyDepthScore", "repairabilityScores", read_number, member="disassemblyDepth"),
    Field("fastenersScore", "repairabilityScores", read_number, member="fasteners"),
    Field("toolsScore", "repairabilityScores", read_number, member="tools"),
    Field("sparePartScore", "repairabilityScores", _SPARE_PARTS, member="sparePartsOffered"),
    Field("repairInfoScore", "repairabilityScores", _INFORMATION, member="repairInformationOffered"),
    Field("webLinkRepairInstructions", "repairInstructions", read_link, resource="Repair instructions"),
    Field("webLinkInfoSparePartsAvailability", "sparePartsInformation", read_link, resource="Spare parts"),
)
DISPLAY = (
    *COMMON,
    Field("energyClassSDR", "energyClass", _ENERGY),
    Field("energyClass", "energyClass", _ENERGY),
    Field("energyClassHDR", "energyClassHdr", _ENERGY),
    Field("powerOnModeSDR", "onModePower", read_number, Unit.WATT),
    Field("powerOnModeHDR", "onModePowerHdr", read_number, Unit.WATT),
    Field("powerStandby", "standbyPower", read_number, Unit.WATT),
    Field("powerStandbyNetworked", "networkedStandbyPower", read_number, Unit.WATT),
    Field("diagonalInch", "screenDiagonal", read_number, Unit.INCH),
    Field("diagonalCm", "screenDiagonal", inches_from_centimetres, Unit.INCH),
    Field("resolutionHorizontalPixels", "resolution", read_number, member="width"),
    Field("resolutionVerticalPixels", "resolution", read_number, member="height"),
    Field("panelTechnology", "panelTechnology", read_text),
    Field("category", "displayCategory", _CATEGORY),
    Field("frequencyRate", "refreshRate", read_number, Unit.HERTZ),
    Field("powerSupplyType", "powerSupplyType", _SUPPLY),
    Field("minAvailabilitySoftwareUpdatesYears", "osUpdateYears", read_number, Unit.YEAR),
    Field("minAvailabilitySparePartsYears", "sparePartsYears", read_number, Unit.YEAR),
    Field("minGuaranteedSupportYears", "productSupportYears", read_number, Unit.YEAR),
)
FIELDS: Mapping[ProductGroup, tuple[Field, ...]] = {ProductGroup.PHONE: PHONE, ProductGroup.DISPLAY: DISPLAY}

RATIO = ("sizeRatioX", "sizeRatioY")
MEANS_NO_HDR = frozenset({"energyClassHDR", "powerOnModeHDR"})
IDENTITY = frozenset(
    {"eprelRegistrationNumber", "supplierOrTrademark", "modelIdentifier", "productGroup", "deviceType"}
)
OF_THE_REGISTRY = frozenset(  # how EPREL keeps its rows, not what the product is
    {
        "blocked",
        "energyClassImage",
        "energyClassImageWithScale",
        "energyClassRange",
        "energyLabelId",
        "exportDateTS",
        "firstPublicationDate",
        "firstPublicationDateTS",
        "formType",
        "generatedLabels",
        "id",
        "implementingAct",
        "importedOn",
        "lastVersion",
        "onMarketFirstStartDate",
        "onMarketFirstStartDateTS",
        "orgVerificationStatus",
        "productModelCoreId",
        "publishedOnDate",
        "publishedOnDateTS",
        "status",
        "trademarkId",
        "trademarkOwner",
        "trademarkVerificationStatus",
        "uploadedLabels",
        "versionId",
        "versionNumber",
        "visibleToUkMsa",
        "visibleToUnitedKingdomMarketSurveillanceAuthority",
    }
)
ABOUT_PEOPLE = frozenset({"organisation", "contactDetails", "contactId", "contactByReferenceId"})
