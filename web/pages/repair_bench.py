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

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.service.views import DeviceView
from web.bootstrap import Parts
from web.pages.contexts.model_repair import RepairSection
from web.pages.contexts.repair_bench import BenchPage
from web.pages.mapping.advice import device_advice, device_software
from web.pages.mapping.heads import head_of
from web.pages.mapping.repair_bench import earlier_repairs, glance_of
from web.pages.serving import Asking, Site

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
    """`/devices/{key}/repair`."""
    routes = APIRouter(prefix="/devices/{key}/repair")

    @routes.get("")
    def read(request: Request, actor: Asking, key: DeviceKey) -> Response:
        view = parts.use.devices.read(actor, key)
        return site.page(request, _page(parts, actor, view))

    return routes


def _page(parts: Parts, actor: Actor, view: DeviceView) -> BenchPage:
    model = view.device.passports.model
    return BenchPage(
        head=head_of(view),
        glance=glance_of(view.device, parts.clock().date()),
        model=None if model is None else f"/models/{model}/repair",
        advice=_sections(ADVICE, parts, actor, view),
        earlier=earlier_repairs(view),
        parts=_sections(PARTS, parts, actor, view),
    )


def _sections(
    builders: Iterable[SectionBuilder], parts: Parts, actor: Actor, view: DeviceView
) -> tuple[RepairSection, ...]:
    built = (build(parts, actor, view) for build in builders)
    return tuple(section for section in built if section is not None)
