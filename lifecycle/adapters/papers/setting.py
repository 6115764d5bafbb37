"""Sets a paper with typst, from a template beside this file.

The bytes depend on what is set and on the template alone: no date of making, no font of the machine.
"""

import json
from importlib.resources import files
from typing import Any

import typst

from dpp.adapters.labels.symbols import modules, outline
from dpp.domain.labels.symbols import qr_code


def set_paper(template: str, said: Any) -> bytes:
    """A tagged PDF on A4, with its fonts in it; `said` is what the template reads as `sys.inputs.sheet`."""
    source = files(__package__).joinpath(template).read_bytes()
    return typst.compile(source, format="pdf", sys_inputs={"sheet": json.dumps(said)}, ignore_system_fonts=True)


def qr_picture(address: str) -> str:
    """The QR code of an address, as SVG with its quiet zone."""
    symbol = qr_code(address)
    quiet, side = symbol.kind.quiet, symbol.modules
    box = f"{-quiet} {-quiet} {side + 2 * quiet} {side + 2 * quiet}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<path shape-rendering="crispEdges" d="{outline(modules(symbol))}"/></svg>'
    )
