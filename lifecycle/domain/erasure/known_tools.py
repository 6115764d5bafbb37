"""The erasure tools that the register begins with: that a product exists and where it is described, and nothing more.

No entry here carries an advice. Which products the AIVD (NBV) advises, for which classification and until when, is in
its own publications, which change; whoever runs this service enters the advice that it relies on, with its reference.
"""

from collections.abc import Iterable

from lifecycle.domain.erasure.tools import Tool, newest

KNOWN = (
    Tool("nwipe", "nwipe", source="https://github.com/martijnvanbrummelen/nwipe", number=0),
    Tool("nvme-cli", "nvme-cli", source="https://github.com/linux-nvme/nvme-cli", number=0),
    Tool("hdparm", "hdparm", source="https://sourceforge.net/projects/hdparm/", number=0),
    Tool("blancco-drive-eraser", "Blancco Drive Eraser", source="https://www.blancco.com/", number=0),
)
"""With number 0, so that any change that somebody makes comes after it."""


def register_of(numbers: Iterable[Tool]) -> tuple[Tool, ...]:
    """The register as it counts now: what this package begins with, and every change since."""
    return newest((*KNOWN, *numbers))
