"""Words of the search box."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from dpp.domain.search import Kind, What

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    Kind: {
        Kind.DEVICE: message("Devices"),
        Kind.MODEL: message("Models"),
        Kind.CONSIGNMENT: message("Consignments"),
        Kind.LOT: message("Sale lots"),
        Kind.REQUEST: message("Requests for devices"),
        Kind.REPAIR_ORDER: message("Repair orders"),
        Kind.ORGANISATION: message("Organisations"),
    },
    What: {
        What.SERIAL: message("Serial number"),
        What.ASSET_TAG: message("Asset tag"),
        What.IMEI: message("IMEI"),
        What.EID: message("EID"),
        What.SMBIOS_UUID: message("System UUID"),
        What.LABEL: message("Label code"),
        What.ID: message("Number"),
        What.GTIN: message("GTIN"),
        What.MODEL_NUMBER: message("Model number"),
        What.EPREL: message("EPREL number"),
        What.CONTRACT: message("Contract"),
        What.SEAL: message("Seal"),
        What.LOAD_UNIT: message("Pallet or box"),
        What.NAME: message("Name"),
        What.TITLE: message("Title"),
        What.PROGRAMME: message("Programme"),
    },
}
