"""QR codes with the qrcode package: error correction level Q and a quiet zone of 4 modules (ISO/IEC 18004)."""

from io import BytesIO
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathImage

QUIET_ZONE_MODULES = 4


class QrCodes:
    """`QrDrawer`: the same text always gives the same picture."""

    def svg(self, text: str) -> bytes:
        return bytes(self._code(text).make_image(image_factory=SvgPathImage).to_string(encoding="unicode"), "utf-8")

    def png(self, text: str, *, module_pixels: int) -> bytes:
        code = self._code(text)
        code.box_size = module_pixels
        out = BytesIO()
        code.make_image(image_factory=PilImage).save(out, "PNG")
        return out.getvalue()

    @staticmethod
    def _code(text: str) -> "qrcode.QRCode[Any]":
        code: qrcode.QRCode[Any] = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE_MODULES)
        code.add_data(text)
        code.make(fit=True)
        return code
