"""The worklists of a person: counts, one list with its filters, and taking what is on it."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_views import LONGEST
from lifecycle.service.worklists import MOST, TakeView
from web.bootstrap import Parts
from web.pages.contexts.worklists import ItemsPage
from web.pages.mapping.bulk import acts_of
from web.pages.mapping.worklists import Filters, items_page, taken_by, who_of, worklists_page
from web.pages.serving import Asking, Sent, SentForm, Site, go, own_path

ALL = "all"


def filters(request: Request) -> Filters:
    """The filters in the address; what is too long to be one asks for nothing."""
    given = {name: value for name, value in request.query_params.items() if name in vars(Filters())}
    return Filters(**{name: value for name, value in given.items() if len(value) <= LONGEST})


Asked = Annotated[Filters, Depends(filters)]


def worklists_pages(parts: Parts, site: Site) -> APIRouter:
    """The routes of worklists, but for the proposals in groups (`web.pages.worklist`)."""
    routes = APIRouter(prefix="/worklists")
    worklists, bulk = parts.use.worklists, parts.use.bulk_actions

    @routes.get("")
    def overview(request: Request, actor: Asking) -> Response:
        lists = worklists.overview(actor)
        outlived = PERMISSIONS.allows("propose_route", actor)
        return site.page(request, worklists_page(lists, parts.clock(), bulk.kinds(actor), outlived=outlived))

    @routes.get("/{name}")
    def read(request: Request, actor: Asking, name: ListName, asked: Asked) -> Response:
        return site.page(request, list_page(parts, actor, name, asked))

    @routes.post("/{name}/takings")
    def take(request: Request, actor: Asking, name: ListName, sent: SentForm, asked: Asked) -> Response:
        keys = chosen(parts, actor, name, sent, asked)
        if not keys:
            return _nothing(parts, site, request, actor, name, asked)
        taken = worklists.take(actor, name, keys)
        if taken.others:
            page = list_page(parts, actor, name, asked, _left(parts, actor, taken))
            return site.page(request, page, status=409)
        return go(_back(sent, name, asked), said="taken")

    @routes.post("/{name}/returns")
    def give_back(request: Request, actor: Asking, name: ListName, sent: SentForm, asked: Asked) -> Response:
        keys = chosen(parts, actor, name, sent, asked)
        if not keys:
            return _nothing(parts, site, request, actor, name, asked)
        worklists.give_back(actor, name, keys)
        return go(_back(sent, name, asked), said="given-back")

    return routes


def list_page(parts: Parts, actor: Actor, name: ListName, asked: Filters, left: tuple[Message, ...] = ()) -> ItemsPage:
    """One list as this person sees it."""
    view = parts.use.worklists.open(actor, name, asked.wanted())
    known = [item.taken.by for item in view.items if item.taken is not None and item.taken.by is not None]
    names = parts.accounts.people.names(actor, known)
    acts = acts_of(parts.use.bulk_actions.kinds(actor), name)
    return items_page(view, asked, parts.clock(), names, acts, left)


def chosen(parts: Parts, actor: Actor, name: ListName, sent: Sent, asked: Filters) -> tuple[DeviceKey, ...]:
    """The devices that were ticked, or all that match the filters where that was asked."""
    if sent.text(ALL):
        return parts.use.worklists.keys(actor, name, asked.wanted())
    return tuple(dict.fromkeys(DeviceKey(value.partition(".")[0]) for value in sent.lists.get("device", ())))[:MOST]


def _nothing(parts: Parts, site: Site, request: Request, actor: Actor, name: ListName, asked: Filters) -> Response:
    page = list_page(parts, actor, name, asked, (message("Choose at least one device."),))
    return site.page(request, page, status=422)


def _left(parts: Parts, actor: Actor, taken: TakeView) -> tuple[Message, ...]:
    """What others have: by whom and until when, each said once with how many."""
    known = [each.by for each in taken.others.values() if each.by is not None]
    names = parts.accounts.people.names(actor, known)
    parties = {each.organisation for each in taken.others.values() if each.organisation is not None}
    organisations = parts.use.devices.organisations.names(parties)
    shown = {each: taken_by(each, names, organisations) for each in taken.others.values()}
    return tuple(
        message(
            "{count} taken by {who} until {until}.",
            count=count,
            who=who_of(shown[each]),
            until=each.until,
        )
        for each, count in Counter(taken.others.values()).items()
    )


def _back(sent: Sent, name: ListName, asked: Filters) -> str:
    """To the page with the same filters, or the one that the form names."""
    query = asked.query(after=asked.after)
    here = f"/worklists/{name}" + (f"?{query}" if query else "")
    return own_path(sent.optional("back"), here)
