"""Videos for a camera that is not there: pictures as YUV4MPEG2, which needs no encoder."""

from collections.abc import Iterable
from pathlib import Path

import qrcode
from PIL import Image

SIZE = (640, 480)
PER_SECOND = 10
_GREY = b"\x80" * (SIZE[0] * SIZE[1] // 2)
"""Both planes of colour (4:2:0), without any."""


def label(text: str) -> Image.Image:
    """A QR code on a sheet of paper, in the middle of what the camera sees."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=6, border=4)
    code.add_data(text)
    drawn = code.make_image().get_image().convert("L")
    seen = empty()
    seen.paste(drawn, ((SIZE[0] - drawn.width) // 2, (SIZE[1] - drawn.height) // 2))
    return seen


def empty() -> Image.Image:
    """A table with nothing on it."""
    return Image.new("L", SIZE, 170)


def write(path: Path, scenes: Iterable[tuple[Image.Image, float]]) -> Path:
    """Write a video of pictures, each for so many seconds."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for picture, seconds in scenes:
            file.write((b"FRAME\n" + picture.tobytes() + _GREY) * round(seconds * PER_SECOND))
    return path
