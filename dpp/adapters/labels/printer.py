"""`LabelPrinter` and `QrDrawer`: what the domain laid out, in the form that was asked for."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from dpp.adapters.labels import typeset
from dpp.adapters.labels.svg import svg, symbol_svg
from dpp.adapters.labels.symbols import modules
from dpp.adapters.labels.zpl import zpl
from dpp.domain.labels.calibration import calibration_page
from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.layout import PAPER, Medium, lay_out
from dpp.domain.labels.options import USUAL, PrintOptions
from dpp.domain.labels.sheets import PlacedDrawing, SheetPage, pages
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.labels.symbols import qr_code
from dpp.domain.labels.text import ZEBRA


class QrCodes:
    """`QrDrawer`: the same text always gives the same picture."""

    def svg(self, text: str) -> bytes:
        return symbol_svg(qr_code(text))

    def png(self, text: str, *, module_pixels: int) -> bytes:
        symbol, out = qr_code(text), BytesIO()
        picture = Image.new("L", (symbol.side, symbol.side), "white")
        for y, row in enumerate(modules(symbol)):
            for x, dark in enumerate(row):
                if dark:
                    picture.putpixel((x + symbol.kind.quiet, y + symbol.kind.quiet), 0)
        pixels = symbol.side * module_pixels
        picture.resize((pixels, pixels), Image.Resampling.NEAREST).save(out, "PNG")
        return out.getvalue()


class Labels:
    """`LabelPrinter`."""

    def pdf(self, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        drawings = [lay_out(label, size, options) for label in labels]
        return typeset.pdf(pages(drawings, size, options), title=_title(labels))

    def zpl(self, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        medium = Medium(ZEBRA, options.dots_per_mm)
        return "".join(zpl(lay_out(label, size, options, medium), options) for label in labels).encode()

    def svg(self, label: LabelContent, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return svg(lay_out(label, size, options, PAPER), title=_title([label]))

    def png(self, label: LabelContent, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        drawing = lay_out(label, size, options, Medium(dots_per_mm=options.dots_per_mm))
        page = SheetPage(drawing.width, drawing.height, (PlacedDrawing(drawing, 0, 0),))
        return typeset.png(page, title=_title([label]), dots_per_mm=options.dots_per_mm)

    def calibration(self, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        return typeset.pdf([calibration_page(size, options)], title=size.title)


def _title(labels: Sequence[LabelContent]) -> str:
    """The codes of the first three."""
    return ", ".join(label.code for label in labels[:3]) + (", ..." if len(labels) > 3 else "")
