"""A printer for the ZPL II that we emit, and for nothing else: a command that it does not know is an error.

QR codes are drawn by another encoder than ours (zxing-cpp), in the smallest version that it finds, as a printer would;
Data Matrix by the same in the size that the command names.
"""

import re
from dataclasses import dataclass, field

import zxingcpp
from PIL import Image

_COMMAND = re.compile(r"[\^~]([A-Z][A-Z0-9@])([^\^~]*)", re.DOTALL)
_FIXED = {"CI": "28", "LH": "0,0", "PQ": "1"}
_SIDES = (10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52)


@dataclass(frozen=True)
class PrintedText:
    """A text, from `x` on its baseline `y`, in dots."""

    text: str
    x: int
    y: int
    height: int


@dataclass
class Label:
    """What came out of the printer."""

    picture: Image.Image
    texts: list[PrintedText] = field(default_factory=list)


@dataclass
class _Field:
    x: int = 0
    y: int = 0
    command: str = ""
    parameters: str = ""
    escape: str = ""
    data: str = ""


def printed(zpl: bytes) -> list[Label]:
    """Every label, from `^XA` to `^XZ`."""
    formats = re.findall(r"\^XA(.*?)\^XZ", zpl.decode("utf-8"), re.DOTALL)
    return [_label(each) for each in formats]


def _label(commands: str) -> Label:
    found = _COMMAND.findall(commands.replace("\n", ""))
    width = next(int(value) for name, value in found if name == "PW")
    height = next(int(value) for name, value in found if name == "LL")
    label, now, sink = Label(Image.new("L", (width, height), 255)), _Field(), 10
    for name, value in found:
        match name:
            case "PW" | "LL" | "PQ" | "CI" | "LH":
                assert value == _FIXED.get(name, value)
            case "BY":
                sink = int(value.split(",")[2])
            case "FO" | "FT":
                x, y = map(int, value.split(","))
                now = _Field(x, y)
            case "BQ" | "BX" | "A0":
                now.command, now.parameters = name, value
            case "FH":
                now.escape = value
            case "FD":
                now.data = _unescaped(value, now.escape)
            case "FS":
                _draw(label, now, sink)
            case _:
                raise AssertionError(f"^{name} is no command of ours")
    return label


def _unescaped(text: str, indicator: str) -> str:
    """`^FH`: two hexadecimal digits after the indicator are a byte, and with `^CI28` bytes are UTF-8."""
    pattern = re.compile(re.escape(indicator).encode() + rb"([0-9A-F]{2})")
    return pattern.sub(lambda match: bytes([int(match[1], 16)]), text.encode()).decode("utf-8")


def _draw(label: Label, now: _Field, sink: int) -> None:
    if now.command == "A0":
        label.texts.append(PrintedText(now.data, now.x, now.y, int(now.parameters.split(",")[1])))
    elif now.command == "BQ":
        model, magnification = now.parameters.split(",")[1:]
        assert model == "2"
        level, text = now.data[:3], now.data[3:]
        assert level == "QA,"
        _paste(label, _qr(text), int(magnification), now.x, now.y + sink)
    else:
        _, module, quality, columns, rows, _, escape = now.parameters.split(",")
        assert (quality, columns) == ("200", rows)
        _paste(label, _data_matrix(now.data, int(columns), escape), int(module), now.x, now.y)


def _qr(text: str) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))


def _data_matrix(data: str, side: int, escape: str) -> Image.Image:
    """`_1` at the start is FNC1: a GS1 element string, of which only that of GTIN and serial number comes here."""
    version, gs1 = _SIDES.index(side) + 1, data.startswith(f"{escape}1")
    text = data.replace(escape * 2, "\0").removeprefix(f"{escape}1")
    assert escape not in text
    text = text.replace("\0", escape)
    if gs1:
        text = re.sub(r"^01(\d{14})21", r"(01)\1(21)", text)
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, version=version, gs1=gs1)
    picture = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    assert picture.size == (side, side)
    return picture


def _paste(label: Label, code: Image.Image, module: int, x: int, y: int) -> None:
    size = (code.width * module, code.height * module)
    assert x + size[0] <= label.picture.width, "the code leaves the label"
    assert y + size[1] <= label.picture.height, "the code leaves the label"
    label.picture.paste(code.resize(size, Image.Resampling.NEAREST), (x, y))
