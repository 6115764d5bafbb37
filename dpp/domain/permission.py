"""Who may do what, as a table that is data: use case x role x relation to the device. Default deny.

A table is written as it is read:

    use case          | roles                 | relation
    declare_surplus   | owner                 | owner
    route.approve     | drz                   | any

`relation` names how the actor's organisation stands to the subject: `any` asks for none; `owner`, `custodian` and
`receiver` ask for that one (several, separated by spaces, ask for one of them). `repairer` is an organisation to which
the holder of a device showed a repair key, for as long as that lasts. Of a passport the owner is who answers
for it; `registry` asks that this registry itself answers for it. A use case may have several lines:
one that fits is enough. `everyone` as role needs no account; `signed-in` needs an account, of whatever role. An actor
that came by a link may do what the link's capability names on the subject that it names, and nothing else.

Rules:
1. What no line allows is refused.
2. A use case that the table does not name is a programming error, not a refusal (`KeyError`).
3. A capability is never widened by the roles of its account.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from dpp.domain.actor import Actor, Role
from dpp.domain.errors import NotPermitted, NotSignedIn
from dpp.domain.message import message


class Relation(StrEnum):
    """How an organisation stands to a device or a consignment."""

    ANY = "any"
    OWNER = "owner"
    CUSTODIAN = "custodian"
    RECEIVER = "receiver"
    REPAIRER = "repairer"
    REGISTRY = "registry"


EVERYONE = "everyone"
SIGNED_IN = "signed-in"


@dataclass(frozen=True)
class Grant:
    """One line of the table."""

    use_case: str
    roles: frozenset[str]
    relations: frozenset[Relation]

    def fits(self, actor: Actor, relations: frozenset[Relation]) -> bool:
        return self._role_fits(actor) and (Relation.ANY in self.relations or not self.relations.isdisjoint(relations))

    def _role_fits(self, actor: Actor) -> bool:
        if EVERYONE in self.roles:
            return True
        return not actor.is_visitor and (SIGNED_IN in self.roles or not self.roles.isdisjoint(actor.roles))


class PermissionTable:
    """The lines of one or more contexts, asked by use case."""

    def __init__(self, grants: tuple[Grant, ...]) -> None:
        self._grants: dict[str, list[Grant]] = {}
        for grant in grants:
            self._grants.setdefault(grant.use_case, []).append(grant)

    def __iter__(self) -> Iterator[Grant]:
        return (grant for grants in self._grants.values() for grant in grants)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a table as drawn above; ValueError for a line, role or relation that does not exist."""
        rows = [line.split("|") for line in text.strip().splitlines()[1:] if line.strip()]
        return cls(tuple(cls._grant(row) for row in rows))

    @staticmethod
    def _grant(row: list[str]) -> Grant:
        if len(row) != 3:
            raise ValueError(f"expected 'use case | roles | relation', found {'|'.join(row)!r}")
        use_case, roles, relations = (cell.strip() for cell in row)
        named = frozenset(role if role in {EVERYONE, SIGNED_IN} else Role(role).value for role in roles.split())
        return Grant(use_case, named, frozenset(map(Relation, relations.split())))

    def roles(self, use_case: str) -> frozenset[Role]:
        """The roles that some line of a use case names."""
        named = {name for grant in self._grants[use_case] for name in grant.roles}
        return frozenset(role for role in Role if role.value in named)

    def check(
        self, use_case: str, actor: Actor, relations: frozenset[Relation] = frozenset(), *, subject: str = ""
    ) -> None:
        """Return when the actor may; raise NotSignedIn or NotPermitted when not."""
        if not self.allows(use_case, actor, relations, subject=subject):
            raise self._refusal(use_case, actor)

    def allows(
        self, use_case: str, actor: Actor, relations: frozenset[Relation] = frozenset(), *, subject: str = ""
    ) -> bool:
        grants = self._grants[use_case]
        if actor.capability is not None:
            granted = actor.capability.use_case == use_case and actor.capability.subject == subject
            return granted or any(EVERYONE in grant.roles for grant in grants)
        return any(grant.fits(actor, relations) for grant in grants)

    def _refusal(self, use_case: str, actor: Actor) -> NotSignedIn | NotPermitted:
        if actor.is_visitor:
            return NotSignedIn(
                message("This needs an account ({use_case}).", use_case=use_case),
                remedy=message("Sign in, or send a key in the Authorization header."),
            )
        lines = "; ".join(
            f"{', '.join(sorted(grant.roles))} ({', '.join(sorted(grant.relations))})"
            for grant in self._grants[use_case]
        )
        return NotPermitted(
            message("Your role or your organisation may not do this ({use_case}).", use_case=use_case),
            remedy=message("It is for: {lines}.", lines=lines),
        )
