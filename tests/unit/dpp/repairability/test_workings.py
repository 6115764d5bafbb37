"""A working says what follows, from which element, by which act, and what it makes of what is declared."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.repairability import phones
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.disassembly import Criterion, sum_of_parts
from dpp.domain.repairability.energy import Kind
from dpp.domain.repairability.working import Result, Verdict, Working, walk
from dpp.domain.repairability.workings import workings

PHONE: dict[str, Any] = {
    "productGroup": "phone",
    "repairabilityClass": "A",
    "repairabilityIndex": {"value": 4.01, "unit": "1"},
    "repairabilityScores": {
        "disassemblyDepth": 4.05,
        "fasteners": 5,
        "tools": 4,
        "sparePartsOffered": "all-priority-parts",
        "repairInformationOffered": "free-for-all",
    },
    "osUpdateYears": {"value": 5, "unit": "years"},
}
LAPTOP: dict[str, Any] = {
    "productGroup": "laptop",
    "frenchRepairabilityIndex": {"value": 7.6},
    "frenchRepairabilityScores": {
        "documentationScore": 14.0,
        "disassemblyScore": 15.5,
        "partsScore": 16.0,
        "partsPriceScore": 12.5,
        "specificScore": 18.0,
    },
    "offModePower": {"value": 0.4},
    "sleepPower": {"value": 1.1},
    "idlePower": {"value": 5.2},
}
DISPLAY: dict[str, Any] = {
    "productGroup": "display",
    "displayCategory": "monitor",
    "energyClass": "C",
    "onModePower": {"value": 10.6},
    "screenArea": {"value": 15.62},
}
PARTS = [part.value.replace(" ", "-").removesuffix("-assembly") for part in phones.RIGID_WEIGHTS]
REUSE, GROUPS = list(phones.FASTENERS), list(phones.TOOLS)
"""From the easiest to the hardest."""


def steps(*, count: int = 2, tools: str = "none", fasteners: str = "reusable") -> list[dict[str, Any]]:
    """Every priority part of a phone that does not fold, reached alike."""
    return [{"part": part, "steps": count, "toolGroup": tools, "fastenerReuse": fasteners} for part in PARTS]


def one(elements: dict[str, Any], rule: str) -> Working:
    return next(working for working in workings(elements) if working.rule == rule)


def without(elements: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in elements.items() if name not in names}


def scored(**answers: Any) -> dict[str, Any]:
    return PHONE | {"repairabilityScores": PHONE["repairabilityScores"] | answers}


def test_the_index_shows_each_score_with_its_weight_and_where_it_was_read() -> None:
    working = one(PHONE, "repairability.index")
    assert (working.verdict, str(working.result), working.source) == (
        Verdict.AGREES,
        "4.01",
        "(EU) 2023/1669, Annex IV, point 5",
    )
    assert [
        (term.name, term.weight, str(term.value), [str(read.path) for read in term.inputs]) for term in working.terms
    ] == [
        ("disassemblyDepth", Decimal("0.25"), "4.05", ["$.repairabilityScores.disassemblyDepth"]),
        ("fasteners", Decimal("0.15"), "5", ["$.repairabilityScores.fasteners"]),
        ("tools", Decimal("0.15"), "4", ["$.repairabilityScores.tools"]),
        ("sparePartsOffered", Decimal("0.15"), "5", ["$.repairabilityScores.sparePartsOffered"]),
        ("osUpdateYears", Decimal("0.15"), "1", ["$.osUpdateYears"]),
        ("repairInformationOffered", Decimal("0.15"), "5", ["$.repairabilityScores.repairInformationOffered"]),
    ]


def test_the_weights_of_the_six_scores_are_a_whole() -> None:
    assert sum(term.weight or 0 for term in one(PHONE, "repairability.index").terms) == 1


def test_what_is_missing_is_named_and_nothing_is_worked_out() -> None:
    bare = without(PHONE, "osUpdateYears") | {"repairabilityScores": {"tools": 4, "fasteners": 3}}
    working = one(bare, "repairability.index")
    assert (working.verdict, working.result) == (Verdict.INCOMPLETE, None)
    assert working.missing == (
        "repairabilityScores.disassemblyDepth",
        "repairabilityScores.sparePartsOffered",
        "osUpdateYears",
        "repairabilityScores.repairInformationOffered",
    )


def test_an_index_that_nobody_declared_is_worked_out_all_the_same_and_classified() -> None:
    silent = without(PHONE, "repairabilityIndex")
    assert (one(silent, "repairability.index").verdict, one(silent, "repairability.class").verdict) == (
        Verdict.NOT_DECLARED,
        Verdict.AGREES,
    )
    assert one(silent | {"repairabilityClass": "C"}, "repairability.class").verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("index", "difference", "why"),
    [
        (4.11, "0.10", "No other score for a single one of the offers explains the difference."),
        (3.71, "-0.30", "The declared index follows where 'Spare parts for end users' scores 3 instead of 5."),
        (
            4.31,
            "0.30",
            "The declared index follows where 'Years of updates of the operating system' scores 3 instead of 1.",
        ),
    ],
)
def test_a_difference_says_how_much_and_what_would_explain_it(index: float, difference: str, why: str) -> None:
    working = one(PHONE | {"repairabilityIndex": {"value": index}}, "repairability.index")
    assert (working.verdict, working.difference) == (Verdict.DIFFERS, Decimal(difference))
    assert why in map(str, working.why)


def test_a_digit_that_was_cut_off_is_seen() -> None:
    """0.25 x 4.05 + 0.15 x 20 is 4.0125; 0.25 x 4.03 gives 4.0075, which the act rounds to 4.01."""
    working = one(scored(disassemblyDepth=4.03) | {"repairabilityIndex": {"value": 4.0}}, "repairability.index")
    assert [str(why) for why in working.why][1:] == ["The last digit was cut off instead of rounded."]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"sparePartsOffered": "fewer"}, "1 to 3"),
        ({"repairInformationOffered": "free-for-professionals"}, "scores 5 was not confirmed"),
        ({"repairInformationOffered": "at-cost"}, "scores 1 was not confirmed"),
    ],
)
def test_what_the_official_journal_did_not_confirm_is_said(answers: dict[str, str], said: str) -> None:
    (doubt,) = one(scored(**answers), "repairability.index").doubts
    assert said in str(doubt)


def test_every_part_listed_makes_the_sum_of_the_parts() -> None:
    """Six steps each: 3; basic tools: 4; fasteners that come new with the part: 3."""
    listed = PHONE | {"disassemblySteps": steps(count=6, tools="basic", fasteners="resupplied")}
    terms = {term.name: term for term in one(listed, "repairability.index").terms}
    assert [str(terms[name].value) for name in ("disassemblyDepth", "fasteners", "tools")] == ["3.00", "3.00", "4.00"]
    assert str(one(listed, "repairability.index").result) == "3.45"
    depth = one(listed, "repairability.disassembly-depth")
    assert (depth.verdict, depth.difference) == (Verdict.DIFFERS, Decimal("1.05"))
    assert one(listed, "repairability.tools").verdict is Verdict.AGREES
    assert [str(why) for why in one(listed, "repairability.index").why] == [
        "The six scores give a repairability index of 3.45; 4.01 is declared.",
        "It does follow from the declared scores; how the parts come out gives other ones.",
    ]


def test_parts_that_are_not_listed_make_a_range_and_the_declared_score_counts() -> None:
    """Without the speaker (0.05): it may be absent (5) or hard to reach (1)."""
    partly = PHONE | {"disassemblySteps": [step for step in steps() if step["part"] != "speaker"]}
    depth = one(partly, "repairability.disassembly-depth")
    assert str(depth.result) == "4.80 - 5.00"
    assert [term.name for term in depth.terms if term.doubt] == ["speaker"]
    assert str(one(partly, "repairability.index").result) == "4.01"
    bare = without(partly, "repairabilityScores") | {
        "repairabilityScores": without(PHONE["repairabilityScores"], "disassemblyDepth", "fasteners", "tools")
    }
    index = one(bare, "repairability.index")
    assert (str(index.result), index.verdict) == ("4.29 - 4.40", Verdict.DIFFERS)


def test_a_foldable_phone_has_a_hinge_and_other_weights() -> None:
    folds = PHONE | {"foldable": True, "disassemblySteps": steps()}
    depth = one(folds, "repairability.disassembly-depth")
    assert {term.name: term.weight for term in depth.terms} == {
        part.value: weight for part, weight in phones.FOLDABLE_WEIGHTS.items()
    }
    assert str(depth.result) == "4.32 - 5.00"


@pytest.mark.parametrize(
    ("pairing", "score"), [("owner-tool", "4"), ("professional-tool", "3 - 4"), ("maker-only", "3")]
)
def test_who_may_authorise_a_part_counts_in_its_depth(pairing: str, score: str) -> None:
    elements = PHONE | {
        "disassemblySteps": steps(count=5),
        "serialisedParts": [{"part": "battery", "pairing": pairing}],
    }
    battery = sum_of_parts(elements, Criterion.DEPTH).terms[0]
    assert (str(battery.value), bool(battery.doubt)) == (score, "-" in score)


HOW = st.fixed_dictionaries(
    {
        "steps": st.integers(1, 20),
        "toolGroup": st.sampled_from(GROUPS),
        "fastenerReuse": st.sampled_from(REUSE),
    }
)
MODEL = st.lists(HOW, min_size=len(PARTS), max_size=len(PARTS)).map(
    lambda hows: [{"part": part, **how} for part, how in zip(PARTS, hows, strict=True)]
)


SHAPE = st.sampled_from([{}, {"foldable": True}])


def index_of(elements: dict[str, Any]) -> Result:
    result = one(elements, "repairability.index").result
    assert result is not None
    return result


def not_worse(easier: Result, harder: Result) -> None:
    assert easier.low >= harder.low  # type: ignore[operator]  # both numbers
    assert easier.high >= harder.high  # type: ignore[operator]


@settings(max_examples=40)
@given(MODEL, st.integers(0, len(PARTS) - 1), st.integers(0, 19), SHAPE)
def test_a_score_never_falls_when_a_part_gets_easier_to_reach(
    model: list[dict[str, Any]], which: int, fewer: int, shape: dict[str, bool]
) -> None:
    hard = PHONE | {"disassemblySteps": model, **shape}
    easy = [dict(part) for part in model]
    easy[which]["steps"] = max(1, easy[which]["steps"] - fewer)
    not_worse(index_of(hard | {"disassemblySteps": easy}), index_of(hard))


@settings(max_examples=40)
@given(MODEL, st.integers(0, len(PARTS) - 1), st.sampled_from(GROUPS), st.sampled_from(REUSE), SHAPE)
def test_a_score_never_falls_with_an_easier_tool_or_fastener(
    model: list[dict[str, Any]], which: int, tools: str, reuse: str, shape: dict[str, bool]
) -> None:
    hard = PHONE | {"disassemblySteps": model, **shape}
    easy = [dict(part) for part in model]
    easy[which]["toolGroup"] = min(easy[which]["toolGroup"], tools, key=GROUPS.index)
    easy[which]["fastenerReuse"] = min(easy[which]["fastenerReuse"], reuse, key=REUSE.index)
    not_worse(index_of(hard | {"disassemblySteps": easy}), index_of(hard))


SCORE = st.decimals(1, 5, places=2).map(float)
OFFERS = ["all-priority-parts", "display-battery-back-cover-cameras", "fewer"]


@given(SCORE, SCORE, SCORE, st.integers(5, 9), st.integers(0, 4), st.sampled_from(OFFERS), st.sampled_from(OFFERS))
def test_a_score_never_falls_with_more_years_or_more_parts(
    depth: float, fasteners: float, tools: float, years: int, more: int, offer: str, other: str
) -> None:
    sums = {"disassemblyDepth": depth, "fasteners": fasteners, "tools": tools}
    better = min(offer, other, key=OFFERS.index)
    worse = max(offer, other, key=OFFERS.index)
    harder = scored(**sums, sparePartsOffered=worse) | {"osUpdateYears": {"value": years}}
    easier = scored(**sums, sparePartsOffered=better) | {"osUpdateYears": {"value": years + more}}
    not_worse(index_of(easier), index_of(harder))
    for result in (index_of(easier), index_of(harder)):
        assert 1 <= result.low <= result.high <= 5  # type: ignore[operator]  # both numbers


@given(st.decimals(1, 5, places=2), st.decimals(1, 5, places=2))
def test_a_higher_index_never_has_a_worse_class(one_index: Decimal, other: Decimal) -> None:
    low, high = sorted((one_index, other))
    assert phones.index_class(high) <= phones.index_class(low)


def test_the_french_index_is_the_sum_of_five_criteria() -> None:
    working = one(LAPTOP, "french.index")
    assert (working.verdict, str(working.result)) == (Verdict.AGREES, "7.6")
    wrong = one(LAPTOP | {"frenchRepairabilityIndex": {"value": 8.1}}, "french.index")
    assert (wrong.verdict, wrong.difference) == (Verdict.DIFFERS, Decimal("0.5"))


def test_which_way_the_french_index_rounds_a_half_is_not_certain() -> None:
    scores = LAPTOP["frenchRepairabilityScores"] | {"specificScore": 18.5}
    working = one(LAPTOP | {"frenchRepairabilityScores": scores}, "french.index")
    assert str(working.result) == "7.6 - 7.7"
    assert "not confirmed" in str(working.doubts[0])


def test_a_notebook_uses_what_the_act_assumes_and_another_figure_is_no_contradiction() -> None:
    """8.76 x (0.60 x 0.4 + 0.10 x 1.1 + 0.30 x 5.2) = 16.73, before rounding."""
    working = one(LAPTOP | {"annualEnergy": {"value": 24.0}}, "notebook.energy")
    assert working.verdict is Verdict.NOT_COMPARABLE
    assert working.result is not None
    assert working.result.low < Decimal("16.73") < working.result.high  # type: ignore[operator]  # both numbers
    assert working.finding is None


def test_a_monitor_has_no_index_and_the_working_says_so() -> None:
    french, classes = one(DISPLAY, "french.index"), one(DISPLAY, "en45554.classes")
    assert (french.verdict, str(french.why[0])) == (
        Verdict.NO_SCORE,
        "The French index covers televisions, not monitors.",
    )
    assert (classes.verdict, classes.missing) == (Verdict.INCOMPLETE, ("repairClasses",))
    assert "no official repairability score" in str(classes.why[0])


def test_classes_of_the_standard_are_shown_as_given() -> None:
    given_classes = DISPLAY | {"repairClasses": [{"part": "power-supply", "toolClass": "B", "skillClass": "C"}]}
    working = one(given_classes, "en45554.classes")
    (part,) = working.terms
    assert (working.verdict, working.result) == (Verdict.AS_GIVEN, None)
    assert (part.name, [(term.name, term.letter) for term in part.terms]) == (
        "power-supply",
        [("toolClass", "B"), ("skillClass", "C")],
    )


def test_a_display_has_a_class_for_hdr_of_its_own() -> None:
    working = one(DISPLAY | {"energyClassHdr": "F", "onModePowerHdr": {"value": 20.0}}, "energy.class-hdr")
    assert (working.path, working.verdict) == ("$.energyClassHdr", Verdict.AGREES)


def test_a_display_of_unknown_size_names_what_is_missing() -> None:
    assert one(without(DISPLAY, "screenArea") | {"resolution": {"width": 1920}}, "energy.class").missing == (
        "screenDiagonal",
        "resolution.height",
    )


def test_an_unknown_voltage_is_said() -> None:
    hours = PHONE | {
        "energyClass": "A",
        "batteryEndurance": {"value": 51.17},
        "batteryCapacity": {"value": 4860},
    }
    working = one(hours, "energy.class")
    assert (working.verdict, str(working.result)) == (Verdict.AGREES, "A - B")
    assert [term.value for term in working.terms if term.name == "batteryVoltage"] == [
        Between(Decimal("3.70"), Decimal("3.98"))
    ]
    assert "not published" in str(working.doubts[0])


def test_a_slate_tablet_is_classified_by_its_own_limits() -> None:
    falls = PHONE | {"fallReliabilityClass": "A", "fallsWithoutDefect": 208}
    by_kind = {
        kind: str(working.result) for kind in Kind for working in workings(falls, kind) if working.rule == "falls.class"
    }
    assert by_kind == {Kind.PHONE: "B", Kind.TABLET: "A"}


def test_a_least_value_is_a_bound_and_more_is_better() -> None:
    working = one(PHONE | {"batteryCyclesTo80": {"value": 1000}}, "battery.cycles")
    assert (working.is_bound, working.verdict, str(working.result)) == (True, Verdict.AGREES, "800")


def test_every_input_is_at_a_path_of_the_passport() -> None:
    listed = PHONE | {"disassemblySteps": steps(), "serialisedParts": [{"part": "battery", "pairing": "maker-only"}]}
    for elements in (listed, LAPTOP, DISPLAY):
        reads = [read for working in workings(elements) for term in walk(working.terms) for read in term.inputs]
        assert reads
        for read in reads:
            assert read.path[2:].split(".")[0].split("[")[0] in elements
