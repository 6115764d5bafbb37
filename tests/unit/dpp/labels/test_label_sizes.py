"""Sizes of labels, and where labels stand on a sheet."""

import pytest

from dpp.adapters.labels.sizes import read_sizes
from dpp.domain.errors import InvalidInput
from dpp.domain.labels.drawing import Drawing
from dpp.domain.labels.options import PrintOptions
from dpp.domain.labels.sheets import corner, pages
from dpp.domain.labels.sizes import LabelSize
from tests.support.label_pictures import SIZES

SHEETS = [size for size in SIZES.all() if size.sheet]
ROLL = 'title = "Roll"\nwidth = 50\nheight = 25\nsource = "invented"\n'
SHEET = 'title = "Sheet"\nwidth = 60\nheight = 30\ncolumns = 3\nrows = 9\ngap_x = 2\ngap_y = 0\nsource = "invented"\n'


def test_the_sheet_of_21_has_the_margins_that_are_left() -> None:
    """3 x 63.5 mm with 2 x 2.54 mm between them leave 7.21 mm left and right; 7 x 38.1 mm leave 15.15 mm."""
    sheet = SIZES.named("avery-l7160").sheet
    assert sheet is not None
    assert (round(sheet.left, 2), round(sheet.top, 2), sheet.places) == (7.21, 15.15, 21)
    assert corner(sheet, 4) == pytest.approx((7.21 + 66.04, 15.15 + 38.1))


@pytest.mark.parametrize("size", SHEETS, ids=lambda size: size.name)
def test_every_place_lies_on_the_sheet_and_apart_from_the_next(size: LabelSize) -> None:
    sheet = size.sheet
    assert sheet is not None
    assert sheet.pitch_x >= size.width
    assert sheet.pitch_y >= size.height
    left, top = corner(sheet, 0)
    right, bottom = corner(sheet, sheet.places - 1)
    assert min(left, top) >= 0
    assert right + size.width == pytest.approx(sheet.width - left)
    assert bottom + size.height == pytest.approx(sheet.height - top)


def test_every_size_says_where_its_millimetres_come_from() -> None:
    assert all(len(size.source) > 10 for size in SIZES.all())
    assert len({size.name for size in SIZES.all()}) == len(SIZES.all()) == 18


def test_a_roll_may_be_named_by_its_millimetres() -> None:
    size = SIZES.named("57.5x32")
    assert (size.width, size.height, size.sheet) == (57.5, 32.0, None)


@pytest.mark.parametrize("name", ["a4", "57 x 32", "0x0", "57x", "-57x32", "", "5x5"])
def test_another_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        SIZES.named(name)
    assert fault.value.problems[0].path == "$.size"
    assert "avery-l7160" in str(fault.value.remedy)


@pytest.mark.parametrize("name", ["900x32", "57x9.9", "301x20"])
def test_a_size_that_no_label_has_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        SIZES.named(name)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"[sheets]\n[rolls.invented-roll]\n{ROLL}".replace("width = 50", "width = -1"), r"\$.rolls"),
        (f"[sheets]\n[rolls.invented-roll]\n{ROLL}colour = 1", "colour"),
        (f"[sheets]\n[rolls.Invented]\n{ROLL}", "Invented"),
        ("[sheets]\n", "rolls"),
        (f"[rolls]\n[sheets.invented-sheet]\n{SHEET}".replace("columns = 3", "columns = 4"), "do not fit on A4"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_when_it_is_read(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_sizes(text)


def test_a_file_that_fits_is_read() -> None:
    [sheet] = read_sizes(f"[rolls]\n[sheets.invented-sheet]\n{SHEET}")
    assert sheet.places == 27


def test_labels_fill_a_used_sheet_from_its_first_free_place_and_go_on_on_the_next() -> None:
    size = SIZES.named("avery-l7160")
    drawings = [Drawing(size.width, number) for number in range(28)]
    first, second = pages(drawings, size, PrintOptions(start=15, dx=0.5, dy=-0.25))
    assert [len(page.labels) for page in (first, second)] == [7, 21]
    assert (second.width, second.height) == (210, 297)


def test_no_label_is_lost_between_sheets() -> None:
    size = SIZES.named("avery-l7160")
    for start in (1, 2, 21):
        drawings = [Drawing(size.width, number) for number in range(50)]
        made = pages(drawings, size, PrintOptions(start=start))
        assert [label.drawing for page in made for label in page.labels] == drawings
        assert size.sheet is not None
        x, y = corner(size.sheet, start - 1)
        assert (made[0].labels[0].x, made[0].labels[0].y) == (x, y)


def test_a_roll_has_one_label_a_page_shifted_by_the_offsets() -> None:
    [one, two] = pages([Drawing(57, 32), Drawing(57, 40)], SIZES.named("57x32"), PrintOptions(dx=1, dy=-1, turned=True))
    assert (one.width, one.height, two.height, one.turned) == (57, 32, 40, True)
    assert (one.labels[0].x, one.labels[0].y) == (1, -1)
