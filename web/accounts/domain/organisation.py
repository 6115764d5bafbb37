"""Organisations, and the dated credentials that let them do what the law asks a ground for.

Rules:
1. A credential has a kind of the table below, a number, a ground, a source, and a first day; a last day or none.
2. It holds on its first day, on its last day and on every day between.
3. What it allowed on a day stays so: a credential that is withdrawn gets a last day and is not removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import Message, message
from web.accounts.domain.text import line_problems

OPERATOR = "economic-operator"
CREDENTIAL_KINDS: Mapping[str, Message] = MappingProxyType(
    {
        "aanwijzingsbesluit": message("Decision that names the donation coordinator (aanwijzingsbesluit)"),
        "donation-agreement": message("Donation agreement with the State"),
        "processor-agreement": message("Processor agreement (GDPR, art. 28)"),
        "en-50625": message("Conformity with CENELEC EN 50625 (treatment of e-waste, WEEELABEX)"),
        "en-50614": message("Conformity with CENELEC EN 50614 (preparing e-waste for reuse)"),
        "r2": message("R2v3 certificate (sustainable electronics reuse and recycling)"),
        "contract": message("Contract with the State"),
        "vihb": message("Entry in the VIHB list (carriers, collectors, dealers and brokers of waste)"),
        "reparateursregister": message("Entry in the Nationaal Reparateursregister"),
        OPERATOR: message("Identifier as economic operator, as an address (ESPR, Art. 13)"),
    }
)


class OrganisationKind(StrEnum):
    """What sort of body it is; what it may do follows from roles and credentials, not from this."""

    MINISTRY = "ministry"
    AGENCY = "agency"
    REGULATOR = "regulator"
    FOUNDATION = "foundation"
    LIBRARY = "library"
    WELFARE = "welfare-organisation"
    COMPANY = "company"


@dataclass(frozen=True)
class Credential:
    """`ground` is the article or clause it rests on; `source` is where its validity was seen."""

    kind: str
    number: str
    ground: str
    valid_from: date
    valid_until: date | None
    source: str

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class Organisation:
    """`in_state`: whether it belongs to the Dutch State, so that a hand-over to it is no exit."""

    id: OrganisationId
    name: str
    kind: OrganisationKind
    in_state: bool
    credentials: tuple[Credential, ...] = ()

    def credential_valid(self, kind: str, on: date) -> bool:
        """Whether one of its credentials of this kind holds on this day; KeyError for a kind that does not exist."""
        CREDENTIAL_KINDS[kind]
        return any(credential.kind == kind and credential.valid(on) for credential in self.credentials)

    def operator_identifier(self, on: date) -> str | None:
        """The number of its credential as economic operator that began last, of those that hold on this day."""
        held = [each for each in self.credentials if each.kind == OPERATOR and each.valid(on)]
        return max(held, key=lambda each: each.valid_from).number if held else None

    def with_credential_ended(self, kind: str, number: str, last_day: date) -> "Organisation":
        """The same organisation, where that credential ends on `last_day`; NotFound, or InvalidInput for the day."""
        found = [each for each in self.credentials if (each.kind, each.number) == (kind, number)]
        if not found:
            raise NotFound(
                message("{name} has no credential {kind} {number}.", name=self.name, kind=kind, number=number)
            )
        ended = checked_credential(replace(found[0], valid_until=last_day))
        return replace(self, credentials=tuple(ended if each == found[0] else each for each in self.credentials))


def checked_organisation(organisation: Organisation) -> Organisation:
    """The same organisation when it has a name and sound credentials; else InvalidInput."""
    problems = line_problems("name", organisation.name)
    if problems:
        what = message("The organisation has no possible name.")
        raise InvalidInput(what, tuple(problems), remedy=message("Give its name as it is registered."))
    for credential in organisation.credentials:
        checked_credential(credential)
    return organisation


def checked_credential(credential: Credential) -> Credential:
    """The same credential when rule 1 holds; else InvalidInput with every fault."""
    problems = [*_kind_problems(credential), *_field_problems(credential), *_period_problems(credential)]
    if problems:
        raise InvalidInput(message("The credential is not complete or not possible."), tuple(problems))
    return credential


def _kind_problems(credential: Credential) -> list[Problem]:
    if credential.kind in CREDENTIAL_KINDS:
        return []
    kinds = ", ".join(sorted(CREDENTIAL_KINDS))
    return [Problem("kind", message("'{kind}' is not one of: {kinds}.", kind=credential.kind, kinds=kinds))]


def _field_problems(credential: Credential) -> list[Problem]:
    fields = {"number": credential.number, "ground": credential.ground, "source": credential.source}
    problems = [problem for name, value in fields.items() for problem in line_problems(name, value)]
    if credential.kind == OPERATOR and not credential.number.startswith("https://"):
        say = message("The identifier of an economic operator is an address that begins with https://.")
        problems.append(Problem("number", say))
    return problems


def _period_problems(credential: Credential) -> list[Problem]:
    if credential.valid_until is None or credential.valid_until >= credential.valid_from:
        return []
    return [Problem("valid_until", message("The last day is before the first day."))]
