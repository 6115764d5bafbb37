"""Every kind of event is told in EPCIS, and is the same event when it is read back."""

import json
from dataclasses import replace
from functools import cache
from typing import Any, cast

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from lifecycle.adapters.codec import read_happening
from lifecycle.domain.epcis import table, vocabulary
from lifecycle.domain.epcis.reading import Prefixes, from_epcis
from lifecycle.domain.epcis.vocabulary import CONTEXT, NAMESPACE
from lifecycle.domain.epcis.writing import declared_wrong, to_epcis
from lifecycle.domain.events import KINDS, Corrected, Event
from schemas import catalog
from tests.support.epcis_samples import DEVICE, EPC, NAMING, document_of, events
from tests.support.shared import shared_data

OURS = Prefixes.of(*CONTEXT)
EACH_KIND = pytest.mark.parametrize("kind", sorted(KINDS))
FEW = settings(max_examples=3, database=None, suppress_health_check=list(HealthCheck))


def back(document: dict[str, Any]) -> Event:
    return from_epcis(json.loads(json.dumps(document)), NAMING, DEVICE, OURS, read_happening)


@cache
def any_of(kind: str) -> Event:
    """One event of a kind, the same at every run."""
    found: list[Event] = []

    @settings(max_examples=1, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(events(kind))
    def draw(event: Event) -> None:
        found.append(event)

    draw()
    return found[0]


def test_every_kind_of_event_has_a_line() -> None:
    assert set(table.TELLINGS) == {*KINDS, "*"}


def test_every_word_of_cbv_is_one_that_cbv_has() -> None:
    for kind, told in table.TELLINGS.items():
        assert told.biz_step in vocabulary.BIZ_STEPS or told.biz_step.startswith(NAMESPACE), kind
        for state in table.possible_dispositions(kind) if kind in KINDS else ():
            assert state in vocabulary.DISPOSITIONS or state.startswith(NAMESPACE), kind
        if told.about is not None:
            assert told.about[0] in vocabulary.TRANSACTION_TYPES or told.about[0].startswith(NAMESPACE), kind
        assert {party.type for party in told.parties} <= vocabulary.PARTY_TYPES, kind


def test_a_member_has_one_name_in_json() -> None:
    assert len(vocabulary.FIELDS) == len(vocabulary.field_names())


@EACH_KIND
@FEW
@given(data=st.data())
def test_nothing_is_lost_there_and_back(kind: str, data: st.DataObject) -> None:
    event = data.draw(events(kind))
    assert back(to_epcis(event, NAMING)) == event


@EACH_KIND
def test_the_device_is_named_in_every_event(kind: str) -> None:
    written = to_epcis(any_of(kind), NAMING)
    named = [written.get("parentID"), *written.get("epcList", ()), *written.get("inputEPCList", ())]
    assert EPC in named


def test_no_serial_number_of_a_component_stands_in_a_member_of_epcis() -> None:
    removed = KINDS["component_removed"](component="battery", serial="SECRET")  # type: ignore[call-arg, arg-type]
    event = replace(any_of("component_removed"), happening=removed)
    written = to_epcis(event, NAMING)
    ours = {name: value for name, value in written.items() if name.startswith("kringpas:")}
    assert "SECRET" in json.dumps(ours)
    assert "SECRET" not in json.dumps({name: value for name, value in written.items() if name not in ours})


def test_every_event_is_valid_by_the_schema_of_epcis() -> None:
    schema = json.loads(shared_data("epcis/EPCIS-JSON-Schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    for kind in sorted(KINDS):
        event = any_of(kind)
        faults = [error.message for error in validator.iter_errors(document_of(event))]
        assert faults == [], kind


def test_an_event_that_was_declared_wrong_says_so() -> None:
    """The declaration stands on the event; the correction is an event besides."""
    wrong, correction = any_of("found"), any_of("corrected")
    correction = replace(correction, happening=replace(cast("Corrected", correction.happening), event=wrong.id))
    declared = declared_wrong([wrong, correction])
    assert declared == {wrong.id: correction}
    written = to_epcis(wrong, NAMING, declared[wrong.id])
    assert written["errorDeclaration"]["reason"] == correction.happening.reason.value  # type: ignore[union-attr]
    assert back(written) == wrong


def test_an_erased_text_is_not_there() -> None:
    event = any_of("assigned")
    event = replace(event, happening=replace(event.happening, remark=None))
    assert "kringpas:remark" not in to_epcis(event, NAMING)


@pytest.mark.parametrize(
    ("member", "value"),
    [("bizStep", "shipping"), ("action", "DELETE"), ("type", "TransactionEvent"), ("disposition", "stolen")],
)
def test_an_event_that_contradicts_itself_is_refused(member: str, value: str) -> None:
    written = to_epcis(any_of("assigned"), NAMING) | {member: value}
    with pytest.raises(InvalidInput) as refusal:
        back(written)
    assert refusal.value.problems[0].path == f"$.{member}"


def test_another_prefix_for_our_namespace_reads_the_same() -> None:
    event = any_of("inspected")
    renamed = json.loads(json.dumps(to_epcis(event, NAMING)).replace("kringpas:", "kp:"))
    prefixes = Prefixes.of("https://example.org/context.jsonld", {"kp": NAMESPACE})
    assert from_epcis(renamed, NAMING, DEVICE, prefixes, read_happening) == event


def test_a_time_without_zone_is_refused() -> None:
    written = to_epcis(any_of("assigned"), NAMING) | {"eventTime": "2026-05-04T09:00:00"}
    with pytest.raises(InvalidInput, match="zone"):
        back(written)


def test_every_event_is_valid_by_our_own_schema() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(catalog.read_text("lifecycle-events", "1.0", "schema.json")))
    for kind in sorted(KINDS):
        assert [error.message for error in validator.iter_errors(to_epcis(any_of(kind), NAMING))] == [], kind
