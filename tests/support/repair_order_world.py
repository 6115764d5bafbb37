"""A workshop with a repair key, a provider that has the device in its custody, and the ministry that owns it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from dpp.domain.actor import AccountId, Actor, Capability, OrganisationId, Role
from dpp.domain.links import Links
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import TestResult
from lifecycle.domain.permissions import LINKABLE
from lifecycle.domain.repair_orders import PartIn, PartOut, Quote, Repairer, RepairOrderId
from lifecycle.domain.repairers.keys import RepairKey, RepairKeyId
from lifecycle.domain.vocabulary import ComponentKind, FaultKind, PartOrigin
from lifecycle.service.donation_ports import IssuedLink
from lifecycle.service.repair_entries import NewDiagnosis, NewEnd, NewTests, NewWork
from lifecycle.service.repair_order_views import NewAnswer, OrderView
from lifecycle.service.repair_parts import TakeParts
from lifecycle.service.repair_use_cases import RepairMeans, RepairUseCases
from tests.support.fake_organisations import FakeOrganisation, FakeOrganisations
from tests.support.service_world import ICT, OWNER, PROVIDER, URL, World

SHOP, SECOND_SHOP = OrganisationId("shop"), OrganisationId("second-shop")
FIXER = Actor(AccountId("fixer"), SHOP, frozenset({Role.REPAIRER}))
SECOND_FIXER = Actor(AccountId("second-fixer"), SECOND_SHOP, frozenset({Role.REPAIRER}))
COMPLAINT = "It switches off after ten minutes."
DIAGNOSIS = NewDiagnosis(
    faults=(FaultKind.BATTERY,), findings="The battery holds 31 % of its capacity.", codes=("2000-0132",)
)
TESTS = NewTests(tests=(TestResult("battery", passed=True), TestResult("display", passed=True)))
NEW_BATTERY = NewWork(
    parts_out=(PartOut(component=ComponentKind.BATTERY, serial="OLD-BATTERY-1"),),
    parts_in=(PartIn(component=ComponentKind.BATTERY, origin=PartOrigin.NEW_ORIGINAL, serial="NEW-BATTERY-1"),),
    minutes=25,
)
REPAIRED = NewEnd(warranty_months=6, covers="The battery and the work.")


def quote(**more: Any) -> Quote:
    """A quote of the workshop for a new battery."""
    usual: dict[str, Any] = {
        "repairer": Repairer(name="The shop", address="Werkplaats 1, Den Haag", email="desk@shop.example"),
        "good": "Dell Latitude 7420",
        "defect": "The battery is worn out.",
        "repair": "A new battery.",
        "parts": (ComponentKind.BATTERY,),
        "price_eur": Decimal("79.50"),
        "days": 3,
        "place": "The counter of the shop",
    }
    return Quote(**(usual | more))


@dataclass
class QuoteLinks:
    """`LinkDesk` in memory: which links there are."""

    issued: dict[str, tuple[Capability, OrganisationId, datetime]] = field(default_factory=dict)

    def issue(
        self,
        actor: Actor,
        capability: Capability,
        organisation: OrganisationId,
        until: datetime,
        relations: frozenset[Relation],
    ) -> IssuedLink:
        LINKABLE.check(capability.use_case, actor, relations)
        link = f"link-{len(self.issued) + 1}"
        self.issued[link] = (capability, organisation, until)
        return IssuedLink(link, f"token-of-{link}")

    def end(self, actor: Actor, link: str) -> None:
        """Nobody ends these."""


class NoPrinter:
    """`QuotePrinter` whose paper says which quote it is."""

    def pdf(self, sheet: Any, language: str) -> bytes:
        return f"{language} {sheet.number} {sheet.digest} {sheet.valid_until}".encode()


class Workshop:
    """A world with one laptop of the ministry, in the custody of its provider, that two shops were shown a key of."""

    def __init__(self, limit_eur: str = "0", stock: TakeParts | None = None) -> None:
        first, self.key = _first()
        self.world = first.copied()
        self.links = QuoteLinks()
        self.limit_eur, self.stock = Decimal(limit_eur), stock

    @property
    def use(self) -> RepairUseCases:
        world = self.world
        means = RepairMeans(
            links=Links(URL),
            printer=NoPrinter(),
            files=world.load_files,
            link_desk=self.links,
            stock=self.stock,
            limit_eur=self.limit_eur,
        )
        return RepairUseCases.of(world.storage, world.recorder, world.organisations, means)

    def later(self, **time: float) -> None:
        self.world.clock.now += timedelta(**time)

    def opened(self, actor: Actor = FIXER) -> RepairOrderId:
        return self.use.orders.open(actor, self.key, COMPLAINT).order.id

    def diagnosed(self, actor: Actor = FIXER) -> RepairOrderId:
        order = self.opened(actor)
        self.use.orders.diagnose(actor, order, DIAGNOSIS)
        return order

    def quoted(self, actor: Actor = FIXER, **more: Any) -> RepairOrderId:
        order = self.diagnosed(actor)
        self.use.quotes.send(actor, order, quote(**more))
        return order

    def answer(self, order: RepairOrderId, version: int = 1, **more: Any) -> NewAnswer:
        quoted = self.use.orders.read(OWNER, order).standing.version(version)
        assert quoted is not None
        return NewAnswer(version=version, digest=quoted.digest, **more)

    def approved(self, actor: Actor = FIXER) -> RepairOrderId:
        order = self.quoted(actor)
        self.use.quotes.approve(OWNER, order, self.answer(order))
        return order

    def repaired(self, actor: Actor = FIXER) -> RepairOrderId:
        order = self.approved(actor)
        self.use.orders.work(actor, order, NEW_BATTERY)
        self.use.orders.test(actor, order, TESTS)
        self.use.orders.finish(actor, order, REPAIRED)
        return order

    def read(self, order: RepairOrderId, actor: Actor = FIXER) -> OrderView:
        return self.use.orders.read(actor, order)


@cache
def _first() -> tuple[World, DeviceKey]:
    world = World()
    shops = {SHOP: FakeOrganisation("The shop"), SECOND_SHOP: FakeOrganisation("The other shop")}
    world.organisations = FakeOrganisations({**world.organisations.rows, **shops})
    key = world.graded_laptop()
    show_key(world, key, SHOP)
    show_key(world, key, SECOND_SHOP)
    return world, key


def show_key(world: World, device: DeviceKey, shop: OrganisationId) -> None:
    """As if the provider had shown its repair key to this shop today, for 14 days."""
    world.clock.now += timedelta(minutes=1)
    now = world.clock()
    used = RepairKey(
        id=RepairKeyId(f"key-{shop}-{now:%m%d%H%M}"),
        device=device,
        code_hash=f"hash-{shop}-{now:%m%d%H%M}",
        holder=PROVIDER,
        made_by=ICT.account,
        made_at=now,
        usable_until=now.date(),
        used_at=now,
        used_by=shop,
        used_by_account=AccountId("fixer"),
        access_until=now.date() + timedelta(days=13),
    )
    with world.storage.writing() as work:
        work.repair_keys.add(used)
        work.commit()
