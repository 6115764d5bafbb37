"""Who counts as a professional repairer, by the register: what passports ask (`dpp.service.professionals`)."""

from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message
from lifecycle.domain.repairers.registration import why_no_professional
from lifecycle.service.ports import LifecycleStorage


@dataclass(frozen=True)
class Professionals:
    """`dpp.service.professionals` over the register of this service."""

    storage: LifecycleStorage

    def barred(self, organisation: OrganisationId, group: str, on: date) -> Message | None:
        """Why the organisation is no professional repairer of this product group on this day; None where it is."""
        with self.storage.reading() as reads:
            return why_no_professional(reads.repairers.of(organisation), group, on)
