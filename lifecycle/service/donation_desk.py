"""What the use cases of donation share: finding a programme or a delivery with permission, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound
from dpp.domain.message import message
from lifecycle.domain.credentials import Destination, Party, check, required
from lifecycle.domain.donation import Delivery, DeliveryId, Entry, ProgrammeId, standing
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Holding, Route
from lifecycle.service.donation_ports import ProgrammeVersion
from lifecycle.service.donation_views import DeliverySummary
from lifecycle.service.market_windows import MarketWindows
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, Organisations, Policies
from lifecycle.service.recording import Recorder

GIVE_FEEDBACK = "give_feedback"


@dataclass(frozen=True)
class DonationDesk:
    """Each public method of those who use it is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies

    def programme(self, reads: LifecycleReads, actor: Actor, use_case: str, programme: ProgrammeId) -> ProgrammeVersion:
        """The programme as it is now, for who may do this with it."""
        found = reads.donations.programme(programme)
        if found is None:
            raise NotFound(message("There is no donation programme '{programme}'.", programme=programme[:40]))
        PERMISSIONS.check(use_case, actor, found.programme.relations(actor.organisation), subject=programme)
        return found

    def delivery(self, reads: LifecycleReads, actor: Actor, use_case: str, delivery: DeliveryId) -> Delivery:
        """The delivery, for who may do this with it."""
        found = reads.donations.delivery(delivery)
        if found is None:
            raise NotFound(message("There is no delivery '{delivery}'.", delivery=delivery[:40]))
        PERMISSIONS.check(use_case, actor, found.relations(actor.organisation), subject=delivery)
        return found

    def held(self, work: LifecycleWork, actor: Actor, use_case: str, delivery: DeliveryId) -> Delivery:
        """The same, while others who want to say something of it wait."""
        work.donations.hold_delivery(delivery)
        return self.delivery(work, actor, use_case, delivery)

    def say(self, work: LifecycleWork, delivery: Delivery, entries: Iterable[Entry]) -> None:
        for entry in entries:
            work.donations.add_entry(delivery.id, entry)

    def summaries(self, reads: LifecycleReads, deliveries: Sequence[Delivery]) -> tuple[DeliverySummary, ...]:
        """How each of these stands, in their order."""
        entries = reads.donations.entries_of([each.id for each in deliveries])
        names = self.organisations.names({each.intermediary for each in deliveries})
        titles = {each: reads.donations.programme(each) for each in {each.programme for each in deliveries}}
        today = self.today()
        return tuple(
            DeliverySummary(
                delivery=each,
                programme="" if (title := titles[each.programme]) is None else title.programme.name,
                intermediary=names[each.intermediary],
                standing=(stands := standing(entries.get(each.id, ()))),
                overdue=each.is_overdue(today) and stands.there > 0,
            )
            for each in deliveries
        )

    def name(self, organisation: OrganisationId) -> str:
        return self.organisations.names([organisation])[organisation]

    def today(self) -> date:
        return self.recorder.clock().date()

    def windows(self, reads: LifecycleReads) -> MarketWindows:
        """Until when devices are for government alone."""
        return MarketWindows.of_day(self.policies, reads, self.today())

    def check_credential(self, organisation: OrganisationId, holding: Holding, day: date) -> None:
        """Who gets donated devices shows on the day what the table asks: `lifecycle.domain.credentials`."""
        asked = required(Destination(Route.DONATE, holding), Party.RECEIVER)
        check(self.name(organisation), asked, self.organisations.credentials(organisation), day)
