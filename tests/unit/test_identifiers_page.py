"""The page about identifiers cannot lie: every row of its tables is run."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dpp.api.resolver import SUPPORTED_KEYS
from dpp.domain.eid import read_eid
from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import read_gln, read_gtin
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, parse
from dpp.domain.gs1.element_string import read
from dpp.domain.imei import read_imei
from dpp.domain.opaque import read_label_code
from dpp.domain.registration.identifiers import warning_about
from dpp.domain.scanning import Candidate, ScanKind, classify, near_misses

PAGE = (Path(__file__).parents[2] / "docs" / "identifiers.md").read_text(encoding="utf-8")
HOSTS = frozenset({"id.kringpas.nl"})
READERS: dict[str, Callable[[str], object]] = {
    "GS1 Digital Link": parse,
    "GTIN": read_gtin,
    "GLN": read_gln,
    "IMEI": read_imei,
    "EID": read_eid,
    "label code": read_label_code,
    "element string": read,
}
_WRITTEN = {"<GS>": "\x1d", "<RS>": "\x1e", "<EOT>": "\x04"}


def table(*headings: str) -> list[tuple[str, ...]]:
    """The rows of all tables with these headings."""
    return list(_rows("| " + " | ".join(headings) + " |"))


def _rows(head: str) -> Iterator[tuple[str, ...]]:
    lines = PAGE.splitlines()
    for start in (place for place, line in enumerate(lines) if line == head):
        for line in lines[start + 2 :]:
            if not line.startswith("|"):
                break
            yield tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))


EXAMPLES = [("", *row) for row in table("what", "example", "becomes", "value")]
EXAMPLES += table("maker", "what", "example", "becomes", "value")


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row[2])
def test_each_example_becomes_what_its_row_says(row: tuple[str, ...]) -> None:
    maker, _, example, kind, value = row
    for raw in (example, _with_controls(example)):
        result = classify(raw, own_hosts=HOSTS)
        named = [each for each in result.candidates if each.kind is not ScanKind.FOREIGN_URL or kind == "foreign-url"]
        found = max(named, key=lambda each: each.confidence)
        assert (found.kind.value, found.value, found.maker or "") == (kind, value, maker)


def test_every_kind_of_reading_has_an_example_or_is_said_to_come_last() -> None:
    shown = {row[3] for row in EXAMPLES}
    assert {kind.value for kind in ScanKind} - shown == {"gln", "identification-link", "asset-tag"}


def test_the_kinds_that_come_last_are_read_as_the_page_says() -> None:
    kinds = {each.kind for raw in ("9521234543206", "https://i.maker.example/1P7420+SA7X") for each in _read(raw)}
    assert {ScanKind.GLN, ScanKind.IDENTIFICATION_LINK} <= kinds


def test_the_keys_are_all_there_with_their_qualifiers() -> None:
    told = {row[0]: row[1] for row in table("key", "qualifiers")}
    orders = {key: [", ".join(order) for order in allowed if order] for key, allowed in PRIMARY_KEYS.items()}
    assert told == {key: "` or `".join(each) or "none" for key, each in orders.items()}


def test_the_resolver_holds_the_keys_that_the_page_names() -> None:
    [sentence] = re.findall(r"resolver holds ([^;]+);", PAGE)
    assert set(re.findall(r"\d+", sentence)) == set(SUPPORTED_KEYS)


@pytest.mark.parametrize("row", table("scanned or typed", "also looked up"), ids=lambda row: row[0])
def test_what_may_have_been_meant_is_looked_up(row: tuple[str, ...]) -> None:
    typed, meant = row
    assert meant in [each.value for each in near_misses(classify(typed, own_hosts=HOSTS))]


@pytest.mark.parametrize("row", table("asked for", "given", "the message"), ids=lambda row: row[1])
def test_each_refusal_says_what_is_written(row: tuple[str, ...]) -> None:
    asked, given, said = row
    with pytest.raises(InvalidInput) as refusal:
        READERS[asked](given)
    assert str(refusal.value) == said


@pytest.mark.parametrize("row", table("identifier", "what is said"), ids=lambda row: row[0])
def test_the_arithmetic_of_the_registry_is_as_written(row: tuple[str, ...]) -> None:
    identifier, said = row
    warning = warning_about(identifier, "https://id.kringpas.nl/passports/7k3m9x2p4q8d5w1z", registering=True)
    assert (warning is None) is (said == "")
    assert warning is None or str(warning).startswith(said)


def test_the_tables_were_found() -> None:
    assert len(EXAMPLES) > 40
    assert len(table("asked for", "given", "the message")) > 10


def _with_controls(example: str) -> str:
    for written, control in _WRITTEN.items():
        example = example.replace(written, control)
    return example


def _read(raw: str) -> tuple[Candidate, ...]:
    return classify(raw, own_hosts=HOSTS).candidates
