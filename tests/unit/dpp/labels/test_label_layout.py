"""What stands where on a label, and what is refused."""

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput, Refused
from dpp.domain.labels.content import LabelContent, Part, read_parts
from dpp.domain.labels.drawing import Drawing, PlacedSymbol
from dpp.domain.labels.layout import PAPER, SMALL_TEXT, Medium, lay_out
from dpp.domain.labels.options import DOTS_PER_MM, DataMatrix, PrintOptions
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.labels.symbols import SMALLEST_MODULE, SymbolKind, data_matrix, gs1_data_matrix, qr_code
from dpp.domain.labels.text import ASCENT, MONO, ZEBRA, Breaking, broken
from tests.support.label_pictures import GS1, LABEL, LINK, SIZES, UNCLAIMED

FIFTY = "https://id.kringpas.nl/01/09521234543213/21/ABC123"
MEDIA = [PAPER, *(Medium(face, dots) for face in (MONO, ZEBRA) for dots in DOTS_PER_MM.values())]


def by_millimetres(name: str) -> LabelSize:
    size = LabelSize.of_millimetres(name)
    assert size is not None
    return size


# How many modules a code needs


def test_an_address_of_fifty_characters_needs_37_modules() -> None:
    """The longest identifier that the EU registry takes."""
    assert len(FIFTY) == 50
    assert qr_code(FIFTY).modules == 37
    assert qr_code(LINK).modules == 33


@pytest.mark.parametrize(
    ("length", "modules"), [(11, 21), (12, 25), (46, 33), (47, 37), (60, 37), (130, 53), (131, 57)]
)
def test_the_capacities_are_those_of_level_q(length: int, modules: int) -> None:
    assert qr_code("x" * length).modules == modules


def test_data_matrix_counts_two_digits_as_one() -> None:
    assert data_matrix("1" * 88).modules == data_matrix("x" * 44).modules == 26
    assert gs1_data_matrix(GS1).modules == 18


@pytest.mark.parametrize("text", ["https://id.example.nl/d/é", "https://id.example.nl/\x1d", "x" * 500])
def test_what_no_code_of_a_label_can_carry_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        qr_code(text)


# What fits


def test_the_arithmetic_of_a_refusal_is_told() -> None:
    """37 modules and 8 of quiet zone at 0.4 mm are 18 mm, and the label is 17 mm high."""
    with pytest.raises(Refused) as refusal:
        lay_out(replace(LABEL, link=FIFTY), SIZES.named("brother-dk-11204"))
    assert refusal.value.rule == "label-too-small"
    assert "54 x 17 mm" in str(refusal.value)
    assert "(37 + 8) x 0.4 = 18.0 mm" in str(refusal.value)
    assert str(refusal.value.remedy) == "Choose a size of at least 18.0 x 18.0 mm."


def test_exactly_18_millimetres_are_enough() -> None:
    [code] = lay_out(replace(UNCLAIMED, link=FIFTY), by_millimetres("60x18")).symbols
    assert code.module == pytest.approx(0.4)


def test_dots_count_in_the_arithmetic() -> None:
    """With 8 dots to the millimetre the smallest module above 0.4 mm is 4 dots: half a millimetre."""
    with pytest.raises(Refused, match=r"\(33 \+ 8\) x 0.5 = 20.5 mm"):
        lay_out(LABEL, by_millimetres("54x20"), medium=Medium(dots_per_mm=8))


@pytest.mark.parametrize("size", SIZES.all(), ids=lambda size: size.name)
def test_every_size_of_the_list_holds_a_usual_label(size: LabelSize) -> None:
    check(lay_out(LABEL, size), size)


@pytest.mark.parametrize("size", SIZES.all(), ids=lambda size: size.name)
def test_every_size_of_the_list_holds_a_label_that_is_on_no_device(size: LabelSize) -> None:
    drawing = lay_out(UNCLAIMED, size)
    check(drawing, size)
    assert "".join(text.text for text in drawing.texts) == UNCLAIMED.code + UNCLAIMED.link


