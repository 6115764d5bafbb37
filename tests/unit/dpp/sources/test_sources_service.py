"""Public sources against the models that there are: what is handed to the import, and what a person decides."""

import json
from typing import Any

import pytest

from dpp.domain.actor import VISITOR
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn
from dpp.domain.opaque import PassportId
from dpp.domain.sources.eprel.groups import GROUPS
from dpp.domain.sources.notes import SourceRow
from dpp.service.findings import Findings
from dpp.service.imports.ports import RowSource
from dpp.service.sources.fetching import PAGE_SIZE, fetch
from dpp.service.sources.ports import Listing, Product
from dpp.service.sources.sources import Sources
from tests.support.eprel_samples import PHONE_GROUP, phone
from tests.support.service_world import ADMINISTRATOR, MANUFACTURER, OWNER, ROUTER, World, laptop
from tests.unit.dpp.sources.test_footprints import ROW

PHONES = GROUPS[PHONE_GROUP]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def sources(world: World) -> Sources:
    return Sources(world.storage, world.publisher)


def register(world: World, **elements: Any) -> PassportId:
    return world.passports.register_model(ROUTER, json.dumps(elements).encode()).passport_id


def a_phone(**changes: Any) -> dict[str, Any]:
    return {"productGroup": "phone", "brand": "Voorbeeld", "modelName": "Mooie telefoon", **changes}


def only(rows: tuple[SourceRow, ...]) -> SourceRow:
    (row,) = rows
    return row


def faults(row: SourceRow) -> list[str]:
    return [problem.path for problem in row.problems]


def test_a_registration_that_fits_no_passport_is_a_new_model(world: World, sources: Sources) -> None:
    row = only(sources.eprel(ROUTER, [phone()]).told)
    assert faults(row) == []
    view = world.passports.register_model(ROUTER, json.dumps(row.elements).encode())
    assert view.document.values()["modelName"] == "VB-100"


def test_a_registration_fits_by_supplier_and_number_and_the_marketing_name_stays(
    world: World, sources: Sources
) -> None:
    passport = register(world, **a_phone(eprelRegistrationNumber="900001", brand="VOORBEELD BV"))
    row = only(sources.eprel(ROUTER, [phone()]).told)
    assert not {"brand", "modelName", "compiledBy"} & set(row.elements)
    assert row.elements["modelIdentifier"] == "VB-100"
    assert row.elements["repairabilityIndex"]["value"] == 4.01
    assert row.about == passport


def test_what_was_imported_once_says_the_same_the_second_time(world: World, sources: Sources) -> None:
    elements = only(sources.eprel(ROUTER, [phone()]).told).elements
    passport = register(world, **elements)
    again = only(sources.eprel(ROUTER, [phone()]).told)
    assert again.about == passport
    assert {**elements, **again.elements} == elements


def test_a_white_label_row_never_takes_over_another_makers_model(world: World, sources: Sources) -> None:
    """It is named as the other one's model; only its number and its supplier say what it is."""
    register(world, **a_phone(brand="Samsung", modelName="Galaxy S24 Ultra", modelIdentifier="S24 Ultra"))
    row = only(sources.eprel(ROUTER, [phone(supplierOrTrademark="Jiaqi", modelIdentifier="S24 Ultra")]).told)
    assert faults(row) == []
    assert row.elements["brand"] == "Jiaqi"


def test_a_number_that_another_makers_passport_names_is_for_a_person(world: World, sources: Sources) -> None:
    register(world, **a_phone(brand="Samsung", eprelRegistrationNumber="900001"))
    assert faults(only(sources.eprel(ROUTER, [phone()]).told)) == ["$.supplierOrTrademark"]


@pytest.mark.parametrize("number", [{}, {"eprelRegistrationNumber": "900002"}])
def test_a_name_alone_is_for_a_person(world: World, sources: Sources, number: dict[str, str]) -> None:
    register(world, **a_phone(modelName="VB-100", **number))
    assert faults(only(sources.eprel(ROUTER, [phone()]).told)) == ["$.modelIdentifier"]


