"""Which events are wanted: the filters of EPCIS 2.0's simple event query, and in which order.

Rules:
1. What is not asked for is not a filter; several values of one filter are alternatives; several filters hold together.
2. An event without a member that is asked for does not match.
3. Words match however they are written, identifiers of GS1 too (`lifecycle.domain.epcis.terms`).
4. Newest first by the time of the event, unless asked otherwise; events of one moment stand by their id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lifecycle.domain.epcis.table import TELLINGS, possible_dispositions, telling
from lifecycle.domain.epcis.terms import EPC, INPUT, OUTPUT, PARENT, TRANSACTION, identifier, terms, transaction
from lifecycle.domain.epcis.vocabulary import full_word
from lifecycle.domain.events import KINDS


@dataclass(frozen=True, kw_only=True)
class EventQuery:
    """Words are whole addresses, identifiers canonical. `transactions` are a type, or None for any, and an identifier.

    `epcs` are sought among the things that an event is about, `any_epcs` in every place for a thing.
    """

    types: frozenset[str] = frozenset()
    event_from: datetime | None = None
    event_before: datetime | None = None
    record_from: datetime | None = None
    record_before: datetime | None = None
    actions: frozenset[str] = frozenset()
    biz_steps: frozenset[str] = frozenset()
    dispositions: frozenset[str] = frozenset()
    read_points: frozenset[str] = frozenset()
    biz_locations: frozenset[str] = frozenset()
    epcs: frozenset[str] = frozenset()
    any_epcs: frozenset[str] = frozenset()
    event_ids: frozenset[str] = frozenset()
    transactions: tuple[tuple[str, frozenset[str]], ...] = ()
    ascending: bool = False

    @property
    def sought(self) -> frozenset[str]:
        """The things of which one must be in an event."""
        return self.epcs | self.any_epcs


def words(group: str, values: list[str]) -> frozenset[str]:
    return frozenset(full_word(group, value) for value in values)


def addresses(values: list[str]) -> frozenset[str]:
    return frozenset(map(identifier, values))


def kinds_for(query: EventQuery) -> frozenset[str]:
    """The kinds of our own events that can match, by what is the same for all events of a kind."""
    return frozenset(kind for kind in KINDS if _can_match(kind, query))


def _can_match(kind: str, query: EventQuery) -> bool:
    told = TELLINGS.get(kind, telling(kind))
    states = {full_word("Disp", state) for state in possible_dispositions(kind)}
    return (
        (not query.types or told.type.value in query.types)
        and (not query.actions or told.action in query.actions)
        and (not query.biz_steps or full_word("BizStep", told.biz_step) in query.biz_steps)
        and (not query.dispositions or not query.dispositions.isdisjoint(states))
    )


def matches(query: EventQuery, event: Mapping[str, Any]) -> bool:
    """All filters but those of time and id, which the storage looks at."""
    step, state = event.get("bizStep"), event.get("disposition")
    return (
        _one_of(query.types, event.get("type"))
        and _one_of(query.actions, event.get("action"))
        and _one_of(query.biz_steps, step and full_word("BizStep", step))
        and _one_of(query.dispositions, state and full_word("Disp", state))
        and _one_of(query.read_points, _place(event, "readPoint"))
        and _one_of(query.biz_locations, _place(event, "bizLocation"))
        and _names(query, event)
    )


def _one_of(wanted: frozenset[str], value: str | None) -> bool:
    return not wanted or value in wanted


def _place(event: Mapping[str, Any], member: str) -> str | None:
    return identifier(event[member]["id"]) if member in event else None


def _names(query: EventQuery, event: Mapping[str, Any]) -> bool:
    if not (query.epcs or query.any_epcs or query.transactions):
        return True
    found = terms(event)
    about = {term.value for term in found if term.name == EPC}
    anywhere = {term.value for term in found if term.name in {EPC, PARENT, INPUT, OUTPUT}}
    return (
        (not query.epcs or not query.epcs.isdisjoint(about))
        and (not query.any_epcs or not query.any_epcs.isdisjoint(anywhere))
        and all(_has_transaction(found, kind, values) for kind, values in query.transactions)
    )


def _has_transaction(found: frozenset[Any], kind: str, values: frozenset[str]) -> bool:
    name = transaction(kind) if kind else None
    return any(
        term.value in values and (term.name == name if name else term.name.startswith(TRANSACTION)) for term in found
    )
