"""The worklist of DRZ: hundreds of devices, few minds. Filters live in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_actions import BulkRequest
from lifecycle.service.ports import LineFilter
from lifecycle.service.views import WorkGroup
from lifecycle.service.worklist_ports import BulkId
from lifecycle.service.worklists import may_take
from web.bootstrap import Parts
from web.pages.contexts.routing import Refused, WorklistPage
from web.pages.mapping.worklist import Filters, refused_of, worklist_page
from web.pages.mapping.worklists import taken_by, who_of
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
        return site.page(request, _page(parts, actor, wanted))

    @routes.post("/approvals")
    def approve(
        request: Request, actor: Asking, sent: SentForm, wanted: Annotated[Filters, Depends(filters)]
    ) -> Response:
        read = {DeviceKey(key): decision for key, _, decision in _named(sent.lists.get("device", ()))}
        if not read:
            return go(own_path(wanted.address()))
        asked = BulkRequest(action="approve", devices=tuple(read), seen=read)
        view = parts.use.bulk_actions.act(actor, BulkId(sent.text("batch")), asked)
        refused = refused_of(view, parts.use.bulk_actions.lines(actor, view))
        if not refused:
            return go(own_path(wanted.address()), said="approved")
        return site.page(request, _page(parts, actor, wanted, refused), status=422)

    return routes


def _page(parts: Parts, actor: Actor, wanted: Filters, refused: tuple[Refused, ...] = ()) -> WorklistPage:
    groups = _waiting(parts, actor)
    page = worklist_page(groups, wanted, parts.clock().date(), _not_for(parts, actor, groups), refused)
    return replace(
        page,
        batch=parts.use.devices.recorder.new_id(),
        may_take=may_take(actor, ListName.APPROVAL),
        classes=PERMISSIONS.allows("read_class_decision", actor),
    )


def _named(values: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    return (value.partition(".") for value in values)


def _taken(parts: Parts, actor: Actor, keys: list[DeviceKey]) -> dict[DeviceKey, Message]:
    """By whom and until when, of what is in somebody else's hands."""
    hands = parts.use.worklists.in_hands(actor, ListName.APPROVAL, keys)
    others = {key: each for key, each in hands.items() if not each.is_mine}
    names = parts.accounts.people.names(actor, {each.by for each in others.values() if each.by is not None})
    parties = {each.organisation for each in others.values() if each.organisation is not None}
    organisations = parts.use.devices.organisations.names(parties)
    shown = {key: taken_by(each, names, organisations) for key, each in others.items()}
    return {
        key: message("Taken by {who} until {until}", who=who_of(each), until=each.until) for key, each in shown.items()
    }


def _waiting(parts: Parts, actor: Actor) -> tuple[WorkGroup, ...]:
    """Everything that waits for a decision: what the rules propose, and what people propose instead."""
    found = (
        parts.use.worklist.groups(actor, LineFilter(route_state=state, limit=AT_MOST))
        for state in ("proposed", "override")
    )
    return tuple(group for groups in found for group in groups)


def _not_for(parts: Parts, actor: Actor, groups: Iterable[WorkGroup]) -> Mapping[DeviceKey, Message]:
    """What somebody else works on; and overrides that this person proposed, and so does not approve.

    There are few overrides, so each is asked.
    """
    if not PERMISSIONS.allows("approve_route", actor):
        return {}
    found = _taken(parts, actor, [line.device_key for group in groups for line in group.lines])
    for line in (line for group in groups if group.like.route_state == "override" for line in group.lines):
        view = parts.use.devices.consider(actor, line.device_key)
        refusal = next((each.refusal for each in view.possible if each.kind == "route_approved"), None)
        if refusal is not None:
            found[line.device_key] = refusal.what
    return found
