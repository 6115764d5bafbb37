"""Labels as PDF, typeset by typst from `label.typ` beside this file: no system library, no font of the machine."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files

import typst

from dpp.service.ports import LabelContent, QrDrawer


class TypstLabels:
    """`LabelPrinter`: one page of 57 x 32 mm a label."""

    def __init__(self, qr: QrDrawer) -> None:
        self._qr = qr
        self._template = files("dpp.adapters").joinpath("label.typ").read_bytes()

    def pdf(self, labels: Sequence[LabelContent]) -> bytes:
        return typst.compile(self._template, format="pdf", sys_inputs=self._inputs(labels), ignore_system_fonts=True)

    def png(self, label: LabelContent, *, dots_per_inch: float) -> bytes:
        """One label as a picture, for a preview and for printers that take no PDF."""
        inputs = self._inputs([label])
        return typst.compile(
            self._template, format="png", ppi=dots_per_inch, sys_inputs=inputs, ignore_system_fonts=True
        )

    def _inputs(self, labels: Sequence[LabelContent]) -> dict[str, str]:
        content = [asdict(label) | {"qr": self._qr.svg(label.link).decode()} for label in labels]
        title = ", ".join(label.code for label in labels[:3])
        return {"labels": json.dumps(content), "title": title}
