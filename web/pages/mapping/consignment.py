"""Consignments from their views: the list, one of them, and what the holder of a link sees of it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dpp.domain.errors import Refused
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import UNDER_WAY
from lifecycle.domain.consignment import ConsignmentState as Stage
from lifecycle.domain.events import Difference
from lifecycle.service.consignment_views import ConsignmentSummary, ConsignmentView
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.consignment import (
    ConsignmentLine,
    ConsignmentPage,
    ConsignmentState,
    Content,
    HandoverPage,
    Item,
)
from web.pages.contexts.frame import FormState
from web.pages.mapping.heads import head_of_line, name_of

_MARK = 8


def name(consignment: str) -> str:
    """How people call it: the first characters of its id."""
    return consignment[:_MARK].upper()


def address_of(view: ConsignmentView) -> str:
    return f"/consignments/{view.consignment.id}"


def line_of(summary: ConsignmentSummary) -> ConsignmentLine:
    tally = summary.tally
    return ConsignmentLine(
        name=name(tally.id),
        address=f"/consignments/{tally.id}",
        state=ConsignmentState(tally.state),
        sender=summary.sender,
        receiver=summary.receiver,
        count=tally.count,
        changed=tally.changed_at.date(),
    )


def state_of(view: ConsignmentView) -> ConsignmentState:
    if view.consignment.state is Stage.RECEIVED and view.consignment.items:
        return ConsignmentState.DISPUTED
    return ConsignmentState(view.consignment.state)


def consignment_page(
    view: ConsignmentView, refusals: Mapping[DeviceKey, Refused], form: FormState, *, sends: bool, receives: bool
) -> ConsignmentPage:
    """`refusals` are what an offer of a draft would be refused for. Whoever `sends` or `receives` may act on it."""
    consignment, terms = view.consignment, view.consignment.terms
    draft, under_way = consignment.state is Stage.DRAFT, consignment.state in UNDER_WAY
    over = consignment.state is Stage.RECEIVED
    return ConsignmentPage(
        name=name(consignment.id),
        address=address_of(view),
        state=state_of(view),
        sender=view.sender,
        receiver=view.receiver,
        carrier=view.carrier,
        items=tuple(_item(line, view, refusals) for line in view.lines),
        route=terms.route,
        ground=terms.ground,
        seal=terms.seal,
        manifest=consignment.manifest_sha256,
        offered=view.changed_at if under_way else None,
        received=view.changed_at if over else None,
        extra=tuple(each.device for each in consignment.items if each.difference is Difference.EXTRA),
        can_add=sends and draft,
        can_offer=sends and draft and bool(consignment.devices),
        can_receive=receives and under_way,
        can_withdraw=sends and under_way,
        can_link=under_way and (sends or receives),
        form=form,
    )


def _item(line: DeviceLine, view: ConsignmentView, refusals: Mapping[DeviceKey, Refused]) -> Item:
    consignment = view.consignment
    disputed = {each.device for each in consignment.items}
    refusal = refusals.get(line.device_key)
    arrived = line.device_key not in disputed if consignment.state is Stage.RECEIVED else None
    return Item(head_of_line(line), line.device_key, None if refusal is None else refusal.what, arrived)


def handover_page(view: ConsignmentView, address: str, form: FormState) -> HandoverPage:
    """Names of models and how many: who has no account sees no number of a device."""
    return HandoverPage(
        address=address,
        sender=view.sender,
        receiver=view.receiver,
        contents=tuple(_contents(view.lines)),
        state=state_of(view),
        seal=view.consignment.terms.seal,
        changed=None if view.consignment.state is Stage.DRAFT else view.changed_at,
        form=form,
    )


def _contents(lines: Iterable[DeviceLine]) -> Iterable[Content]:
    counted = Counter(name_of(line) for line in lines)
    return (Content(model, count) for model, count in sorted(counted.items(), key=lambda each: str(each[0])))
