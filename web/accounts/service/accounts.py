"""The use cases of accounts, put together."""

from dataclasses import dataclass

from dpp.domain.permission import PermissionTable
from dpp.service.ports import Chance, Clock
from web.accounts.domain.policy import Policy
from web.accounts.service.badges import Badges
from web.accounts.service.choosing import Choices
from web.accounts.service.choosing_ports import Among, Working
from web.accounts.service.keys import Keys
from web.accounts.service.links import Links
from web.accounts.service.means import Means
from web.accounts.service.organisations import Organisations
from web.accounts.service.people import People
from web.accounts.service.ports import AccountUnits, PasswordHasher
from web.accounts.service.sessions import Sessions
from web.accounts.service.shifts import Shifts
from web.accounts.service.stations import Stations
from web.accounts.service.tallies import Tallies

NONE_BINDABLE = PermissionTable(())


@dataclass(frozen=True)
class Accounts:
    """Everything about who somebody is."""

    sessions: Sessions
    people: People
    organisations: Organisations
    keys: Keys
    links: Links
    stations: Stations
    badges: Badges
    shifts: Shifts
    tallies: Tallies
    organisation_choices: Choices[Among]
    person_choices: Choices[Working]


def accounts(
    *,
    units: AccountUnits,
    hasher: PasswordHasher,
    clock: Clock,
    chance: Chance,
    linkable: PermissionTable,
    bindable: PermissionTable = NONE_BINDABLE,
    policy: Policy | None = None,
) -> Accounts:
    """The use cases over these ports; `linkable` and `bindable` are drawn by the context of those use cases.

    They say which of them links may carry, and to which of them a key can be bound.
    """
    means = Means(units, hasher, clock, chance, policy or Policy())
    sessions = Sessions(means)
    return Accounts(
        sessions=sessions,
        people=People(means),
        organisations=Organisations(means),
        keys=Keys(means, bindable),
        links=Links(means, linkable),
        stations=Stations(means),
        badges=Badges(means, sessions),
        shifts=Shifts(means),
        tallies=Tallies(means),
        organisation_choices=Choices(means, "organisation.list", lambda work: work.organisation_choice),
        person_choices=Choices(means, "account.list", lambda work: work.person_choice),
    )
