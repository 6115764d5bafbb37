"""Workings as a reader sees them: in his language, with labels of the passport, and no more words than a line needs."""

from decimal import Decimal
from typing import Any

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.catalogue import ProductGroup
from dpp.domain.opaque import PassportId
from dpp.domain.repairability.compared import compared_model
from dpp.domain.repairability.workings import workings
from dpp.service.repairability import ComparedModel
from tests.support.repairability_samples import PHONE
from web.pages.contexts.frame import Language, Tone
from web.pages.contexts.repairability import Cell, WorkingBlock
from web.pages.mapping.repairability import Shown
from web.pages.reading import Reader
from web.pages.repair_comparison import Rows

NL = Reader("nl")
LAPTOP: dict[str, Any] = {
    "productGroup": "laptop",
    "offModePower": {"value": 0.4},
    "sleepPower": {"value": 1.1},
    "idlePower": {"value": 5.2},
    "annualEnergy": {"value": 24},
}


def block(rule: str, elements: dict[str, Any], language: Language = "nl", *, deep: bool = True) -> WorkingBlock:
    working = next(working for working in workings(elements) if working.rule == rule)
    return Shown(load_catalogue(), language).block(working, deep=deep)


def cells(elements: dict[str, Any], group: ProductGroup, rank: int | None = 1) -> tuple[Cell, ...]:
    model = ComparedModel(PassportId("m"), "https://id.example/m", "Merk", "M", compared_model(elements), rank)
    return Rows(load_catalogue(), "en").row(model, group).cells


def test_numbers_are_written_as_in_the_readers_language_also_inside_sentences() -> None:
    index = block("repairability.index", PHONE)
    assert (index.declared, index.ours, index.tone) == ("3,81", "4,11", Tone.ATTENTION)
    assert NL.say(index.why[0]).startswith("De zes opgegeven scores geven een repareerbaarheidsindex van 4,11.")
    energy = block("energy.class", PHONE)
    assert energy.formula is not None
    assert "A > 2,70" in NL.say(energy.formula)


def test_what_was_read_is_told_by_its_label_and_in_words() -> None:
    reads = {str(line.label): line.read for line in block("repairability.index", PHONE, "en").lines}
    assert reads["Spare parts for end users"] == ("What the index is made of: all priority parts",)


def test_a_range_says_its_unit_once() -> None:
    assert block("notebook.energy", LAPTOP).ours == "16,29 tot 17,17\N{NO-BREAK SPACE}kWh per jaar"


def test_what_is_missing_is_named_as_people_know_it() -> None:
    bare = {"productGroup": "phone", "repairabilityScores": {"tools": 4}}
    assert block("repairability.index", bare, "en").missing == (
        "What the index is made of, disassembly depth",
        "What the index is made of, fasteners",
        "What the index is made of, spare parts for end users",
        "Years of software updates",
        "What the index is made of, repair information",
    )


def test_parts_stand_below_their_score_unless_they_are_told_apart() -> None:
    steps = [{"part": "battery", "steps": 3}]
    listed = {"productGroup": "phone", "repairabilityScores": {}, "disassemblySteps": steps}
    lines = block("repairability.index", listed, "en").lines
    assert [(str(line.label), line.depth, line.read) for line in lines[:2]] == [
        ("Disassembly depth", 0, ()),
        ("battery", 1, ("Steps: 3",)),
    ]
    assert not [line for line in block("repairability.index", listed, deep=False).lines if line.depth]


def test_a_comparison_says_which_value_differs() -> None:
    """The class follows from the declared index, the index from the scores: each is said by itself."""
    wrong = PHONE | {"repairabilityClass": "A"}
    eu = cells(wrong, ProductGroup.PHONE)[0]
    assert (eu.text, eu.tone) == ("3.81 A", Tone.ATTENTION)
    assert [str(note) for note in eu.notes] == ["4.11 worked out here", "this index is class B"]


def test_what_nobody_declared_is_empty_and_never_zero() -> None:
    assert cells({"productGroup": "display"}, ProductGroup.DISPLAY, None) == (Cell(None), Cell(None), Cell(None))


def test_absurd_numbers_are_shown_and_break_nothing() -> None:
    huge = PHONE | {"repairabilityIndex": {"value": float(Decimal("1e300"))}}
    assert block("repairability.index", huge).declared == "1.00E+300"
