"""Consignments from their views: the lists, one of them, and what the holder of a link sees of it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.opaque import DeviceKey, LabelCode, print_label_code
from dpp.domain.stretch import Stretch
from lifecycle.domain.consignment import (
    ANSWERS,
    UNDER_WAY,
    Consignment,
    DifferenceItem,
    Line,
    LineState,
    Side,
)
from lifecycle.domain.consignment import ConsignmentState as Stage
from lifecycle.domain.credentials import SHORT_NAMES
from lifecycle.domain.events import ConsignmentId, Difference
from lifecycle.service.consignment_ports import Tally
from lifecycle.service.consignment_views import ConsignmentSummary, ConsignmentView
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.consignment import (
    ITEMS_A_PAGE,
    ConsignmentLine,
    ConsignmentPage,
    ConsignmentState,
    Content,
    Counts,
    DifferenceLine,
    HandoverPage,
    Item,
)
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Choice, FormState, Turner
from web.pages.contexts.load import CredentialEnding
from web.pages.mapping.heads import address_of as device_address
from web.pages.mapping.heads import head_of_line, name_of

_MARK = 8
_GONE = {LineState.MISSING, LineState.LOST}


def name(consignment: str) -> str:
    """How people call it: the first characters of its id."""
    return consignment[:_MARK].upper()


def address_of(view: ConsignmentView) -> str:
    return f"/consignments/{view.consignment.id}"


def box_lines(box: Stretch[ConsignmentSummary], organisation: OrganisationId | None) -> Stretch[ConsignmentLine]:
    """The lines of one box of an organisation."""
    return box.each(lambda summary: _line_of(summary, organisation))


def _line_of(summary: ConsignmentSummary, organisation: OrganisationId | None) -> ConsignmentLine:
    tally = summary.tally
    mine = {tally.sender: tally.waits_for_sender, tally.receiver: tally.waits_for_receiver}
    return ConsignmentLine(
        name=name(tally.id),
        address=f"/consignments/{tally.id}",
        state=_state_of(tally),
        sender=summary.sender,
        receiver=summary.receiver,
        count=tally.count,
        changed=tally.changed_at.date(),
        received=tally.lines.get(LineState.RECEIVED, 0),
        differences=0 if organisation is None else mine.get(organisation, 0),
        ending=tuple(
            CredentialEnding(each.party, SHORT_NAMES[each.kind], each.number, each.last_day) for each in summary.ending
        ),
    )


def _state_of(tally: Tally) -> ConsignmentState:
    """A receipt that was closed with everything received is complete."""
    waits = tally.waits_for_sender + tally.waits_for_receiver
    if tally.state is Stage.RECEIVED and (waits or set(tally.lines) > {LineState.RECEIVED}):
        return ConsignmentState.DISPUTED
    return ConsignmentState(tally.state)


def state_of(consignment: Consignment) -> ConsignmentState:
    if consignment.state is Stage.RECEIVED and consignment.items:
        return ConsignmentState.DISPUTED
    return ConsignmentState(consignment.state)


def counts_of(consignment: Consignment) -> Counts:
    states = Counter(line.state for line in consignment.lines)
    return Counts(
        expected=len(consignment.lines),
        received=states[LineState.RECEIVED],
        to_come=states[LineState.EXPECTED],
        missing=sum(states[state] for state in _GONE),
        set_apart=states[LineState.SET_APART],
        extra=sum(item.is_open and item.difference is Difference.EXTRA for item in consignment.items),
    )


def consignment_page(
    view: ConsignmentView, refusals: Mapping[DeviceKey, Refused], form: FormState, *, sides: frozenset[Side]
) -> ConsignmentPage:
    """`refusals` are what an offer of a draft would be refused for. Whoever acts for one of `sides` may act on it."""
    consignment, terms = view.consignment, view.consignment.terms
    sends, receives = Side.SENDER in sides, Side.RECEIVER in sides
    draft, under_way = consignment.state is Stage.DRAFT, consignment.state in UNDER_WAY
    lines = {line.device_key: line for line in view.lines}
    return ConsignmentPage(
        name=name(consignment.id),
        address=address_of(view),
        state=state_of(consignment),
        sender=view.sender,
        receiver=view.receiver,
        carrier=view.carrier,
        items=tuple(_item(line, lines.get(line.device), refusals, consignment) for line in consignment.lines),
        route=terms.route,
        ground=terms.ground,
        seal=terms.seal,
        manifest=consignment.manifest_sha256,
        offered=consignment.offered_at,
        closed=consignment.closed_at,
        counts=None if draft else counts_of(consignment),
        differences=tuple(_difference(item, view, lines, sides) for item in consignment.items),
        to_come=tuple(line.device for line in consignment.lines if line.state is LineState.EXPECTED),
        can_add=sends and draft,
        can_offer=sends and draft and bool(consignment.devices),
        can_receive=receives and under_way,
        can_scan=receives and not draft,
        can_withdraw=sends and under_way,
        can_link=under_way and bool(sides),
        form=form,
    )


def turner_of(address: str, count: int, part: int) -> Turner | None:
    """None where all of them stand on one page; a part that is not there is the last one."""
    parts = -(-count // ITEMS_A_PAGE)
    if parts < 2:
        return None
    here = min(part, parts)
    before, after = (f"{address}?part={number}#contents" for number in (here - 1, here + 1))
    return Turner(here, parts, before if here > 1 else None, after if here < parts else None)


def head_of(line: Line, now: DeviceLine | None = None) -> DeviceHead:
    """As it was offered; as it is now, where that was not kept."""
    was = line.condition
    if was is None:
        return DeviceHead(None, device_address(line.device), None) if now is None else head_of_line(now)
    label = None if was.label is None else print_label_code(LabelCode(was.label))
    return DeviceHead(was.model, device_address(line.device), was.serial, label)


def _item(line: Line, now: DeviceLine | None, refusals: Mapping[DeviceKey, Refused], of: Consignment) -> Item:
    draft, refusal = of.state is Stage.DRAFT, refusals.get(line.device)
    return Item(
        head=head_of(line, now) if now is None or not draft else head_of_line(now),
        id=line.device,
        refusal=None if refusal is None else refusal.what,
        state=None if draft else line.state,
        received=line.received_at,
        extra=line.extra,
        test_record=_test_record(of.id, line),
    )


def _test_record(consignment: ConsignmentId, line: Line) -> str | None:
    """Kept when the consignment was offered (WEEE Directive 2012/19/EU, Annex VI)."""
    kept = None if line.condition is None else line.condition.test_record
    return None if kept is None else f"/consignments/{consignment}/test-records/{line.device}.pdf"


def _difference(
    item: DifferenceItem, view: ConsignmentView, lines: Mapping[DeviceKey, DeviceLine], sides: frozenset[Side]
) -> DifferenceLine:
    line = view.consignment.by_device.get(item.device) or Line(item.device)
    answer = item.answer
    return DifferenceLine(
        id=item.id,
        what=item.difference,
        head=head_of(line, lines.get(item.device)),
        found=item.found_at,
        remark=view.remarks.get(item.id),
        evidence=item.evidence,
        side=item.side if answer is None else None,
        answer=None if answer is None else answer.resolution,
        answered=None if answer is None else answer.at,
        choices=_choices(item) if answer is None and item.side in sides else (),
    )


def _choices(item: DifferenceItem) -> tuple[Choice, ...]:
    return tuple(Choice(resolution.value, resolution) for resolution in ANSWERS[item.difference][1])


def handover_page(view: ConsignmentView, address: str, form: FormState) -> HandoverPage:
    """Names of models and how many: who has no account sees no number of a device."""
    return HandoverPage(
        address=address,
        sender=view.sender,
        receiver=view.receiver,
        contents=tuple(_contents(view.lines)),
        state=state_of(view.consignment),
        seal=view.consignment.terms.seal,
        changed=None if view.consignment.state is Stage.DRAFT else view.changed_at,
        form=form,
    )


def _contents(lines: Iterable[DeviceLine]) -> Iterable[Content]:
    counted = Counter(name_of(line) for line in lines)
    return (Content(model, count) for model, count in sorted(counted.items(), key=lambda each: str(each[0])))
