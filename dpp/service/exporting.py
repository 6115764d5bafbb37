"""Passports in the forms of others. What everyone may read is exported to everyone."""

from dataclasses import dataclass
from typing import Any

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.exchange.untp import untp_passport
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.passports import Passports


@dataclass(frozen=True)
class Exports:
    """Each method checks its actor first."""

    passports: Passports

    def untp(self, actor: Actor, passport_id: PassportId) -> dict[str, Any]:
        """The public passport as a credential of UNTP 0.7, not signed; the same for every reader."""
        PERMISSIONS.check("export_passport", actor)
        view = self.passports.read(VISITOR, passport_id)
        publisher = self.passports.publisher
        return untp_passport(view.document, publisher.rules.current, publisher.links)
