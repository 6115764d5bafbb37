"""Whatever arrives is classified: nothing raises, nothing is lost, and nothing takes long."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.scanning import classify, near_misses
from dpp.domain.scanning.classifier import LONGEST

HOSTS = frozenset({"id.example.org", "localhost:8000"})
GTIN = "09521234543213"
AT_MOST = 0.05
PIECES = [
    *("[)>", "\x1e", "\x1d", "\x04", "<RS>", "<GS>", "^^", "^]", "]C1", "]d2", "]E0", "05", "06", "12", "(01)", "(21)"),
    *("https://", "id.example.org", "/d/", "/01/", GTIN, "/21/", "%2F", "%", "#", "?", "@", "xn--", "1S", "S", "25S"),
    *("490154203237518", "8040", "MFR ", "SER ", "CND", "\0", "\ud800", "é", "²", "٣", "\u202e", "ǅ", "İ", "ß"),
]
HOSTILE = {
    "letters": "a" * LONGEST,
    "digits": "1" * LONGEST,
    "dashes": "1-" * (LONGEST // 2),
    "separators": "\x1d" * LONGEST,
    "carets": "^" * LONGEST,
    "wedge": "<GS>" * (LONGEST // 4),
    "fields": "[)>\x1e06" + "\x1dSA" * 680,
    "records": "[)>" + "\x1e06\x1dS1" * 330,
    "records to guess at": "[)>" + ("\x1e05\x1d" + "21" * 59 + "#") * 16,
    "separators lost": f"01{GTIN}" + "2110" * 26,
    "separators lost and wrong": f"01{GTIN}" + "10" * 51 + "#",
    "announced": "]C1" + "1021" * 29,
    "brackets": "(21)A" * 409,
    "escapes": "https://id.example.org/" + "%2F" * 670,
    "segments": "https://maker.example/" + "01/" * 670,
    "host of dots": "a." * 1020 + "/x",
    "host of dashes": "a-" * 1020 + "/x",
    "our name over and over": "https://" + "id.example.org." * 130,
    "punycode": "https://xn--" + "a" * 2030,
    "look-alikes": "https://" + "\u043e" * 2040,
    "query": f"https://maker.example/01/{GTIN}?" + "10=a&" * 400,
}


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_is_classified_and_nothing_is_lost(raw: str) -> None:
    result = classify(raw, own_hosts=HOSTS)
    assert result.raw == raw
    assert all(0 < each.confidence <= 1 and str(each.reason) for each in result.candidates)
    assert len({(each.kind, each.value) for each in result.candidates}) == len(result.candidates)
    near_misses(result)


@given(st.binary(max_size=300), st.sampled_from(["latin-1", "cp1252", "utf-16-le"]))
def test_bytes_in_the_wrong_encoding_are_classified(raw: bytes, encoding: str) -> None:
    text = raw.decode(encoding, "replace")
    assert classify(text, own_hosts=HOSTS).raw == text


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_the_longest_and_worst_scan_takes_less_than_50_ms(name: str) -> None:
    raw = HOSTILE[name][:LONGEST]
    assert min(_seconds(raw) for _ in range(3)) < AT_MOST


def test_what_is_longer_than_a_scan_has_no_reading() -> None:
    assert classify("1" * (LONGEST + 1), own_hosts=HOSTS).candidates == ()


def _seconds(raw: str) -> float:
    start = process_time()
    near_misses(classify(raw, own_hosts=HOSTS))
    return process_time() - start
