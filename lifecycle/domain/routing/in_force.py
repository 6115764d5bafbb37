"""Which of the policies of a day is for one device.

Rules:
1. Of the policies in force on a day that are for a device, the most specific counts: one for this owner and this
   category before one for this owner, before one for this category, before one for every device. A programme of a
   ministry so goes before what holds for phones anywhere; who wants it otherwise names both.
2. Between two that are as specific, the one that came into force last counts; after that the first by its id.
3. Where nothing was loaded for a device, the policy of the package counts.
"""

from dataclasses import dataclass
from typing import Self

from lifecycle.domain.device import Device
from lifecycle.domain.routing.policy import Policy


@dataclass(frozen=True, slots=True)
class PoliciesInForce:
    """The policies of one day: those that were activated, and the one of the package."""

    activated: tuple[Policy, ...]
    packaged: Policy

    def choose(self, owner: str | None, category: str | None) -> Policy:
        """The policy for a device of this owner and this category; None where that is not known."""
        fitting = [each for each in self.activated if each.name.scope.covers(owner, category)]
        return max(sorted(fitting, key=_by_id), key=_by_rank, default=self.packaged)

    def of(self, device: Device) -> Policy:
        """The policy for this device."""
        owner = None if device.ownership is None else device.ownership.owner
        return self.choose(owner, device.category)

    def with_candidate(self, candidate: Policy) -> Self:
        """As it would be with this policy in force, instead of other versions of it."""
        others = tuple(each for each in self.activated if each.name.id != candidate.name.id)
        return type(self)((*others, candidate), self.packaged)


def _by_id(policy: Policy) -> str:
    return policy.name.id


def _by_rank(policy: Policy) -> tuple[bool, bool, int]:
    return *policy.name.scope.rank, policy.name.date.toordinal()
