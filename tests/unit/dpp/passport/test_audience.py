"""Who may read what, and why: default deny, a lattice instead of a ladder, and the stricter word always wins."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue, load_rules
from dpp.domain.actor import Role
from dpp.domain.audience import (
    PUBLIC,
    AccessRules,
    Audience,
    Closure,
    Ground,
    for_audience,
    public_elements,
)
from dpp.domain.catalogue import AccessClass, Catalogue, Granularity
from dpp.domain.document import EffectiveDocument, EffectiveElement, Header, Layer, Origin, effective

RULES = load_rules()
NOW = datetime(2026, 11, 20, tzinfo=UTC)
OF_THE_ITEM = {"batteryHealth": 1, "functionalGrade": "F5", "guaranteeUntil": "2027-03-31", "unknownOfItem": "x"}
OF_THE_MODEL = {"brand": "Dell", "technicalDocumentation": 1, "lockRelease": 1, "unknownOfModel": "x"}
OPEN = {"brand", "batteryHealth"}


@pytest.fixture
def document() -> EffectiveDocument:
    header = Header(
        "https://id.kringpas.nl/passports/item1", "https://id.kringpas.nl/d/1", Granularity.ITEM, "operator"
    )
    return effective(header, Layer("item1", 1, OF_THE_ITEM, NOW), Layer("model1", 1, OF_THE_MODEL, NOW))


def seen(document: EffectiveDocument, audience: Audience) -> set[str]:
    return set(for_audience(document, audience, RULES).values())


def roles(*held: Role) -> Audience:
    return Audience(frozenset(held))


def test_everybody_reads_what_is_public_and_nothing_else(document: EffectiveDocument) -> None:
    assert seen(document, PUBLIC) == OPEN


@pytest.mark.parametrize("role", [Role.REPAIRER, Role.REFURBISHER, Role.RECYCLER])
def test_professionals_read_what_is_for_professionals(document: EffectiveDocument, role: Role) -> None:
    assert seen(document, roles(role)) == OPEN | {"functionalGrade", "lockRelease"}


def test_an_authority_does_not_see_what_is_for_professionals(document: EffectiveDocument) -> None:
    """And professionals do not see what is for authorities (the test above)."""
    assert seen(document, roles(Role.AUTHORITY)) == OPEN | {"technicalDocumentation"}


def test_other_roles_read_what_everybody_reads(document: EffectiveDocument) -> None:
    others = set(Role) - {Role.REPAIRER, Role.REFURBISHER, Role.RECYCLER, Role.AUTHORITY}
    assert seen(document, roles(*others)) == OPEN


def test_whoever_answers_for_the_item_does_not_see_what_its_model_keeps_closed(document: EffectiveDocument) -> None:
    assert seen(document, Audience(owns=frozenset({"item1"}))) == OPEN | set(OF_THE_ITEM)


def test_whoever_answers_for_the_model_sees_all_of_the_model(document: EffectiveDocument) -> None:
    assert seen(document, Audience(owns=frozenset({"model1"}))) == OPEN | set(OF_THE_MODEL)


def test_no_role_opens_what_is_for_the_owner(document: EffectiveDocument) -> None:
    everybody = Audience(frozenset(Role))
    assert not seen(document, everybody) & {"guaranteeUntil", "unknownOfItem", "unknownOfModel"}


def test_the_public_part_of_a_layer_is_an_allow_list() -> None:
    assert public_elements(OF_THE_ITEM, RULES, "item1", "1.0", {}) == {"batteryHealth": 1}


# Versions of a catalogue that differ in one element


def version(number: str, **access: AccessClass) -> Catalogue:
    """The first catalogue under another number, with other classes for these elements."""
    first = load_catalogue("1.0")
    changed = {name: replace(first.element(name), access=other) for name, other in access.items()}
    return replace(first, version=number, elements={**first.elements, **changed})


def rules(*catalogues: Catalogue, closures: tuple[Closure, ...] = ()) -> AccessRules:
    return AccessRules({catalogue.version: catalogue for catalogue in catalogues}, closures)


def brand(schema: str = "1.0") -> EffectiveElement:
    return EffectiveElement("brand", "Dell", Origin("model1", 1), schema)


def test_a_stricter_catalogue_closes_what_older_versions_left_open() -> None:
    stricter = rules(version("1.0"), version("1.1", brand=AccessClass.AUTHORITY))
    assert not stricter.may_read(brand("1.0"), PUBLIC)
    assert stricter.may_read(brand("1.0"), roles(Role.AUTHORITY))
    assert not stricter.is_public("brand", "1.0", "model1")
    assert stricter.closed_since() == {"brand"}


def test_a_milder_catalogue_opens_nothing_that_was_written_before() -> None:
    milder = rules(version("1.0", brand=AccessClass.OWNER), version("1.1"))
    assert not milder.may_read(brand("1.0"), PUBLIC)
    assert milder.may_read(brand("1.1"), PUBLIC)
    assert milder.closed_since() == frozenset()


def test_classes_that_neither_includes_the_other_leave_the_owner_alone() -> None:
    """For professionals by the one, for authorities by the other: nobody has both rights but who holds both roles."""
    crossed = rules(version("1.0", brand=AccessClass.PROFESSIONAL), version("1.1", brand=AccessClass.AUTHORITY))
    assert not crossed.may_read(brand(), roles(Role.REPAIRER))
    assert not crossed.may_read(brand(), roles(Role.AUTHORITY))
    assert crossed.may_read(brand(), roles(Role.REPAIRER, Role.AUTHORITY))


def test_an_unchanged_element_keeps_its_class_in_a_new_version() -> None:
    milder = rules(version("1.0", brand=AccessClass.OWNER), version("1.1"))
    assert milder.pins({"brand": "1.0", "modelName": "1.0"}, ["brand", "modelName"], "1.1") == {"brand": "1.0"}


def test_a_closure_wins_at_once_and_in_the_passport_that_it_names() -> None:
    closure = Closure("brand", AccessClass.AUTHORITY, "A name of a person was in it.", NOW, passport="model1")
    closed = replace(RULES, closures=(closure,))
    assert not closed.may_read(brand(), PUBLIC)
    assert not closed.is_public("brand", "1.0", "model1")
    assert closed.is_public("brand", "1.0", "model2")
    assert closed.may_read(brand(), roles(Role.AUTHORITY))
    assert closed.may_read(brand(), Audience(owns=frozenset({"model1"})))


# Every verdict can be explained


@pytest.mark.parametrize(
    ("element", "audience", "visible", "ground"),
    [
        ("brand", PUBLIC, True, Ground.PUBLIC),
        ("lockRelease", PUBLIC, False, Ground.NO_RIGHT),
        ("lockRelease", roles(Role.REPAIRER), True, Ground.ROLE),
        ("unknownOfModel", roles(*Role), False, Ground.UNKNOWN),
        ("unknownOfModel", Audience(owns=frozenset({"model1"})), True, Ground.ANSWERS),
    ],
)
def test_an_explanation_names_the_rule(
    document: EffectiveDocument,
    element: str,
    audience: Audience,
    visible: bool,  # noqa: FBT001 - a column of the table above
    ground: Ground,
) -> None:
    found = document.find(element)
    assert found is not None
    explanation = RULES.explain(found, audience)
    assert (explanation.visible, explanation.ground) == (visible, ground)


def test_an_explanation_gives_the_legal_ground_of_every_class_that_had_a_say() -> None:
    two = rules(version("1.0"), version("1.1", brand=AccessClass.AUTHORITY))
    explanation = two.explain(brand("1.0"), PUBLIC)
    assert [(reading.access, reading.allowed) for reading in explanation.readings] == [
        (AccessClass.PUBLIC, True),
        (AccessClass.AUTHORITY, False),
    ]
    assert all(reading.legal for reading in explanation.readings)
    assert "1.1" in str(explanation.why)


CLASSES = st.sampled_from(AccessClass)


@given(then=CLASSES, now=CLASSES, held=st.frozensets(st.sampled_from(Role)), owns=st.booleans())
def test_explaining_and_reading_agree(
    then: AccessClass,
    now: AccessClass,
    held: frozenset[Role],
    owns: bool,  # noqa: FBT001 - hypothesis chooses
) -> None:
    """Whatever the classes: and a newer catalogue never shows more than an older one did."""
    both = rules(version("1.0", brand=then), version("1.1", brand=now))
    audience = Audience(held, frozenset({"model1"}) if owns else frozenset())
    reads = both.may_read(brand("1.0"), audience)
    assert both.explain(brand("1.0"), audience).visible == reads
    if not rules(version("1.0", brand=then)).may_read(brand("1.0"), audience):
        assert not reads
    if audience == PUBLIC:
        assert both.is_public("brand", "1.0", "model1") == reads
