"""The field catalogue is whole: every element has its term, its legal source, its access and its words."""

import json
import re

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import Role
from dpp.domain.catalogue import AccessClass, Element, ElementType, Granularity, ProductGroup, ValueType
from dpp.domain.document import HEADER_MEMBERS
from dpp.domain.errors import NotFound
from dpp.domain.figure import Unit
from dpp.domain.history import PublicKind, PublicPart
from schemas import catalog
from tests.support.shared import shared_data

CATALOGUE = load_catalogue()
ELEMENTS = list(CATALOGUE.elements.values())


def test_no_element_stands_in_it_twice() -> None:
    """Parsing would keep the last one and say nothing."""
    listed = [
        entry["elementId"]
        for entry in json.loads(catalog.read_text("passport", CATALOGUE.version, "catalogue.json"))["elements"]
    ]
    assert len(listed) == len(set(listed)) == len(ELEMENTS) >= 55


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.element_id)
def test_every_element_is_whole(element: Element) -> None:
    assert re.fullmatch(r"[a-z][A-Za-z0-9]*", element.element_id)
    assert element.element_id not in HEADER_MEMBERS
    assert element.group in CATALOGUE.groups
    assert element.products
    assert element.granularity
    assert all((element.label.en, element.label.nl, element.help.en, element.help.nl, element.access_reason))
    assert element.help.en != element.help.nl
    assert element.legal
    assert all(source.point and source.url.startswith("https://") for source in element.legal)
    assert CATALOGUE.expand(element.term).startswith(("https://", "http://"))


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.element_id)
def test_the_type_of_an_element_fits_its_value(element: Element) -> None:
    """A figure is a collection of EN 18223, a list is multi-valued, a code has its codes, a figure its unit."""
    assert bool(element.codes) == (element.value_type is ValueType.CODE)
    assert bool(element.members) == (element.value_type is ValueType.COLLECTION)
    assert (element.unit is not None) == (element.value_type is ValueType.FIGURE)
    assert isinstance(element.example, list) == element.multiple
    special = {
        ValueType.FIGURE: ElementType.COLLECTION,
        ValueType.COLLECTION: ElementType.COLLECTION,
        ValueType.MULTI_LANGUAGE: ElementType.MULTI_LANGUAGE,
        ValueType.RESOURCE: ElementType.RESOURCE,
    }
    if not element.multiple:
        assert element.element_type is special.get(element.value_type, ElementType.SINGLE)


def test_every_unit_has_words_and_a_term() -> None:
    assert set(CATALOGUE.units) == set(Unit)


def test_every_access_class_has_a_ground_and_known_roles() -> None:
    assert set(CATALOGUE.access) == set(AccessClass)
    assert all(entry.ground for entry in CATALOGUE.access.values())


def test_what_the_catalogue_does_not_know_is_for_the_owner() -> None:
    assert CATALOGUE.access_of("somethingElse") is AccessClass.OWNER
    assert CATALOGUE.find("somethingElse") is None
    with pytest.raises(NotFound, match="somethingElse"):
        CATALOGUE.element("somethingElse")


@pytest.mark.parametrize("role", Role)
def test_roles_give_exactly_the_classes_of_the_table(role: Role) -> None:
    """Repairers, refurbishers and recyclers read what is for professionals; authorities what is for authorities."""
    professional = role in {Role.REPAIRER, Role.REFURBISHER, Role.RECYCLER}
    classes = CATALOGUE.classes_of({role})
    assert AccessClass.PUBLIC in classes
    assert (AccessClass.PROFESSIONAL in classes) == professional
    assert (AccessClass.AUTHORITY in classes) == (role is Role.AUTHORITY)
    assert AccessClass.OWNER not in classes


def test_a_passport_of_one_kind_has_only_elements_for_it() -> None:
    of_a_phone = {element.element_id for element in CATALOGUE.elements_for(ProductGroup.PHONE, Granularity.MODEL)}
    assert {"repairabilityIndex", "mass", "brand"} <= of_a_phone
    assert not {"onModePower", "batteryHealth", "history"} & of_a_phone


def test_the_history_knows_exactly_the_words_that_may_be_said_in_public() -> None:
    """`dpp.domain.history` is the allow-list; the catalogue translates it."""
    entries = next(member for member in CATALOGUE.element("history").members if member.name == "entries")
    codes = {member.name: {code.value for code in member.codes} for member in entries.members}
    assert codes["kind"] == set(PublicKind)
    assert set(PublicPart) <= codes["part"]


def test_words_come_in_the_language_that_is_asked_for() -> None:
    label = CATALOGUE.element("mass").label
    assert (label.of("nl-BE"), label.of("nl"), label.of("fr")) == ("Gewicht", "Gewicht", "Weight")


def test_terms_of_the_eu_ontology_exist_in_it() -> None:
    """A term that we borrow is one that its vocabulary defines."""
    ontology = "".join(path.read_text(encoding="utf-8") for path in shared_data("eudpp").glob("*.ttl"))
    borrowed = {CATALOGUE.expand(element.term) for element in ELEMENTS if element.term.startswith("eudpp:")}
    assert borrowed
    assert not [term for term in borrowed if f"<{term}>" not in ontology]
