"""An event of ours back from EPCIS.

Rules:
1. An event speaks our vocabulary when it names a kind of ours (`kringpas:kind`), by whatever prefix its context gives
   our namespace, or by the whole address.
2. Prefixes are the only thing that is read of a context: nothing is expanded, nothing is fetched.
3. What EPCIS says and what our members say agree, else the event is refused: it would be kept as something else than
   what its sender told others.
4. Members of others beside ours are not part of the event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.vocabulary import NAMESPACE, own_name, plain_of
from lifecycle.domain.epcis.writing import same_telling
from lifecycle.domain.events import KINDS, Event, EventId, Happening, TransactionId

_LIKE = "2026-05-04T09:00:00+02:00"
ReadHappening = Callable[[Mapping[str, Any]], Happening]
"""Checks plain data by its types; raises InvalidInput for what is no happening."""


@dataclass(frozen=True)
class Prefixes:
    """The names that a context gives: those of our namespace, and all of them."""

    ours: frozenset[str]
    all: Mapping[str, str]

    @classmethod
    def of(cls, *contexts: Any) -> "Prefixes":
        """Of contexts as they stand in a document: addresses, objects, lists of both (rule 2)."""
        named: dict[str, str] = {}
        for context in contexts:
            for each in context if isinstance(context, list) else (context,):
                if isinstance(each, Mapping):
                    named |= {name: value for name, value in each.items() if isinstance(value, str)}
        return cls(frozenset(name for name, value in named.items() if value == NAMESPACE), named)


def own_kind(document: Mapping[str, Any], prefixes: Prefixes) -> str | None:
    """The kind of ours that an event names (rule 1); InvalidInput for one that we do not know."""
    for member, value in document.items():
        if own_name(member, prefixes.ours) == "kind":
            if value in KINDS:
                return str(value)
            what = message("'{kind}' is no kind of event of this vocabulary.", kind=str(value)[:60])
            remedy = message("The kinds are defined in {address}.", address=NAMESPACE)
            raise InvalidInput(what, (Problem(f"$['{member}']", what),), remedy=remedy)
    return None


def device_epc(document: Mapping[str, Any]) -> str:
    """The address of the one device that an event of ours is about."""
    if "parentID" in document:
        return str(document["parentID"])
    listed: list[Any] = document.get("epcList") or document.get("inputEPCList") or []
    if len(listed) != 1:
        what = message("An event of this vocabulary is about one device, found {found}.", found=len(listed))
        remedy = message("Send an event for each device.")
        raise InvalidInput(what, (Problem("$.epcList", what),), remedy=remedy)
    return str(listed[0])


def read_instant(text: str, path: str) -> datetime:
    """A time of EPCIS, which has a zone, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
        in_utc = moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        in_utc = None
    if in_utc is None:
        what = message("Expected a time with its zone, such as {like}; found {text}.", like=_LIKE, text=text[:60])
        raise InvalidInput(what, (Problem(path, what),))
    return in_utc


def happening_of(document: Mapping[str, Any], prefixes: Prefixes, read: ReadHappening) -> Happening:
    """What the members of ours say happened."""
    said: dict[str, Any] = plain_of(document, prefixes.ours)
    kind = str(said.get("kind"))
    envelope = {"actor", "organisation", "transaction"}
    return read({"kind": kind} | {name: value for name, value in said.items() if name not in envelope})


def from_epcis(
    document: Mapping[str, Any], naming: Naming, device: DeviceKey, prefixes: Prefixes, read: ReadHappening
) -> Event:
    """The event that `to_epcis` wrote. InvalidInput with the path of what is missing or contradicts (rule 3)."""
    said: dict[str, Any] = plain_of(document, prefixes.ours)
    name = naming.event_id(str(document.get("eventID", "")))
    if name is None:
        what = message("The event has no id of this registry.")
        raise InvalidInput(what, (Problem("$.eventID", what),))
    event = Event(
        id=EventId(name),
        device=device,
        occurred_at=read_instant(str(document.get("eventTime", "")), "$.eventTime"),
        recorded_at=read_instant(str(document.get("recordTime", "")), "$.recordTime"),
        actor=AccountId(str(said.get("actor", ""))),
        organisation=OrganisationId(said["organisation"]) if "organisation" in said else None,
        transaction=TransactionId(str(said.get("transaction", ""))),
        happening=happening_of(document, prefixes, read),
    )
    refuse_contradiction(event, naming, document)
    return event


def refuse_contradiction(event: Event, naming: Naming, document: Mapping[str, Any]) -> None:
    """Rule 3."""
    differs = same_telling(event, naming, document)
    if differs is not None:
        member, expected = differs
        what = message(
            "An event of kind {kind} has {expected} here, found {found}.",
            kind=event.kind,
            expected="nothing" if expected is None else str(expected),
            found=str(document[member])[:100],
        )
        remedy = message("Leave the member out, or tell it as the vocabulary does.")
        raise InvalidInput(what, (Problem(f"$.{member}", what),), remedy=remedy)
