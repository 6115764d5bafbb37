"""A coordinator at work: a library and a welfare organisation, an open programme, laptops in its hands."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Self

from dpp.domain.actor import AccountId, Actor, Capability, OrganisationId, Role
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.adapters.policies import RegisteredPolicies
from lifecycle.domain.donation import (
    DeliveryId,
    EntryId,
    Passing,
    Programme,
    ProgrammeId,
    ProgrammeState,
    Said,
    usual_steps,
)
from lifecycle.domain.donation.journal import Defect
from lifecycle.domain.events import Place, RouteApproved, RouteProposed, SanitisationPerformed, SanitisationVerified
from lifecycle.domain.vocabulary import Classification, Route, SanitisationCategory
from lifecycle.service.consignments import NewConsignment, Receipt
from lifecycle.service.donation_deliveries import NewDelivery
from lifecycle.service.donation_feedback import Feedback
from lifecycle.service.donation_ports import IssuedLink
from lifecycle.service.donation_use_cases import DonationUseCases
from lifecycle.service.donation_views import DeliveryView, FeedbackView
from lifecycle.service.recording import Draft
from tests.support.accounts_world import SetClock
from tests.support.fake_organisations import FakeCredential, FakeOrganisation, FakeOrganisations
from tests.support.fake_storage import FakeStorage
from tests.support.service_world import CHECKER, COORDINATOR, GRADED, ICT, OWNER, RECEIVER, ROUTER, SURPLUS, World

LIBRARY, WELFARE = OrganisationId("library"), OrganisationId("welfare")
AGREED = FakeCredential("donation-agreement", date(2026, 1, 1), date(2026, 6, 30))
COUNTER = Place("Counter")
COLLEAGUE = replace(RECEIVER, account=AccountId("colleague"))
WANTED = Programme(
    id=ProgrammeId(""),
    name="Laptops for libraries",
    coordinator=COORDINATOR,
    decision="aanwijzingsbesluit 2026-4",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    purpose="Lessons in digital skills",
    steps=usual_steps(Passing.GIFT),
    wanted=40,
)


@dataclass
class FakeLinks:
    """`LinkDesk` in memory: which links there are, and which were ended."""

    issued: dict[str, tuple[Capability, OrganisationId, datetime]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    def issue(
        self,
        actor: Actor,
        capability: Capability,
        organisation: OrganisationId,
        until: datetime,
        relations: frozenset[Relation],
    ) -> IssuedLink:
        assert actor.capability is None
        assert Relation.OWNER in relations
        link = f"link-{len(self.issued) + 1}"
        self.issued[link] = (capability, organisation, until)
        return IssuedLink(link, f"token-of-{link}")

    def end(self, actor: Actor, link: str) -> None:
        assert actor.capability is None
        self.ended.append(link)


def organisations(**more: FakeOrganisation) -> FakeOrganisations:
    """Those of the small country, with two intermediaries."""
    known: Mapping[OrganisationId, FakeOrganisation] = World().organisations.rows
    outside = {
        LIBRARY: FakeOrganisation("The library", in_state=False, credentials=(AGREED,)),
        WELFARE: FakeOrganisation("The welfare organisation", in_state=False, credentials=(AGREED,)),
    }
    return FakeOrganisations({**known, **outside, **{OrganisationId(name): each for name, each in more.items()}})


@dataclass
class Town:
    """A coordinator at work. `stock` are laptops that are taken from it before another one is made."""

    world: World = field(default_factory=lambda: World(organisations=organisations()))
    links: FakeLinks = field(default_factory=FakeLinks)
    stock: list[DeviceKey] = field(default_factory=list)
    made: int = 0

    @classmethod
    def stocked(cls) -> Self:
        """With three laptops, made once for all tests: each gets a copy of what was committed."""
        first, keys = _stocked()
        world = World(
            clock=SetClock(first.clock.now),
            chance=deepcopy(first.chance),
            storage=FakeStorage(),
            organisations=first.organisations,
        )
        with first.storage.writing() as work:
            work.commit()
            world.storage.committed = first.storage.committed
        return cls(world, stock=list(keys), made=len(keys))

    @property
    def use(self) -> DonationUseCases:
        world = self.world
        storage = world.database or world.storage
        return DonationUseCases.of(
            storage, world.recorder, world.organisations, RegisteredPolicies(), world.codes, self.links
        )

    def programme(self, wanted: Programme = WANTED, state: ProgrammeState = ProgrammeState.OPEN) -> ProgrammeId:
        made = self.use.programmes.create(RECEIVER, wanted).version.programme.id
        if state is not ProgrammeState.DRAFT:
            self.use.programmes.move(RECEIVER, made, state)
        return made

    def laptop(self) -> DeviceKey:
        """One more, erased, routed, given to the coordinator and received."""
        if self.stock:
            return self.stock.pop(0)
        self.made += 1
        serial, disk, world = f"LAP{self.made:05}", f"DISK{self.made:05}", self.world
        view = world.register(serial=serial, asset_tag=f"TAG-{self.made:06}", classification=Classification.NONE)
        key = view.device.key
        world.record(OWNER, key, SURPLUS)
        world.scan(serial)
        world.record(ICT, key, GRADED)
        self.erased(key, disk, ICT, CHECKER)
        self.routed(key, Route.DONATE)
        made = world.use.consignments.create(
            ICT, NewConsignment(receiver=COORDINATOR, devices=(key,), route=Route.DONATE)
        ).consignment.id
        world.use.consignments.offer(ICT, made)
        world.clock.forward(minutes=1)
        world.use.consignments.receive(RECEIVER, made, Receipt(place=Place("Depot")))
        return key

    def routed(self, key: DeviceKey, route: Route) -> None:
        """The decision is made beside the rules of routing, which are not what these tests are about."""
        proposed = RouteProposed(
            decision=f"decision-{key}", route=route, rule_set="r", inputs_sha256="1" * 64, trace_sha256="2" * 64
        )
        for actor, happening in ((ICT, proposed), (ROUTER, RouteApproved(decision=proposed.decision, route=route))):
            self.world.clock.forward(minutes=1)
            with (self.world.database or self.world.storage).writing() as work:
                self.world.recorder.record(work, actor, key, [Draft(happening)])
                work.commit()

    def erased(self, key: DeviceKey, disk: str, by: Actor = RECEIVER, checked_by: Actor = COLLEAGUE) -> None:
        wiped = SanitisationPerformed(
            medium=disk,
            category=SanitisationCategory.PURGE,
            technique="block erase",
            tool="nwipe",
            tool_version="0.38",
            succeeded=True,
            media_present=(disk,),
        )
        self.world.record(by, key, wiped)
        self.world.record(checked_by, key, SanitisationVerified(medium=disk))

    def deliver(
        self,
        *keys: DeviceKey,
        to: OrganisationId = LIBRARY,
        due: date | None = None,
        programme: ProgrammeId | None = None,
    ) -> DeliveryView:
        """A loan where there is a day on which it is back, else a gift."""
        self.world.clock.forward(minutes=1)
        return self.use.deliveries.make(
            RECEIVER,
            NewDelivery(
                programme=programme or self.programme(),
                intermediary=to,
                devices=keys,
                passing=Passing.GIFT if due is None else Passing.LOAN,
                due=due,
            ),
        )

    def says(
        self,
        view: DeliveryView,
        said: Said,
        *numbers: int,
        defect: Defect | None = None,
        note: str | None = None,
        count: int | None = None,
        entry: str = "",
    ) -> FeedbackView:
        """What the holder of the delivery's link says: of all devices where no number is given."""
        self.world.clock.forward(minutes=1)
        self.made += 1
        told = Feedback(
            id=EntryId(entry or f"told-{self.made}"),
            said=said,
            numbers=numbers or None,
            defect=defect,
            note=note,
            count=count,
        )
        delivery = view.summary.delivery
        return self.use.feedback.give(holder(delivery.id, delivery.intermediary), delivery.id, told)

    def read(self, view: DeliveryView) -> DeliveryView:
        return self.use.deliveries.read(RECEIVER, view.summary.delivery.id)


@cache
def _stocked() -> tuple[World, tuple[DeviceKey, ...]]:
    town = Town()
    keys = tuple(town.laptop() for _ in range(3))
    return town.world, keys


def holder(delivery: DeliveryId, organisation: OrganisationId = LIBRARY) -> Actor:
    """Who came by the link of a delivery: no role, one capability."""
    return Actor(AccountId("link-1"), organisation, frozenset[Role](), Capability("give_feedback", delivery))
