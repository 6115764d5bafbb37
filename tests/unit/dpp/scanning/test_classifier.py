"""A scan is classified without opening anything; every reading that fits is told, with the reason."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.opaque import label_code, print_label_code
from dpp.domain.scanning import ScanKind, ScanResult, classify, device_imei
from tests.support.shared import shared_data

HOSTS = frozenset({"id.example.org", "localhost:8000"})
CODE = label_code(bytes(range(7)))
GTIN = "09521234543213"


def scan(raw: str, symbology: str | None = None) -> ScanResult:
    return classify(raw, own_hosts=HOSTS, symbology=symbology)


def best(raw: str, symbology: str | None = None) -> tuple[str, str]:
    candidate = scan(raw, symbology).best
    assert candidate is not None
    return candidate.kind.value, candidate.value


def kinds(raw: str) -> list[str]:
    return [candidate.kind.value for candidate in scan(raw).candidates]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (f"https://id.example.org/d/{CODE}", ("label", CODE)),
        (f"HTTPS://ID.EXAMPLE.ORG/d/{CODE.upper()}", ("label", CODE)),
        (f"id.example.org/d/{CODE}", ("label", CODE)),
        (f"http://localhost:8000/d/{CODE}?x=1", ("label", CODE)),
        (print_label_code(CODE).upper(), ("label", CODE)),
        (CODE, ("label", CODE)),
        ("https://id.example.org/passports/0123456789abcdef", ("passport", "0123456789abcdef")),
        (f"https://id.example.org/01/{GTIN}/21/A", ("gs1", f"/01/{GTIN}/21/A")),
        (f"id.example.org/01/{GTIN}", ("gs1", f"/01/{GTIN}")),
        ("https://id.example.org/help", ("own-page", "https://id.example.org/help")),
        (f"https://maker.example/x/01/{GTIN}/21/A", ("gs1", f"/01/{GTIN}/21/A")),
        ("https://maker.example/p?id=1", ("foreign-url", "https://maker.example/p?id=1")),
        ("ftp://id.example.org/d/x", ("foreign-url", "ftp://id.example.org/d/x")),
        (f"]C101{GTIN}21SN123", ("gs1", f"/01/{GTIN}/21/SN123")),
        (f"01{GTIN}21SN123", ("gs1", f"/01/{GTIN}/21/SN123")),
        ("]E09521234543213", ("gtin", GTIN)),
        ("[)>\x1e06\x1d1P20XX\x1dSPF0ABC12\x1e\x04", ("serial", "PF0ABC12")),
        ("[)><RS>06<GS>1P20XX<GS>SPF0ABC12<RS><EOT>", ("serial", "PF0ABC12")),
        (f"[)>\x1e05\x1d01{GTIN}\x1d21SN\x1e\x04", ("gs1", f"/01/{GTIN}/21/SN")),
        ("1S20XXS0AB00PF0ABC12", ("serial", "PF0ABC12")),
        ("1S4298WXYL3ABC12", ("serial", "L3ABC12")),
        ("490154203237518", ("imei", "490154203237518")),
        ("4901542032375142", ("imeisv", "4901542032375142")),
        ("4006381333931", ("gtin", "04006381333931")),
        ("29716369453", ("serial", "DNGCXF1")),
        ("PF3ABC12", ("serial", "PF3ABC12")),
        ("]A0PF3ABC12", ("serial", "PF3ABC12")),
    ],
)
def test_each_form_is_known(raw: str, expected: tuple[str, str]) -> None:
    assert best(raw) == expected


def test_the_service_tag_of_dell_is_the_code_in_base_36() -> None:
    found = scan(str(int("DNGCXF1", 36))).best
    assert found is not None
    assert (found.value, found.maker) == ("DNGCXF1", "Dell")


def test_the_raw_string_and_its_symbology_are_kept() -> None:
    result = scan(" ]A0PF3ABC12\r\n")
    assert (result.raw, result.symbology) == (" ]A0PF3ABC12\r\n", "]A0")


@pytest.mark.parametrize(
    "raw",
    [
        f"https://id.example.org@evil.example/d/{CODE}",
        f"https://evil.example\\@id.example.org/d/{CODE}",
        f"https://id.example.org.evil.example/d/{CODE}",
        f"https://id.example.org:8443/d/{CODE}",
        f"https://evil.example/https://id.example.org/d/{CODE}",
    ],
)
def test_an_address_that_only_looks_like_ours_is_foreign(raw: str) -> None:
    """Quishing: a sticker over ours with an address that resembles it."""
    assert kinds(raw) == ["foreign-url"]


def test_a_foreign_digital_link_names_the_address_first_and_then_what_it_identifies() -> None:
    assert kinds(f"https://maker.example/01/{GTIN}/21/A7") == ["foreign-url", "gs1", "serial"]


def test_a_gtin_says_that_it_names_the_model() -> None:
    found = scan("4006381333931").candidates[0]
    assert "model" in str(found.warnings[0])


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("PFO3ABC2", "letter O"),
        ("PFI3ABC2", "letter I"),
        ("SPF3ABC12", "S or 1S"),
        ("490154203237519", "IMEI"),
        ("4006381333932", "GTIN"),
    ],
)
def test_near_misses_are_warned_of(raw: str, word: str) -> None:
    serial = next(found for found in scan(raw).candidates if found.kind is ScanKind.SERIAL)
    assert any(word in str(warning) for warning in serial.warnings)


def test_a_serial_number_after_a_data_identifier_is_told_with_and_without_it() -> None:
    assert [found.value for found in scan("SC02ABC1DEF2G").candidates] == ["SC02ABC1DEF2G", "C02ABC1DEF2G"]


def test_a_lost_separator_is_told_as_a_guess() -> None:
    found = scan(f"]d201{GTIN}21ABCDEFGHIJKLMNOPQRST10L1").candidates[0]
    assert found.value == f"/01/{GTIN}/10/L1/21/ABCDEFGHIJKLMNOPQRST"
    assert "group separator" in str(found.warnings[0])


def test_an_imei_in_gs1_data_is_told_too() -> None:
    found = scan(f"]d201{GTIN}21SN123\x1d8040356938035643809").candidates
    assert ("imei", "356938035643809") in [(candidate.kind.value, candidate.value) for candidate in found]


def test_an_imeisv_gives_the_imei_of_the_device() -> None:
    found = scan("4901542032375142").best
    assert found is not None
    assert device_imei(found) == "490154203237518"


def test_asset_tags_have_the_form_that_their_owner_states() -> None:
    result = classify("SSC-004711", own_hosts=HOSTS, asset_tags={"SSC": re.compile(r"SSC-[0-9]{6}")})
    assert result.candidates[0].kind is ScanKind.ASSET_TAG


def test_a_label_address_with_a_typing_error_says_so() -> None:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    found = scan(f"https://id.example.org/d/{wrong}").candidates[0]
    assert found.kind is ScanKind.OWN_PAGE
    assert "typing error" in str(found.warnings[0])


def test_what_resembles_nothing_has_no_candidate() -> None:
    assert scan("???").candidates == ()
    assert scan("").candidates == ()


@given(st.text(max_size=60), st.sampled_from([None, "]C1", "]Q1"]))
def test_any_text_is_classified_and_nothing_is_lost(raw: str, symbology: str | None) -> None:
    result = scan(raw, symbology)
    assert result.raw == raw
    assert all(0 < candidate.confidence <= 1 and str(candidate.reason) for candidate in result.candidates)


def test_the_scans_of_the_reference_data_are_read_as_the_syntax_engine_reads_them() -> None:
    """What the engine accepts names the same key; what it does not support is left to the other kinds."""
    scans: list[dict[str, Any]] = json.loads(shared_data("gs1/dl_vectors.json").read_text())["scans"]
    found = {vector["in"]: best(vector["in"])[0] for vector in scans}
    assert {raw for raw, kind in found.items() if kind == "gs1"} == {
        vector["in"] for vector in scans if vector.get("ai")
    }
    assert found["]E08712345678906"] == "gtin"
    assert found["]A0PF3ABC12"] == "serial"
