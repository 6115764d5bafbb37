"""Links with a capability: one use case on one subject, for somebody without an account."""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor, Capability, OrganisationId
from dpp.domain.errors import NotFound, NotSignedIn
from dpp.domain.message import message
from dpp.domain.permission import PermissionTable, Relation
from web.accounts.domain.passes import Link, LinkId, checked_link
from web.accounts.domain.tokens import same, token_hash
from web.accounts.service.means import Means, allow, organisation_there
from web.accounts.service.views import NewLink


@dataclass(frozen=True)
class Links:
    """The use cases of links; `linkable` says who may put which use case into one."""

    means: Means
    linkable: PermissionTable

    def issue(
        self,
        actor: Actor,
        capability: Capability,
        organisation: OrganisationId,
        expires_at: datetime,
        relations: frozenset[Relation] = frozenset(),
    ) -> NewLink:
        """A link for `organisation` until `expires_at`; `relations` are the actor's to the capability's subject.

        Raises NotPermitted, NotFound for the organisation, InvalidInput for the time; KeyError for a use case that no
        link may carry.
        """
        allow("link.issue", actor)
        self.linkable.check(capability.use_case, actor, relations)
        now, token = self.means.clock(), self.means.new_token()
        link = Link(LinkId(self.means.new_id()), token_hash(token), capability, organisation, actor.account, expires_at)
        with self.means.units.writing() as work:
            organisation_there(work, organisation)
            work.links.add(checked_link(link, now, self.means.policy))
            self.means.note(work, actor, "link.issue", link.id)
            work.commit()
        return NewLink(link.id, token)

    def all(self, actor: Actor) -> tuple[Link, ...]:
        """All links, expired and revoked ones too."""
        allow("link.list", actor)
        with self.means.units.reading() as work:
            return work.links.all()

    def own(self, actor: Actor) -> tuple[Link, ...]:
        """The links that the actor's own account issued."""
        allow("link.list", actor, own=True)
        with self.means.units.reading() as work:
            return tuple(link for link in work.links.all() if link.issued_by == actor.account)

    def revoke(self, actor: Actor, link: LinkId) -> None:
        """End a link for ever; NotFound when there is none (that this actor may know of)."""
        with self.means.units.writing() as work:
            found = work.links.get(link)
            allow("link.revoke", actor, own=found is not None and found.issued_by == actor.account)
            if found is None:
                raise NotFound(message("There is no link {link}.", link=link))
            work.links.revoke(link)
            self.means.note(work, actor, "link.revoke", link)
            work.commit()

    def actor_of_link(self, token: str) -> Actor:
        """Who comes by this link; NotSignedIn when it is not valid (any more)."""
        hashed = token_hash(token)
        with self.means.units.reading() as work:
            link = work.links.by_hash(hashed)
        if link is None or not same(link.token_hash, hashed) or not link.valid(self.means.clock()):
            raise NotSignedIn(
                message("This link is not valid (any more)."), remedy=message("Ask who sent it for a new one.")
            )
        return link.actor()
