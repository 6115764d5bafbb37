"""Which faults a description tells of: by example in four languages, for any text, and measured on real ones."""

import csv
from collections.abc import Mapping
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lifecycle.domain.faults.kinds import Fault, read, written
from lifecycle.domain.faults.words import fold, read_word_lists
from tests.support.fault_samples import REFERENCE
from tests.support.shared import shared_data

WORDS = REFERENCE.words
LABELS = Path(__file__).parents[3] / "fixtures" / "faults" / "labels.csv"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Battery doesn't hold charge", {Fault.BATTERY}),
        ("accu laadt niet op", {Fault.BATTERY, Fault.CHARGING}),
        ("Lässt sich nicht einschalten.", {Fault.POWER}),
        ("ne s'allume pas", {Fault.POWER}),
        ("l'écran reste noir", {Fault.SCREEN}),
        ("l'?©cran reste noir", {Fault.SCREEN}),
        ("blue screen", {Fault.SOFTWARE}),
        ("cracked screen", {Fault.SCREEN}),
        ("Lüfter verstaubt", {Fault.COOLING}),
        ("added RAM", {Fault.MEMORY}),
        ("very slow to start", {Fault.SLOW}),
        ("toetsenbord: koffie gemorst", {Fault.KEYBOARD, Fault.LIQUID}),
        ("werkt niet", set()),
        ("defekt.", set()),
        ("", set()),
    ],
)
def test_a_description_tells_of_its_faults_and_of_no_other(text: str, faults: set[Fault]) -> None:
    """What can mean anything is not classified: nobody guesses."""
    assert WORDS.faults(text) == faults


@given(text=st.text(max_size=200))
def test_any_text_is_judged_and_always_alike(text: str) -> None:
    """Whatever a text holds; and case, accents and signs make no difference."""
    found = WORDS.faults(text)
    assert found <= set(Fault)
    assert WORDS.faults(fold(text)) == found


@given(text=st.text(max_size=100))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(faults=st.frozensets(st.sampled_from(Fault)), described=st.booleans())
def test_faults_are_read_as_they_were_written(faults: frozenset[Fault], *, described: bool) -> None:
    assert read(written(faults, described=described)) == faults


def test_what_an_export_says_of_a_fault_tells_of_that_fault_alone() -> None:
    assert {fault: WORDS.faults(text) for fault, text in REFERENCE.fault_texts.items()} == {
        fault: {fault} for fault in Fault
    }


def test_the_longest_phrase_counts_and_its_words_tell_nothing_else() -> None:
    """`none` takes the fault away from words that mean something else together."""
    lists = {"screen": {"en": ["screen"]}, "software": {"en": ["blue screen"]}, "none": {"en": ["blue screen paint"]}}
    words = read_word_lists(lists)
    assert words.faults("a screen") == {Fault.SCREEN}
    assert words.faults("a blue screen") == {Fault.SOFTWARE}
    assert words.faults("blue screen paint") == frozenset()


def test_an_empty_term_is_refused() -> None:
    with pytest.raises(ValueError, match="empty term"):
        read_word_lists({"screen": {"en": ["?!"]}})


def real_texts() -> Mapping[str, str]:
    with shared_data("ords/ords_devices_subset.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["problem"] for row in csv.DictReader(file)}


def test_real_descriptions_are_classified_as_often_and_as_rightly_as_the_documentation_says() -> None:
    """165 descriptions were labelled by reading; docs/faults.md has these numbers."""
    texts = real_texts()
    described = [text for text in texts.values() if text.strip()]
    classified = sum(bool(WORDS.faults(text)) for text in described)
    assert 0.81 <= classified / len(described) <= 0.84
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["id"]: frozenset(map(Fault, row["faults"].split())) for row in csv.DictReader(file)}
    assert len(labels) >= 150
    told = {key: WORDS.faults(texts[key]) for key in labels}
    right = sum(len(told[key] & labels[key]) for key in labels)
    assert right / sum(map(len, told.values())) >= 0.85
    assert right / sum(map(len, labels.values())) >= 0.83
