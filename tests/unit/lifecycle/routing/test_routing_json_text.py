"""Text that is put together from pieces is the text that the encoder makes of the whole."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.message import Message, message
from dpp.domain.proof import canonical_text
from lifecycle.domain.routing.changes import ChangeKind, Step
from lifecycle.domain.routing.facts import Fact, Figure, Flag, RepairOption, Since
from lifecycle.domain.routing.json_text import json_text, list_text, object_form, object_text, text_of
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.record import to_plain
from lifecycle.domain.routing.written import written
from lifecycle.domain.vocabulary import Route
from tests.support.routing_samples import battery, decided, laptop

DEVICES = {"redeployed": laptop(), "repaired": laptop(battery_health=61.0, repair_options=(battery(),))}
VALUES: tuple[Any, ...] = (
    None,
    True,
    61,
    61.0,
    0.1,
    -0.0,
    1e16,
    1e300,
    'a "word" with \\ and \n and é',
    Route.REDEPLOY,
    date(2026, 11, 20),
    frozenset({Flag.MISSING, Flag.LEGAL_HOLD}),
    (Figure.exact(38, "EUR"),),
    Since.exactly(date(2020, 2, 29)),
    {Route.SELL: Figure(1, 0.5, 2, "kg")},
    RepairOption("battery", Figure.exact(38, "EUR"), 3, besides=("screen",)),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_written_as_the_encoder_writes_its_plain_form(value: Any) -> None:
    assert json_text(value) == canonical_text(plain(value))


@given(st.one_of(st.text(), st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)))
def test_words_and_numbers_are_written_as_the_encoder_does(value: Any) -> None:
    assert json_text(value) == canonical_text(plain(value))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        json_text(value)


def test_objects_have_their_names_in_order() -> None:
    assert object_text({"b": "1", "a": list_text(["2", "3"])}) == '{"a":[2,3],"b":1}'
    assert object_form("a", "b") % ("1", "2") == '{"a":1,"b":2}'
    with pytest.raises(ValueError, match="not in order"):
        object_form("b", "a")


def test_a_fact_is_written_whole() -> None:
    fact = Fact(frozenset({Flag.MISSING}), "events", date(2026, 1, 2))
    assert text_of("flags", fact).text == canonical_text(plain(fact))
    assert text_of("flags", fact).value_text == '["missing"]'


@pytest.mark.parametrize("name", DEVICES)
def test_a_decision_is_canonical(name: str) -> None:
    """Also where it was read back and has no text of its facts."""
    text = written(decided(DEVICES[name]))
    assert text == canonical_text(json.loads(text))
    assert text == canonical_text(to_plain(decided(DEVICES[name])))


def test_equal_numbers_that_are_said_differently_are_written_differently() -> None:
    """What was said before, with a value that is equal, is not said again."""

    def said(share: float, what: Message | str) -> Any:
        step = Step(ChangeKind.REPAIR, message("{share} % for {what}", share=share, what=what), None, None)
        decision = decided(laptop())
        return json.loads(written(type(decision)(**_fields(decision) | {"repair": (step,)})))["repair"][0]["what"]

    inner = message("{share} times", share=1)
    assert [said(share, "it")["text"] for share in (80, 80.0, 80)] == ["80 % for it", "80.0 % for it", "80 % for it"]
    assert said(1, message("a screen"))["values"]["what"]["template"] == "a screen"
    assert said(1, "a screen")["values"]["what"] == "a screen"
    assert said(1, inner)["text"] == "1 % for 1 times"
    assert said(1, message("{share} times", share=1.0))["text"] == "1 % for 1.0 times"


def _fields(decision: Any) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in decision.__dataclass_fields__}
