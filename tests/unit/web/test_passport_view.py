"""What a passport's page shows follows from the view that its reader gets, and from nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import AccessClass, Granularity, ProductGroup
from dpp.domain.document import EffectiveDocument, EffectiveElement, Header, Origin
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind
from dpp.domain.opaque import LabelCode, PassportId
from dpp.service.views import PassportView
from web.pages.contexts.frame import Figure, Language, Link
from web.pages.contexts.passport import Fact, PassportPage, full_name
from web.pages.passport_view import Reading, passport_page

CATALOGUE = load_catalogue()
PUBLIC = frozenset({AccessClass.PUBLIC})
READING = Reading(date(2026, 11, 20), "en", PUBLIC)
ORIGIN = Origin("7k3m9x2p4q8d5w1z", 1)
BASIC = {"productGroup": "phone", "brand": "Fairphone", "modelName": "Fairphone 4"}
SHEET = {"title": "The maker's sheet", "url": "https://maker.example/sheet", "licence": "CC BY 4.0"}


def _view(values: dict[str, Any], *, item: bool = True, history: PublicHistory | None = None) -> PassportView:
    elements = tuple(EffectiveElement(name, value, ORIGIN) for name, value in {**BASIC, **values}.items())
    kind = Granularity.ITEM if item else Granularity.MODEL
    header = Header("https://id.example/passports/7k3m9x2p4q8d5w1z", "urn:x", kind, "https://id.example/#operator")
    return PassportView(
        passport_id=PassportId("7k3m9x2p4q8d5w1z"),
        model_id=PassportId("model") if item else PassportId("7k3m9x2p4q8d5w1z"),
        url="https://id.example/passports/7k3m9x2p4q8d5w1z",
        granularity=kind.value,
        status="active",
        version=3,
        document=EffectiveDocument(header, elements, datetime(2026, 6, 18, 10, tzinfo=UTC), history),
        withheld=2,
        labels=(LabelCode("7k3m9x2p4q8d"),) if item else (),
    )


def _page(values: dict[str, Any], *, item: bool = True, history: PublicHistory | None = None) -> PassportPage:
    return passport_page(_view(values, item=item, history=history), CATALOGUE, READING)


def _figure(value: float, unit: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": SHEET, **more}


def _facts(page: PassportPage) -> dict[str, Fact]:
    return {fact.label: fact for group in page.whole for fact in group.facts}


def test_what_no_source_gives_stays_empty() -> None:
    """Nothing is guessed, for a device or its model."""
    page = _page({})
    figures = (page.battery, page.energy, page.footprint, page.mass, page.repair.score)
    assert (page.updates_until, page.repair.parts_until, page.repair.grade, page.repair.basis) == (None,) * 4
    assert figures == (None,) * len(figures)
    assert not [*page.materials, *page.repair.parts, *page.footing.sources]
    assert _facts(page)["Weight"].values == ()


def test_a_figure_keeps_unit_range_and_source() -> None:
    shown = _page({"carbonFootprint": _figure(49.9, "kg CO2e", low=40, high=60)}).footprint
    assert shown == Figure(49.9, "kg CO2e", 40, 60, "The maker's sheet", "https://maker.example/sheet")


def test_the_index_is_shown_on_its_scale_with_the_act_behind_it() -> None:
    """Regulation (EU) 2023/1669, Annex IV, point 5: from 1 to 5."""
    repair = _page({"repairabilityClass": "A", "repairabilityIndex": _figure(4.01, "1")}).repair
    assert (repair.grade, repair.score and repair.score.unit) == ("A", "/ 5")
    assert repair.basis is not None
    assert "2023/1669" in repair.basis


def test_spare_parts_are_promised_until_the_earliest_day() -> None:
    """A part of a kind that has no word of its own is another part."""
    parts = [
        {"part": "battery", "partNumber": "B1", "availableUntil": "2031-12-31"},
        {"part": "hinge", "availableUntil": "2029-06-30"},
        {"part": "display"},
    ]
    repair = _page({"spareParts": parts}).repair
    assert repair.parts_until == date(2029, 6, 30)
    assert [part.part.value for part in repair.parts] == ["battery", "other", "display"]


def test_a_passport_is_the_makers_only_when_the_maker_answers_for_it() -> None:
    compiled = _page({"compiledBy": "Kringpas, from public sources", "manufacturerName": "Fairphone"}).footing
    assert (compiled.by_maker, compiled.compiled_by) == (False, "Kringpas")
    own = {"manufacturerName": "Fairphone", "manufacturerOperatorId": "https://id.example/#operator"}
    assert _page(own).footing.by_maker
    assert _page(own).footing.compiled_by == "Fairphone"


def test_sources_name_their_licence() -> None:
    """As the licences of the data sets ask."""
    sources = _page({"compiledFrom": [SHEET, {"title": "A directive"}]}).footing.sources
    assert sources == (Link("The maker's sheet (CC BY 4.0)", "https://maker.example/sheet"), Link("A directive", ""))


def test_of_a_life_only_the_public_history_is_shown() -> None:
    history = PublicHistory((PublicEntry("2026-05", PublicKind.REPAIRED),), data_safe="2026-06", state_owned=False)
    assert _page({}, history=history).history == history
    assert _page({}).history == PublicHistory()


def test_passports_are_linked_within_the_service() -> None:
    """Also when the service has another name than when they were written."""
    page = _page(
        {"previousPassport": "https://old.example/passports/a", "successorPassport": "https://id.example/passports/b"}
    )
    assert (page.predecessor, page.successor) == ("/passports/a", "/passports/b")
    assert _facts(page)["Earlier passport"].values == (Link("https://old.example/passports/a", "/passports/a"),)


def test_what_does_not_follow_a_passport_is_not_called_unpublished() -> None:
    labels = set(_facts(_page({})))
    assert "Weight" in labels
    assert "Later passport" not in labels


def test_what_is_not_for_everybody_says_for_whom() -> None:
    """An empty place for it is shown to those alone who may read it."""
    view = _view({"functionalGrade": "F5"})
    repairer = replace(READING, classes=frozenset({AccessClass.PUBLIC, AccessClass.PROFESSIONAL}))
    facts = _facts(passport_page(view, CATALOGUE, repairer))
    assert facts["Functional grade"].for_whom == "professionals"
    assert facts["Cosmetic grade"].values == ()
    assert "Cosmetic grade" not in _facts(_page({}))


def test_only_the_device_itself_can_tell_its_battery() -> None:
    """Its absence is not the maker's silence."""
    facts = _facts(_page({}))
    assert facts["Battery health"].of_item
    assert not facts["Weight"].of_item
    assert "Battery health" not in _facts(_page({}, item=False))