def test_a_gtin_alone_is_for_a_person(world: World, sources: Sources) -> None:
    register(world, **a_phone(gtin="04006381333931"))
    entries = [{"modelIdentifier": "4006381333931", "type": "EAN_13"}]
    assert faults(only(sources.eprel(ROUTER, [phone(otherIdentifiers=entries)]).told)) == ["$.otherIdentifiers"]


def test_two_passports_with_one_number_are_for_a_person(world: World, sources: Sources) -> None:
    for name in ("Rood", "Blauw"):
        register(world, **a_phone(modelName=name, eprelRegistrationNumber="900001"))
    assert faults(only(sources.eprel(ROUTER, [phone()]).told)) == ["$.eprelRegistrationNumber"]


def test_a_row_is_refused_by_the_gates_of_publishing_and_the_others_are_not(sources: Sources) -> None:
    rows = sources.eprel(ROUTER, [phone(supplierOrTrademark="anna@voorbeeld.example"), phone()])
    assert [(row.line, faults(row)) for row in rows.told] == [(1, ["$.brand"]), (2, [])]


def test_a_row_tells_what_it_contradicts_and_is_handed_on_all_the_same(sources: Sources) -> None:
    """What is declared is the record."""
    row = only(sources.eprel(ROUTER, [phone(repairabilityIndex=3.0)]).told)
    assert [finding.rule for finding in row.findings] == ["repairability.class", "repairability.index"]
    assert (faults(row), row.elements["repairabilityIndex"]["value"]) == ([], 3)


def test_the_rows_are_a_source_of_the_import(sources: Sources) -> None:
    source: RowSource = sources.eprel(ROUTER, [phone(), phone(supplierOrTrademark=None)], PHONES)
    assert source.name == f"EPREL, {PHONE_GROUP}"
    first, second = source.rows()
    assert (first.line, first.problems) == (1, ())
    assert second.problems[0].path == "$.supplierOrTrademark"
    assert source.fingerprint == sources.eprel(ROUTER, [phone(), phone(supplierOrTrademark=None)], PHONES).fingerprint
    assert source.fingerprint != sources.eprel(ROUTER, [phone()], PHONES).fingerprint


def test_footprints_go_to_the_model_with_that_maker_and_name(world: World, sources: Sources) -> None:
    passport = register(world, productGroup="laptop", brand="Voorbeeld", modelName="Schrijfmap 14", processor="P1")
    source = sources.footprints(ROUTER, "list.csv", [ROW])
    row = only(source.told)
    assert (faults(row), row.about) == ([], passport)
    assert row.elements["carbonFootprint"]["low"] == 260.0
    (handed_on,) = source.rows()
    assert isinstance(handed_on.content, dict)
    assert set(handed_on.content) == {"passport", *row.elements}


def test_a_patch_is_judged_with_the_rest_of_the_passport(world: World, sources: Sources) -> None:
    """What its reader cannot see alone: a figure of a report that the whole passport refuses."""
    register(world, productGroup="laptop", brand="Voorbeeld", modelName="Schrijfmap 14")
    row = only(sources.footprints(ROUTER, "list.csv", [ROW | {"add_method": "anna@voorbeeld.example"}]).told)
    assert "$.carbonFootprint.source.note" in faults(row)


def test_a_footprint_of_an_unknown_model_is_reported(sources: Sources) -> None:
    row = only(sources.footprints(ROUTER, "list.csv", [ROW]).told)
    assert [str(problem.what) for problem in row.problems] == ["No model passport has this maker and name."]


def test_two_reports_about_one_model_are_both_for_a_person(world: World, sources: Sources) -> None:
    register(world, productGroup="laptop", brand="Voorbeeld", modelName="Schrijfmap 14")
    rows = sources.footprints(ROUTER, "list.csv", [ROW, ROW | {"name": "Schrijfmap 14 Laptop", "gwp_total": "300"}])
    assert [str(problem.what) for row in rows.told for problem in row.problems] == [
        "Rows 1, 2 are all about Schrijfmap 14."
    ] * 2


