"""What a passport's page shows follows from the view that its reader gets, and from nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import AccountId, OrganisationId
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


def _said(name: str, value: Any, origin: Origin) -> EffectiveElement:
    return EffectiveElement(name, value, origin)


_HEALTH = _figure(91, "%")


def _facts(page: PassportPage) -> dict[str, Fact]:
    return {fact.label: fact for group in page.whole for fact in group.facts}


def test_what_no_source_gives_stays_empty() -> None:
    """Nothing is guessed, for a device or its model; a subject without facts has no heading."""
    page = _page({})
    assert (page.updates_until, page.repair.parts_until, page.repair.grade, page.repair.basis) == (None,) * 4
    assert (page.battery, page.footprint, page.condition, page.repair.score, page.archived) == (None,) * 5
    assert not [*page.sections, *page.documents, *page.repair.parts, *page.repair.facts, *page.footing.sources]


def test_a_footprint_keeps_range_source_method_and_year() -> None:
    """Without them nobody can judge it; it stands apart from what can be compared."""
    figure = _figure(49.9, "kg CO2e", low=40, high=60)
    figure["source"] = {**SHEET, "date": "2022-06"}
    footprint = _page({"carbonFootprint": figure, "carbonFootprintMethod": "PAIA"}).footprint
    assert footprint is not None
    assert footprint.facts[0].values == (
        Figure(49.9, "kg CO2e", 40, 60, "The maker's sheet", "https://maker.example/sheet"),
    )
    assert (footprint.method, footprint.year) == ("PAIA", "2022")


def test_the_index_is_shown_on_its_scale_with_the_act_behind_it() -> None:
    """Regulation (EU) 2023/1669, Annex IV, point 5: from 1 to 5."""
    repair = _page({"repairabilityClass": "A", "repairabilityIndex": _figure(4.01, "1")}).repair
    assert (repair.grade, repair.score and repair.score.unit) == ("A", "/ 5")
    assert repair.basis is not None
    assert "2023/1669" in repair.basis


def test_spare_parts_are_promised_until_the_earliest_day() -> None:
    """Each part has its own name, number, price, buyer and address."""
    parts = [
        {"part": "battery", "partNumber": "B1", "price": 49.5, "availableUntil": "2031-12-31", "forWhom": "end-users"},
        {"part": "hinge", "availableUntil": "2029-06-30", "orderPage": "https://maker.example/hinge"},
        {"part": "display"},
    ]
    repair = _page({"spareParts": parts}).repair
    assert repair.parts_until == date(2029, 6, 30)
    assert [part.name for part in repair.parts] == ["battery", "hinge", "display"]
    assert (repair.parts[0].number, repair.parts[0].price) == ("B1", Figure(49.5, "EUR"))
    assert repair.parts[1].order == "https://maker.example/hinge"


def test_what_a_score_is_made_of_is_drawn_on_its_own_scale() -> None:
    """Regulation (EU) 2023/1669: 1 to 5 each; the French decree: 0 to 20 each."""
    scores = _page({"repairabilityScores": {"fasteners": 5, "tools": 4, "sparePartsOffered": "battery"}}).repair.scores
    assert [(score.value, score.most) for score in scores] == [(5, 5), (4, 5)]
    french = {"documentationScore": 14.0, "scoreTable": "https://maker.example/grid"}
    assert [score.unit for score in _page({"frenchRepairabilityScores": french}).repair.scores] == ["/ 20"]


def test_subjects_stand_in_their_order_with_what_is_there() -> None:
    values = {
        "mass": _figure(0.2, "kg"),
        "energyClass": "A",
        "securitySupportUntil": "2028-09-01",
        "osUpdateYears": _figure(5, "years"),
        "weeeCategory": "6",
        "batteryHealth": _figure(91, "%"),
    }
    page = _page(values)
    assert [section.name for section in page.sections] == ["software", "energy", "materials", "end-of-life"]
    assert page.updates is not None, "security updates have a place of their own"
    assert page.condition is not None
    assert [fact.label for fact in page.condition.facts] == ["Battery health"]


def test_documents_say_their_kind_and_language() -> None:
    manual = {"url": "https://maker.example/m.pdf", "language": "nl", "contentType": "application/pdf"}
    (document,) = _page({"userManual": manual}).documents
    assert (document.label, document.language) == ("Manual", "Dutch")
    assert str(document.kind) == "PDF"
    assert document.link == Link("https://maker.example/m.pdf", "https://maker.example/m.pdf")


def test_a_document_in_a_language_that_nobody_knows_keeps_its_code() -> None:
    manual = {"url": "https://maker.example/m", "language": "zzz-QQ"}
    assert _page({"userManual": manual}).documents[0].language == "zzz-QQ"


def test_each_element_says_where_it_came_from_and_names_nobody() -> None:
    """Whose passport, version, day, kind of actor and how much evidence."""
    then = datetime(2026, 5, 4, tzinfo=UTC)
    told = Origin("model", 2, AccountId("anne"), OrganisationId("fairphone"), then, ("sha", "sha2"))
    own = Origin("7k3m9x2p4q8d5w1z", 1, None, OrganisationId("ministry"), then)
    view = _view({})
    elements = (*view.document.elements, _said("mass", _figure(0.2, "kg"), told), _said("batteryHealth", _HEALTH, own))
    view = replace(view, document=replace(view.document, elements=elements))
    facts = _facts(passport_page(view, CATALOGUE, READING))
    compiled = "passport of the model, version 2, 4 May 2026, by who compiled the passport, 2 pieces of evidence"
    assert facts["Weight"].origin == compiled
    handled = "passport of this device, version 1, 4 May 2026, by who handled the device"
    assert facts["Battery health"].origin == handled
    own_words = {"manufacturerName": "Fairphone", "manufacturerOperatorId": "https://id.example/#operator"}
    more = tuple(_said(name, value, told) for name, value in own_words.items())
    whole = replace(view.document, elements=(*elements, *more))
    view = replace(view, document=whole, answering={"model": OrganisationId("fairphone")})
    assert "by the maker" in str(_facts(passport_page(view, CATALOGUE, READING))["Weight"].origin)


def test_what_no_catalogue_knows_is_listed_apart() -> None:
    """Its reader answers for the passport: nobody else gets it at all."""
    groups = _page({"futureElement": {"a": [1, "x"]}}).whole
    assert groups[-1].label == "Not in the catalogue"
    assert groups[-1].facts[0].values == ('{"a": [1, "x"]}',)


def test_an_archived_passport_says_since_when() -> None:
    view = replace(_view({}), status="archived", updated_at=datetime(2026, 7, 1, tzinfo=UTC))
    assert passport_page(view, CATALOGUE, READING).archived == date(2026, 7, 1)
    assert passport_page(replace(view, status="active"), CATALOGUE, READING).archived is None


def test_a_batch_is_neither_a_model_nor_a_device() -> None:
    view = _view({}, item=False)
    view = replace(view, granularity="batch", model_id=PassportId("model"))
    page = passport_page(view, CATALOGUE, READING)
    assert (page.of_batch, page.of_item, page.parent) == (True, False, "/passports/model")


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


def test_only_what_the_law_asks_of_every_such_product_is_called_not_stated() -> None:
    """What is asked of some, or only useful, proves nothing by its absence."""
    unstated = {label for group in _page({}).whole for label in group.unstated}
    assert "Repairability class" in unstated
    assert not {"Weight", "Later passport", "Battery health"} & unstated
    said = {label for group in _page({"repairabilityClass": "A"}).whole for label in group.unstated}
    assert "Repairability class" not in said


def test_what_is_not_for_everybody_says_for_whom() -> None:
    """That it is not stated is told to those alone who may read it."""
    view = _view({"functionalGrade": "F5"})
    repairer = replace(READING, classes=frozenset({AccessClass.PUBLIC, AccessClass.PROFESSIONAL}))
    page = passport_page(view, CATALOGUE, repairer)
    grade = _facts(page)["Functional grade"]
    assert (grade.for_whom, grade.values) == ("professionals", ("F5, on a scale from F1 (for parts) to F6 (as new)",))
    assert "Exploded view" in {label for group in page.whole for label in group.unstated}
    assert "Exploded view" not in {label for group in _page({}).whole for label in group.unstated}


def test_what_only_the_device_can_tell_is_never_called_not_stated() -> None:
    """Its absence is not the maker's silence."""
    professional = replace(READING, classes=frozenset(AccessClass))
    page = passport_page(_view({}), CATALOGUE, professional)
    unstated = {label for group in page.whole for label in group.unstated}
    of_items = {each.label.en for each in CATALOGUE.elements.values() if Granularity.MODEL not in each.granularity}
    assert not unstated & of_items


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
