"""Envelopes of ISO/IEC 15434 in what scanners and keyboards make of their separators."""

import pytest

from dpp.domain.scanning import Candidate, ScanKind, classify

PLAIN = "[)>\x1e06\x1d1P20XXS0AB00\x1dSPF0ABC12\x1e\x04"
SPELLINGS = {
    "plain": ("\x1e", "\x1d", "\x04"),
    "names": ("<RS>", "<GS>", "<EOT>"),
    "control": ("Ctrl+^", "Ctrl+]", "Ctrl+D"),
    "caret": ("^^", "^]", "^D"),
    "pictures": ("␞", "␝", "␄"),
    "record lost": ("", "\x1d", ""),
}


def read(raw: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.value) for each in candidates(raw)]


def candidates(raw: str) -> tuple[Candidate, ...]:
    return classify(raw, own_hosts=frozenset()).candidates


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_spelling_of_the_separators_is_read_the_same(spelling: str) -> None:
    record, group, end = SPELLINGS[spelling]
    raw = PLAIN.replace("\x1e", record).replace("\x1d", group).replace("\x04", end)
    assert read(raw) == [("serial", "PF0ABC12"), ("model-number", "20XXS0AB00")]


def test_gs1_data_in_an_envelope_are_gs1_data() -> None:
    raw = "[)>\x1e05\x1d010952123454321321SN\x1e\x04"
    assert read(raw)[0] == ("gs1", "/01/09521234543213/21/SN")


def test_text_elements_tell_the_serial_number_and_the_part() -> None:
    raw = "[)>\x1e12\x1dMFR 81205\x1dSER C2F\x1dPNO 1234\x1e\x04"
    assert read(raw) == [("serial", "C2F"), ("model-number", "1234")]


def test_a_serial_number_that_is_unique_in_the_world_is_told_with_and_without_its_company() -> None:
    raw = "[)>\x1e06\x1d18VUN123456789\x1d25SUN123456789A7X\x1e\x04"
    assert read(raw) == [("serial", "UN123456789A7X"), ("serial", "A7X")]


def test_a_lot_is_told_as_a_lot() -> None:
    assert read("[)>\x1e06\x1d1TLOT7\x1e\x04") == [("lot", "LOT7")]


def test_lenovos_1s_is_read_inside_an_envelope_and_names_its_maker() -> None:
    """S says the same serial number: it is told once, as surely as S says it, with the maker that 1S tells."""
    raw = "[)>\x1e06\x1d1S20XXS0AB00PF0ABC12\x1dSPF0ABC12\x1e\x04"
    first = candidates(raw)[0]
    assert (first.kind, first.value, first.maker, first.confidence) == (ScanKind.SERIAL, "PF0ABC12", "Lenovo", 0.95)
    assert read(raw).count(("serial", "PF0ABC12")) == 1


def test_two_records_of_two_formats_are_both_read() -> None:
    raw = "[)>\x1e06\x1dSA1B2C3\x1e05\x1d80049521A\x1e\x04"
    assert ("serial", "A1B2C3") in read(raw)
    assert ("gs1", "/8004/9521A") in read(raw)


def test_without_a_separator_after_the_format_it_is_a_guess() -> None:
    found = candidates("[)>06SPF0ABC121P20XX")[0]
    assert found.confidence < 0.5
    assert "guess" in str(found.warnings[0])


@pytest.mark.parametrize("raw", ["[)>", "[)>\x1e", "[)>\x1e06", "[)>\x1e06\x1d\x1e\x04", "[)>\x1e99\x1dSA\x1e\x04"])
def test_an_envelope_without_anything_in_it_has_no_reading(raw: str) -> None:
    assert read(raw) == []
