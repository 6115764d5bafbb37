"""Who acts: an account or a link with a capability, for an organisation, in one or more roles.

Names of people live in the accounts alone. Events and versions carry the opaque account id.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", str)
OrganisationId = NewType("OrganisationId", str)


class Role(StrEnum):
    """The roles of the circular chain for government devices."""

    OWNER = "owner"
    ICT_PROVIDER = "ict-provider"
    DRZ = "drz"
    COORDINATOR = "coordinator"
    INTERMEDIARY = "intermediary"
    CARRIER = "carrier"
    REPAIRER = "repairer"
    REFURBISHER = "refurbisher"
    RECYCLER = "recycler"
    MANUFACTURER = "manufacturer"
    AUTHORITY = "authority"
    AUDITOR = "auditor"
    BUYER = "buyer"
    POLICY_ADVISER = "policy-adviser"
    PUBLIC_SERVANT = "public-servant"
    ADMINISTRATOR = "administrator"
    DEPOSITOR = "depositor"


@dataclass(frozen=True)
class Capability:
    """What the holder of a link may do: one use case on one subject (a consignment, a device), nothing else."""

    use_case: str
    subject: str


@dataclass(frozen=True)
class Actor:
    """The one on whose authority a use case runs.

    `account` is the opaque id that events carry (of a person, a key's account, or a link). A visitor has none.
    """

    account: AccountId
    organisation: OrganisationId | None = None
    roles: frozenset[Role] = frozenset()
    capability: Capability | None = None

    @property
    def is_visitor(self) -> bool:
        return self.account == VISITOR.account

    def holds(self, *roles: Role) -> bool:
        """Whether the actor has one of these roles."""
        return not self.roles.isdisjoint(roles)

    def subject_of(self, use_case: str) -> str | None:
        """What the actor may do this to by its link; None where it came by none, or by one for something else."""
        granted = self.capability
        return granted.subject if granted is not None and granted.use_case == use_case else None


VISITOR = Actor(AccountId(""))
