"""No passport leads to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.personal_data import personal_data

PERSONAL = [
    "jan.jansen@ministerie.example",
    "Vraag het Jan (j.jansen+pas@rijk.example)",
    "06-12345678",
    "0612345678",
    "bel 06 1234 5678 voor meer",
    "(020) 123 4567",
    "0343 123456",
    "+31 6 12345678",
    "+31 (0)20 123 4567",
    "0031687654321",
    "+49 30 123456789",
    "DESKTOP-7Q2K9PL",
    "LAPTOP-1A2B3C4D",
    "pc-114.ministerie.local",
    "iPhone van Anna",
    "Anna's MacBook",
    "Anna\u2019s MacBook Pro",
    "00:1a:2b:3c:4d:5e",
    "00-1A-2B-3C-4D-5E",
    "staat op 192.168.1.14",
    "10.20.30.40",
]
HARMLESS = [
    "Latitude 7420",
    "SM-A165F/DSB",
    "TA-1688",
    "09520000074203",
    "8712345678906",
    "0012345678905",
    "84713000",
    "2024-01-10",
    "01-02-2024",
    "2026-05",
    "1920 x 1080",
    "IP68",
    "Apple's own method",
    "Windows 11 version 10.0.22631",
    "https://eprel.ec.europa.eu/screen/product/smartphonestablets20231669/2238053",
    "https://maker.example/part?id=0123456789",
    "https://www.hmd.com/en_int/self-repair",
    "Regulation (EU) 2023/1669, Annex IV, point 5",
    "Een laptop van Dell met 16 GB",
    "7k3m9x2p4q8d5w1z",
    "341 kg CO2e, between 260 and 422",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_what_leads_to_a_person_is_refused(text: str) -> None:
    assert [problem.path for problem in personal_data({"panelTechnology": text})] == ["$.panelTechnology"]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_describes_a_product_is_let_through(text: str) -> None:
    assert personal_data({"panelTechnology": text}) == ()


def test_it_is_found_wherever_it_stands_and_its_path_is_told() -> None:
    elements = {
        "spareParts": [{"part": "battery"}, {"part": "fan", "note": "bel 06-12345678"}],
        "lockRelease": {"nl": "Mail jan@rijk.example", "en": "Ask."},
        "unknown": {"a": [["x@y.example"]]},
    }
    paths = [problem.path for problem in personal_data(elements)]
    assert paths == ["$.spareParts[1].note", "$.lockRelease.nl", "$.unknown.a[0][0]"]


def test_the_message_says_why_and_does_not_repeat_the_data() -> None:
    (problem,) = personal_data({"brand": "jan@rijk.example"})
    assert "e-mail address" in str(problem.what)
    assert "jan" not in str(problem.what)


@given(st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@[a-z]{1,8}\.(nl|eu|com)", fullmatch=True), st.text(max_size=10))
def test_an_address_is_found_inside_other_text(address: str, around: str) -> None:
    assert personal_data({"brand": f"{around} {address} {around}"})


@given(st.integers(10_000_000, 99_999_999))
def test_every_dutch_mobile_number_is_found(number: int) -> None:
    assert personal_data({"brand": f"06{number}"})
    assert personal_data({"brand": f"bel +316{number}"})
