"""Donation as its pages show it."""

from collections.abc import Iterable
from dataclasses import replace

from dpp.domain.opaque import DeviceKey, LabelCode, print_label_code
from lifecycle.domain.donation import Defect, Entry, Minimum, Passing, ProgrammeState, Remedy
from lifecycle.domain.donation.programme import NEXT
from lifecycle.service.consignment_views import ConsignmentSummary
from lifecycle.service.donation_ports import ProgrammeVersion
from lifecycle.service.donation_views import (
    DeliverySummary,
    DeliveryView,
    DonationBoard,
    FeedbackLine,
    FeedbackView,
    ProgrammeView,
)
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.consignment import ConsignmentState
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.donation import (
    ComingLine,
    DeliveredDevice,
    DeliveryLine,
    DeliveryPage,
    DonationPage,
    FeedbackPage,
    LinkLine,
    ListedDevice,
    OpenDefect,
    ProgrammeLine,
    ProgrammePage,
    SaidLine,
    StepLine,
    StockLine,
    VersionLine,
)
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.mapping.heads import head_of_line, row_of

PROGRAMMES, DELIVERIES = "/donation/programmes", "/donation/deliveries"


def short(identifier: str) -> str:
    """How people call it: the first characters of its id."""
    return identifier[:8].upper()


def donation_page(board: DonationBoard, *, may_create: bool) -> DonationPage:
    return DonationPage(
        programmes=tuple(map(programme_line, board.programmes)),
        coming=tuple(map(_coming, board.coming)),
        stock=tuple(map(stock_line, board.stock)),
        deliveries=tuple(map(delivery_line, board.deliveries)),
        may_create=may_create,
    )


def stock_line(line: DeviceLine) -> StockLine:
    return StockLine(line.device_key, row_of(line))


def programme_line(view: ProgrammeView) -> ProgrammeLine:
    programme, numbers = view.version.programme, view.numbers
    return ProgrammeLine(
        name=programme.name,
        address=f"{PROGRAMMES}/{programme.id}",
        coordinator=view.coordinator,
        state=programme.state,
        wanted=programme.wanted,
        there=numbers.there,
        on_the_way=numbers.on_the_way,
        returned=numbers.returned,
        defects=numbers.defects,
        recipients=numbers.recipients,
    )


def programme_page(
    view: ProgrammeView, form: FormState, stock: Iterable[DeviceLine], intermediaries: Offered
) -> ProgrammePage:
    """`stock` and `intermediaries` for who may deliver; the programme must be open for it."""
    programme = view.version.programme
    delivers = programme.state is ProgrammeState.OPEN
    return ProgrammePage(
        line=programme_line(view),
        decision=programme.decision,
        valid_from=programme.valid_from,
        valid_until=programme.valid_until,
        purpose=programme.purpose,
        passing=programme.passing,
        minimum=_minimum(programme.minimum),
        steps=tuple(StepLine(step.to, step.ground, owner, step.may_refurbish) for step, owner in programme.owners),
        history=tuple(map(_version, reversed(view.history))),
        deliveries=tuple(map(delivery_line, view.deliveries)),
        next_states=_next(programme.state) if view.may_change else (),
        stock=tuple(map(stock_line, stock)) if delivers else (),
        intermediaries=intermediaries,
        passings=tuple(Choice(each.value, each) for each in Passing if programme.passing in {Passing.GIFT, each}),
        form=form,
    )


def _next(state: ProgrammeState) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, each) for each in ProgrammeState if each in NEXT[state])


def _minimum(asks: Minimum) -> tuple[str, ...]:
    grades = (each.value for each in (asks.functional, asks.cosmetic) if each is not None)
    return (*asks.categories, *grades)


def _version(version: ProgrammeVersion) -> VersionLine:
    programme = version.programme
    return VersionLine(version.number, version.changed_at, programme.state, programme.wanted)


def _coming(summary: ConsignmentSummary) -> ComingLine:
    tally = summary.tally
    return ComingLine(short(tally.id), f"/consignments/{tally.id}", summary.sender, tally.count)


def delivery_line(summary: DeliverySummary) -> DeliveryLine:
    delivery = summary.delivery
    return DeliveryLine(
        name=short(delivery.id),
        address=f"{DELIVERIES}/{delivery.id}",
        programme=summary.programme,
        intermediary=summary.intermediary,
        passing=delivery.passing,
        made=delivery.made_at,
        count=len(delivery.devices),
        there=summary.standing.there,
        defects=len(summary.standing.defects),
        due=delivery.due,
        overdue=summary.overdue,
    )


def delivery_page(view: DeliveryView, form: FormState, new_link: str | None = None) -> DeliveryPage:
    delivery, stands = view.summary.delivery, view.summary.standing
    heads = {line.device_key: _head(view, line) for line in view.lines}
    notes = {each.id: each.note for each in view.entries}
    return DeliveryPage(
        line=delivery_line(view.summary),
        programme=Link(view.summary.programme, f"{PROGRAMMES}/{delivery.programme}"),
        state=ConsignmentState(view.state.value),
        devices=tuple(
            DeliveredDevice(heads[key], stands.devices.get(key), view.lives.get(key, 1)) for key in delivery.devices
        ),
        defects=tuple(
            OpenDefect(each.id, heads[each.device], each.defect, each.at, notes.get(each.id))
            for each in stands.defects
            if each.device is not None and each.defect is not None
        ),
        remedies=tuple(Choice(each.value, each) for each in Remedy) if view.may_change else (),
        said=tuple(_said(each, heads) for each in reversed(view.entries)),
        links=tuple(LinkLine(each.id, each.until) for each in stands.links),
        recipients=stands.recipients,
        document=f"/consignments/{delivery.consignment}/document.pdf" if view.may_change else None,
        may_change=view.may_change,
        new_link=new_link,
        form=form,
    )


def _head(view: DeliveryView, line: DeviceLine) -> DeviceHead:
    label = view.labels.get(line.device_key)
    return replace(head_of_line(line), label=None if label is None else print_label_code(LabelCode(label)))


def _said(entry: Entry, heads: dict[DeviceKey, DeviceHead]) -> SaidLine:
    detail: Defect | Remedy | int | None = entry.defect or entry.remedy
    head = None if entry.device is None else heads.get(entry.device)
    return SaidLine(entry.at, entry.said, detail if detail is not None else entry.count, head)


def feedback_page(view: FeedbackView, address: str, entry: str, form: FormState) -> FeedbackPage:
    return FeedbackPage(
        address=address,
        programme=view.programme,
        coordinator=view.coordinator,
        intermediary=view.intermediary,
        passing=view.passing,
        made=view.made_at,
        due=view.due,
        devices=tuple(map(_listed, view.lines)),
        to_come=sum(line.said is None for line in view.lines),
        recipients=view.recipients,
        entry=entry,
        defects=tuple(Choice(each.value, each) for each in Defect),
        form=form,
    )


def _listed(line: FeedbackLine) -> ListedDevice:
    label = None if line.label is None else print_label_code(LabelCode(line.label))
    return ListedDevice(line.number, label, line.model, line.said, line.has_open_defect)
