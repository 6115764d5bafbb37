"""What printing labels needs from outside.

A label that is on no device yet is printed as any other, from its link and its code alone:
`LabelContent(link=links.label(code), code=print_label_code(code))`.
"""

from collections.abc import Sequence
from typing import Protocol

from dpp.domain.labels.content import LabelContent
from dpp.domain.labels.options import USUAL, PrintOptions
from dpp.domain.labels.sizes import LabelSize


class LabelSizes(Protocol):
    """The sizes that are printed."""

    def all(self) -> tuple[LabelSize, ...]: ...
    def named(self, name: str) -> LabelSize:
        """A size of the list, or one by its millimetres (`57x32`); raises InvalidInput that lists the names."""
        ...


class LabelPrinter(Protocol):
    """Makes labels in true millimetres.

    Every method raises InvalidInput for options that the size does not take, and Refused where a code or a text does
    not fit: nothing is cut, and no code is printed that phones cannot read.
    """

    def pdf(self, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        """Sheets, or one page a label."""
        ...

    def zpl(self, labels: Sequence[LabelContent], size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        """ZPL II in UTF-8, one format a label, for a printer of `options.dpi`."""
        ...

    def svg(self, label: LabelContent, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        """One label, with its size in millimetres."""
        ...

    def png(self, label: LabelContent, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        """One label at `options.dpi`, which the file itself says too; modules are whole dots."""
        ...

    def calibration(self, size: LabelSize, options: PrintOptions = USUAL) -> bytes:
        """A PDF page with rulers and the corners of every label, to read the offsets off."""
        ...
