"""Who counts as a professional repairer: asked where the audience of a reader is made.

The role `repairer` says what somebody does; that it is done by a professional is said by a register, for product groups
and days. Passports keep what is for professionals (ESPR art. 9(2)(f), 11(b)) for those.
"""

from datetime import date
from typing import Protocol

from dpp.domain.actor import OrganisationId
from dpp.domain.message import Message


class Professionals(Protocol):
    """A register of professional repairers."""

    def barred(self, organisation: OrganisationId, group: str, on: date) -> Message | None:
        """Why an organisation is no professional repairer of this product group on this day; None where it is."""
        ...
