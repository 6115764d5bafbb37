"""The port `Organisations` in memory: who is there, whether the State's, and with which credentials."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from lifecycle.domain.credentials import Held


@dataclass(frozen=True)
class FakeCredential:
    """What an organisation can show, from its first day up to and including its last, where it has one."""

    kind: str
    valid_from: date
    valid_until: date | None = None
    number: str = "1"

    def holds(self, kind: str, on: date) -> bool:
        return self.kind == kind and self.valid_from <= on <= (self.valid_until or date.max)


@dataclass(frozen=True)
class FakeOrganisation:
    name: str
    in_state: bool = True
    credentials: tuple[FakeCredential, ...] = ()


@dataclass(frozen=True)
class FakeOrganisations:
    rows: Mapping[OrganisationId, FakeOrganisation] = field(default_factory=dict)

    def names(self, organisations: Collection[OrganisationId]) -> Mapping[OrganisationId, str]:
        return {each: self._there(each).name for each in organisations}

    def people(self, accounts: Collection[AccountId]) -> Mapping[AccountId, str]:
        """Everybody is called by their account."""
        return {each: str(each).title() for each in accounts}

    def in_state(self, organisation: OrganisationId) -> bool:
        return self._there(organisation).in_state

    def holds(self, organisation: OrganisationId, credential_kind: str, on: date) -> bool:
        return any(each.holds(credential_kind, on) for each in self._there(organisation).credentials)

    def credentials(self, organisation: OrganisationId) -> tuple[Held, ...]:
        there = self._there(organisation).credentials
        return tuple(Held(each.kind, each.number, each.valid_from, each.valid_until) for each in there)

    def holders(self, kinds: Collection[str]) -> Mapping[str, tuple[tuple[str, date, date | None], ...]]:
        return {
            kind: tuple(
                (organisation.name, credential.valid_from, credential.valid_until)
                for organisation in self.rows.values()
                for credential in organisation.credentials
                if credential.kind == kind
            )
            for kind in kinds
        }

    def identifier(self, organisation: OrganisationId, on: date) -> str | None:
        held = [each for each in self._there(organisation).credentials if each.holds("economic-operator", on)]
        return max(held, key=lambda each: each.valid_from).number if held else None

    def _there(self, organisation: OrganisationId) -> FakeOrganisation:
        if organisation not in self.rows:
            raise NotFound(message("There is no organisation '{organisation}'.", organisation=organisation))
        return self.rows[organisation]
