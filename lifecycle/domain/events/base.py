"""What every event's content shares: ids, places, and the mark of what may have to be erased.

Text that may name a person is only ever in fields that carry the mark `ERASABLE`. Such a field is optional, so that an
event of which the text was erased reads as an event without it; no rule of the domain ever depends on one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, NewType

EventId = NewType("EventId", str)
TransactionId = NewType("TransactionId", str)
ConsignmentId = NewType("ConsignmentId", str)
Place = NewType("Place", str)
"""A site or a shelf as the custodian names it; never the address of a person."""

ERASABLE: Mapping[str, bool] = MappingProxyType({"erasable": True})
"""`field(default=None, metadata=ERASABLE)`: the storage keeps it in a payload row of its own, under a salt."""


@dataclass(frozen=True, kw_only=True)
class Remarked:
    """Every event may carry a remark in a person's own words, and is of a version (`events.versions`)."""

    version: ClassVar[int] = 1
    remark: str | None = field(default=None, metadata=ERASABLE)
