"""Links of the accounts, as devices ask for them: `lifecycle.service.donation_ports.LinkDesk`."""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor, Capability, OrganisationId
from dpp.domain.permission import Relation
from lifecycle.service.donation_ports import IssuedLink
from web.accounts.domain.passes import LinkId
from web.accounts.service.links import Links


@dataclass(frozen=True)
class AccountLinks:
    """`LinkDesk` over the use cases of links."""

    links: Links

    def issue(
        self,
        actor: Actor,
        capability: Capability,
        organisation: OrganisationId,
        until: datetime,
        relations: frozenset[Relation],
    ) -> IssuedLink:
        made = self.links.issue(actor, capability, organisation, until, relations)
        return IssuedLink(made.id, made.token)

    def end(self, actor: Actor, link: str) -> None:
        self.links.revoke(actor, LinkId(link))
