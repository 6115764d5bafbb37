"""What lets somebody in after sign-in or without it: sessions, API keys, links with a capability.

Rules:
1. A session ends when it was not used for the policy's idle time, and in any case at its whole time.
2. A key has a label and a last day; of its use only the day is kept. A key that is bound to a use case, as that of a
   wiping station, may do that for its station and nothing else, as long as its account may do it too.
3. A link carries one capability (one use case on one subject) for one organisation until a moment; its own id stands
   in events where an account's would.
4. A pass that was revoked, or whose account is not active, lets nobody in.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NewType

from dpp.domain.actor import AccountId, Actor, Capability, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from web.accounts.domain.policy import Policy
from web.accounts.domain.text import line_problems

KeyId = NewType("KeyId", str)
LinkId = NewType("LinkId", str)


@dataclass(frozen=True)
class Session:
    """A signed-in browser. `seen_at` is exact to the policy's `session_touch`."""

    token_hash: str = field(repr=False)
    account: AccountId
    started_at: datetime
    seen_at: datetime

    def valid(self, now: datetime, policy: Policy) -> bool:
        return now - self.seen_at < policy.session_idle and now - self.started_at < policy.session_whole

    def needs_touch(self, now: datetime, policy: Policy) -> bool:
        return now - self.seen_at >= policy.session_touch


@dataclass(frozen=True)
class ApiKey:
    """A program's key; both days are in UTC and inclusive. `bound` is the one thing that it may do, and for what."""

    id: KeyId
    token_hash: str = field(repr=False)
    account: AccountId
    label: str
    created_on: date
    expires_on: date
    last_used_on: date | None = None
    revoked: bool = False
    bound: Capability | None = None

    def valid(self, today: date) -> bool:
        return not self.revoked and today <= self.expires_on


@dataclass(frozen=True)
class Link:
    """A link that somebody without an account may use, such as a library that confirms receipt."""

    id: LinkId
    token_hash: str = field(repr=False)
    capability: Capability
    organisation: OrganisationId
    issued_by: AccountId
    expires_at: datetime
    revoked: bool = False

    def valid(self, now: datetime) -> bool:
        return not self.revoked and now < self.expires_at

    def actor(self) -> Actor:
        return Actor(AccountId(self.id), self.organisation, capability=self.capability)


def checked_key(key: ApiKey, policy: Policy) -> ApiKey:
    """The same key when it has a label and a possible last day; else InvalidInput."""
    problems = line_problems("label", key.label)
    last = key.created_on + policy.key_longest
    if not key.created_on <= key.expires_on <= last:
        what = message("The last day is not between {first} and {last}.", first=key.created_on, last=last)
        problems.append(Problem("expires_on", what))
    if key.bound is not None:
        problems.extend(line_problems("station", key.bound.subject))
    if problems:
        raise InvalidInput(message("The key is not complete or not possible."), tuple(problems))
    return key


def checked_link(link: Link, now: datetime, policy: Policy) -> Link:
    """The same link when it ends after now and within the policy's longest; else InvalidInput."""
    last = now + policy.link_longest
    if not now < link.expires_at <= last:
        what = message("The link must end after now and by {last}.", last=f"{last:%Y-%m-%d %H:%M} UTC")
        raise InvalidInput(what, (Problem("expires_at", what),))
    return link
