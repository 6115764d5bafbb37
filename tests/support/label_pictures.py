"""Printed labels as scanners and phones meet them: decoded, turned, blurred, partly covered, and measured in a PDF."""

import io
import re
import zlib
from collections.abc import Iterable

import typst
import zxingcpp
from PIL import Image, ImageFilter

from dpp.adapters.labels.sizes import PackagedSizes
from dpp.domain.labels.content import LabelContent

LINK = "https://id.kringpas.nl/d/7k3m9x2p4q8d"
GS1 = "(01)09521234543213(21)ABC123"
LABEL = LabelContent(LINK, "7k3m-9x2p-4q8d", "Dell Latitude 7420", ("laptop",), "DEMO-000123", GS1)
UNCLAIMED = LabelContent(LINK, "7k3m-9x2p-4q8d")
"""On no device yet."""
SIZES = PackagedSizes()
MM_PER_POINT = 25.4 / 72


def picture(content: bytes) -> Image.Image:
    """A PNG, in grey."""
    return Image.open(io.BytesIO(content)).convert("L")


def shade(image: Image.Image, x: int, y: int) -> int:
    """0 is black, 255 white."""
    return image.crop((x, y, x + 1, y + 1)).tobytes()[0]


def codes(image: Image.Image) -> set[tuple[str, str]]:
    """Every code in a picture: its symbology identifier and its text."""
    return {(found.symbology_identifier[:2], found.text) for found in zxingcpp.read_barcodes(image)}


def texts(image: Image.Image) -> set[str]:
    return {text for _, text in codes(image)}


def of_svg(svg: bytes, *, width_mm: float, height_mm: float, dots_per_mm: float = 12) -> Image.Image:
    """An SVG as a viewer draws it."""
    source = (
        f"#set page(width: {width_mm}mm, height: {height_mm}mm, margin: 0mm)\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width_mm}mm)'
    )
    inputs = {"svg": svg.decode()}
    return picture(typst.compile(source.encode(), format="png", ppi=dots_per_mm * 25.4, sys_inputs=inputs))


def turned(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """`radius` in dots."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def covered(image: Image.Image, box: tuple[int, int, int, int], share: float, patch: int = 255) -> Image.Image:
    """A square patch of this share of the area of `box`, over its middle."""
    left, top, right, bottom = box
    side = ((right - left) * (bottom - top) * share) ** 0.5
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    spoilt = image.copy()
    spoilt.paste(patch, (round(x), round(y), round(x + side), round(y + side)))
    return spoilt


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres, as the PDF states them."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\s*\]", b"".join(objects(pdf)))
    return [
        (
            round((float(right) - float(left)) * MM_PER_POINT, 2),
            round((float(top) - float(bottom)) * MM_PER_POINT, 2),
        )
        for left, bottom, right, top in boxes
    ]


def objects(pdf: bytes) -> Iterable[bytes]:
    """The file itself, and what is in its compressed streams."""
    yield pdf
    for start in (match.end() for match in re.finditer(rb"stream\r?\n", pdf)):
        try:
            yield zlib.decompressobj().decompress(pdf[start:])
        except zlib.error:
            continue
