"""Context of the intake station in the browser: a shell that works without network, with nothing of anybody in it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade


@dataclass(frozen=True)
class StationShell:
    """The station's page before anything is known: the browser fills it from what it keeps, and from the service."""

    template: ClassVar[str] = "station.html"
    functional: Annotated[tuple[FunctionalGrade, ...], "The grades of what works, the worst first"] = tuple(
        FunctionalGrade
    )
    cosmetic: Annotated[tuple[CosmeticGrade, ...], "The grades of how it looks, the worst first"] = tuple(CosmeticGrade)
