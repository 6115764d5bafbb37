"""Context of the entrance of administration."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message


@dataclass(frozen=True)
class AdminLine:
    """A part of administration: how it stands, and what of it asks attention."""

    name: Annotated[Message, "What it is called"]
    address: Annotated[str, "Where it is done"]
    stands: Annotated[tuple[Message, ...], "How it stands"]
    attention: Annotated[tuple[Message, ...], "What somebody should look at"] = ()


@dataclass(frozen=True)
class AdminPage:
    """Every part of administration, each with its state; first those that ask attention."""

    template: ClassVar[str] = "admin.html"
    asking: Annotated[tuple[AdminLine, ...], "The parts that ask attention"]
    others: Annotated[tuple[AdminLine, ...], "The parts that are in order"]
