"""The fast yes or no at the door agrees with the validator that finds the words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import JsonSchemaValidator, _problems

CATALOGUE = load_catalogue()
VALIDATOR = JsonSchemaValidator(CATALOGUE)
MODELS = sorted((Path(__file__).parents[4] / "web" / "demo" / "models").glob("*.json"))

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "unit", "source", "title", "url", "part", "nl"]) | st.text(), inner)
    ),
    max_leaves=6,
)


def said_right(elements: Any) -> tuple[bool, bool]:
    return VALIDATOR._door.is_valid(elements), not _problems(VALIDATOR._elements, elements)


@given(st.dictionaries(st.sampled_from(sorted(CATALOGUE.elements)) | st.text(), values, max_size=3))
def test_what_passes_the_door_has_no_fault_that_words_could_tell(elements: dict[str, Any]) -> None:
    """Nothing passes the door that the validator in Python would refuse; what the door holds back, Python judges."""
    fast, exact = said_right(elements)
    assert exact or not fast


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_real_models_pass_the_door(path: Path) -> None:
    """Else every one of them would be checked the slow way."""
    assert said_right(json.loads(path.read_text())) == (True, True)


@pytest.mark.parametrize("element", CATALOGUE.elements.values(), ids=lambda element: element.element_id)
def test_the_example_of_every_element_passes_the_door(element: Any) -> None:
    assert VALIDATOR._door.is_valid({element.element_id: element.example})
