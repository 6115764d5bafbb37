"""Example documents: together they hold an example of every element. They describe no real product."""

from datetime import UTC, datetime
from typing import Any

from dpp.domain.catalogue import Catalogue, Element, Granularity, ProductGroup, ValueType
from dpp.domain.document import HISTORY, Header, Layer, effective
from dpp.domain.forms import compressed
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart

ILLUSTRATION = {"title": "Illustration", "url": "https://bron.example/"}
SOURCE = ILLUSTRATION | {"date": "2026-11", "licence": "CC BY 4.0"}
NOT_REAL = {
    "brand": "Voorbeeld",
    "modelName": "Illustration, not a real product",
    "modelIdentifier": "ILLUSTRATION-1",
    "configurationCode": "ILLUSTRATION-1A",
    "manufacturerName": "Voorbeeld BV",
    "manufacturerTradeName": "Voorbeeld",
    "manufacturerAddress": "Voorbeeldkade 1, Utrecht, NL",
    "manufacturerWebsite": "https://maker.example/",
    "eprelRegistrationNumber": "1",
    "compiledBy": "Kringpas, as an illustration",
    "compiledFrom": [SOURCE | {"elements": ["mass", "carbonFootprint"]}],
}
"""What takes the place of a real name, number or source."""

FITTING: dict[ProductGroup, dict[str, Any]] = {
    ProductGroup.DISPLAY: {
        "screenDiagonal": 23.8,
        "mass": 3.5,
        "annualEnergy": 36.5,
        "weeeCategory": "2",
        "ports": [{"connector": "hdmi", "number": 2}, {"connector": "displayport", "number": 1, "version": "1.4"}],
        "assumedLifetime": 6,
    },
    ProductGroup.LAPTOP: {
        "screenDiagonal": 14,
        "processor": "Intel Core i5-8250U",
        "memory": 16,
        "operatingSystem": "Windows 11 Pro",
        "operatingSystemAtSale": "Windows 10 Pro",
        "latestOperatingSystem": "Windows 11 25H2",
        "batteryCapacity": 4080,
        "chargerPower": 65,
        "alternativeOperatingSystems": ["Debian 13"],
        "weeeCategory": "2",
        "mobileNetworks": ["4g"],
        "storageFormFactor": "m2-2280",
    },
    ProductGroup.PHONE: {
        "screenDiagonal": 6.1,
        "resolution": {"width": 1080, "height": 2340},
        "aspectRatio": "19.5:9",
        "mass": 0.187,
        "processor": "eight cores, 2.4 GHz",
        "storageFormFactor": "soldered",
        "annualEnergy": 7,
        "batteryEnergy": 17.4,
        "ports": [{"connector": "usb-c", "number": 1, "version": "USB 2.0"}],
        "energyEfficiencyIndex": 2.84,
        "softwareVersion": "Android 16",
        "weeeCategory": "6",
        "accessories": ["charger", "case"],
    },
}
"""What a product of one group says otherwise than the catalogue's example; a number is the value of a figure."""

WHEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
LIFE = PublicHistory(
    entries=(
        PublicEntry("2021-03", PublicKind.MADE),
        PublicEntry("2026-05", PublicKind.PART_REPLACED, PublicPart.BATTERY),
    ),
    data_safe="2026-06",
    state_owned=False,
)


def examples(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """File name -> document: a model of each group, a batch of laptops, an item of laptops and one of phones."""
    subjects = (
        *((Granularity.MODEL, group) for group in ProductGroup),
        (Granularity.BATCH, ProductGroup.LAPTOP),
        (Granularity.ITEM, ProductGroup.LAPTOP),
        (Granularity.ITEM, ProductGroup.PHONE),
    )
    return {f"{level.value}-{group.value}.json": _document(catalogue, level, group) for level, group in subjects}


def _document(catalogue: Catalogue, level: Granularity, group: ProductGroup) -> dict[str, Any]:
    elements = catalogue.elements_for(group, level)
    said = {element.element_id: _value(element, group) for element in elements if element.element_id != HISTORY}
    values = {name: value for name, value in (said | _above(level, group)).items() if value is not None}
    layer = Layer("example", 1, values, WHEN, schema=catalogue.version)
    life = LIFE if level is Granularity.ITEM else None
    return compressed(effective(_header(level, group), layer, history=life), catalogue)


def _value(element: Element, group: ProductGroup) -> Any:
    if element.element_id == "productGroup":
        return group.value
    if element.element_id in NOT_REAL:
        return NOT_REAL[element.element_id]
    value = _without_claims(element.example)
    if element.value_type is ValueType.RESOURCE and not element.illustrative:
        value = [ILLUSTRATION] if element.multiple else ILLUSTRATION
    if element.element_id not in FITTING[group]:
        return value
    fitting = FITTING[group][element.element_id]
    if element.value_type is ValueType.FIGURE and fitting is not None:
        return {"value": fitting, "unit": value["unit"], "source": SOURCE}
    return fitting


def _without_claims(value: Any) -> Any:
    """The value with every source replaced: what is real of one product is not said of another."""
    if isinstance(value, list):
        return [_without_claims(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {key: SOURCE if key == "source" else _without_claims(entry) for key, entry in value.items()}


def _above(level: Granularity, group: ProductGroup) -> dict[str, Any]:
    """The links to the passports from which this one inherits; a phone of the examples has no batch."""
    links: dict[str, Any] = {}
    if level is not Granularity.MODEL:
        links["modelPassport"] = _address(Granularity.MODEL, group)
    if level is Granularity.ITEM:
        batch = _address(Granularity.BATCH, group) if group is ProductGroup.LAPTOP else None
        links["batchPassport"] = batch
    return links


def _header(level: Granularity, group: ProductGroup) -> Header:
    address = _address(level, group)
    return Header(
        digital_product_passport_id=address,
        unique_product_identifier=address,
        granularity=level,
        economic_operator_id="https://id.kringpas.nl/operators/example",
        facility_id="https://id.kringpas.nl/414/9520000000028" if level is Granularity.BATCH else None,
    )


def _address(level: Granularity, group: ProductGroup) -> str:
    return f"https://id.kringpas.nl/passports/example-{level.value}-{group.value}"
