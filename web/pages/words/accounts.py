"""Words of people, organisations and pages."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.actor import Role
from dpp.domain.message import Message, message
from web.accounts.domain.organisation import OrganisationKind
from web.pages.contexts.frame import Tone

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    Role: {
        Role.OWNER: message("Device owner"),
        Role.ICT_PROVIDER: message("ICT service provider"),
        Role.DRZ: message("Domeinen Roerende Zaken"),
        Role.COORDINATOR: message("Donation coordinator"),
        Role.INTERMEDIARY: message("Intermediary"),
        Role.CARRIER: message("Carrier"),
        Role.REPAIRER: message("Repairer"),
        Role.REFURBISHER: message("Refurbisher"),
        Role.DEPOSITOR: message("Registry that keeps its back-up copies here"),
        Role.RECYCLER: message("Recycler"),
        Role.MANUFACTURER: message("Manufacturer"),
        Role.AUTHORITY: message("Supervisory authority"),
        Role.AUDITOR: message("Auditor"),
        Role.BUYER: message("Buyer"),
        Role.POLICY_ADVISER: message("Policy adviser"),
        Role.PUBLIC_SERVANT: message("Public servant"),
        Role.ADMINISTRATOR: message("Administrator"),
    },
    OrganisationKind: {
        OrganisationKind.MINISTRY: message("Ministry"),
        OrganisationKind.AGENCY: message("Agency of the State"),
        OrganisationKind.REGULATOR: message("Regulator"),
        OrganisationKind.FOUNDATION: message("Foundation"),
        OrganisationKind.LIBRARY: message("Library"),
        OrganisationKind.WELFARE: message("Welfare organisation"),
        OrganisationKind.COMPANY: message("Company"),
    },
    Tone: {
        Tone.GOOD: message("Good"),
        Tone.ATTENTION: message("Attention"),
        Tone.STOP: message("Stop"),
        Tone.INFO: message("Note"),
        Tone.UNKNOWN: message("Not known"),
    },
}
