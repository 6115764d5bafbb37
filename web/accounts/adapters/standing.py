"""For work that was asked for earlier: whether who asked may still act, and which organisation a list means."""

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotPermitted
from dpp.domain.message import message
from web.accounts.service.ports import AccountUnits


class AccountStanding:
    """The rights of today of somebody who asked for something before."""

    def __init__(self, units: AccountUnits) -> None:
        self._units = units

    def today(self, actor: Actor) -> Actor:
        """The actor with those of its roles that its account still has; NotPermitted where that may not act."""
        with self._units.reading() as work:
            account = work.accounts.get(actor.account)
        if account is None or not account.active or account.organisation != actor.organisation:
            raise NotPermitted(
                message("The account that asked for this may not act any more."),
                remedy=message("Let somebody else of the organisation start it again."),
            )
        return Actor(actor.account, actor.organisation, actor.roles & account.roles)


class OrganisationsByName:
    """Organisations by what a list calls them."""

    def __init__(self, units: AccountUnits) -> None:
        self._units = units

    def called(self, name: str) -> OrganisationId | None:
        """By its id, or by its name whatever the case and the spaces."""
        wanted = " ".join(name.split()).casefold()
        with self._units.reading() as work:
            for organisation in work.organisations.all():
                if organisation.id == name or " ".join(organisation.name.split()).casefold() == wanted:
                    return organisation.id
        return None