@pytest.mark.parametrize(
    ("language", "element", "value", "shown"),
    [
        ("en", "batteryUserReplaceable", True, "yes"),
        ("nl", "batteryUserReplaceable", False, "nee"),
        ("nl", "securitySupportUntil", "2028-09-01", "1 september 2028"),
        ("en", "placedOnMarket", "2021-09", "September 2021"),
        ("nl", "resolution", {"width": 2340, "height": 1080}, "Horizontaal: 2.340; Verticaal: 1.080"),
        ("nl", "fallsWithoutDefect", 270, "270"),
        ("nl", "takeBackInformation", {"en": "At a shop.", "nl": "Bij een winkel."}, "Bij een winkel."),
        ("nl", "takeBackInformation", {"en": "At a shop."}, "At a shop."),
        ("en", "replacedParts", [{"part": "battery", "month": "2026-05"}], "Part: battery; Month: May 2026"),
        ("en", "alternativeOperatingSystems", ["Debian 13", "postmarketOS"], "Debian 13"),
    ],
)
def test_every_kind_of_value_is_written_as_its_reader_writes(
    language: Language, element: str, value: Any, shown: str
) -> None:
    page = passport_page(_view({element: value}), CATALOGUE, replace(READING, language=language))
    label = CATALOGUE.element(element).label.of(language)
    assert _facts(page)[label].values[0] == shown


def test_a_related_resource_stays_a_link() -> None:
    guide = {"title": "Self-repair", "url": "https://maker.example/repair"}
    page = _page({"repairInstructions": guide})
    assert page.repair.guide == Link("Self-repair", "https://maker.example/repair")
    assert page.repair.guide in _facts(page)["Repair guide"].values


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("group", list(ProductGroup))
def test_every_example_of_the_catalogue_can_be_shown(group: ProductGroup, language: Language) -> None:
    """Each element that the product can have is listed with a value, in both languages."""
    elements = [
        element
        for granularity in (Granularity.MODEL, Granularity.ITEM)
        for element in CATALOGUE.elements_for(group, granularity)
    ]
    values = {element.element_id: element.example for element in elements if element.element_id != "history"}
    view = _view({**values, "productGroup": group.value})
    page = passport_page(view, CATALOGUE, Reading(READING.today, language, frozenset(AccessClass)))
    listed = [fact for each in page.whole for fact in each.facts]
    assert len(listed) == len(set(values) - {"compiledFrom"})
    assert all(fact.values for fact in listed)


@given(text=st.text(min_size=1))
def test_whatever_a_text_says_it_is_shown_as_text(text: str) -> None:
    assert _facts(_page({"processor": text}))["Processor"].values == (text,)


@pytest.mark.parametrize(
    ("brand", "model", "name"),
    [
        ("Dell", "Latitude 7420", "Dell Latitude 7420"),
        ("Fairphone", "Fairphone 4", "Fairphone 4"),
        ("HP", "HPX", "HP HPX"),
    ],
)
def test_a_brand_is_named_once(brand: str, model: str, name: str) -> None:
    assert full_name(brand, model) == name
