"""What is printed is read again: every format, turned, blurred and partly covered; in true millimetres."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from dpp.adapters.labels import typeset
from dpp.adapters.labels.printer import Labels
from dpp.domain.errors import InvalidInput
from dpp.domain.labels.calibration import calibration_page
from dpp.domain.labels.layout import Medium, lay_out
from dpp.domain.labels.options import DOTS_PER_MM, DataMatrix, PrintOptions
from dpp.domain.labels.sheets import corner, pages
from dpp.domain.labels.sizes import LabelSize
from tests.support.label_pictures import (
    GS1,
    LABEL,
    LINK,
    SIZES,
    UNCLAIMED,
    blurred,
    codes,
    covered,
    of_svg,
    page_sizes,
    picture,
    shade,
    texts,
    turned,
)
from tests.support.zpl_printer import printed

PRINTER = Labels()
ROLL = SIZES.named("57x32")
LINKS, WITH_GS1 = (PrintOptions(data_matrix=each) for each in (DataMatrix.LINK, DataMatrix.GS1))
GS1_SCANNED = ("]d", GS1)
QR_SCANNED = ("]Q", LINK)
DOTS = 12.0
PRINTED_AT_203 = Medium(dots_per_mm=8)


def sheet_picture(size: LabelSize, count: int, options: PrintOptions, dots_per_mm: float = 8) -> Image.Image:
    """The first page of a sheet, as the PDF has it: both come from the same template."""
    numbered = [replace(LABEL, link=f"{LINK}{number:03}") for number in range(count)]
    page = pages([lay_out(label, size, options) for label in numbered], size, options)[0]
    return picture(typeset.png(page, title="Sheet", dots_per_mm=dots_per_mm))


# Every format


@pytest.mark.parametrize("size", [each for each in SIZES.all() if each.sheet is None], ids=lambda size: size.name)
def test_the_label_on_every_roll_is_read(size: LabelSize) -> None:
    page = pages([lay_out(LABEL, size)], size, PrintOptions())[0]
    assert codes(picture(typeset.png(page, title="Label", dots_per_mm=8))) == {QR_SCANNED}


@pytest.mark.parametrize("size", [each for each in SIZES.all() if each.sheet], ids=lambda size: size.name)
def test_every_label_of_a_full_sheet_is_read(size: LabelSize) -> None:
    assert texts(sheet_picture(size, size.places, PrintOptions())) == {f"{LINK}{n:03}" for n in range(size.places)}


@pytest.mark.parametrize("dpi", DOTS_PER_MM)
def test_a_png_is_read_and_says_its_true_resolution(dpi: int) -> None:
    content = PRINTER.png(LABEL, ROLL, replace(WITH_GS1, dpi=dpi))
    image, dots = picture(content), DOTS_PER_MM[dpi]
    assert codes(image) == {QR_SCANNED, GS1_SCANNED}
    assert image.size == pytest.approx((57 * dots, 32 * dots), abs=1)
    per_metre = int.from_bytes(content[content.index(b"pHYs") + 4 :][:4], "big")
    assert per_metre == round(dots * 1000)


def test_modules_of_a_png_are_whole_dots() -> None:
    """No grey between dark and light: where a printer would have to choose, a module grows or shrinks."""
    [code] = lay_out(UNCLAIMED, ROLL, medium=PRINTED_AT_203).symbols
    image = picture(PRINTER.png(UNCLAIMED, ROLL, PrintOptions(dpi=203)))
    left, top, side = (round(length * 8) for length in (code.x, code.y, code.width))
    cut = image.crop((left, top, left + side, top + side))
    assert {shade for _, shade in cut.getcolors() or ()} == {0, 255}


def test_an_svg_is_read_and_measures_what_it_says() -> None:
    svg = PRINTER.svg(LABEL, ROLL, LINKS)
    assert codes(of_svg(svg, width_mm=57, height_mm=32)) == {QR_SCANNED, ("]d", LINK)}
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("57mm", "32mm", "0 0 57 32")


def test_an_svg_keeps_its_text_as_text_in_the_width_that_it_has() -> None:
    root = ET.fromstring(PRINTER.svg(replace(LABEL, title="R&D <Pad> 7"), ROLL))  # noqa: S314 - our own
    lines = [(each.text, each.get("textLength")) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "R&D <Pad> 7" in [text for text, _ in lines]
    assert LABEL.code in [text for text, _ in lines]
    assert all(width for _, width in lines)


def test_a_pdf_of_a_roll_has_one_page_a_label_in_true_millimetres() -> None:
    content = PRINTER.pdf([LABEL, UNCLAIMED], ROLL)
    assert page_sizes(content) == [(57.0, 32.0)] * 2
    assert page_sizes(PRINTER.pdf([LABEL], ROLL, PrintOptions(turned=True))) == [(32.0, 57.0)]


def test_a_pdf_of_sheets_is_a4() -> None:
    assert page_sizes(PRINTER.pdf([LABEL] * 22, SIZES.named("avery-l7160"))) == [(210.0, 297.0)] * 2


def test_a_pdf_of_many_labels_says_each_of_them() -> None:
    """A tagged PDF: whoever does not see it is told the address of each code."""
    content = PRINTER.pdf([UNCLAIMED], ROLL)
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content


# In true millimetres


@pytest.mark.parametrize(("dx", "dy"), [(0.0, 0.0), (1.5, -2.0)])
def test_a_code_lies_where_the_sheet_and_the_offsets_say(dx: float, dy: float) -> None:
    """Measured on the page: the top left corner of the code of the fifth place, within a dot."""
    size, options = SIZES.named("avery-l7160"), PrintOptions(start=5, dx=dx, dy=dy)
    image = sheet_picture(size, 1, options, DOTS)
    [code] = lay_out(replace(LABEL, link=f"{LINK}000"), size).symbols
    assert size.sheet is not None
    x, y = corner(size.sheet, 4)
    left, top, _, _ = image.point(lambda shade: 255 if shade < 128 else 0).getbbox() or (0, 0, 0, 0)
    assert left == pytest.approx((x + dx + code.x) * DOTS, abs=1)
    highest_text = min(text.y - 0.8 * text.size for text in lay_out(LABEL, size).texts)
    assert top == pytest.approx((y + dy + min(code.y, highest_text)) * DOTS, abs=DOTS)


def test_a_module_measures_what_the_layout_says() -> None:
    """The first dark run of the first row of a QR code is 7 modules long."""
    page = pages([lay_out(UNCLAIMED, ROLL)], ROLL, PrintOptions())[0]
    image = picture(typeset.png(page, title="Label", dots_per_mm=40))
    [code] = lay_out(UNCLAIMED, ROLL).symbols
    row = round((code.y + code.module / 2) * 40)
    dark = [x for x in range(round((code.x + 8 * code.module) * 40)) if shade(image, x, row) == 0]
    assert (max(dark) - min(dark) + 1) / 40 == pytest.approx(7 * code.module, abs=0.06)


def test_the_calibration_page_has_a_cross_at_every_corner_and_a_true_ruler() -> None:
    size = SIZES.named("avery-l7160")
    page = calibration_page(size, PrintOptions())
    image = picture(typeset.png(page, title="Calibration", dots_per_mm=DOTS))
    assert size.sheet is not None
    for place in range(size.places):
        x, y = corner(size.sheet, place)
        for right, below in ((x, y), (x + size.width, y + size.height)):
            assert shade(image, round(right * DOTS), round(below * DOTS)) < 200
    ruler = [x for x in range(image.width) if shade(image, x, round((297 / 2 + 2.7) * DOTS)) < 160]
    starts = [x / DOTS for x in ruler if x - 1 not in ruler]
    assert [round(start) for start in starts if abs(start - 105) > 1] == list(range(0, 211, 10))
    assert page_sizes(PRINTER.calibration(SIZES.named("dymo-11352"))) == [(54.0, 25.0)]


# What happens to labels


ROLL_PICTURE = picture(PRINTER.png(LABEL, ROLL))
BOTH_PICTURE = picture(PRINTER.png(LABEL, ROLL, WITH_GS1))


@pytest.mark.parametrize("degrees", [7, 45, 90, 133, 180, 270, 301])
def test_a_turned_label_is_read(degrees: int) -> None:
    assert codes(turned(BOTH_PICTURE, degrees)) == {QR_SCANNED, GS1_SCANNED}


@pytest.mark.parametrize("modules", [0.2, 0.4])
def test_a_blurred_label_is_read(modules: float) -> None:
    """So many modules are the deviation of a Gaussian: a phone that is held too near, a ribbon that bleeds."""
    [code, _] = lay_out(LABEL, ROLL, WITH_GS1).symbols
    assert codes(blurred(BOTH_PICTURE, modules * code.module * PrintOptions().dots_per_mm)) >= {QR_SCANNED}


@pytest.mark.parametrize("patch", [0, 255])
@pytest.mark.parametrize("degrees", [0, 30])
def test_a_label_with_five_percent_of_its_code_covered_is_read(degrees: int, patch: int) -> None:
    """A scratch or a stain of 5 % of the code: level Q survives it, straight and askew."""
    [code] = lay_out(LABEL, ROLL).symbols
    dots = PrintOptions().dots_per_mm
    box = tuple(round(length * dots) for length in (code.x, code.y, code.x + code.width, code.y + code.width))
    assert len(box) == 4
    spoilt = covered(ROLL_PICTURE, box, 0.05, patch)
    assert texts(turned(spoilt, degrees)) == {LINK}


def test_the_smallest_label_is_read_when_it_is_spoilt() -> None:
    """Modules of 0.4 mm, on a printer of 300 dots to the inch: covered, blurred and turned at once."""
    size = SIZES.named("dymo-11352")
    [code] = lay_out(LABEL, size).symbols
    page = pages([lay_out(LABEL, size)], size, PrintOptions())[0]
    image = picture(typeset.png(page, title="Label", dots_per_mm=DOTS))
    box = tuple(round(length * DOTS) for length in (code.x, code.y, code.x + code.width, code.y + code.width))
    assert len(box) == 4
    assert texts(turned(blurred(covered(image, box, 0.05), 0.2 * code.module * DOTS), 12)) == {LINK}


def test_what_covers_the_corner_of_a_code_makes_the_test_fail() -> None:
    """The tests above can fail: a code without its finder pattern is not read."""
    [code] = lay_out(LABEL, ROLL).symbols
    side = round(code.width * 0.5 * PrintOptions().dots_per_mm)
    spoilt = ROLL_PICTURE.copy()
    spoilt.paste(255, (0, 0, side, ROLL_PICTURE.height))
    assert LINK not in texts(spoilt)


# ZPL


@pytest.mark.parametrize("dpi", DOTS_PER_MM)
@pytest.mark.parametrize("options", [PrintOptions(), LINKS, WITH_GS1], ids=["qr", "link", "gs1"])
def test_what_a_zebra_prints_is_read(options: PrintOptions, dpi: int) -> None:
    content = PRINTER.zpl([LABEL, UNCLAIMED], SIZES.named("zebra-76x51"), replace(options, dpi=dpi))
    first, second = printed(content)
    beside = {DataMatrix.NONE: set(), DataMatrix.LINK: {("]d", LINK)}, DataMatrix.GS1: {GS1_SCANNED}}
    assert codes(first.picture) == {QR_SCANNED} | beside[options.data_matrix]
    assert QR_SCANNED in codes(second.picture)
    assert "".join(text.text for text in second.texts) == UNCLAIMED.code + UNCLAIMED.link


@pytest.mark.parametrize("degrees", [90, 17])
def test_what_a_zebra_prints_is_read_when_it_is_spoilt(degrees: int) -> None:
    [label] = printed(PRINTER.zpl([LABEL], ROLL, PrintOptions(dpi=203)))
    left, top, right, bottom = label.picture.point(lambda shade: 255 - shade).getbbox() or (0, 0, 0, 0)
    spoilt = covered(label.picture, (left, top, right, bottom), 0.05)
    assert texts(turned(blurred(spoilt, 1.5), degrees)) == {LINK}


def test_the_commands_are_these() -> None:
    """Word for word, at 8 dots to the millimetre: 456 x 256 dots, modules of 5 dots, texts on their baselines."""
    assert PRINTER.zpl([UNCLAIMED], ROLL, PrintOptions(dpi=203)).decode().splitlines() == [
        "^XA",
        "^CI28",
        "^PW456",
        "^LL256",
        "^LH0,0",
        "^BY2,3,1",
        "^FO20,45^BQN,2,5^FH\\^FDQA,https://id.kringpas.nl/d/7k3m9x2p4q8d^FS",
        "^FT205,109^A0N,26,26^FH\\^FD7k3m-9x2p-4q8d^FS",
        "^FT205,140^A0N,18,18^FH\\^FDhttps://id.kringpas.n^FS",
        "^FT205,161^A0N,18,18^FH\\^FDl/d/7k3m9x2p4q8d^FS",
        "^PQ1",
        "^XZ",
    ]


def test_no_text_can_be_taken_for_a_command() -> None:
    """Carets, tildes, the escape itself and whatever is not ASCII come out as they were."""
    tag, title = "A^XZ~JR\\5E", "Überbook Ё"
    content = PRINTER.zpl([replace(LABEL, asset_tag=tag, title=title)], SIZES.named("zebra-102x51"))
    assert content.count(b"^XZ") == 1
    assert b"~" not in content
    assert content.isascii()
    [label] = printed(content)
    assert {tag, title} <= {text.text for text in label.texts}


def test_an_underscore_in_an_address_is_no_escape_of_data_matrix() -> None:
    link = "https://id.example.nl/d/a_1_b"
    [label] = printed(PRINTER.zpl([replace(LABEL, link=link)], SIZES.named("zebra-76x51"), LINKS))
    assert codes(label.picture) == {("]Q", link), ("]d", link)}


def test_offsets_move_every_field_of_a_zebra_label() -> None:
    def places(options: PrintOptions) -> list[tuple[int, int]]:
        content = PRINTER.zpl([LABEL], ROLL, options).decode()
        return [(int(x), int(y)) for x, y in re.findall(r"\^F[OT](\d+),(\d+)", content)]

    before, after = places(PrintOptions(dpi=203)), places(PrintOptions(dpi=203, dx=2, dy=-0.5))
    assert after == [(x + 16, y - 4) for x, y in before]


def test_offsets_that_push_a_label_off_the_roll_are_refused() -> None:
    with pytest.raises(InvalidInput) as fault:
        PRINTER.zpl([LABEL], ROLL, PrintOptions(dx=-10))
    assert {problem.path for problem in fault.value.problems} == {"$.dx", "$.dy"}
