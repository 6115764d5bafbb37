"""What is printed is read again."""

import io

import zxingcpp
from PIL import Image

from dpp.adapters.label_pdf import TypstLabels
from dpp.adapters.qr import QrCodes
from dpp.service.ports import LabelContent

LINK = "https://id.kringpas.nl/d/7k3m9x2p4q8d"
CONTENT = LabelContent(link=LINK, code="7k3m-9x2p-4q8d", title="Dell Latitude 7420", lines=("Laptop",))


def test_a_scanner_reads_the_drawn_code_back() -> None:
    """The PNG that we draw decodes to the link, with error correction level Q."""
    drawn = Image.open(io.BytesIO(QrCodes().png(LINK, module_pixels=4)))
    read = zxingcpp.read_barcodes(drawn)
    assert [(code.text, code.ec_level) for code in read] == [(LINK, "Q")]


def test_the_svg_has_no_style_that_a_strict_policy_would_block() -> None:
    """The SVG carries no script and no style, so a strict content security policy shows it."""
    svg = QrCodes().svg(LINK).decode()
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "<script" not in svg


def test_the_printed_label_scans_at_300_dots_per_inch() -> None:
    """The typeset label, rendered as a label printer would, decodes to its link."""
    picture = TypstLabels(QrCodes()).png(CONTENT, dots_per_inch=300)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [LINK]


def test_each_label_is_a_page_of_its_own() -> None:
    """Two labels make a PDF of two pages."""
    pdf = TypstLabels(QrCodes()).pdf([CONTENT, CONTENT])
    assert pdf.startswith(b"%PDF")
    assert b"/Count 2" in pdf
