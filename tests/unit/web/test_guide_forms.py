"""The form of a step of a repair guide."""

import json
from dataclasses import replace

import pytest

from dpp.domain.errors import InvalidInput
from dpp.domain.repair_guide.guide import Step, Words
from dpp.domain.repair_guide.reading import read_guide
from schemas import catalog
from web.pages.guide_forms import StepForm, rows_of, typed_of

GUIDE = read_guide(json.loads(catalog.read_text("repair-guide", "1.0", "examples/laptop.json")))
BATTERY = GUIDE.steps[2]


@pytest.mark.parametrize("at", range(len(GUIDE.steps)))
def test_a_form_that_nobody_touched_changes_nothing(at: int) -> None:
    step = GUIDE.steps[at]
    assert StepForm(typed_of(step), step).read(GUIDE.steps[:at]) == step


def test_what_is_said_in_another_language_stays() -> None:
    french = replace(BATTERY, does=Words({"fr": "Débranchez la batterie.", "en": "Unplug the battery."}))
    read = StepForm({**typed_of(french), "does-nl": "Trek de stekker los."}, french).read(GUIDE.steps[:2])
    assert set(read.does.by_language) == {"fr", "en", "nl"}


def test_the_empty_entry_makes_a_new_one_and_an_emptied_one_goes() -> None:
    at = rows_of(BATTERY).fasteners - 1
    typed = {
        **typed_of(BATTERY),
        "fastener-0-kind": "",
        f"fastener-{at}-kind": "adhesive",
        f"fastener-{at}-reuse": "removable",
        "low": "2,5",
    }
    read = StepForm(typed, BATTERY).read(GUIDE.steps[:2])
    assert [each.kind for each in read.fasteners] == ["screw", "adhesive"]
    assert read.minutes is not None
    assert read.minutes.low == 2.5


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "$.does-nl"),
        ({"does-nl": "Bel 06-12345678"}, "$.does-nl"),
        ({"does-en": "Open it", "low": "5", "high": "3"}, "$.high"),
        ({"does-en": "Open it", "low": "-1", "high": "3"}, "$.low"),
        ({"does-en": "Open it", "access": "friends"}, "$.access"),
        ({"does-en": "Open it", "tool-0-en": "Torx T5"}, "$.tool-0-kind"),
        ({"does-en": "Open it", "fastener-0-kind": "screw"}, "$.fastener-0-reuse"),
    ],
)
def test_a_fault_is_told_beside_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        StepForm(typed, Step("new", Words({}))).read(())
    assert field in [problem.path for problem in caught.value.problems]
