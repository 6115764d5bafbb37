"""The repair bench of a device (`/devices/{key}/repair`): everything that a repair needs, in the order of the work.

What it is and how it stands, advice, earlier repairs (also by others), diagnosis, quote, parts, tests, done.

A part of the service adds its section in one line of `ADVICE` or `PARTS`: a function
`(parts, actor, device view) -> RepairSection | None` that lives in `web/pages/mapping/<part>.py`. The section is a
frozen context in `web/pages/contexts/<part>.py` that extends `RepairSection` (`web.pages.contexts.model_repair`) and
names its partial template, `web/templates/<part>_section.html`. The page draws its heading.

Rules:
1. Whoever may read the device may read its bench; what can be done there is asked of the order's own rules.
2. A section that has nothing to say is left out.
3. It works on a phone, with gloves, without JavaScript, and stays below 100 kB without pictures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.repair_orders import RepairOrderId
from lifecycle.domain.spares.stock import KeptState
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FaultKind,
    FunctionalGrade,
    PartOrigin,
    RepairBarrier,
)
from lifecycle.service.repair_order_views import OrderView
from lifecycle.service.spare_views import ReservationView
from lifecycle.service.views import DeviceView
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, choices
from web.pages.acts.condition import tests_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.frame import Choice, FormState
from web.pages.contexts.model_repair import RepairSection
from web.pages.contexts.repair_bench import BenchPage
from web.pages.contexts.repair_orders import BenchForms
from web.pages.mapping.advice import device_advice, device_software
from web.pages.mapping.heads import address_of, head_of
from web.pages.mapping.repair_bench import earlier_repairs, glance_of
from web.pages.mapping.repair_orders import kept_choice, kept_part, order_block
from web.pages.repair_forms import Kept, diagnosis_in, end_in, id_of, tests_in, work_in
from web.pages.serving import Asking, Sent, SentForm, Site, go

SectionBuilder = Callable[[Parts, Actor, DeviceView], RepairSection | None]

ADVICE: tuple[SectionBuilder, ...] = (
    device_advice,
    device_software,
)
"""What is told before anything is opened."""

PARTS: tuple[SectionBuilder, ...] = (
    # spare parts that fit, in stock and reserved
)
"""Which parts there are for it."""


def repair_bench_pages(parts: Parts, site: Site) -> APIRouter:
    """`/devices/{key}/repair`, and what is sent from there."""
    routes, bench = APIRouter(prefix="/devices/{key}/repair"), Bench(parts, site)
    orders = parts.use.repairs.orders

    @routes.get("")
    def read(request: Request, actor: Asking, key: DeviceKey) -> Response:
        return bench.page(request, actor, parts.use.devices.read(actor, key), bench.new_form())

    @routes.post("/order")
    def open_order(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        wanted = id_of(sent)
        named = None if wanted is None else RepairOrderId(wanted)
        return bench.done(request, actor, key, sent, lambda _: orders.open(actor, key, sent.text("complaint"), named))

    @routes.post("/diagnosis")
    def diagnose(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        return bench.done(request, actor, key, sent, lambda it: orders.diagnose(actor, it, diagnosis_in(sent)))

    @routes.post("/work")
    def work(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        return bench.done(
            request, actor, key, sent, lambda it: orders.work(actor, it, work_in(sent, bench.kept(actor)))
        )

    @routes.post("/tests")
    def test(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        tests = tests_of(parts.use.devices.read(actor, key))
        return bench.done(request, actor, key, sent, lambda it: orders.test(actor, it, tests_in(sent, tests)))

    @routes.post("/result")
    def finish(request: Request, actor: Asking, key: DeviceKey, sent: SentForm) -> Response:
        return bench.done(request, actor, key, sent, lambda it: orders.finish(actor, it, end_in(sent)))

    return routes


@dataclass(frozen=True)
class Bench:
    """What the handlers of the bench share."""

    parts: Parts
    site: Site

    def new_form(self) -> FormState:
        return FormState({EVENT: self.parts.use.devices.recorder.new_id()})

    def done(
        self,
        request: Request,
        actor: Actor,
        key: DeviceKey,
        sent: Sent,
        act: Callable[[RepairOrderId], object],
    ) -> Response:
        """Do what the form says with the order that it names, and go on at the bench; or tell what is wrong there."""
        try:
            act(RepairOrderId(sent.text("order")))
        except COMES_BACK as error:
            view = self.parts.use.devices.read(actor, key)
            return self.page(request, actor, view, sent.again(error), fault_of(error).status)
        return go(f"{address_of(key)}/repair#work", said="recorded")

    def page(self, request: Request, actor: Actor, view: DeviceView, form: FormState, status: int = 200) -> Response:
        parts, device = self.parts, view.device
        found = parts.use.repairs.orders.of_device(actor, device.key)
        mine = next((it for it in found if it.may.work), None)
        relations = device.relations(actor.organisation) or frozenset({Relation.REPAIRER})
        model = device.passports.model
        page = BenchPage(
            head=head_of(view),
            glance=glance_of(view, parts.clock().date()),
            model=None if model is None else f"/models/{model}/repair",
            advice=_sections(ADVICE, parts, actor, view),
            earlier=earlier_repairs(view),
            orders=tuple(order_block(it) for it in found if it is not mine),
            order=None if mine is None else order_block(mine),
            may_open=mine is None and PERMISSIONS.allows("open_repair_order", actor, relations),
            forms=None if mine is None else self._forms(actor, view, mine),
            parts=_sections(PARTS, parts, actor, view),
            form=form if EVENT in form.values else replace(form, values={**form.values, **self.new_form().values}),
        )
        return self.site.page(request, page, status=status)

    def _forms(self, actor: Actor, view: DeviceView, mine: OrderView) -> BenchForms:
        return BenchForms(
            faults=choices(FaultKind),
            parts=choices(ComponentKind),
            origins=choices(PartOrigin),
            tests=tests_of(view),
            barriers=choices(RepairBarrier),
            functional=choices(FunctionalGrade),
            cosmetic=choices(CosmeticGrade),
            files=tuple(Choice(each, each[:12]) for each in mine.evidence),
            kept=self._kept(actor),
        )

    def kept(self, actor: Actor) -> Kept:
        """What the parts are that are kept for this organisation."""
        return {each.id: kept_part(each) for each in self._reservations(actor)}

    def _kept(self, actor: Actor) -> tuple[Choice, ...]:
        return tuple(map(kept_choice, self._reservations(actor)))

    def _reservations(self, actor: Actor) -> tuple[ReservationView, ...]:
        if not PERMISSIONS.allows("reserve_spare", actor):
            return ()
        found = self.parts.use.spares.stock.mine(actor).reservations
        return tuple(each for each in found if each.state is KeptState.KEPT)


def _sections(
    builders: Iterable[SectionBuilder], parts: Parts, actor: Actor, view: DeviceView
) -> tuple[RepairSection, ...]:
    built = (build(parts, actor, view) for build in builders)
    return tuple(section for section in built if section is not None)
