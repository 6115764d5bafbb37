"""Organisations and their dated credentials."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.stretch import Stretch, Wanted
from web.accounts.domain.organisation import (
    Credential,
    Organisation,
    OrganisationKind,
    checked_credential,
    checked_organisation,
)
from web.accounts.service.means import Means, allow, organisation_there


@dataclass(frozen=True)
class Organisations:
    """The use cases of the list of organisations."""

    means: Means

    def create(self, actor: Actor, name: str, kind: OrganisationKind, *, in_state: bool) -> OrganisationId:
        """A new organisation; InvalidInput without a name, Conflict for a name that is in use."""
        allow("organisation.create", actor)
        organisation = OrganisationId(self.means.new_id())
        with self.means.units.writing() as work:
            work.organisations.add(checked_organisation(Organisation(organisation, name.strip(), kind, in_state)))
            self.means.note(work, actor, "organisation.create", organisation)
            work.commit()
        return organisation

    def all(self, actor: Actor) -> tuple[Organisation, ...]:
        """All organisations with their credentials, by name."""
        allow("organisation.list", actor)
        with self.means.units.reading() as work:
            return work.organisations.all()

    def called(self, actor: Actor, *, in_state: bool | None = None) -> Mapping[OrganisationId, str]:
        """The names of all, or of those that are the State's or are not, by name: what a form chooses from."""
        allow("organisation.list", actor)
        with self.means.units.reading() as work:
            return work.organisations.called(in_state=in_state)

    def some(self, actor: Actor, wanted: Wanted) -> Stretch[Organisation]:
        """A page of them, by name."""
        allow("organisation.list", actor)
        with self.means.units.reading() as work:
            count = work.organisations.count()
            start = wanted.start(count)
            return Stretch(work.organisations.some(wanted.most, start), start, count)

    def read(self, actor: Actor, organisation: OrganisationId) -> Organisation:
        """One of them; NotFound."""
        allow("organisation.list", actor)
        with self.means.units.reading() as work:
            return organisation_there(work, organisation)

    def add_credential(self, actor: Actor, organisation: OrganisationId, credential: Credential) -> None:
        """Record a credential; NotFound, InvalidInput, or Conflict when it has this kind and number already."""
        allow("credential.add", actor)
        with self.means.units.writing() as work:
            organisation_there(work, organisation)
            work.organisations.add_credential(organisation, checked_credential(credential))
            self.means.note(work, actor, "credential.add", organisation)
            work.commit()

    def end_credential(
        self, actor: Actor, organisation: OrganisationId, kind: str, number: str, last_day: date
    ) -> None:
        """Record that a credential ends on `last_day`: what it allowed until then stays so."""
        allow("credential.end", actor)
        with self.means.units.writing() as work:
            organisation_there(work, organisation).with_credential_ended(kind, number, last_day)
            work.organisations.end_credential(organisation, kind, number, last_day)
            self.means.note(work, actor, "credential.end", organisation)
            work.commit()
