"""Examples: a life of one device in EPCIS documents, made by the mapping itself."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.epcis.naming import Naming
from lifecycle.domain.epcis.vocabulary import CONTEXT
from lifecycle.domain.epcis.writing import declared_wrong, to_epcis
from lifecycle.domain.events import (
    ComponentRemoved,
    Corrected,
    Donated,
    ErrorReason,
    Event,
    EventId,
    Happening,
    Inspected,
    Place,
    Recycled,
    RepairQuoted,
    SanitisationPerformed,
    SanitisationVerified,
    TestResult,
    TransactionId,
    Unassigned,
)
from lifecycle.domain.events.intake import IntakeScanned
from lifecycle.domain.vocabulary import ComponentKind, CosmeticGrade, FunctionalGrade, SanitisationCategory

_DEVICE = DeviceKey("3k9m2x7p4q8d5w1z")
_NAMING = Naming("https://id.kringpas.nl", {_DEVICE: "https://id.kringpas.nl/d/7k3m9x2p4q8d"})
_BEGIN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def examples() -> dict[str, dict[str, Any]]:
    """File name and document."""
    return {
        "intake.jsonld": _document(
            IntakeScanned(raw="https://id.kringpas.nl/d/7k3m9x2p4q8d", symbology="]Q3", place=Place("DRZ Soesterberg")),
            Inspected(
                functional=FunctionalGrade.F5,
                cosmetic=CosmeticGrade.C4,
                tests=(TestResult("display", passed=True), TestResult("keyboard", passed=True)),
            ),
        ),
        "erasure.jsonld": _document(
            SanitisationPerformed(
                medium="EXAMPLE-DISK-1",
                category=SanitisationCategory.PURGE,
                technique="NVMe sanitize, block erase",
                tool="nvme-cli",
                tool_version="2.8",
                succeeded=True,
            ),
            SanitisationVerified(medium="EXAMPLE-DISK-1"),
        ),
        "repair.jsonld": _document(
            RepairQuoted(parts=(ComponentKind.BATTERY,), cost_eur=Decimal("64.50"), lead_days=5),
            ComponentRemoved(component=ComponentKind.BATTERY),
        ),
        "donation.jsonld": _document(Donated(receiver=OrganisationId("library"))),
        "recycling.jsonld": _document(Recycled(kilograms=Decimal("1.42"), weee_category=6, ewc="16 02 14")),
        "correction.jsonld": _document(
            Unassigned(), Corrected(event=EventId("example-1"), reason=ErrorReason.DID_NOT_OCCUR)
        ),
    }


def _document(*happenings: Happening) -> dict[str, Any]:
    life = [_event(number, happening) for number, happening in enumerate(happenings, 1)]
    wrong = declared_wrong(life)
    return {
        "@context": list(CONTEXT),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-05-04T12:00:00Z",
        "epcisBody": {"eventList": [to_epcis(event, _NAMING, wrong.get(event.id)) for event in life]},
    }


def _event(number: int, happening: Happening) -> Event:
    at = _BEGIN + timedelta(minutes=number)
    return Event(
        id=EventId(f"example-{number}"),
        device=_DEVICE,
        occurred_at=at,
        recorded_at=at + timedelta(seconds=2),
        actor=AccountId("a1"),
        organisation=OrganisationId("drz"),
        transaction=TransactionId(f"act-{number}"),
        happening=happening,
    )
