"""Pages as PDF and PNG, set by typst from `label.typ` beside this file: no system library, no font of the machine."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from io import BytesIO
from typing import Any

import typst
from PIL import Image

from dpp.adapters.labels.symbols import modules, outline
from dpp.domain.labels.drawing import PlacedSymbol
from dpp.domain.labels.sheets import PlacedDrawing, SheetPage

_MM_PER_INCH = 25.4
_MANY = 100
_KEPT_FOR = 11


def pdf(pages: Sequence[SheetPage], *, title: str) -> bytes:
    """A tagged PDF; its fonts are in it."""
    made = typst.compile(_template(), format="pdf", sys_inputs=_inputs(pages, title), ignore_system_fonts=True)
    if sum(len(page.labels) for page in pages) > _MANY:
        _forget()
    return made


def png(page: SheetPage, *, title: str, dots_per_mm: float) -> bytes:
    """One page in grey, which says how many dots there are to a millimetre (the chunk pHYs)."""
    dots_per_inch = dots_per_mm * _MM_PER_INCH
    inputs = _inputs([page], title)
    drawn = typst.compile(_template(), format="png", ppi=dots_per_inch, sys_inputs=inputs, ignore_system_fonts=True)
    out = BytesIO()
    with Image.open(BytesIO(drawn)) as picture:
        picture.convert("L").save(out, "PNG", dpi=(dots_per_inch, dots_per_inch))
    return out.getvalue()


def _forget() -> None:
    """Let typst give back what it keeps for a next time: what ten compilations did not use.

    A thousand labels leave some 60 MB behind, and no two jobs are alike; the empty pages take 0.05 s together.
    """
    for _ in range(_KEPT_FOR):
        typst.compile(b"", format="pdf", ignore_system_fonts=True)


def _inputs(pages: Sequence[SheetPage], title: str) -> dict[str, str]:
    plain = [asdict(page) | {"labels": [_label(each) for each in page.labels]} for page in pages]
    return {"pages": json.dumps(plain), "title": title}


def _label(placed: PlacedDrawing) -> dict[str, Any]:
    drawing = placed.drawing
    return {
        "x": placed.x,
        "y": placed.y,
        "symbols": [_symbol(each) for each in drawing.symbols],
        "texts": [asdict(each) for each in drawing.texts],
        "lines": [asdict(each) for each in drawing.lines],
    }


def _symbol(placed: PlacedSymbol) -> dict[str, Any]:
    side = placed.symbol.modules
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path shape-rendering="crispEdges" d="{outline(modules(placed.symbol))}"/></svg>'
    )
    return {"x": placed.x, "y": placed.y, "width": placed.width, "svg": drawn, "alt": placed.symbol.text}


def _template() -> bytes:
    return files(__package__).joinpath("label.typ").read_bytes()
