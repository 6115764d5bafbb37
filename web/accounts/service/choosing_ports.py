"""What can be chosen in a form, and what is asked of a store of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dpp.domain.actor import AccountId, OrganisationId, Role

Q_contra = TypeVar("Q_contra", contravariant=True)


@dataclass(frozen=True)
class Among:
    """Which organisations can be chosen; what is None narrows nothing down.

    The State's or others, those where somebody with an active account has one of these roles, all but one, one alone.
    """

    in_state: bool | None = None
    roles: frozenset[Role] | None = None
    without: OrganisationId | None = None
    only: OrganisationId | None = None


@dataclass(frozen=True)
class Working:
    """Which people can be chosen: with an active account, in one of these roles, at one organisation, all but one."""

    roles: frozenset[Role] | None = None
    at: OrganisationId | None = None
    without: AccountId | None = None


@dataclass(frozen=True)
class Choosable:
    """What can be chosen. Of a person `also` is what they sign in with, and `organisation` the name of theirs."""

    id: str
    name: str
    also: str = ""
    organisation: str = ""


class ChoiceStore(Protocol[Q_contra]):
    """Organisations or people to choose from."""

    def first(self, among: Q_contra, limit: int) -> Sequence[Choosable]:
        """The first by name, as the database orders names."""
        ...

    def these(self, among: Q_contra, ids: Collection[str]) -> Sequence[Choosable]:
        """Those that are among them."""
        ...

    def named(self, among: Q_contra, text: str, limit: int) -> Sequence[Choosable]:
        """Those with this id, then those that have this text in their name, the shortest names first.

        Case and spaces do not count, nor do accents in the name of an organisation.
        """
        ...
