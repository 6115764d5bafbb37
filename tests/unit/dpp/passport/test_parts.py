"""The parts of a public document, joined as bytes, are the public effective document."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.audience import PUBLIC, for_audience
from dpp.domain.catalogue import Granularity
from dpp.domain.document import Header, Layer, effective, utc_text
from dpp.domain.forms import compressed
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from dpp.domain.parts import (
    element_lines,
    head_bytes,
    history_line,
    join,
    public_lines,
    read_head,
    read_history_line,
)

CATALOGUE = load_catalogue()
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
# public ones, ones for others, one whose name begins like another's, and ones that the catalogue does not know
NAMES = st.sampled_from(
    [
        "brand",
        "mass",
        "memory",
        "processor",
        "technicalDocumentation",
        "functionalGrade",
        "energyClass",
        "energyClassHdr",
    ]
) | TEXT.filter(lambda name: name != "history")
ELEMENTS = st.dictionaries(NAMES, VALUES, max_size=6)
MONTHS = st.dates(datetime(2015, 1, 1, tzinfo=UTC).date()).map(lambda day: f"{day:%Y-%m}")
ENTRIES = st.builds(PublicEntry, MONTHS, st.sampled_from(PublicKind), st.none() | st.sampled_from(PublicPart))
HISTORIES = st.builds(
    PublicHistory, st.lists(ENTRIES, max_size=4).map(tuple), st.none() | MONTHS, st.booleans(), st.booleans()
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zone beside
HEADERS = st.builds(
    Header,
    digital_product_passport_id=TEXT,
    unique_product_identifier=TEXT,
    granularity=st.sampled_from(Granularity),
    economic_operator_id=TEXT,
    facility_id=st.none() | TEXT,
)


@given(header=HEADERS, own=ELEMENTS, model=ELEMENTS, history=st.none() | HISTORIES, moments=st.tuples(MOMENTS, MOMENTS))
def test_the_joined_bytes_are_the_public_effective_document(
    header: Header,
    own: dict[str, Any],
    model: dict[str, Any],
    history: PublicHistory | None,
    moments: tuple[datetime, datetime],
) -> None:
    """Whatever the item and its model say, known or not, public or not."""
    item = Layer("item", 1, own, moments[0])
    document = effective(header, item, Layer("model", 1, model, moments[1]), history)
    joined = join(
        head_bytes(header),
        utc_text(max(moments)),
        public_lines(own, CATALOGUE),
        public_lines(model, CATALOGUE),
        own.keys(),
        history_line(history) if history else b"",
    )
    assert json.loads(joined) == compressed(for_audience(document, PUBLIC, CATALOGUE), CATALOGUE)


@given(ELEMENTS)
def test_there_is_one_line_for_each_element(elements: dict[str, Any]) -> None:
    """So that lines can be told apart without parsing them."""
    lines = element_lines(elements).split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(b"{" + line[1:] + b"}") for line in lines] == [{name: value} for name, value in elements.items()]


def test_the_head_is_an_object_that_is_still_open() -> None:
    head = head_bytes(Header("https://id.kringpas.nl/passports/1", "https://x.nl/1", Granularity.MODEL, "operator"))
    assert head.startswith(b'{"@context":')
    assert not head.endswith(b"}")
    assert "lastUpdated" not in json.loads(head + b"}")


def test_an_own_word_that_is_not_public_hides_the_word_of_the_model() -> None:
    """Else the public would read of the model what the item says otherwise."""
    model = element_lines({"energyClass": "A", "energyClassHdr": "G"})
    assert json.loads(join(b'{"x":1', "2026", b"", model, ["energyClass"], b"")) == {
        "x": 1,
        "lastUpdated": "2026",
        "energyClassHdr": "G",
    }


@given(HEADERS)
def test_a_head_reads_back(header: Header) -> None:
    assert read_head(head_bytes(header)) == header


@given(HISTORIES)
def test_a_history_reads_back(history: PublicHistory) -> None:
    assert read_history_line(history_line(history)) == history


def test_no_line_is_no_history() -> None:
    assert read_history_line(b"") is None
