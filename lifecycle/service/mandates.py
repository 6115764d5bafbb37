"""Mandates: granted by an administrator, confirmed by a second person, with deputies, ended and never deleted.

Rules:
1. The rules of a mandate are in `lifecycle.domain.mandates`; each step is an act of one person, kept with who and when.
2. An administrator grants, names deputies and ends. DRZ, in the organisation of the mandate, or another administrator
   confirms.
3. Who works in the organisation reads its mandates; auditors and administrators read all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import NotFound, NotPermitted
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.stretch import Part, Stretch
from lifecycle.domain.mandates import (
    ApprovalAct,
    Authority,
    Deputy,
    Ending,
    Mandate,
    MandateId,
    Matter,
    Signed,
    authority,
    checked,
    confirmed,
    deputised,
    ended,
)
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Route
from lifecycle.service.mandate_gate import act_of, granted, held, item_of
from lifecycle.service.mandate_ports import MandateStep, MandateTally
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations
from lifecycle.service.recording import Recorder, state_of


@dataclass(frozen=True, kw_only=True)
class NewMandate:
    """What is granted: to one account or to a role, within an organisation. `categories` empty: every kind."""

    organisation: OrganisationId
    account: AccountId | None = None
    role: Role | None = None
    acts: frozenset[ApprovalAct]
    routes: frozenset[Route]
    categories: frozenset[str] = frozenset()
    devices_at_most: int | None = None
    value_eur_at_most: int | None = None
    from_day: date
    until: date | None = None
    reference: str


@dataclass(frozen=True)
class MandateView:
    """A mandate, whether it counts today, and the names of everybody in it."""

    mandate: Mandate
    counts: bool
    organisation: str
    people: Mapping[AccountId, str]


@dataclass(frozen=True)
class Mandates:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations

    def some(self, actor: Actor, wanted: Part) -> Stretch[MandateView]:
        """Of those that this actor may read, ended ones too, the first granted first."""
        whose = self._whose(actor)
        with self.storage.reading() as reads:
            count = reads.mandates.count(whose)
            start = wanted.start(count)
            found = reads.mandates.some(whose, wanted.most, start)
        return Stretch(self._views(found), start, count)

    def tally(self, actor: Actor, near: timedelta) -> MandateTally:
        """How the same stand; `near` is how far ahead a last day is near."""
        whose, today = self._whose(actor), self.recorder.clock().date()
        with self.storage.reading() as reads:
            return reads.mandates.tally(whose, today, today + near)

    def read(self, actor: Actor, mandate: MandateId) -> MandateView:
        """One mandate with its steps."""
        with self.storage.reading() as reads:
            return self._view(self._seen(reads, actor, mandate))

    def grant(self, actor: Actor, wanted: NewMandate) -> MandateView:
        """A new mandate, which counts once it is confirmed."""
        PERMISSIONS.check("grant_mandate", actor)
        self.organisations.names({wanted.organisation})
        signed = Signed(actor.account, self.recorder.clock())
        made = checked(Mandate(id=MandateId(self.recorder.new_id()), granted=signed, **vars(wanted)))
        with self.storage.writing() as work:
            work.mandates.add(made)
            work.commit()
        return self._view(made)

    def confirm(self, actor: Actor, mandate: MandateId) -> MandateView:
        """A second person looked at it: from now on it counts, within its days."""
        PERMISSIONS.check("confirm_mandate", actor)
        with self.storage.writing() as work:
            known = self._seen(work, actor, mandate)
            made = confirmed(known, actor, self.recorder.clock())
            assert made.confirmed is not None
            return self._stepped(work, made, made.confirmed)

    def deputise(
        self, actor: Actor, mandate: MandateId, account: AccountId, first_day: date, last_day: date
    ) -> MandateView:
        """Somebody stands in for who holds it, between two days."""
        PERMISSIONS.check("grant_mandate", actor)
        deputy = Deputy(account, first_day, last_day, actor.account, self.recorder.clock())
        with self.storage.writing() as work:
            return self._stepped(work, deputised(self._seen(work, actor, mandate), deputy), deputy)

    def end(self, actor: Actor, mandate: MandateId, last_day: date) -> MandateView:
        """It counts up to and including this day; what was approved under it stays approved."""
        PERMISSIONS.check("grant_mandate", actor)
        ending = Ending(last_day, actor.account, self.recorder.clock())
        with self.storage.writing() as work:
            return self._stepped(work, ended(self._seen(work, actor, mandate), ending), ending)

    def authority(self, actor: Actor, key: DeviceKey) -> Authority:
        """Under what this actor would approve the standing proposal of a device; Refused (`outside-mandate`)."""
        with self.storage.reading() as reads:
            device = state_of(reads, key)
            PERMISSIONS.check("approve_route", actor, device.relations(actor.organisation))
            if device.proposal is None:
                raise NotFound(message("Nothing is proposed for this device, or it was approved already."))
            last = device.proposal
            matter = Matter(act_of(device, last.decision), (item_of(device, last.route),))
            return granted(authority(held(reads, actor), actor, matter, self.recorder.clock().date()))

    def _stepped(self, work: LifecycleWork, made: Mandate, step: MandateStep) -> MandateView:
        work.mandates.add_step(made.id, made.steps, step)
        work.commit()
        return self._view(made)

    def _whose(self, actor: Actor) -> OrganisationId | None:
        """Rule 3; None: all."""
        PERMISSIONS.check("read_mandates", actor)
        everything = actor.holds(Role.ADMINISTRATOR, Role.AUDITOR)
        return None if everything else actor.organisation

    def _seen(self, reads: LifecycleReads, actor: Actor, mandate: MandateId) -> Mandate:
        whose, found = self._whose(actor), reads.mandates.get(mandate)
        if found is None:
            raise NotFound(message("There is no mandate '{mandate}'.", mandate=mandate[:40]))
        if whose is not None and found.organisation != whose:
            raise NotPermitted(
                message("This mandate is of another organisation."), remedy=message("Ask somebody who works there.")
            )
        return found

    def _view(self, it: Mandate) -> MandateView:
        return self._views((it,))[0]

    def _views(self, found: Sequence[Mandate]) -> tuple[MandateView, ...]:
        """Every name is asked at once; each mandate gets those of its own people alone."""
        names = self.organisations.names({it.organisation for it in found})
        people = self.organisations.people(tuple({account for it in found for account in _people_in(it)}))
        today = self.recorder.clock().date()
        return tuple(
            MandateView(
                it,
                it.counts(today),
                names[it.organisation],
                {account: people[account] for account in _people_in(it) if account in people},
            )
            for it in found
        )


def _people_in(it: Mandate) -> frozenset[AccountId]:
    """Who holds it, stands in for it, and did a step of it."""
    signed = (it.granted, it.confirmed, it.ending)
    named = {each.by for each in signed if each is not None} | {each.named_by for each in it.deputies}
    holders = {each.account for each in it.deputies} | ({it.account} if it.account is not None else set())
    return frozenset(named | holders)
