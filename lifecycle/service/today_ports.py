"""What waits for a person, of everything that can wait, asked at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from lifecycle.domain.worklists import ListName
from lifecycle.service.worklist_ports import Scope, Waiting


class Matter(StrEnum):
    """What can wait besides the items of worklists."""

    CONSIGNMENT = "consignment"
    QUOTE = "quote"
    FOUND_REPORT = "found-report"
    SET_ASIDE = "set-aside"
    RESERVATION = "reservation"
    POLICY = "policy"


@dataclass(frozen=True)
class Question:
    """Which worklists and which other matters, each with whose: a scope without anybody asks for nothing."""

    lists: Mapping[ListName, Scope] = field(default_factory=dict)
    matters: Mapping[Matter, Scope] = field(default_factory=dict)


class TodayStore(Protocol):
    """Counts what waits, in one question to the database."""

    def waiting(self, asked: Question) -> Mapping[ListName | Matter, Waiting]:
        """How much of each, and since when the oldest waits; where nothing waits it is left out.

        Of consignments: those to receive and those with a difference to answer, by receiver. Of quotes: those that wait
        for this owner. Of found reports and of what was set aside: the open ones, by owner. Of reservations: what is
        kept, by receiver. Of policies: the versions that nobody activated.
        """
        ...
