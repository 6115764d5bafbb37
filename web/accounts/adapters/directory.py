"""What is asked about organisations: name, credentials on a day, whether the State's, under which identifier."""

from collections.abc import Collection, Mapping
from datetime import date

from dpp.domain.actor import AccountId, OrganisationId
from lifecycle.domain.credentials import Held
from web.accounts.domain.organisation import Organisation
from web.accounts.service.means import organisation_there
from web.accounts.service.ports import AccountUnits


class Directory:
    """Each answer raises NotFound for an organisation that does not exist: a gate never passes on a wrong id."""

    def __init__(self, units: AccountUnits) -> None:
        self._units = units
        self._names: dict[OrganisationId, str] = {}  # remembered: no use case gives an organisation another name

    def names(self, organisations: Collection[OrganisationId]) -> Mapping[OrganisationId, str]:
        if asked := set(organisations).difference(self._names):
            with self._units.reading() as work:
                found = work.organisations.names(asked)
                for unknown in asked.difference(found):
                    organisation_there(work, unknown)
            self._names.update(found)
        return {each: self._names[each] for each in organisations}

    def people(self, accounts: Collection[AccountId]) -> Mapping[AccountId, str]:
        """The names of people, to be told to their colleagues alone; who is unknown is left out."""
        with self._units.reading() as work:
            return {each.id: each.display_name for each in work.accounts.known(accounts)}

    def holds(self, organisation: OrganisationId, credential_kind: str, on: date) -> bool:
        """Whether it holds a credential of this kind on this day; KeyError for a kind that does not exist."""
        return self._organisation(organisation).credential_valid(credential_kind, on)

    def credentials(self, organisation: OrganisationId) -> tuple[Held, ...]:
        """Every credential that it has or had."""
        return tuple(
            Held(each.kind, each.number, each.valid_from, each.valid_until)
            for each in self._organisation(organisation).credentials
        )

    def holders(self, kinds: Collection[str]) -> Mapping[str, tuple[tuple[str, date, date | None], ...]]:
        """Every credential of each of these kinds: the holder's name, its first day, and its last where it has one."""
        with self._units.reading() as work:
            held = work.organisations.holders(kinds)
        found: dict[str, list[tuple[str, date, date | None]]] = {kind: [] for kind in kinds}
        for name, each in held:
            found[each.kind].append((name, each.valid_from, each.valid_until))
        return {kind: tuple(those) for kind, those in found.items()}

    def identifier(self, organisation: OrganisationId, on: date) -> str | None:
        """Under which address it answers for passports of its own: its newest credential of that kind on this day."""
        return self._organisation(organisation).operator_identifier(on)

    def in_state(self, organisation: OrganisationId) -> bool:
        return self._organisation(organisation).in_state

    def _organisation(self, organisation: OrganisationId) -> Organisation:
        with self._units.reading() as work:
            return organisation_there(work, organisation)
