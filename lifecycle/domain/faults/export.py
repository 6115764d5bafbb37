"""Our own repairs as rows of the Open Repair Data Standard, and what the standard has no place for beside them.

Rules:
1. A row has an id of its own that leads to no device: a number made of the id of the event that ended the repair, one
   way. The extension has the same ids.
2. There is no personal data: no free text (the problem is named by the kinds of fault), no name of a repairer or group,
   no serial number. The extension names the model's passport, which is public, and no item's.
3. Repairs of devices that are in none of the standard's categories of ours are left out.
"""

import hashlib
from collections.abc import Mapping

from lifecycle.domain.faults.kinds import ProductKind
from lifecycle.domain.faults.open_data import OpenRepair
from lifecycle.domain.faults.own import OwnRepair

PREFIX = "kringpas-"
COUNTRY = "NLD"

EXTENSION_FIELDS = ("id", "model_passport_id", "parts", "minutes", "cost_eur")
"""In the order of `schemas/repair-data/1.0/schema.json`."""

_KINDS = frozenset(kind.value for kind in ProductKind)
_DIGEST_BYTES = 8


def open_id(repair: OwnRepair) -> str:
    """Rule 1, in the form of the standard's schema (`^[a-z]+-[0-9]+$`)."""
    number = int.from_bytes(hashlib.sha256(repair.event.encode()).digest()[:_DIGEST_BYTES], "big")
    return f"{PREFIX}{number}"


def open_repair(repair: OwnRepair, provider: str) -> OpenRepair | None:
    """A repair of ours as the standard tells it; None by rule 3. `provider` names this service."""
    if repair.group not in _KINDS:
        return None
    return OpenRepair(
        id=open_id(repair),
        provider=provider,
        country=COUNTRY,
        kind=ProductKind(repair.group),
        brand=repair.brand,
        year=None,
        age=repair.age,
        status=repair.status,
        barrier=repair.barrier,
        group="",
        on=repair.on,
        faults=repair.faults,
        described=repair.described,
    )


def extension_row(repair: OwnRepair) -> Mapping[str, str] | None:
    """What the standard has no place for; None by rule 3."""
    if repair.group not in _KINDS:
        return None
    values = (
        open_id(repair),
        repair.model or "",
        " ".join(part.value for part in repair.parts),
        "" if repair.minutes is None else str(repair.minutes),
        "" if repair.cost is None else f"{repair.cost:.2f}",
    )
    return dict(zip(EXTENSION_FIELDS, values, strict=True))
