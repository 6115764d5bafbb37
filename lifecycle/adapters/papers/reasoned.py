"""`ReasonedPrinter`: the reasoned decision, set by typst from `reasoned.typ` beside this file."""

from dataclasses import asdict

from lifecycle.adapters.papers.setting import qr_picture, set_paper
from lifecycle.service.reasoned import ReasonedSheet


class TypstReasons:
    """`ReasonedPrinter`."""

    def pdf(self, sheet: ReasonedSheet, language: str) -> bytes:
        said = asdict(sheet) | {"language": language, "picture": qr_picture(sheet.address)}
        return set_paper("reasoned.typ", said)
