"""What lists call the fields that they have most, besides the field's own label.

In English and Dutch, as inventories, resellers and makers head their columns. A word stands under one field only.
"""

from collections.abc import Mapping
from types import MappingProxyType

SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "productGroup": ("category", "categorie", "product category", "soort", "type product", "device type"),
        "brand": ("merk", "make", "manufacturer", "fabrikant", "producent", "vendor"),
        "modelName": ("model name", "type", "product name", "productnaam", "modelomschrijving", "typeaanduiding"),
        "modelIdentifier": ("model number", "modelnummer", "model no", "part number", "mpn", "sku", "typenummer"),
        "gtin": ("ean", "ean13", "ean code", "upc", "barcode", "gtin14", "artikelnummer ean"),
        "eprelRegistrationNumber": ("eprel", "eprel id", "eprel number", "eprel registratie"),
        "manufacturerName": ("manufacturer name", "naam fabrikant"),
        "serialNumber": ("serial", "serial no", "sn", "s n", "serienummer", "serienr", "service tag"),
        "batchNumber": ("batch", "lot", "lotnummer", "batchnummer", "charge"),
        "reference": ("referentie", "kenmerk", "row id", "record id", "id", "regelnummer"),
        "model": ("model passport", "modelpaspoort", "passport"),
        "label": ("label code", "etiket", "print label"),
        "mass": ("gewicht", "weight", "massa"),
        "screenDiagonal": ("schermdiagonaal", "screen diagonal", "diagonal", "schermgrootte", "display size"),
        "memory": ("ram", "geheugen", "werkgeheugen", "system memory"),
        "storage": ("disk", "opslag", "ssd", "hdd", "opslagcapaciteit", "storage capacity", "schijf"),
        "processor": ("cpu", "processor type", "processortype"),
        "operatingSystem": ("os", "besturingssysteem", "operating system version"),
        "batteryHealth": ("battery condition", "accu conditie", "state of health", "soh", "batterij"),
        "batteryCycleCount": ("cycle count", "laadcycli", "battery cycles"),
        "productionMonth": ("production date", "productiedatum", "manufactured", "bouwmaand", "date of manufacture"),
        "securitySupportUntil": ("end of support", "security updates", "einde ondersteuning", "support until"),
        "carbonFootprint": ("co2", "co2e", "pcf", "carbon footprint", "voetafdruk"),
        "annualEnergy": ("tec", "annual energy consumption", "jaarverbruik", "energieverbruik"),
        "assetTag": ("inventarisnummer", "asset", "asset no", "tag", "middelnummer", "activanummer"),
        "imei": ("imei1", "imei nummer", "imei number"),
        "owner": ("eigenaar", "organisation", "organisatie", "owner unit", "onderdeel", "dienst", "department"),
        "place": ("locatie", "location", "plaats", "site", "vestiging", "magazijn"),
        "inUseSince": ("purchase date", "aankoopdatum", "aanschafdatum", "in gebruik sinds", "datum aanschaf"),
        "classification": ("rubricering", "classificatie", "security classification"),
        "holding": ("eigendom", "lease", "ownership", "eigendomsvorm"),
        "lessee": ("lessee", "huurder", "leasenemer", "gebruikende organisatie"),
    }
)

MEANT: Mapping[str, str] = MappingProxyType({"model": "modelName"})
"""Headings that mean another field than the one of that name: under `Model` lists have names, and no passports."""
