"""Who may read what: default deny, and a lattice instead of a ladder."""

from datetime import UTC, datetime

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import Role
from dpp.domain.audience import PUBLIC, Audience, audience_of, for_audience, public_elements
from dpp.domain.catalogue import AccessClass, Granularity
from dpp.domain.document import EffectiveDocument, Header, Layer, effective

CATALOGUE = load_catalogue()
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
    return set(for_audience(document, audience, CATALOGUE).values())


def test_everybody_reads_what_is_public_and_nothing_else(document: EffectiveDocument) -> None:
    assert seen(document, PUBLIC) == OPEN


def test_nobody_in_particular_reads_nothing(document: EffectiveDocument) -> None:
    assert seen(document, Audience()) == set()


@pytest.mark.parametrize("role", [Role.REPAIRER, Role.REFURBISHER, Role.RECYCLER])
def test_professionals_read_what_is_for_professionals(document: EffectiveDocument, role: Role) -> None:
    assert seen(document, audience_of(CATALOGUE, {role})) == OPEN | {"functionalGrade", "lockRelease"}


def test_an_authority_does_not_see_what_is_for_professionals(document: EffectiveDocument) -> None:
    """And professionals do not see what is for authorities (the test above)."""
    assert seen(document, audience_of(CATALOGUE, {Role.AUTHORITY})) == OPEN | {"technicalDocumentation"}


def test_other_roles_read_what_everybody_reads(document: EffectiveDocument) -> None:
    others = set(Role) - {Role.REPAIRER, Role.REFURBISHER, Role.RECYCLER, Role.AUTHORITY}
    assert seen(document, audience_of(CATALOGUE, others)) == OPEN


def test_whoever_answers_for_the_item_does_not_see_what_its_model_keeps_closed(document: EffectiveDocument) -> None:
    assert seen(document, audience_of(CATALOGUE, (), {"item1"})) == OPEN | set(OF_THE_ITEM)


def test_whoever_answers_for_the_model_sees_all_of_the_model(document: EffectiveDocument) -> None:
    assert seen(document, audience_of(CATALOGUE, (), {"model1"})) == OPEN | set(OF_THE_MODEL)


def test_no_class_opens_what_is_for_the_owner(document: EffectiveDocument) -> None:
    """Even an audience that names every class, by mistake, does not see what only the owner may."""
    everything = Audience(frozenset(AccessClass))
    assert not seen(document, everything) & {"guaranteeUntil", "unknownOfItem", "unknownOfModel"}


def test_the_public_part_of_a_layer_is_an_allow_list() -> None:
    assert public_elements(OF_THE_ITEM, CATALOGUE) == {"batteryHealth": 1}
