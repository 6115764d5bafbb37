"""What a display says about itself."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.evidence.edid import HEADER, LENGTH, parse_edid
from lifecycle.domain.evidence.members import Unread
from lifecycle.domain.evidence.reading import MonitorSeen
from lifecycle.domain.evidence.recognise import read_evidence
from lifecycle.domain.facts import ClaimKind


@pytest.fixture
def block(evidence_file: Callable[[str], bytes]) -> bytes:
    return bytes.fromhex(read_evidence(evidence_file("edid-display.txt"))[0].content.decode())


def with_checksum(block: bytes) -> bytes:
    return block[: LENGTH - 1] + bytes([-sum(block[: LENGTH - 1]) % 256])


def changed(block: bytes, at: int, value: bytes) -> MonitorSeen | None:
    return parse_edid(with_checksum(block[:at] + value + block[at + len(value) :]), "$", Unread())


def test_a_display_names_maker_product_serial_date_and_size(block: bytes) -> None:
    assert parse_edid(block, "$", Unread()) == MonitorSeen(
        maker="DEL",
        model="DELL P2419H",
        product_code="A0D9",
        serial="DEMOMON0001",
        week=20,
        year=2019,
        width_mm=527,
        height_mm=296,
        width_pixels=1920,
        height_pixels=1080,
    )


def test_its_claims_tie_it_to_a_passport(block: bytes) -> None:
    reading = read_evidence(block)[1]
    assert {claim.kind: claim.value for claim in reading.claims} == {
        ClaimKind.MAKER: "DEL",
        ClaimKind.MODEL: "DELL P2419H",
        ClaimKind.SERIAL: "DEMOMON0001",
        ClaimKind.EDID: "DEL-A0D9-4C353031",
    }


def test_bytes_hexadecimal_and_base64_are_one_evidence(block: bytes) -> None:
    forms = [block, block.hex().encode(), block.hex(" ").upper().encode(), base64.b64encode(block)]
    assert len({read_evidence(form)[0].sha256 for form in forms}) == 1


def test_extension_blocks_are_not_kept(block: bytes) -> None:
    assert read_evidence(block + bytes(128))[0].content == block.hex().encode()


def test_diagonal_is_in_inches(block: bytes) -> None:
    seen = parse_edid(block, "$", Unread())
    assert seen is not None
    assert seen.diagonal_inches == pytest.approx(23.8)


def test_week_255_makes_it_the_year_of_the_model(block: bytes) -> None:
    seen = changed(block, 16, b"\xff")
    assert seen is not None
    assert (seen.week, seen.year, seen.year_of_model) == (None, 2019, True)


def test_a_display_without_serial_number_claims_none(block: bytes) -> None:
    seen = changed(changed_block(block, 12, bytes(4)), 72, bytes(18))
    assert seen is not None
    assert seen.serial is None


def changed_block(block: bytes, at: int, value: bytes) -> bytes:
    return with_checksum(block[:at] + value + block[at + len(value) :])


def test_without_preferred_timing_the_size_is_in_whole_centimetres(block: bytes) -> None:
    seen = changed(block, 54, bytes(18))
    assert seen is not None
    assert (seen.width_mm, seen.height_mm, seen.width_pixels) == (530, 300, None)


def test_a_projector_gives_no_size(block: bytes) -> None:
    seen = changed(changed_block(block, 21, bytes(2)), 54, bytes(18))
    assert seen is not None
    assert seen.diagonal_inches is None


@given(st.integers(0, LENGTH - 1), st.integers(1, 255))
def test_any_single_damaged_byte_is_noticed(
    evidence_file: Callable[[str], bytes], position: int, difference: int
) -> None:
    good = bytes.fromhex(read_evidence(evidence_file("edid-display.txt"))[0].content.decode())
    bad = good[:position] + bytes([good[position] ^ difference]) + good[position + 1 :]
    unread = Unread()
    assert parse_edid(bad, "$", unread) is None
    assert len(unread.problems()) == 1


@given(st.binary(min_size=LENGTH, max_size=LENGTH))
def test_any_block_with_header_and_checksum_is_read_without_error(content: bytes) -> None:
    block = with_checksum(HEADER + content[len(HEADER) :])
    assert parse_edid(block, "$", Unread()) is not None


def test_a_cut_off_edid_is_told(block: bytes) -> None:
    reading = read_evidence(block[:100])[1]
    assert reading.monitors == ()
    assert "100 bytes" in str(reading.unread[0].what)
