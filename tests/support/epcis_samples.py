"""Generated events of every kind, for tests of EPCIS."""

from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from hypothesis import strategies as st

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.vocabulary import CONTEXT
from lifecycle.domain.epcis.writing import to_epcis
from lifecycle.domain.events import KINDS, Event, EventId, TransactionId

BASE = "https://id.example.org"
DEVICE = DeviceKey("d" * 16)
EPC = "https://id.gs1.org/01/09521234543213/21/SERIAL-1"
NAMING = Naming(BASE, {DEVICE: EPC})
_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12)

_FIGURES: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    Decimal: st.decimals(0, 10**6, places=2),
    Decimal | None: st.none() | st.decimals(0, 10**6, places=2),
    float: st.floats(0, 1e6),
}
st.register_type_strategy(float, _FIGURES[float])


def happenings(kind: str) -> st.SearchStrategy[Any]:
    """Happenings of a kind, every optional field sometimes filled."""
    cls = KINDS[kind]
    hints = get_type_hints(cls)
    made = {each.name: _values(hints[each.name]) for each in fields(cls) if each.name != "kind"}
    return st.builds(cls, **made)


def _values(hint: Any) -> st.SearchStrategy[Any]:
    return _FIGURES[hint] if hint in _FIGURES else st.from_type(hint)


@cache
def events(kind: str) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        id=_TEXT.map(EventId),
        device=st.just(DEVICE),
        occurred_at=_MOMENTS,
        recorded_at=_MOMENTS,
        actor=_TEXT.map(AccountId),
        organisation=st.none() | _TEXT.map(OrganisationId),
        transaction=_TEXT.map(TransactionId),
        happening=happenings(kind),
    )


def document_of(*events: Event, naming: Naming = NAMING) -> dict[str, Any]:
    """An EPCIS document of these events."""
    return {
        "@context": list(CONTEXT),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-05-04T09:00:00Z",
        "epcisBody": {"eventList": [to_epcis(event, naming) for event in events]},
    }
