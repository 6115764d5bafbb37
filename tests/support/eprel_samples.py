"""Registrations in the shape in which EPREL answers them; made up, except where a test says which one it is."""

from typing import Any

PHONE_GROUP, DISPLAY_GROUP = "smartphonestablets20231669", "electronicdisplays"
OURS = {"status": "PUBLISHED", "versionId": 3, "lastVersion": True, "productModelCoreId": 77}
CONTACT = {"organisation": {"organisationName": "Voorbeeld BV", "firstName": "Anna", "lastName": "de Vries"}}


def phone(**changes: Any) -> dict[str, Any]:
    """A phone that agrees with itself; a change of `None` leaves a field out."""
    fields = {
        **OURS,
        **CONTACT,
        "productGroup": PHONE_GROUP,
        "eprelRegistrationNumber": "900001",
        "supplierOrTrademark": "Voorbeeld",
        "modelIdentifier": "VB-100",
        "deviceType": "SMARTPHONE",
        "onMarketStartDate": [2025, 6, 20],
        "publishedOnDate": [2025, 6, 18],
        "guaranteeDuration": 36,
        "energyClass": "A",
        "batteryEndurancePerCycle": 2910,
        "batteryEnduranceInCycles": 8,
        "ratedBatteryCapacity": 4500,
        "batteryUserReplaceable": True,
        "chargerReceptacleType": "USB_C",
        "chargerRequiredOutputPower": 33,
        "operatingSystem": "ANDROID",
        "minYearsSoftwareUpdates": 5,
        "isFoldable": False,
        "ingressProtectionRating": "IP54",
        "repeatedFreeFallReliabilityClass": "A",
        "fallsWithoutDefect": 270,
        "repairabilityClass": "A",
        "repairabilityIndex": 4.01,
        "disassemblyDepthScore": 4.05,
        "fastenersScore": 5,
        "toolsScore": 4,
        "sparePartScore": "PRIORITY",
        "repairInfoScore": "NO_COST",
        "webLinkRepairInstructions": "https://voorbeeld.example/repair",
        "webLinkInfoSparePartsAvailability": "https://voorbeeld.example/parts",
        "screenScratchResistance": "MOHS_8",
    }
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def display(**changes: Any) -> dict[str, Any]:
    """A monitor without HDR that agrees with itself; a change of `None` leaves a field out."""
    fields = {
        **OURS,
        **CONTACT,
        "productGroup": DISPLAY_GROUP,
        "eprelRegistrationNumber": "900101",
        "supplierOrTrademark": "Beeld",
        "modelIdentifier": "B24",
        "onMarketStartDateTS": 1561932000,
        "energyClassSDR": "C",
        "energyClassHDR": "NA",
        "powerOnModeSDR": 10.6,
        "powerOnModeHDR": "NA",
        "powerStandby": 0.3,
        "diagonalCm": 60,
        "diagonalInch": 23.8,
        "resolutionHorizontalPixels": 1920,
        "resolutionVerticalPixels": 1080,
        "panelTechnology": "LED LCD",
    }
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}
