"""How events are stored never changes silently, and an older form is read as the newest one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal

import pytest

from dpp.domain.proof import canonical
from lifecycle.adapters.codec import read_happening, read_stored
from lifecycle.domain.events import COMMITMENT, KINDS, join_erasable, plain, split_erasable, with_commitment
from lifecycle.domain.events.base import Remarked
from lifecycle.domain.events.versions import FIRST, STEPS, VERSION, Steps, lifted, unlifted, versioned
from tests.support.event_samples import FOLDER, sample, stored, text_of


def kept_sample(kind: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{kind}.json").read_text())
    return content


def test_every_kind_has_its_sample_and_no_sample_is_of_an_unknown_kind() -> None:
    """`python -m tests.support.event_samples` writes the sample of a new kind."""
    assert {path.stem for path in FOLDER.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_stored_once_reads_and_is_stored_the_same(kind: str) -> None:
    """A field that is renamed, retyped or taken away changes these bytes: then the kind needs a version and a step."""
    content = kept_sample(kind)
    read = read_happening(join_erasable(content["kept"], content.get("erasable")))
    assert text_of(stored(read)) == (FOLDER / f"{kind}.json").read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_of_the_first_version_names_no_version(kind: str) -> None:
    assert kept_sample(kind)["kept"].get(VERSION, FIRST) == KINDS[kind].version
    assert VERSION not in {each.name for each in fields(KINDS[kind])}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_back_whole_with_every_field_filled(kind: str) -> None:
    happening = sample(kind)
    kept, erasable = split_erasable(happening)
    sealed = json.loads(canonical(with_commitment(kept, "00")))
    assert sealed[COMMITMENT] == "00"
    assert read_happening(join_erasable(sealed, erasable)) == happening


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_from_its_stored_texts_as_from_plain_data(kind: str) -> None:
    kept, erasable = split_erasable(sample(kind))
    texts = canonical(kept).decode(), canonical(erasable).decode() if erasable else None
    assert read_stored(*texts) == sample(kind)
    assert read_stored(texts[0], None) == read_happening(kept)


@dataclass(frozen=True, kw_only=True)
class Weighed(Remarked):
    """A made-up kind in its second version: kilograms have become grams."""

    version: ClassVar[int] = 2
    kind: Literal["weighed"] = "weighed"
    grams: int


def in_grams(first: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in first.items() if name != "kilograms"}
    return {**rest, "grams": int(float(first["kilograms"]) * 1000)}


MADE_UP: Any = {**KINDS, "weighed": Weighed}
TO_GRAMS: Steps = {("weighed", 1): in_grams}


def test_an_older_version_is_lifted_to_the_newest_and_nothing_stored_changes() -> None:
    first = {"kind": "weighed", "kilograms": "1.8", "remark": "On the old scale"}
    before = canonical(first)
    assert lifted(first, TO_GRAMS, MADE_UP) == {"kind": "weighed", "grams": 1800, "remark": "On the old scale"}
    assert canonical(first) == before


def test_the_newest_version_is_stored_with_its_number_and_read_without_a_step() -> None:
    weighed: Any = Weighed(grams=1800)
    kept = versioned(weighed, plain(weighed))
    assert kept == {"kind": "weighed", "grams": 1800, "version": 2}
    assert lifted(kept, TO_GRAMS, MADE_UP) == {"kind": "weighed", "grams": 1800}


def test_steps_follow_each_other_and_a_kind_may_get_another_name() -> None:
    steps: Steps = {
        ("put_on_scale", 1): lambda first: {**first, "kind": "weighed", "kilograms": first["weight"]},
        ("weighed", 2): in_grams,
    }

    class Third(Weighed):
        version: ClassVar[int] = 3

    kinds: Any = {**KINDS, "weighed": Third}
    assert lifted({"kind": "put_on_scale", "weight": "2"}, steps, kinds)["grams"] == 2000


@pytest.mark.parametrize(
    "strange", [{"kind": "weighed", "kilograms": "1"}, {"kind": "assigned", "unit": "Finance", "version": 2}]
)
def test_a_version_that_is_not_known_is_a_fault(strange: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not known here"):
        lifted(strange)


def test_a_new_version_without_its_step_is_noticed() -> None:
    assert unlifted(MADE_UP, {}) == [("weighed", 1)]
    assert unlifted(MADE_UP, TO_GRAMS) == []
    assert unlifted() == []
    assert all((kind, number) for kind, number in STEPS)
