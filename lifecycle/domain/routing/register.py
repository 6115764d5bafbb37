"""The register of routing policies: which were loaded, which were activated, and which are in force on a day.

Rules:
1. A version of a policy never changes: whoever changes a number loads another version.
2. A version is in force once a second person activated it: who loaded it does not.
3. Of the activated versions of one policy the one counts that came into force last on the day (`valid_from`), and of
   two of the same day the one that was activated last. Where its last day is past, the policy is in force no more; an
   older version does not come back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from dpp.domain.actor import AccountId, Actor, OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.message import message
from lifecycle.domain.routing.policy import PolicyName


@dataclass(frozen=True, kw_only=True)
class RegisteredPolicy:
    """A version of a policy as it was loaded. `sha256` is that of its file, `name.digest` that of its content."""

    name: PolicyName
    sha256: str
    loaded_by: AccountId
    loaded_for: OrganisationId | None
    loaded_at: datetime
    activated_by: AccountId | None = None
    activated_for: OrganisationId | None = None
    activated_at: datetime | None = None

    def begins(self, today: date) -> date:
        """The first day on which it can count, seen from today."""
        return max(today, self.name.date)

    def refusal(self, actor: Actor) -> Refused | None:
        """Why this person may not activate it; None where that is allowed."""
        if self.activated_at is not None:
            return Refused(
                "policy-activated",
                message("This version was activated already."),
                remedy=message("Load a new version to change something."),
            )
        if self.loaded_by == actor.account:
            return Refused(
                "own-policy",
                message("Who loads a policy does not activate it."),
                remedy=message("Ask a colleague to read the preview and to activate it."),
            )
        return None

    def activated(self, actor: Actor, now: datetime) -> Self:
        """Rule 2; raises Refused."""
        refusal = self.refusal(actor)
        if refusal is not None:
            raise refusal
        return replace(self, activated_by=actor.account, activated_for=actor.organisation, activated_at=now)


def in_force(register: Iterable[RegisteredPolicy], on: date) -> tuple[RegisteredPolicy, ...]:
    """Rule 3: one version at most of each policy, by id."""
    newest: dict[str, RegisteredPolicy] = {}
    begun = [each for each in register if each.activated_at is not None and each.name.date <= on]
    for each in sorted(begun, key=_order):
        newest[each.name.id] = each
    return tuple(each for _, each in sorted(newest.items()) if each.name.until is None or on <= each.name.until)


def _order(policy: RegisteredPolicy) -> tuple[date, datetime]:
    assert policy.activated_at is not None
    return policy.name.date, policy.activated_at
