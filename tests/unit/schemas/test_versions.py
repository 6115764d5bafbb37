"""A new version of the catalogue only adds: what a reader of the older one understood, it still understands."""

import json
from itertools import pairwise
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import AccessClass, Code, Element, Member
from schemas import catalog

STEPS = list(pairwise(catalog.versions("passport")))
PAIRS = [
    (load_catalogue(older).element(name), load_catalogue(newer).find(name))
    for older, newer in STEPS
    for name in load_catalogue(older).elements
]
STRICTER = {
    AccessClass.PUBLIC: set(AccessClass),
    AccessClass.PROFESSIONAL: {AccessClass.PROFESSIONAL, AccessClass.OWNER},
    AccessClass.AUTHORITY: {AccessClass.AUTHORITY, AccessClass.OWNER},
    AccessClass.OWNER: {AccessClass.OWNER},
}
"""The classes that open nothing which the first one kept closed: who reads by them could read by the first."""


def context(version: str) -> dict[str, Any]:
    terms: dict[str, Any] = json.loads(catalog.read_text("passport", version, "context.jsonld"))["@context"]
    return terms


@pytest.mark.parametrize(("older", "newer"), STEPS)
def test_every_term_keeps_its_definition(older: str, newer: str) -> None:
    """A document of the older version has the same graph under the newer context."""
    before, after = context(older), context(newer)
    assert {name: after.get(name) for name in before} == before
    assert set(after) > set(before)


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda element: element.element_id if element else "")
def test_an_element_stays_what_it_was(before: Element, after: Element | None) -> None:
    assert after is not None
    assert (after.element_type, after.value_type, after.term) == (before.element_type, before.value_type, before.term)
    assert (after.unit, after.datatype, after.pattern) == (before.unit, before.datatype, before.pattern)
    assert after.products >= before.products
    assert after.granularity >= before.granularity


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda element: element.element_id if element else "")
def test_access_to_an_element_only_becomes_stricter(before: Element, after: Element) -> None:
    assert after.access in STRICTER[before.access]


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda element: element.element_id if element else "")
def test_no_code_and_no_member_is_lost(before: Element, after: Element) -> None:
    """What was valid is valid; a member that is new asks for nothing."""
    assert lost(before.codes, after.codes) == set()
    assert member_faults(before.members, after.members) == []


def lost(before: tuple[Code, ...], after: tuple[Code, ...]) -> set[str]:
    return {code.value for code in before} - {code.value for code in after}


def member_faults(before: tuple[Member, ...], after: tuple[Member, ...]) -> list[str]:
    now = {member.name: member for member in after}
    known = {member.name for member in before}
    faults = [f"{name} is asked for" for name, member in now.items() if member.required and name not in known]
    for member in before:
        found = now.get(member.name)
        if found is None or (found.value_type, found.term, found.multiple, found.required, found.unit) != (
            member.value_type,
            member.term,
            member.multiple,
            member.required,
            member.unit,
        ):
            faults.append(f"{member.name} is not what it was")
        elif lost(member.codes, found.codes):
            faults.append(f"{member.name} lost a code")
        else:
            faults += member_faults(member.members, found.members)
    return faults


def test_a_member_that_is_lost_is_seen() -> None:
    """The comparison above finds what it looks for."""
    importer = load_catalogue("1.0").element("importer")
    assert member_faults(importer.members, importer.members[1:]) == ["name is not what it was"]
    assert member_faults(importer.members[1:], importer.members) == ["name is asked for"]
