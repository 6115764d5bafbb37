"""Numbers that a check digit makes known, announced by their bar code or not."""

import pytest

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import read_gln
from dpp.domain.scanning import Candidate, ScanKind, classify

EID = "89049032123451234512345678901235"
GTIN_8, GTIN_13, GTIN_14 = "95200002", "9521234543213", "19521234543210"
GLN = "9521234543206"


def read(raw: str) -> dict[ScanKind, Candidate]:
    return {each.kind: each for each in classify(raw, own_hosts=frozenset()).candidates}


@pytest.mark.parametrize(
    ("raw", "gtin"),
    [
        (f"]E0{GTIN_13}", f"0{GTIN_13}"),
        ("]E0036000291452", "00036000291452"),
        ("]E00036000291452", "00036000291452"),
        (f"]E4{GTIN_8}", f"000000{GTIN_8}"),
        (f"]I1{GTIN_14}", GTIN_14),
    ],
)
def test_what_a_retail_bar_code_announces_is_a_gtin(raw: str, gtin: str) -> None:
    found = read(raw)[ScanKind.GTIN]
    assert (found.value, found.confidence) == (gtin, 0.95)
    assert set(read(raw)) == {ScanKind.GTIN}


def test_eight_digits_that_nothing_announces_are_a_serial_number_first() -> None:
    found = read(GTIN_8)
    assert found[ScanKind.GTIN].confidence < found[ScanKind.SERIAL].confidence


@pytest.mark.parametrize("raw", [f"]E4{GTIN_13}", f"]I0{GTIN_14}", f"]A0{GTIN_13}"])
def test_another_bar_code_announces_no_gtin(raw: str) -> None:
    assert read(raw)[ScanKind.GTIN].confidence < 0.95


def test_thirteen_digits_may_be_a_gln_and_say_that_nobody_can_tell() -> None:
    found = read(GLN)
    assert found[ScanKind.GLN].confidence < found[ScanKind.GTIN].confidence
    assert "look the same" in str(found[ScanKind.GLN].warnings[0])


def test_announced_as_a_place_or_a_party_it_is_that() -> None:
    assert read(f"]C1414{GLN}")[ScanKind.GS1].value == f"/414/{GLN}"
    assert read(f"(417){GLN}")[ScanKind.GS1].value == f"/417/{GLN}"


@pytest.mark.parametrize(("text", "why"), [(GLN[:-1], "13 digits"), (GLN[:-1] + "7", "should end in 6")])
def test_what_is_no_gln_is_refused(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        read_gln(text)


def test_the_number_of_an_embedded_sim_is_known() -> None:
    assert read(EID)[ScanKind.EID].confidence == 0.95
    assert read(" ".join(EID[place : place + 4] for place in range(0, 32, 4)))[ScanKind.EID].value == EID


def test_an_eid_in_gs1_data_is_told_too() -> None:
    assert read("]d201095212345432132 1A".replace(" ", "") + f"\x1d8042{EID}")[ScanKind.EID].value == EID
