"""The registers of law and policy are what their schemas say, and what the field catalogue knows."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.registers import load_register, load_retention
from dpp.domain.applicability_register import ActStatus
from dpp.domain.catalogue import ProductGroup
from schemas import catalog

FILES = (
    ("applicability", "register.json"),
    ("retention", "retention.json"),
    ("contradiction-policy", "policy.json"),
)
A_CLAIM = re.compile(r"\bcompl(y|ies|ied|iant|iance)\b|\bconform|voldoe[tn] aan|\bvoldaan", re.IGNORECASE)


def data(kind: str, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(catalog.read_text(kind, "1.0", name))
    return content


def texts(content: Any) -> Iterator[dict[str, str]]:
    if isinstance(content, dict):
        if set(content) == {"en", "nl"}:
            yield content
        else:
            for value in content.values():
                yield from texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value)


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_a_register_is_what_its_schema_says(kind: str, name: str) -> None:
    schema = json.loads(catalog.read_text(kind, "1.0", "schema.json"))
    Draft202012Validator.check_schema(schema)
    errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(data(kind, name))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": "planned"},
        {"confirmed": False},
        {"appliesFrom": None},
        {"appliesFrom": "June 2025"},
        {"countsBy": "sold"},
        {"groups": ["toaster"]},
    ],
)
def test_the_schema_refuses_what_would_mislead(change: dict[str, Any]) -> None:
    """A plan with a day, a doubt that is not told, an act in force from no day."""
    schema = json.loads(catalog.read_text("applicability", "1.0", "schema.json"))
    content = data(*FILES[0])
    sure = next(entry for entry in content["entries"] if entry["id"] == "ecodesign-phones")
    sure.update(change)
    assert not Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(content)


def test_each_entry_has_an_id_of_its_own_and_a_status_that_fits_its_days() -> None:
    register = load_register()
    assert len({entry.entry_id for entry in register.entries}) == len(register.entries)
    for entry in register.entries:
        started = entry.applies_from is not None and entry.applies_from <= register.as_of
        assert (entry.status is ActStatus.IN_FORCE) == started, entry.entry_id


def test_what_an_entry_expects_the_field_catalogue_knows() -> None:
    """By the act's name in the catalogue: a name that it does not have would expect nothing, silently."""
    known = {source.act for element in load_catalogue().elements.values() for source in element.legal}
    for entry in load_register().entries:
        assert entry.expects <= known, entry.entry_id


def test_each_product_group_has_a_term_and_acts() -> None:
    assert set(load_retention().rules) == set(ProductGroup)
    for group in ProductGroup:
        assert [entry for entry in load_register().entries if group in entry.groups]


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_no_text_claims_that_a_product_meets_an_act(kind: str, name: str) -> None:
    claims = [said for text in texts(data(kind, name)) for said in text.values() if A_CLAIM.search(said)]
    assert claims == []
    assert A_CLAIM.search("This laptop is compliant")
    assert A_CLAIM.search("Dit apparaat voldoet aan de wet")