def check(drawing: Drawing, size: LabelSize, medium: Medium = PAPER) -> None:
    """Modules of 0.4 mm at least, quiet zones blank, everything on the label, no text over another, none too small."""
    taken = [_with_quiet_zone(code) for code in drawing.symbols]
    for left, top, right, bottom in taken:
        assert min(left, top) >= -0.1
        assert right <= drawing.width + 0.1
        assert bottom <= drawing.height + 0.1
    for code in drawing.symbols:
        assert code.module >= SMALLEST_MODULE - 1e-9
    for text in drawing.texts:
        width = medium.face.ems(text.text) * text.size
        box = (text.x, text.y - ASCENT * text.size, text.x + width, text.y + 0.2 * text.size)
        assert text.size >= 0.75 * SMALL_TEXT[-1] - 1e-9
        assert box[0] >= size.inset - 1e-9
        assert box[1] >= size.inset - 1e-9
        assert box[2] <= drawing.width - size.inset + 1e-9
        assert box[3] <= drawing.height - size.inset + 0.1
        taken.append(box)
    for one, other in itertools.combinations(taken, 2):
        assert _apart(one, other)


_Box = tuple[float, float, float, float]


def _with_quiet_zone(code: PlacedSymbol) -> _Box:
    quiet = code.symbol.kind.quiet * code.module
    return (code.x - quiet, code.y - quiet, code.x + code.width + quiet, code.y + code.width + quiet)


def _apart(one: _Box, other: _Box) -> bool:
    """Up to the rounding to a dot."""
    slack = 0.13
    return (
        one[2] <= other[0] + slack
        or other[2] <= one[0] + slack
        or one[3] <= other[1] + slack
        or other[3] <= one[1] + slack
    )


@given(
    width=st.integers(15, 120),
    height=st.integers(15, 120),
    title=st.lists(st.text("ABCDEFGhijklm0123456789-", min_size=1, max_size=14), max_size=4).map(" ".join),
    tag=st.text("ABC0123456789-", max_size=20),
    beside=st.sampled_from(DataMatrix),
    medium=st.sampled_from(MEDIA),
)
def test_a_label_is_whole_or_refused(
    width: int, height: int, title: str, tag: str, beside: DataMatrix, medium: Medium
) -> None:
    """Whatever stands on it: every character is there, nothing lies over anything, or a rule is named."""
    label, size = replace(LABEL, title=title, asset_tag=tag), by_millimetres(f"{width}x{height}")
    try:
        drawing = lay_out(label, size, PrintOptions(data_matrix=beside), medium)
    except Refused as refusal:
        if refusal.rule in {"label-too-small", "label-text-too-long"}:
            return
        raise
    check(drawing, size, medium)
    said = re.sub(r"\s", "", "".join(text.text for text in drawing.texts))
    assert said == re.sub(r"\s", "", f"{title}{tag}laptop{label.code}{label.link}")


def test_a_dot_printer_gets_whole_dots() -> None:
    for dots in DOTS_PER_MM.values():
        for code in lay_out(LABEL, by_millimetres("57x32"), medium=Medium(dots_per_mm=dots)).symbols:
            for length in (code.module, code.x, code.y):
                assert length * dots == pytest.approx(round(length * dots))


def test_a_tall_label_has_its_code_above_the_text() -> None:
    drawing = lay_out(LABEL, by_millimetres("25x54"))
    [code] = drawing.symbols
    assert min(text.y for text in drawing.texts) > code.y + code.width


def test_a_continuous_roll_grows_with_what_stands_on_it() -> None:
    roll = SIZES.named("brother-dk-22205")
    assert lay_out(UNCLAIMED, roll).height == roll.height
    long = replace(LABEL, title=" ".join(["Thunderbolt"] * 24))
    assert roll.height < lay_out(long, roll).height <= 100
    with pytest.raises(Refused, match="does not fit"):
        lay_out(replace(LABEL, title=" ".join(["Thunderbolt"] * 400)), roll)


