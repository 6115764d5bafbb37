"""The worklist of DRZ: hundreds of devices, few minds. Filters live in the address."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LineFilter
from lifecycle.service.views import WorkGroup
from web.bootstrap import Parts
from web.pages.mapping.worklist import Filters, refused_of, worklist_page
from web.pages.serving import Asking, SentForm, Site, go, own_path

AT_MOST = 1000
"""So many devices are looked at in one go; what comes after is shown when these are decided."""


def filters(
    route: Annotated[str, Query(max_length=40)] = "",
    model: Annotated[str, Query(max_length=40)] = "",
    show: Annotated[str, Query(max_length=20)] = "",
    opened: Annotated[str, Query(max_length=100)] = "",
) -> Filters:
    return Filters(route, model, show, opened)


def worklist_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of the worklist."""
    routes = APIRouter(prefix="/worklist")

    @routes.get("")
    def look(request: Request, actor: Asking, wanted: Annotated[Filters, Depends(filters)]) -> Response:
        groups = _waiting(parts, actor)
        page = worklist_page(groups, wanted, parts.clock().date(), _not_for(parts, actor, groups))
        return site.page(request, page)

    @routes.post("/approvals")
    def approve(
        request: Request, actor: Asking, sent: SentForm, wanted: Annotated[Filters, Depends(filters)]
    ) -> Response:
        before = _waiting(parts, actor)
        read = {DeviceKey(key): decision for key, _, decision in _named(sent.lists.get("device", ()))}
        answers = parts.use.routing.approve(actor, tuple(read), read=read)
        refused = refused_of(answers, before)
        if not refused:
            return go(own_path(wanted.address()), said="approved")
        groups = _waiting(parts, actor)
        page = worklist_page(groups, wanted, parts.clock().date(), _not_for(parts, actor, groups), refused)
        return site.page(request, page, status=422)

    return routes


def _named(values: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    return (value.partition(".") for value in values)


def _waiting(parts: Parts, actor: Actor) -> tuple[WorkGroup, ...]:
    """Everything that waits for a decision: what the rules propose, and what people propose instead."""
    found = (
        parts.use.worklist.groups(actor, LineFilter(route_state=state, limit=AT_MOST))
        for state in ("proposed", "override")
    )
    return tuple(group for groups in found for group in groups)


def _not_for(parts: Parts, actor: Actor, groups: Iterable[WorkGroup]) -> Mapping[DeviceKey, Message]:
    """Overrides that this person proposed, and so does not approve; there are few, so each is asked."""
    found: dict[DeviceKey, Message] = {}
    if not PERMISSIONS.allows("approve_route", actor):
        return found
    for line in (line for group in groups if group.like.route_state == "override" for line in group.lines):
        view = parts.use.devices.consider(actor, line.device_key)
        refusal = next((each.refusal for each in view.possible if each.kind == "route_approved"), None)
        if refusal is not None:
            found[line.device_key] = refusal.what
    return found
