"""What the advice to repair asks of others: prices of parts that fit a model, and how long its repairs take."""

from datetime import date
from typing import Protocol

from dpp.domain.opaque import PassportId
from lifecycle.domain.advice.work import Known
from lifecycle.service.ports import LifecycleReads


class PartKnowledge(Protocol):
    """Prices and times by part, as the policy of the advice names parts (`battery`, `keyboard`)."""

    def __call__(self, reads: LifecycleReads, model: PassportId, today: date) -> Known:
        """What is known of a model; nothing where nobody supplied anything."""
        ...
