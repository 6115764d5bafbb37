"""Devices: the list, a device's own page, and the registration of a new one."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, NotPermitted
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from dpp.domain.permissions import PERMISSIONS as PASSPORT_PERMISSIONS
from lifecycle.domain.advice.advice import Say
from lifecycle.domain.device import GONE
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.support.of_model import NOTHING_KNOWN
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.ports import DeviceLine, LineFilter
from lifecycle.service.views import DeviceView
from web.bootstrap import Parts
from web.pages.acts.base import EVENT, choices
from web.pages.acts.models import model_fields, model_in
from web.pages.acts.registration import registration, registration_page, typed_of
from web.pages.acts.routes import COMES_BACK
from web.pages.contexts.device import AdviceInShort, DevicesPage
from web.pages.contexts.frame import FormState
from web.pages.contexts.support import UpdatesBlock
from web.pages.mapping.advice import advice_in_short
from web.pages.mapping.device import accounts_in, device_page
from web.pages.mapping.heads import address_of, row_of
from web.pages.mapping.repairers import opened_line
from web.pages.mapping.support import updates_block
from web.pages.mapping.timeline import Shown, end_of, timeline_page
from web.pages.reading import ZONE
from web.pages.rendering import Page
from web.pages.serving import Asking, SentForm, Site, go
from web.pages.things import owners

A_PAGE = 50
_OF_OWN = frozenset({Relation.OWNER})


def device_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of devices, but for what is recorded by a form (`web.pages.acts`)."""
    routes = APIRouter(prefix="/devices")
    devices, people = parts.use.devices, parts.accounts.people

    @routes.get("")
    def find(
        request: Request,
        actor: Asking,
        q: Annotated[str, Query(max_length=100)] = "",
        lifecycle: str = "",
        after: DeviceKey | None = None,
    ) -> Response:
        stages = (lifecycle,) if lifecycle in set(Lifecycle) else ()
        wanted = LineFilter(lifecycles=stages, text=q.strip() or None, limit=A_PAGE + 1, after=after)
        lines = devices.find(actor, wanted)
        page = _list(actor, lines, FormState({"q": q, "lifecycle": lifecycle}))
        opened = map(opened_line, parts.use.repair_keys.opened(actor))
        return site.page(request, replace(page, opened=tuple(opened)))

    @routes.get("/new")
    def ask(request: Request, actor: Asking, device: DeviceKey | None = None) -> Response:
        typed = {} if device is None else typed_of(devices.read(actor, device))
        form = FormState({**typed, EVENT: devices.recorder.new_id()})
        return site.page(request, _registration(parts, actor, form))

    @routes.post("")
    def register(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            model = partial(model_in, parts=parts, actor=actor)
            wanted = registration(sent, actor, model, owners(parts, actor))
            view = devices.register(actor, wanted)
        except COMES_BACK as error:
            page = _registration(parts, actor, sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(address_of(view.device.key), said="recorded")

    @routes.get("/{key}")
    def read(request: Request, actor: Asking, key: DeviceKey) -> Response:
        view = devices.consider(actor, key)
        if view.by_key_until is not None:
            return go(f"{address_of(key)}/repair")
        relations, names = view.device.relations(actor.organisation), people.names(actor, accounts_in(view))
        decision, history = (PERMISSIONS.allows(each, actor, relations) for each in ("read_decision", "read_history"))
        own_label = PERMISSIONS.allows("print_device_label", actor, relations)
        page = device_page(
            view,
            names,
            may_read_decision=decision,
            may_read_history=history,
            may_print=own_label or PASSPORT_PERMISSIONS.allows("print_label", actor),
        )
        updates, advice = _updates(parts, actor, view), _advice(parts, actor, view)
        keys = f"{address_of(key)}/repair-keys" if PERMISSIONS.allows("make_repair_key", actor, relations) else None
        same_as = _same_as(parts, actor, view)
        return site.page(request, replace(page, updates=updates, advice=advice, repair_keys=keys, same_as=same_as))

    @routes.get("/{key}/timeline")
    def timeline(
        request: Request, actor: Asking, key: DeviceKey, at: Annotated[str, Query(max_length=40)] = ""
    ) -> Response:
        view = devices.read(actor, key)
        if view.by_key_until is not None:
            return go(f"{address_of(key)}/repair")
        return site.page(request, timeline_page(view, _shown(parts, actor, view, at)))

    return routes


def _updates(parts: Parts, actor: Actor, view: DeviceView) -> UpdatesBlock | None:
    """Security updates of its model, and whether this device runs Windows 11."""
    model = view.device.passports.model
    updates = NOTHING_KNOWN if model is None else parts.use.support.of_model(model)
    return updates_block(updates, parts.use.windows.of_device(actor, view.device.key), parts.clock().date())


def _advice(parts: Parts, actor: Actor, view: DeviceView) -> AdviceInShort | None:
    """Where something is broken, or nobody can say; not of what left for good."""
    if view.device.stage in GONE:
        return None
    found = parts.use.advice.of_device(actor, view.device.key)
    return None if found.advice.say is Say.NOTHING else advice_in_short(found)


def _shown(parts: Parts, actor: Actor, view: DeviceView, at: str) -> Shown:
    """What this actor may see of the timeline; a date or moment that cannot be read is told beside its field."""
    relations = view.device.relations(actor.organisation)
    correct, decision, history = (
        PERMISSIONS.allows(each, actor, relations) for each in ("correct", "read_decision", "read_history")
    )
    moment, wrong = _moment(at)
    foreign = parts.use.epcis.queries.foreign_events_of(actor, view.device.key) if history else ()
    return Shown(
        names=parts.accounts.people.names(actor, accounts_in(view)),
        numbers=parts.use.feed.numbers(actor, view.device.key) if history else {},
        may_correct=correct,
        may_read_decision=decision,
        may_read_history=history,
        at=moment,
        form=FormState({"at": "" if moment is None else moment.astimezone(ZONE).date().isoformat()}, wrong),
        foreign=foreign,
        organisations=parts.use.devices.organisations.names([event.captured_by for event in foreign]),
    )


def _moment(at: str) -> tuple[datetime | None, dict[str, Message]]:
    """A moment with its zone, or the end of a day as the reader counts it; nothing for none."""
    if not at.strip():
        return None, {}
    try:
        if len(at.strip()) == len("2026-05-31"):
            return end_of(datetime.fromisoformat(at.strip()).replace(tzinfo=ZONE)), {}
        moment = datetime.fromisoformat(at.strip().replace(" ", "+"))
    except ValueError:
        return None, {"at": message("Give a date, as 2026-05-31.")}
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC), {}


def _list(actor: Actor, lines: tuple[DeviceLine, ...], filters: FormState) -> DevicesPage:
    """One line more than a page was asked for: it tells whether there is more."""
    shown = lines[:A_PAGE]
    rest = {name: value for name, value in filters.values.items() if value}
    more = urlencode({**rest, "after": shown[-1].device_key}) if len(lines) > A_PAGE else None
    return DevicesPage(
        rows=tuple(map(row_of, shown)),
        filters=filters,
        stages=choices(Lifecycle),
        more=None if more is None else f"/devices?{more}",
        can_register=PERMISSIONS.allows("register_device", actor, _OF_OWN),
    )


def _same_as(parts: Parts, actor: Actor, view: DeviceView) -> str | None:
    """Where a placeholder that turned out to be another device leads, where this person may follow."""
    if view.device.same_as is None:
        return None
    try:
        return address_of(parts.use.devices.read(actor, view.device.same_as).device.key)
    except (NotFound, NotPermitted):
        return None


def _registration(parts: Parts, actor: Actor, form: FormState) -> Page:
    PERMISSIONS.check("register_device", actor, _OF_OWN)
    return registration_page(model_fields(parts, actor, form), owners(parts, actor).offered(form, "owner"), form)
