"""QR codes as pages show them are read again."""

import io

import zxingcpp
from PIL import Image

from dpp.adapters.labels.printer import QrCodes
from dpp.adapters.labels.symbols import modules
from dpp.domain.labels.symbols import qr_code
from tests.support.label_pictures import LINK, of_svg, texts


def test_a_scanner_reads_the_drawn_code_back() -> None:
    """The PNG that we draw decodes to the link, with error correction level Q."""
    drawn = Image.open(io.BytesIO(QrCodes().png(LINK, module_pixels=4)))
    read = zxingcpp.read_barcodes(drawn)
    assert [(code.text, code.ec_level) for code in read] == [(LINK, "Q")]
    assert drawn.size == (41 * 4, 41 * 4)


def test_the_svg_is_read_back_and_has_no_style_that_a_strict_policy_would_block() -> None:
    svg = QrCodes().svg(LINK)
    assert texts(of_svg(svg, width_mm=41, height_mm=41)) == {LINK}
    assert svg.startswith(b"<svg")
    assert b"style" not in svg
    assert b"<script" not in svg


def test_the_code_is_as_large_as_another_encoder_makes_it() -> None:
    """Drawn by qrcode, compared with zxing-cpp: the same version for text that is counted as bytes."""
    for length in (10, 37, 46, 47, 100, 151, 152, 230):
        text = ("https://x.nl/" + "abcDEF_-.~" * 30)[:length]
        other = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
        drawn = zxingcpp.write_barcode_to_image(other, scale=1, add_quiet_zones=False)
        assert len(modules(qr_code(text))) == Image.fromarray(drawn).width
