"""What a passport declares, held against what else it declares; for those who answer for the passport."""

from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.repairability.finding import Finding
from dpp.domain.repairability.findings import warnings
from dpp.service.passports import Passports, found


@dataclass(frozen=True)
class Findings:
    """Findings on one passport's own words."""

    passports: Passports

    def of(self, actor: Actor, passport_id: PassportId) -> tuple[Finding, ...]:
        """On its newest version; NotFound, NotSignedIn or NotPermitted where they are not for this actor."""
        with self.passports.storage.reading() as reads:
            passport = found(reads, passport_id)
            PERMISSIONS.check("read_own_passport", actor, self.passports.relations(actor, passport))
            return warnings(self.passports.publisher.own_elements(reads, passport))