# Text


def test_a_name_breaks_at_its_spaces_a_code_nowhere_an_address_anywhere() -> None:
    assert broken("Dell Latitude 7420", MONO, 8, Breaking.WORDS) == ("Dell Latitude", "7420")
    assert broken("7k3m-9x2p-4q8d", MONO, 8, Breaking.NOWHERE) is None
    assert broken("https://x.nl", MONO, 5, Breaking.ANYWHERE) == ("https://", "x.nl")
    assert broken("Donaudampfschiff", MONO, 5, Breaking.WORDS) is None


def test_a_tag_that_fits_on_no_line_is_refused_by_its_name() -> None:
    with pytest.raises(Refused, match=r"'T{60}' does not fit on '57x32'") as refusal:
        lay_out(replace(LABEL, asset_tag="T" * 60), by_millimetres("57x32"))
    assert refusal.value.rule == "label-text-too-long"
    bare = lay_out(replace(LABEL, asset_tag="T" * 60), by_millimetres("57x32"), PrintOptions(parts=frozenset()))
    assert "T" not in "".join(text.text for text in bare.texts)


@pytest.mark.parametrize("title", ["Ноутбук Ёж", "Überbook Ærø", "Φορητός"])
def test_european_scripts_are_printed(title: str) -> None:
    assert title.split(maxsplit=1)[0] in [
        text.text.split()[0] for text in lay_out(replace(LABEL, title=title), by_millimetres("89x36")).texts
    ]


@pytest.mark.parametrize("title", ["富士通 LIFEBOOK", "Book\u200b", "Tab\there", "مقلد"])
def test_a_character_that_the_face_lacks_is_refused_and_named(title: str) -> None:
    with pytest.raises(Refused, match=r"U\+[0-9A-F]{4}") as refusal:
        lay_out(replace(LABEL, title=title), by_millimetres("89x36"))
    assert refusal.value.rule == "label-character-missing"


# What is chosen


def test_parts_are_left_out_on_request_and_link_and_code_never() -> None:
    drawing = lay_out(LABEL, by_millimetres("57x32"), PrintOptions(parts=read_parts("title")))
    assert "".join(text.text for text in drawing.texts).replace(" ", "") == f"DellLatitude7420{LABEL.code}{LINK}"
    assert read_parts("") == frozenset()
    assert read_parts("title,asset-tag,lines") == frozenset(Part)
    with pytest.raises(InvalidInput, match="no part owner"):
        read_parts("title,owner")


def test_a_device_without_gtin_gets_the_link_in_both_codes() -> None:
    gs1, size = PrintOptions(data_matrix=DataMatrix.GS1), by_millimetres("57x32")
    known, unknown = lay_out(LABEL, size, gs1), lay_out(replace(LABEL, element_string=""), size, gs1)
    assert [code.symbol.kind for code in known.symbols] == [SymbolKind.QR, SymbolKind.GS1_DATA_MATRIX]
    assert [(code.symbol.kind, code.symbol.text) for code in unknown.symbols] == [
        (SymbolKind.QR, LINK),
        (SymbolKind.DATA_MATRIX, LINK),
    ]


def test_every_wrong_option_is_named_at_once() -> None:
    wrong = PrintOptions(dx=11, dy=float("nan"), start=22, dpi=72)
    with pytest.raises(InvalidInput) as fault:
        lay_out(LABEL, SIZES.named("avery-l7160"), wrong)
    assert [problem.path for problem in fault.value.problems] == ["$.dx", "$.dy", "$.start", "$.dpi"]


def test_a_label_has_no_place_for_a_person() -> None:
    """No field of a label could hold who uses the device, where, or for whom."""
    assert set(LabelContent.__dataclass_fields__) == {"link", "code", "title", "lines", "asset_tag", "element_string"}
