"""A reason of an advice: what it does to the answer, with its figures, facts and line of the policy."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpp.domain.figure import Figure, Source
from dpp.domain.message import Message
from lifecycle.domain.routing.facts import Fact


class Stand(StrEnum):
    """What a reason does to the advice."""

    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure, with what it is of."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Reason:
    """`facts` are those that it looked at, `place` the line of the policy, where there is one.

    `missing` says what would have to be known, and what that would change.
    """

    name: str
    stand: Stand
    why: Message
    figures: tuple[NamedFigure, ...] = ()
    facts: tuple[str, ...] = ()
    place: str | None = None
    missing: Message | None = None


def said(fact: Fact[Any]) -> Source:
    """Who says it, and of which day it is."""
    return Source(fact.source, date=None if fact.observed is None else fact.observed.isoformat())
