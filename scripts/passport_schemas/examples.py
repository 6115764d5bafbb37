"""Example documents: together they hold an example of every element. They describe no real product."""

from datetime import UTC, datetime
from typing import Any

from dpp.domain.catalogue import Catalogue, Granularity, ProductGroup
from dpp.domain.document import HISTORY, Header, Layer, effective
from dpp.domain.forms import compressed
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart

NOT_REAL = {
    "brand": "Voorbeeld",
    "modelName": "Illustration, not a real product",
    "modelIdentifier": "ILLUSTRATION-1",
    "manufacturerName": "Voorbeeld BV",
    "compiledBy": "Kringpas, as an illustration",
}
NOT_IN_EPREL = {
    "eprelRegistrationNumber": "1",
    "productDatabaseEntry": {"title": "Illustration", "url": "https://eprel.example/"},
}
SOURCE = {"title": "Illustration", "url": "https://bron.example/", "date": "2026-11", "licence": "CC BY 4.0"}
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
    """File name -> document: one model passport for each product group, and one item passport of a laptop."""
    models = {f"model-{group.value}.json": _model(catalogue, group) for group in ProductGroup}
    return models | {"item-laptop.json": _item(catalogue)}


def _model(catalogue: Catalogue, group: ProductGroup) -> dict[str, Any]:
    values = _values(catalogue, group, Granularity.MODEL) | NOT_REAL | {"productGroup": group.value}
    values |= {name: value for name, value in NOT_IN_EPREL.items() if name in values}
    layer = Layer("example", 1, values, WHEN)
    return compressed(effective(_header(catalogue, f"model-{group.value}", Granularity.MODEL), layer), catalogue)


def _item(catalogue: Catalogue) -> dict[str, Any]:
    values = _values(catalogue, ProductGroup.LAPTOP, Granularity.ITEM)
    values.pop(HISTORY)
    layer = Layer("example", 1, values, WHEN)
    return compressed(effective(_header(catalogue, "item-laptop", Granularity.ITEM), layer, history=LIFE), catalogue)


def _values(catalogue: Catalogue, group: ProductGroup, granularity: Granularity) -> dict[str, Any]:
    elements = catalogue.elements_for(group, granularity)
    return {element.element_id: _without_claims(element.example) for element in elements}


def _without_claims(value: Any) -> Any:
    """The value with every source replaced: what is real of one product is not said of another."""
    if isinstance(value, list):
        return [_without_claims(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {key: SOURCE if key == "source" else _without_claims(entry) for key, entry in value.items()}


def _header(catalogue: Catalogue, name: str, granularity: Granularity) -> Header:
    url = f"https://id.kringpas.nl/passports/example-{name}"
    return Header(
        digital_product_passport_id=url,
        unique_product_identifier=url,
        granularity=granularity,
        economic_operator_id="https://id.kringpas.nl/operators/example",
        content_specification_ids=(catalogue.specification,),
        context=catalogue.context,
    )
