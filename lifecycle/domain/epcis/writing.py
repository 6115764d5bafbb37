"""An event of ours, as EPCIS 2.0 tells it.

Rules:
1. What EPCIS has a member for stands there; all that the happening says stands in members of ours, so that nothing is
   lost (`lifecycle.domain.epcis.reading` gives the same event back).
2. Times are in UTC, offset `+00:00`: the zone in which a scanner stood is not kept.
3. No serial number stands in a member of EPCIS, except that of the device itself where its maker's GS1 address names
   it. A component is a kind of thing and a number of them.
4. An event that a correction declares to be in error carries that declaration; the correction is an event besides.
5. A text that was erased is not in the event, and so not here either.
6. A figure in kilograms, and the state of health of a battery, are sensor reports too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.table import Telling, disposition, telling
from lifecycle.domain.epcis.vocabulary import CONTEXT, EventType, full_word, members, own
from lifecycle.domain.events import Corrected, Event, Happening, plain

OFFSET = "+00:00"


def to_epcis(event: Event, naming: Naming, correction: Event | None = None) -> dict[str, Any]:
    """The event without its context; `correction` is the event that declares it to be in error, if one does."""
    told, happening = telling(event.kind), event.happening
    written: dict[str, Any] = {
        "type": told.type.value,
        "eventID": naming.event(event.id),
        "eventTime": instant(event.occurred_at),
        "eventTimeZoneOffset": OFFSET,
        "recordTime": instant(event.recorded_at),
        **_what(event, naming, told),
        "action": told.action,
        "bizStep": told.biz_step,
        "disposition": disposition(happening),
        **_where(happening, naming),
        **_about(event, naming, told),
        **_parties(event, naming, told),
        "sensorElementList": _sensors(event),
        "errorDeclaration": _error(correction, naming),
        **members(_ours(event)),
    }
    return {name: value for name, value in written.items() if value is not None}


def with_context(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a document of its own."""
    return {"@context": list(CONTEXT), **document}


def declared_wrong(life: Iterable[Event]) -> dict[str, Event]:
    """Of each event that a correction declares to be in error, that correction."""
    return {event.happening.event: event for event in life if isinstance(event.happening, Corrected)}


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _ours(event: Event) -> dict[str, Any]:
    envelope = {
        "kind": event.kind,
        "actor": event.actor,
        "organisation": event.organisation,
        "transaction": event.transaction,
    }
    said: dict[str, Any] = plain(event.happening)
    clash = envelope.keys() & said.keys() - {"kind"}
    assert not clash, f"{event.kind} has a field that the envelope has too: {clash}"
    return {name: value for name, value in envelope.items() if value is not None} | said


def _what(event: Event, naming: Naming, told: Telling) -> dict[str, Any]:
    epc, happening = naming.device(event.device), event.happening
    if told.type is EventType.ASSOCIATION:
        parts = _parts(happening, told.parts)
        return {"parentID": epc, "childQuantityList": parts or None}
    if told.type is EventType.TRANSFORMATION:
        successor: str = getattr(happening, "successor", "")
        return {"inputEPCList": [epc], "outputEPCList": [naming.passport(successor) if successor else epc]}
    return {"epcList": [epc]}


def _parts(happening: Happening, source: str | None) -> list[dict[str, Any]]:
    """Components by kind, with their number (rule 3)."""
    if source == "storage":
        kinds = ["storage"]
    else:
        value = getattr(happening, source or "", ())
        kinds = [str(getattr(each, "component", each)) for each in (value if isinstance(value, tuple) else (value,))]
    counted = sorted(Counter(kinds).items())
    return [{"epcClass": own("Component", kind), "quantity": number} for kind, number in counted]


def _where(happening: Happening, naming: Naming) -> dict[str, Any]:
    place = getattr(happening, "place", None)
    if place is None:
        return {}
    return {"readPoint": {"id": naming.place(place)}, "bizLocation": {"id": naming.place(place)}}


def _about(event: Event, naming: Naming, told: Telling) -> dict[str, Any]:
    if told.about is None:
        return {}
    kind, field = told.about
    name = getattr(event.happening, field)
    if name is None:
        return {}
    return {"bizTransactionList": [{"type": kind, "bizTransaction": naming.transaction(field, event.device, name)}]}


def _parties(event: Event, naming: Naming, told: Telling) -> dict[str, Any]:
    lists: dict[str, list[dict[str, str]]] = {}
    for party in told.parties:
        named = event.organisation if party.field == "@actor" else getattr(event.happening, party.field)
        if named is not None:
            entry = {"type": party.type, party.list.removesuffix("List"): naming.organisation(named)}
            lists.setdefault(party.list, []).append(entry)
    return lists


def _sensors(event: Event) -> list[dict[str, Any]] | None:
    """Rule 6. Mass in kilograms (`KGM`); a ratio has no unit (`C62`): UN/CEFACT Recommendation 20."""
    reports = []
    kilograms = getattr(event.happening, "kilograms", None)
    if kilograms is not None and kilograms.is_finite():
        reports.append({"type": "Mass", "value": float(kilograms), "uom": "KGM"})
    battery = getattr(event.happening, "battery", None)
    if battery is not None and battery.state_of_health is not None:
        health = own("Measurement", "state_of_health")
        reports.append({"type": health, "value": battery.state_of_health, "uom": "C62"})
    return [{"sensorMetadata": {"time": instant(event.occurred_at)}, "sensorReport": reports}] if reports else None


def _error(correction: Event | None, naming: Naming) -> dict[str, Any] | None:
    if correction is None or not isinstance(correction.happening, Corrected):
        return None
    declared: dict[str, Any] = {
        "declarationTime": instant(correction.recorded_at),
        "reason": correction.happening.reason.value,
    }
    if correction.happening.corrective:
        declared["correctiveEventIDs"] = [naming.event(event) for event in correction.happening.corrective]
    return declared


def same_telling(event: Event, naming: Naming, given: Mapping[str, Any]) -> tuple[str, Any] | None:
    """The first member of EPCIS that does not say what the members of ours say, and what it would have to be.

    Only what was given is compared, and never what is ours to decide: ids, the time of recording, who acted.
    """
    expected = to_epcis(replace(event, recorded_at=event.occurred_at), naming)
    for name in ("type", "action", "bizStep", "disposition", "readPoint", "bizLocation", "childQuantityList"):
        if name in given and _whole(name, given[name]) != _whole(name, expected.get(name)):
            return name, expected.get(name)
    return None


def _whole(name: str, value: Any) -> Any:
    """A word in one form, however it was written."""
    group = {"bizStep": "BizStep", "disposition": "Disp"}.get(name)
    return full_word(group, value) if group and isinstance(value, str) else value
