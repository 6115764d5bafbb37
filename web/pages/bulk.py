"""One act on many devices: choose them and the act, see what would happen, do it, and read what became of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import ConsignmentState
from lifecycle.domain.worklists import ListName
from lifecycle.service.bulk_actions import BulkRequest
from lifecycle.service.bulk_views import DONE, REFUSED, ActKind, BulkView
from lifecycle.service.worklist_ports import BulkId
from lifecycle.service.worklists import MOST
from web.bootstrap import Parts
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link
from web.pages.contexts.worklists import BulkPage, BulkResultPage
from web.pages.mapping.bulk import ACTS, acts_of, fields_of
from web.pages.mapping.worklists import Filters, outcomes_of
from web.pages.serving import Asking, Sent, SentForm, Site, go
from web.pages.words import word
from web.pages.worklists import Asked, chosen

OfList = Annotated[str, Query(alias="list", max_length=40)]
_INPUT = "input-"
_LISTS = Link(message("Worklists"), "/worklists")


def bulk_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/bulk-actions`. A preview is a form that changes nothing, so that it may name many devices."""
    routes = APIRouter(prefix="/bulk-actions")
    bulk, desk = parts.use.bulk_actions, _Desk(parts)

    @routes.get("")
    def ask(request: Request, actor: Asking, list_name: OfList = "") -> Response:
        return site.page(request, desk.page(actor, NEW_FORM, list_name))

    @routes.post("/preview")
    def preview(request: Request, actor: Asking, sent: SentForm, asked: Asked) -> Response:
        page, status = desk.preview(actor, sent, asked)
        return site.page(request, page, status=status)

    @routes.post("")
    def act(request: Request, actor: Asking, sent: SentForm) -> Response:
        devices, seen = _named(sent)
        wanted = BulkRequest(action=sent.text("action"), devices=devices, inputs=_inputs(sent), seen=seen)
        try:
            view = bulk.act(actor, BulkId(sent.text("batch")), wanted)
        except InvalidInput as error:
            page = desk.page(actor, sent.again(error), sent.text("list"))
            return site.page(request, page, status=fault_of(error).status)
        name = _list(sent.text("list"))
        return go(f"/bulk-actions/{view.batch}" + (f"?list={name}" if name else ""))

    @routes.get("/{batch}")
    def read(request: Request, actor: Asking, batch: BulkId, list_name: OfList = "") -> Response:
        return site.page(request, desk.result(actor, bulk.read(actor, batch), list_name))

    return routes


class _Desk:
    """Makes the pages over the parts of the service."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._bulk = parts, parts.use.bulk_actions

    def page(self, actor: Actor, form: FormState, list_name: str = "") -> BulkPage:
        """Where devices and act are chosen."""
        kinds = self._bulk.kinds(actor)
        return BulkPage(
            title=message("Do something with many devices"),
            count=0,
            acts=acts_of(kinds, _list(list_name)),
            back=_back(list_name),
            form=form,
        )

    def preview(self, actor: Actor, sent: Sent, asked: Filters) -> tuple[BulkPage, int]:
        """What would become of the devices; or what is missing for that, with the status of the answer."""
        list_name, kinds = _list(sent.text("list")), {kind.name: kind for kind in self._bulk.kinds(actor)}
        picked = () if list_name is None else chosen(self._parts, actor, list_name, sent, asked)
        devices = picked or _named(sent)[0]
        named = self._bulk.named(actor, sent.text("codes").splitlines()[:MOST])
        keys = tuple(dict.fromkeys((*devices, *named.devices)))
        kind = kinds.get(sent.text("action"))
        values = {**sent.values, "codes": "" if keys else sent.text("codes")}
        shown = BulkPage(
            title=ACTS[kind.name] if kind else message("Do something with many devices"),
            count=len(keys),
            devices=keys,
            action=kind.name if kind else "",
            acts=acts_of(list(kinds.values()), list_name),
            fields=() if kind is None else fields_of(kind, lambda: self._drafts(actor)),
            unknown=named.unknown,
            back=_back(sent.text("list")),
            form=FormState(values, {} if keys else {"codes": message("Choose at least one device.")}),
        )
        if not keys or kind is None:
            return shown, 200 if keys else 422
        return self._judged(actor, sent, kind, shown)

    def _judged(self, actor: Actor, sent: Sent, kind: ActKind, shown: BulkPage) -> tuple[BulkPage, int]:
        """With what would become of them; an act that asks something is asked first."""
        if kind.inputs and not any(name.startswith(_INPUT) for name in sent.values):
            return shown, 200
        keys = tuple(map(DeviceKey, shown.devices))
        try:
            view = self._bulk.preview(actor, BulkRequest(action=kind.name, devices=keys, inputs=_inputs(sent)))
        except InvalidInput as error:
            problems = {problem.path.replace("$.inputs.", _INPUT): problem.what for problem in error.problems}
            return replace(shown, form=FormState(sent.values, problems)), 422
        ready = tuple(f"{each.device}.{each.seen}" for each in view.of(DONE))
        outcomes = outcomes_of(view, self._bulk.lines(actor, view))
        return replace(shown, outcomes=outcomes, ready=ready, batch=self._parts.use.devices.recorder.new_id()), 200

    def result(self, actor: Actor, view: BulkView, list_name: str) -> BulkResultPage:
        return BulkResultPage(
            title=ACTS[view.action],
            done=len(view.answers) - len(view.of(REFUSED)),
            refused=len(view.of(REFUSED)),
            outcomes=outcomes_of(view, self._bulk.lines(actor, view)),
            back=_back(list_name),
        )

    def _drafts(self, actor: Actor) -> tuple[Choice, ...]:
        """The consignments of the actor's organisation that are being made."""
        found = self._parts.use.consignments.find(actor, is_open=True).rows
        mine = [each for each in found if each.tally.sender == actor.organisation]
        drafts = (each for each in mine if each.tally.state is ConsignmentState.DRAFT)
        return tuple(
            Choice(
                each.tally.id,
                message("to {receiver}, {count} devices", receiver=each.receiver, count=each.tally.count),
            )
            for each in drafts
        )


def _named(sent: Sent) -> tuple[tuple[DeviceKey, ...], Mapping[DeviceKey, str]]:
    """The devices that the form names, each with what the preview said of it."""
    pairs = [value.partition(".") for value in sent.lists.get("device", ())[:MOST]]
    seen = {DeviceKey(key): value for key, _, value in pairs}
    return tuple(seen), {key: value for key, value in seen.items() if value}


def _inputs(sent: Sent) -> dict[str, str]:
    return {name.removeprefix(_INPUT): value for name, value in sent.values.items() if name.startswith(_INPUT)}


def _list(name: str) -> ListName | None:
    return ListName(name) if name in set(ListName) else None


def _back(name: str) -> Link:
    found = _list(name)
    return _LISTS if found is None else Link(word(found), f"/worklists/{found}")