def test_products_without_passports_here_are_reported_as_such(sources: Sources) -> None:
    assert faults(only(sources.footprints(ROUTER, "x", [ROW | {"subcategory": "Server"}]).told))[-1] == "$.subcategory"


def test_a_file_of_something_else_is_refused_as_a_whole(sources: Sources) -> None:
    with pytest.raises(InvalidInput, match="lacks columns: gwp_total"):
        sources.footprints(ROUTER, "x", [{name: value for name, value in ROW.items() if name != "gwp_total"}])


def test_an_empty_file_has_no_rows(sources: Sources) -> None:
    assert sources.footprints(ROUTER, "x", []).told == ()


def test_who_may_not_register_models_may_not_read_sources(sources: Sources) -> None:
    with pytest.raises(NotPermitted):
        sources.eprel(OWNER, [])
    with pytest.raises(NotSignedIn):
        sources.footprints(VISITOR, "x", [])


class Shelf:
    """A `ProductDatabase` of one group, whose list moves by one after each page."""

    def __init__(self, products: list[dict[str, Any]], total: int | None) -> None:
        self._products, self._total = products, total
        self.pages: list[int] = []

    def listing(self, _: object, page: int, size: int) -> Listing:
        self.pages.append(page)
        start = (page - 1) * size - min(page - 1, 1)
        return Listing(self._products[max(start, 0) : start + size], self._total)

    def product(self, _: str) -> Product | None:
        return None

    def product_in(self, _: object, __: str) -> Product | None:
        return None

    def product_by_gtin(self, _: str) -> Product | None:
        return None


def many(count: int) -> list[dict[str, Any]]:
    return [phone(eprelRegistrationNumber=str(number), supplierOrTrademark=f"S{number % 3}") for number in range(count)]


@pytest.mark.parametrize("total", [250, None])
def test_every_registration_is_fetched_once_while_the_list_moves(total: int | None) -> None:
    shelf = Shelf(many(250), total)
    numbers = [product["eprelRegistrationNumber"] for product in fetch(shelf, PHONES)]
    assert sorted(numbers, key=int) == [str(number) for number in range(250)]
    assert len(shelf.pages) == (3 if total else 4)


def test_a_limit_stops_reading_and_progress_is_told() -> None:
    shelf = Shelf(many(250), 250)
    seen: list[int] = []
    found = fetch(shelf, PHONES, supplier="s1 ltd", limit=5, progress=lambda _, done: seen.append(done))
    assert [product["supplierOrTrademark"] for product in found] == ["S1"] * 5
    assert (shelf.pages, seen[-1]) == ([1], 14)
    assert PAGE_SIZE == 100


def test_findings_are_for_those_who_answer_for_the_passport(world: World) -> None:
    passport = register(world, **a_phone(ingressProtection="IP42"))
    findings = Findings(world.passports)
    assert [finding.rule for finding in findings.of(ADMINISTRATOR, passport)] == ["ingress.protection"]
    with pytest.raises(NotPermitted):
        findings.of(MANUFACTURER, passport)
    with pytest.raises(NotSignedIn):
        findings.of(VISITOR, passport)
    with pytest.raises(NotFound):
        findings.of(ADMINISTRATOR, PassportId("none"))


def test_a_maker_sees_the_findings_on_its_own_passport(world: World) -> None:
    content = json.dumps(a_phone(ingressProtection="IP42")).encode()
    passport = world.passports.register_model(MANUFACTURER, content).passport_id
    assert len(Findings(world.passports).of(MANUFACTURER, passport)) == 1


def test_a_passport_without_a_class_has_no_finding(world: World) -> None:
    passport = world.passports.register_model(ROUTER, laptop()).passport_id
    assert Findings(world.passports).of(ADMINISTRATOR, passport) == ()
