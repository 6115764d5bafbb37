"""Rules of repair guides: ways to parts, what an audience sees, changing steps, and the JSON."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_rules
from dpp.adapters.validation import DocumentSchema
from dpp.domain.actor import Role
from dpp.domain.audience import Audience
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, Refused
from dpp.domain.part_kind import PartKind
from dpp.domain.repair_guide import vocabulary
from dpp.domain.repair_guide.editing import moved, with_step, without_step
from dpp.domain.repair_guide.guide import (
    Caution,
    Document,
    Fastener,
    FaultCode,
    Minutes,
    Picture,
    RepairGuide,
    Step,
    Tool,
    Words,
)
from dpp.domain.repair_guide.reading import read_guide
from dpp.domain.repair_guide.seeing import allows, seen
from dpp.domain.repair_guide.vocabulary import (
    DocumentKind,
    FastenerKind,
    Reuse,
    ToolKind,
    WarningKind,
)
from dpp.domain.repair_guide.ways import depth_of, parts_reached, ways_to
from dpp.domain.repair_guide.writing import written
from dpp.domain.repairability.phones import FASTENERS, TOOLS
from schemas import catalog

MODEL = "0a1b2c3d4e5f6g7h"
CATALOGUE = load_rules().current
SCHEMA = DocumentSchema("repair-guide", "1.0")
EXAMPLE = json.loads(catalog.read_text("repair-guide", "1.0", "examples/laptop.json"))

_PARTS = (PartKind.BATTERY, PartKind.DISPLAY, PartKind.FAN)
drawn_steps = st.lists(
    st.tuples(st.integers(0, 31), st.sampled_from((None, *_PARTS)), st.sampled_from(AccessClass)), max_size=6
)
"""Of each step a mask of the steps above that come before it, the part that it takes out, and who may see it."""


def step_of(number: int, drawn: tuple[int, PartKind | None, AccessClass]) -> Step:
    """A step that has something of everything, in turn."""
    mask, part, access = drawn
    return Step(
        id=f"s{number}",
        does=Words({"en": "Open it"} if number % 2 else {"nl": "Maak los", "fr-BE": "Dévissez"}),
        after=tuple(f"s{above}" for above in range(number) if mask >> above & 1),
        frees=() if part is None else (part,),
        tools=(Tool(list(ToolKind)[number % 6], Words({"en": "T5"}) if number % 2 else None),),
        fasteners=(Fastener(list(FastenerKind)[number % 6], list(Reuse)[number % 4], number + 1, "M2"),),
        minutes=Minutes(number, number + 1) if mask % 3 else None,
        warnings=(Caution(list(WarningKind)[number % 6]),),
        pictures=(Picture("ab" * 32, Words({"en": "A screw"})),) if number % 3 else (),
        access=access,
    )


def guide_of(
    steps: list[tuple[int, PartKind | None, AccessClass]], codes: list[AccessClass], documents: list[AccessClass]
) -> RepairGuide:
    title, pdf = Words({"en": "Board"}), "application/pdf"
    return RepairGuide(
        steps=tuple(step_of(number, drawn) for number, drawn in enumerate(steps)),
        fault_codes=tuple(FaultCode(f"c{at}", "E1", title, None, each) for at, each in enumerate(codes)),
        documents=tuple(
            Document(f"d{at}", DocumentKind.SCHEMATIC, title, "en", pdf, 9, "cd" * 32, access=each)
            for at, each in enumerate(documents)
        ),
    )


some = st.lists(st.sampled_from(AccessClass), max_size=2)
guides = st.builds(guide_of, drawn_steps, some, some)
audiences = st.builds(Audience, st.frozensets(st.sampled_from(Role)), st.frozensets(st.just(MODEL)))


def laptop() -> RepairGuide:
    return read_guide(EXAMPLE)


@settings(max_examples=40)
@given(guides)
def test_what_is_written_reads_back_as_the_same_guide(guide: RepairGuide) -> None:
    """And it fits the schema that is published."""
    content = written(guide)
    assert SCHEMA(content) == ()
    assert read_guide(content) == guide


@settings(max_examples=40)
@given(drawn_steps.filter(bool), st.integers(0, 5))
def test_removing_a_step_never_makes_a_part_deeper(
    drawn: list[tuple[int, PartKind | None, AccessClass]], at: int
) -> None:
    """And the order of what is left still holds."""
    guide = guide_of(drawn, [], [])
    left = without_step(guide, guide.steps[at % len(drawn)].id)
    assert read_guide(written(left)) == left
    for part in parts_reached(left):
        before, after = depth_of(guide, part), depth_of(left, part)
        assert before is not None
        assert after is not None
        assert after <= before


@settings(max_examples=40)
@given(guides, audiences, audiences)
def test_a_larger_audience_never_sees_less(guide: RepairGuide, one: Audience, other: Audience) -> None:
    """Of pieces, of what comes before a step, and of whole ways; nothing is shown that the guide does not hold."""
    both = Audience(one.roles | other.roles, one.owns | other.owns)
    small, large = (seen(guide, allows(each, MODEL, CATALOGUE.access)) for each in (one, both))
    larger = {piece.id: piece for piece in large.guide.pieces()}
    assert larger.keys() <= {piece.id for piece in guide.pieces()}
    for piece in small.guide.pieces():
        assert piece.id in larger
    for step in small.guide.steps:
        same = large.guide.step(step.id)
        assert same is not None
        assert set(step.after) <= set(same.after)
    assert large.withheld <= small.withheld
    assert large.broken & {step.id for step in small.guide.steps} <= small.broken


@settings(max_examples=40)
@given(guides)
def test_who_answers_for_the_model_sees_all_and_a_stranger_what_is_public(guide: RepairGuide) -> None:
    everything = seen(guide, allows(Audience(owns=frozenset({MODEL})), MODEL, CATALOGUE.access))
    assert (everything.guide, everything.withheld) == (guide, frozenset())
    public = seen(guide, allows(Audience(), MODEL, CATALOGUE.access))
    assert all(piece.access is AccessClass.PUBLIC for piece in public.guide.pieces())
    assert public.withheld == {piece.access for piece in guide.pieces()} - {AccessClass.PUBLIC}


def test_the_way_to_a_part_has_every_step_before_it_once() -> None:
    """Steps that parts share are written once, and each way counts them."""
    way = ways_to(laptop(), PartKind.MEMORY)[0]
    assert [step.id for step in way.steps] == ["switch-off", "base-cover", "battery", "memory"]
    assert (way.depth, way.minutes) == (4, Minutes(6, 13))
    assert [tool.name.of("en").text for tool in way.tools if tool.name] == ["Phillips PH0", "Plastic opening tool"]
    assert [caution.kind for caution in way.warnings] == [WarningKind.DATA_LOSS, WarningKind.BATTERY]
    assert ways_to(laptop(), PartKind.FAN) == ()


def test_of_a_part_that_occurs_twice_the_deepest_counts() -> None:
    """As its lower score does: (EU) 2023/1669, Annex IV point 5."""
    speaker = Step("speaker-1", Words({"en": "Lift it"}), frees=(PartKind.SPEAKER,))
    deeper = Step("speaker-2", Words({"en": "Lift it"}), after=("battery",), frees=(PartKind.SPEAKER,))
    guide = with_step(with_step(laptop(), speaker), deeper)
    assert [way.depth for way in ways_to(guide, PartKind.SPEAKER)] == [1, 4]
    assert depth_of(guide, PartKind.SPEAKER) == 4


def test_a_way_with_a_hidden_step_has_no_depth_and_no_time() -> None:
    """A stranger must not be told that a battery is two steps away when professionals know of a third."""
    professional = {**EXAMPLE, "steps": [dict(step) for step in EXAMPLE["steps"]]}
    professional["steps"][1]["access"] = "professional"
    shown = seen(read_guide(professional), allows(Audience(), MODEL, CATALOGUE.access))
    way = ways_to(shown.guide, PartKind.MEMORY, shown.broken)[0]
    assert [step.id for step in way.steps] == ["battery", "memory"]
    assert (way.depth, way.minutes) == (None, None)


def test_time_is_not_known_where_one_step_has_none() -> None:
    guide = with_step(laptop(), Step("fan", Words({"en": "Lift it"}), after=("memory",), frees=(PartKind.FAN,)))
    assert ways_to(guide, PartKind.FAN)[0].minutes is None


def test_a_step_is_not_moved_past_what_it_needs() -> None:
    """Rule 2 of editing; beside that it moves as far as the list goes."""
    with pytest.raises(Refused):
        moved(laptop(), "base-cover", -1)
    with pytest.raises(Refused):
        moved(laptop(), "base-cover", 1)
    order = [step.id for step in moved(laptop(), "mainboard", -1).steps]
    assert order == ["switch-off", "base-cover", "battery", "mainboard", "memory"]
    assert moved(laptop(), "mainboard", 5) == laptop()


def test_a_text_falls_back_and_says_in_which_language() -> None:
    said = Words({"en": "Open it", "fr": "Ouvrez"})
    assert (said.of("fr").text, said.of("nl").text, said.of("nl").language) == ("Ouvrez", "Open it", "en")
    assert Words({"fr": "Ouvrez"}).of("nl").language == "fr"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "switch-off"}, "$.steps[1].id"),
        ({"after": ["battery"]}, "$.steps[1].after[0]"),
        ({"minutes": {"low": 3, "high": 1}}, "$.steps[1].minutes"),
        ({"does": {"en": "Mail j.jansen@example.com"}}, "$.steps[1].does.en"),
    ],
)
def test_what_a_schema_cannot_say_is_told_with_its_path(change: Mapping[str, object], path: str) -> None:
    content = {**EXAMPLE, "steps": [dict(step) for step in EXAMPLE["steps"]]}
    content["steps"][1] |= change
    with pytest.raises(InvalidInput) as caught:
        read_guide(content)
    assert path in [problem.path for problem in caught.value.problems]


def test_a_document_is_kept_here_or_said_whose_it_is() -> None:
    manual = {
        "id": "manual",
        "kind": "repair-manual",
        "title": {"en": "Manual"},
        "language": "en",
        "mediaType": "text/html",
    }
    for said, path in (({}, "$.documents[0]"), ({"address": "https://example.com/"}, "$.documents[0].source")):
        with pytest.raises(InvalidInput) as caught:
            read_guide({"documents": [{**manual, **said}]})
        assert [problem.path for problem in caught.value.problems] == [path]


def test_the_words_are_those_of_the_catalogue_the_act_and_the_schema() -> None:
    """One list, written in four places: none may say anything else."""
    parts = next(member for member in CATALOGUE.element("spareParts").members if member.name == "part")
    assert [part.value for part in PartKind] == [code.value for code in parts.codes]
    assert [kind.value for kind in ToolKind] == [*TOOLS, "proprietary"]
    assert [reuse.value for reuse in Reuse] == [*FASTENERS, "neither"]
    defs = json.loads(catalog.read_text("repair-guide", "1.0", "schema.json"))["$defs"]
    listed = {
        "part": PartKind,
        "access": AccessClass,
        "tool": vocabulary.ToolKind,
        "warning": vocabulary.WarningKind,
        "procedure": vocabulary.ProcedureKind,
        "document": vocabulary.DocumentKind,
        "fastener": vocabulary.FastenerKind,
    }
    for name, fixed in listed.items():
        shape = defs[name] if "enum" in defs[name] else defs[name]["properties"]["kind"]
        assert shape["enum"] == [each.value for each in fixed]
    assert defs["fastener"]["properties"]["reuse"]["enum"] == [each.value for each in vocabulary.Reuse]
    assert defs["procedure"]["properties"]["authority"]["enum"] == [each.value for each in vocabulary.Authority]


def test_the_example_fits_its_schema() -> None:
    assert SCHEMA(EXAMPLE) == ()
    assert SCHEMA(written(laptop())) == ()
