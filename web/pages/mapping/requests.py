"""Requests and allocations as their pages show them."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.answer import Method, Shortage
from lifecycle.domain.allocation.record import say
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.requests.allotment import AllotmentState
from lifecycle.domain.requests.request import DeviceRequest, RequestId, RequestState, Stage
from lifecycle.domain.requests.specification import Specification
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import Route
from lifecycle.service.allocating import AllocationView
from lifecycle.service.ports import DeviceLine
from lifecycle.service.request_ports import AllocationState, StoredAllocation
from lifecycle.service.requests import RequestLine, RequestView
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.requests import (
    AllocationPage,
    AllocationRow,
    GivenDevice,
    NotGiven,
    OutcomeLine,
    PlacedLine,
    RequestPage,
    RequestRow,
    RequestStep,
)
from web.pages.mapping.heads import address_of, head_of_line
from web.pages.words import word
from web.pages.words.requests import CRITERIA

SHOWN = 500
"""Of a large allocation so many devices are on the page; all of them are in its data."""

Names = Mapping[OrganisationId, str]
Lines = Mapping[DeviceKey, DeviceLine]


def request_row(line: RequestLine, names: Names) -> RequestRow:
    return _row(line.request, line.given, line.state, names)


def _row(request: DeviceRequest, given: int, state: RequestState, names: Names) -> RequestRow:
    wanted = request.wanted
    return RequestRow(
        address=f"/requests/{request.id}",
        kind=KINDS_OF_THING[wanted.category].name,
        requester=names.get(request.requester, request.requester),
        route=request.route,
        number=wanted.number,
        given=given,
        place=wanted.place,
        deadline=wanted.deadline,
        state=state,
    )


def request_page(
    view: RequestView, names: Names, models: Mapping[DeviceKey, str], actor: Actor, form: FormState = NEW_FORM
) -> RequestPage:
    """`models` names what each given device is."""
    request = view.line.request
    sees_devices = PERMISSIONS.allows("read_device", actor)
    mine = actor.organisation == request.requester and request.stage is not Stage.WITHDRAWN
    arrived = any(each.state is AllotmentState.ARRIVED for each in view.allotments)
    is_redeployment = request.route is Route.REDEPLOY
    return RequestPage(
        line=request_row(view.line, names),
        asked=tuple(asked_lines(request.wanted.specification)),
        programme=request.wanted.programme,
        order=_order(request),
        devices=tuple(
            GivenDevice(
                key=each.device,
                name=models.get(each.device, ""),
                address=address_of(each.device) if sees_devices else None,
                state=each.state,
                until=each.until,
            )
            for each in view.allotments
        ),
        steps=tuple(
            RequestStep(step.act, step.at, None if step.wanted is None else step.wanted.number, step.reason)
            for step in request.steps
        ),
        can_change=mine,
        is_draft=request.stage is Stage.DRAFT,
        can_confirm_order=mine and arrived and is_redeployment and request.confirmed_order is None,
        form=form,
    )


def _order(request: DeviceRequest) -> Message | None:
    order = request.wanted.cancelled_order
    if order is None:
        return None
    said = {"order": order.reference, "devices": order.devices}
    if request.confirmed_order is None:
        return message("{order}, for {devices} devices; confirm it when the first is in use", **said)
    return message("{order}, for {devices} devices; confirmed", **said)


def asked_lines(asked: Specification) -> Iterator[Message]:
    """Each minimum in a sentence."""
    numbers = {
        "memory_gib": message("at least {asked} GiB of memory", asked=asked.memory_gib),
        "storage_gb": message("at least {asked} GB of storage", asked=asked.storage_gb),
        "diagonal_inch": message("a screen of at least {asked} inch", asked=asked.diagonal_inch),
        "functional_grade": message("functional grade at least F{asked}", asked=asked.functional_grade),
        "cosmetic_grade": message("cosmetic grade at least C{asked}", asked=asked.cosmetic_grade),
        "battery_percent": message("a battery of at least {asked} %", asked=asked.battery_percent),
        "age_months_at_most": message("at most {asked} months old", asked=asked.age_months_at_most),
        "supported_until": message("security updates at least until {asked}", asked=asked.supported_until),
    }
    yield from (said for name, said in numbers.items() if getattr(asked, name) is not None)
    if asked.system is not None:
        yield word(asked.system)
    if asked.part is not None:
        yield message("with this part: {part} {number}", part=word(asked.part), number=asked.part_number or "")


def allocation_row(stored: StoredAllocation) -> AllocationRow:
    placed = len(stored.content["placed"])
    return AllocationRow(f"/allocations/{stored.allocation_id}", stored.proposed_at, placed, stored.state)


def devices_shown(view: AllocationView) -> tuple[DeviceKey, ...]:
    """The devices that the page of an allocation names."""
    placed = view.allocation.content["placed"][:SHOWN]
    return tuple(DeviceKey(each["device"]) for each in (*placed, *view.allocation.refused))


def allocation_page(
    view: AllocationView, names: Names, lines: Lines, actor: Actor, form: FormState = NEW_FORM
) -> AllocationPage:
    stored, content = view.allocation, view.allocation.content
    rows = {
        name: _row(request, 0, RequestState.OPEN, names) for name, request in view.requests.items()
    }  # how many are given is told for this allocation
    outcomes = [_outcome(each, rows) for each in content["outcomes"]]
    return AllocationPage(
        address=f"/allocations/{stored.allocation_id}",
        row=allocation_row(stored),
        method=Method(content["method"]),
        rule=content["rule"]["name"],
        inputs=stored.inputs_hash,
        outcomes=tuple(sorted(outcomes, key=lambda line: (line.shortage is None, line.request.deadline))),
        placed=tuple(_placed(each, rows, lines) for each in content["placed"][:SHOWN]),
        unplaced=content["unplaced"],
        refused=tuple(_refused(each, lines) for each in stored.refused),
        can_decide=stored.state is AllocationState.PROPOSED and PERMISSIONS.allows("allocate", actor),
        form=form,
    )


def _outcome(content: Mapping[str, Any], rows: Mapping[RequestId, RequestRow]) -> OutcomeLine:
    shortage = content.get("shortage")
    return OutcomeLine(
        request=rows[content["request"]],
        needed=content["needed"],
        given=content["given"],
        fitting=content["fitting"],
        shortage=None if shortage is None else Shortage(shortage),
        failing=tuple((CRITERIA[name], number) for name, number in content["failing"].items()),
    )


def _placed(content: Mapping[str, Any], rows: Mapping[RequestId, RequestRow], lines: Lines) -> PlacedLine:
    following = content.get("next")
    return PlacedLine(
        device=_device(content, lines),
        request=rows[content["request"]],
        fits=len(content["fits"]),
        next=None if following is None else rows.get(following),
        stays=content["stays"],
    )


def _refused(content: Mapping[str, Any], lines: Lines) -> NotGiven:
    return NotGiven(_device(content, lines), say(content["why"]))


def _device(content: Mapping[str, Any], lines: Lines) -> DeviceHead:
    """A device that is not on any list is told by its key."""
    key = DeviceKey(content["device"])
    line = lines.get(key)
    return DeviceHead(None, address_of(key), key) if line is None else head_of_line(line)
