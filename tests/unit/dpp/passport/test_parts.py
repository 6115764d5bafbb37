"""The parts of a public document, joined as bytes, are the public effective document."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue, load_rules
from dpp.domain.audience import PUBLIC, for_audience, public_elements
from dpp.domain.catalogue import Granularity
from dpp.domain.document import Header, Layer, effective, utc_text
from dpp.domain.forms import compressed
from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from dpp.domain.parts import (
    Inherited,
    element_lines,
    head_bytes,
    history_line,
    join,
    read_head,
    read_history_line,
)

CATALOGUE, RULES = load_catalogue(), load_rules()
SCHEMAS = st.sampled_from(sorted(RULES.catalogues))
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


LAYERS = st.builds(
    Layer,
    passport=st.just("here"),
    version=st.just(1),
    elements=ELEMENTS,
    last_updated=MOMENTS,
    schema=SCHEMAS,
    pins=st.dictionaries(NAMES, SCHEMAS, max_size=2),
)


@given(header=HEADERS, layers=st.lists(LAYERS, min_size=1, max_size=3), history=st.none() | HISTORIES)
def test_the_joined_bytes_are_the_public_effective_document(
    header: Header, layers: list[Layer], history: PublicHistory | None
) -> None:
    """Whatever an item, its batch and its model say, known or not, public or not, in whatever catalogue version."""
    document = effective(header, *layers, history=history)
    own, *above = (_public_lines(layer) for layer in layers)
    said: set[str] = set()
    inherited = []
    for lines, nearer in zip(above, layers, strict=False):
        said |= set(nearer.elements)
        inherited.append(Inherited(lines, frozenset(said)))
    last_updated = utc_text(max(layer.last_updated for layer in layers))
    line = history_line(history) if history else b""
    joined = join(document.schema, head_bytes(header), last_updated, own, inherited, line)
    assert json.loads(joined) == compressed(for_audience(document, PUBLIC, RULES), CATALOGUE)


def _public_lines(layer: Layer) -> bytes:
    shown = public_elements(layer.elements, RULES, layer.passport, layer.schema, layer.pins)
    return element_lines(shown, CATALOGUE)


@given(ELEMENTS)
def test_there_is_one_line_for_each_element(elements: dict[str, Any]) -> None:
    """So that lines can be told apart without parsing them."""
    lines = element_lines(elements, CATALOGUE).split(b"\n")
    assert lines.pop() == b""
    assert [next(iter(json.loads(b"{" + line[1:] + b"}"))) for line in lines] == list(elements)


def test_the_head_is_members_without_braces() -> None:
    head = head_bytes(Header("https://id.kringpas.nl/passports/1", "https://x.nl/1", Granularity.MODEL, "operator"))
    members = json.loads(b"{" + head + b"}")
    assert members["digitalProductPassportId"] == "https://id.kringpas.nl/passports/1"
    assert not members.keys() & {"@context", "lastUpdated", "contentSpecificationIds"}


def test_the_document_speaks_the_version_that_it_is_joined_in() -> None:
    document = json.loads(join("1.1", b'"x":1', "2026", b"", (), b""))
    assert document["@context"] == "https://kringpas.nl/schemas/passport/1.1/context.jsonld"
    assert document["contentSpecificationIds"] == ["https://kringpas.nl/schemas/passport/1.1"]


def test_an_own_word_that_is_not_public_hides_the_word_of_the_model() -> None:
    """Else the public would read of the model what the item says otherwise."""
    model = element_lines({"energyClass": "A", "energyClassHdr": "G"}, CATALOGUE)
    document = json.loads(join("1.0", b'"x":1', "2026", b"", [Inherited(model, ["energyClass"])], b""))
    assert document["energyClassHdr"] == "G"
    assert "energyClass" not in document


@given(HEADERS)
def test_a_head_reads_back(header: Header) -> None:
    assert read_head(head_bytes(header)) == header


@given(HISTORIES)
def test_a_history_reads_back(history: PublicHistory) -> None:
    assert read_history_line(history_line(history)) == history


def test_no_line_is_no_history() -> None:
    assert read_history_line(b"") is None
