"""Repair orders as pages show them."""

from collections.abc import Iterator
from decimal import Decimal

from dpp.domain.message import Message, listed, message
from dpp.domain.opaque import print_label_code
from lifecycle.domain.repair_orders import (
    Approved,
    Cancelled,
    Declined,
    Diagnosed,
    Disputed,
    Entry,
    Finished,
    LinkMade,
    OrderState,
    PartIn,
    PartOut,
    Quote,
    Quoted,
    RepairOrderId,
    Replied,
    Said,
    Settled,
    Tested,
    Worked,
)
from lifecycle.domain.repair_orders.standing import DisputeStands
from lifecycle.domain.spares.catalogue import component_of
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin
from lifecycle.service.repair_order_ports import Stage
from lifecycle.service.repair_order_views import LinkedQuote, OrderLine, OrderList, OrderView
from lifecycle.service.repair_quotes import number_of
from lifecycle.service.spare_views import ReservationView
from web.pages.contexts.frame import Choice, Figure, FormState, Link, Tone
from web.pages.contexts.repair_orders import (
    Diagnosis,
    DisputeBlock,
    OrderBlock,
    OrderRow,
    QuoteBlock,
    QuoteLinkPage,
    RepairsPage,
    SaidLine,
    StageLink,
    TestLine,
)
from web.pages.mapping.heads import head_of_line
from web.pages.mapping.spoken import test as tested
from web.pages.words import word

PLACE = "/repairs"
TONES = {
    OrderState.OPEN: Tone.INFO,
    OrderState.DIAGNOSED: Tone.INFO,
    OrderState.WAITING: Tone.ATTENTION,
    OrderState.EXPIRED: Tone.ATTENTION,
    OrderState.DECLINED: Tone.ATTENTION,
    OrderState.APPROVED: Tone.GOOD,
    OrderState.IN_WORK: Tone.INFO,
    OrderState.REPAIRED: Tone.GOOD,
    OrderState.FAILED: Tone.STOP,
    OrderState.CANCELLED: Tone.UNKNOWN,
}
_CALLED: dict[type, Message] = {
    Diagnosed: message("Diagnosed"),
    Quoted: message("Quote sent"),
    LinkMade: message("Link handed out"),
    Approved: message("Quote accepted"),
    Declined: message("Quote declined"),
    Worked: message("Worked on"),
    Tested: message("Tested"),
    Finished: message("Ended"),
    Cancelled: message("Cancelled"),
    Disputed: message("Disputed"),
    Replied: message("Reply to the dispute"),
    Settled: message("Dispute settled"),
}


def address_of_order(order: RepairOrderId | str) -> str:
    return f"{PLACE}/{order}"


def order_block(view: OrderView) -> OrderBlock:
    """An order as this reader may see it."""
    order, now = view.order, view.standing
    finished = now.finished
    waiting = {each.version for each in now.can_be_answered(view.today)}
    return OrderBlock(
        id=order.id,
        address=address_of_order(order.id),
        head=head_of_line(view.line),
        state=view.state,
        tone=TONES[view.state],
        repairer=view.repairer,
        opened=order.opened_at,
        registered_until=view.registered_until,
        complaint=order.complaint,
        earlier=None if order.earlier is None else address_of_order(order.earlier),
        owner=None if order.owner is None else view.names.get(order.owner),
        diagnosis=None if now.diagnosis is None else _diagnosis(now.diagnosis),
        quotes=tuple(_quote(view, each, waits=each.version in waiting) for each in reversed(now.quotes)),
        parts=tuple(_parts(now.parts_out, now.parts_in)),
        minutes=now.minutes,
        tests=() if now.tested is None else tuple(TestLine(tested(it.test), it.passed) for it in now.tested.tests),
        outcome=None if finished is None else _outcome(finished),
        warranty=None if finished is None else finished.warranty_until,
        covers=None if finished is None else finished.covers,
        disputes=tuple(_dispute(view, each) for each in now.disputes),
        said=tuple(_said(view, each) for each in view.entries),
        missing=view.missing,
        may_work=view.may.work,
        may_quote=view.may.work and not view.own,
        may_link=view.may.work and view.left and bool(waiting),
        may_cancel=view.may.cancel,
        may_answer=view.may.answer,
        may_settle=view.may.dispute and bool(now.open_disputes),
        may_dispute=view.may.dispute and not now.open_disputes,
        may_reply=view.may.reply,
    )


def quote_block(quoted: Quoted, number: str, paper: str, *, waits: bool) -> QuoteBlock:
    """A quote with its fields in the order of the form."""
    return QuoteBlock(
        version=quoted.version,
        number=number,
        digest=quoted.digest,
        until=quoted.valid_until,
        facts=tuple(_facts(quoted.quote)),
        price=price_of(quoted.quote),
        paper=paper,
        waits=waits,
    )


def price_of(quote: Quote) -> Message:
    """What a consumer pays, with what it is made of."""
    values = {
        "total": euro(quote.with_vat(quote.at_most_eur)),
        "net": euro(quote.at_most_eur),
        "percent": float(quote.vat_percent),
    }
    if quote.price_eur is None:
        return message("{total} at most ({net} excluding VAT, VAT {percent} %)", **values)
    return message("{total} ({net} excluding VAT, VAT {percent} %)", **values)


def euro(amount: Decimal) -> Figure:
    """To the cent, for a reader to write in their own way."""
    return Figure(float(round(amount, 2)), "EUR")


def repairs_page(
    found: OrderList, stage: Stage | None, *, disputed: bool, may_scan: bool, form: FormState
) -> RepairsPage:
    """The list, with its filters in the address."""
    total = sum(found.counts.values())
    stages = (
        StageLink(Link(message("all"), PLACE), total, here=stage is None and not disputed),
        *(
            StageLink(Link(word(each), f"{PLACE}?stage={each}"), found.counts[each], here=stage is each)
            for each in Stage
        ),
        StageLink(Link(message("disputed"), f"{PLACE}?disputed=true"), found.disputed, here=disputed),
    )
    return RepairsPage(tuple(map(_row, found.lines)), stages, stage, may_scan=may_scan, form=form)


def link_page(seen: LinkedQuote, address: str, event: str, form: FormState) -> QuoteLinkPage:
    """What the user of a device sees."""
    quoted = seen.quoted
    waits = quoted is not None and seen.state is OrderState.WAITING
    block = None if quoted is None else quote_block(quoted, seen.number, f"{address}/quote.pdf", waits=waits)
    label = None if seen.label is None else print_label_code(seen.label)
    return QuoteLinkPage(address, seen.repairer, seen.model, label, seen.state, block, event, form)


def kept_part(view: ReservationView) -> tuple[ComponentKind, PartOrigin]:
    """What a part is that is kept, and where it comes from."""
    return component_of(view.part.facts.kind), view.origin


def kept_choice(view: ReservationView) -> Choice:
    """A part that is kept, in a list to choose from."""
    facts = view.part.facts
    return Choice(view.id, f"{facts.maker} {facts.numbers[0]}")


def _row(line: OrderLine) -> OrderRow:
    return OrderRow(
        head=head_of_line(line.line),
        address=address_of_order(line.order.id),
        state=line.state,
        tone=TONES[line.state],
        repairer=line.repairer,
        owner=line.owner,
        changed=line.changed_at,
        until=line.valid_until if line.state in {OrderState.WAITING, OrderState.EXPIRED} else None,
        warranty=line.warranty_until,
        disputes=line.disputes,
        disputed=line.is_disputed,
    )


def _quote(view: OrderView, quoted: Quoted, *, waits: bool) -> QuoteBlock:
    address = f"{address_of_order(view.order.id)}/quotes/{quoted.version}.pdf"
    block = quote_block(quoted, number_of(view.order, quoted.version), address, waits=waits)
    approval = view.standing.approval
    accepted = approval.ground if approval is not None and approval.version == quoted.version else None
    declined = any(each.version == quoted.version for each in view.standing.declined)
    return QuoteBlock(**(vars(block) | {"approval": accepted, "declined": declined}))


def _facts(it: Quote) -> Iterator[tuple[Message, Message | str]]:
    contact = ", ".join(filter(None, (it.repairer.address, it.repairer.email, it.repairer.telephone)))
    yield message("Repairer"), f"{it.repairer.name}, {contact}"
    yield message("Good to be repaired"), it.good
    yield message("Nature of the defect"), it.defect
    yield message("Repair"), it.repair
    if it.method is not None:
        yield message("How the price is calculated"), it.method
    yield message("Days until it is done"), str(it.days)
    if it.replacement is not None:
        yield message("Temporary replacement"), _replacement(it)
    yield message("Place of handing over"), it.place
    for label, text in ((message("Ancillary services"), it.ancillary), (message("More information"), it.more)):
        if text is not None:
            yield label, text


def _replacement(it: Quote) -> Message:
    if not it.replacement_eur:
        return message("{what}, free of charge", what=it.replacement)
    return message("{what}, {amount}", what=it.replacement, amount=euro(it.with_vat(it.replacement_eur)))


def _diagnosis(it: Diagnosed) -> Diagnosis:
    return Diagnosis(it.faults, it.findings, it.codes, tuple(each[:12] for each in it.evidence))


def _parts(out: tuple[PartOut, ...], into: tuple[PartIn, ...]) -> Iterator[Message]:
    for gone in out:
        yield _numbered(message("{part} out", part=gone.component), gone.serial)
    for new in into:
        yield _numbered(message("{part} in, {origin}", part=new.component, origin=new.origin), new.serial)


def _numbered(what: Message, serial: str | None) -> Message:
    return what if serial is None else message("{what}, serial number {serial}", what=what, serial=serial)


def _outcome(it: Finished) -> Message:
    return message("Repaired") if it.barrier is None else message("Not repaired: {barrier}", barrier=it.barrier)


def _dispute(view: OrderView, it: DisputeStands) -> DisputeBlock:
    return DisputeBlock(
        number=it.entry.number,
        owner=_said(view, it.entry),
        replies=tuple(_said(view, each) for each in it.replies),
        settled=None if it.settled is None else _said(view, it.settled),
    )


def _said(view: OrderView, entry: Entry) -> SaidLine:
    by = None if entry.organisation is None else view.names.get(entry.organisation)
    if isinstance(entry.what, Approved | Declined) and _by_link(view, entry):
        by = None
    return SaidLine(_CALLED[type(entry.what)], entry.at, by, tuple(_details(entry.what)))


def _by_link(view: OrderView, entry: Entry) -> bool:
    """An answer by a link names no organisation: its user has none here."""
    links = {each.what.link for each in view.entries if isinstance(each.what, LinkMade)}
    return entry.by in links


def _details(what: Said) -> Iterator[Message | str]:
    match what:
        case Diagnosed() as it:
            yield listed(it.faults)
            yield it.findings
        case Quoted() as it:
            yield message("Version {version}, valid until {day}", version=it.version, day=it.valid_until)
            yield price_of(it.quote)
        case Approved() as it:
            yield message("Version {version}, {ground}", version=it.version, ground=it.ground)
        case Worked() as it:
            yield from _parts(it.parts_out, it.parts_in)
            if it.minutes:
                yield message("{minutes} minutes", minutes=it.minutes)
        case Tested() as it:
            yield (
                message("Does not work: {tests}", tests=listed(map(tested, it.failed)))
                if it.failed
                else message("All tests pass")
            )
        case Finished() as it:
            yield _outcome(it)
        case _:
            yield from _texts(what)


def _texts(what: Said) -> Iterator[str]:
    for name in ("reason", "text", "how"):
        if text := getattr(what, name, None):
            yield text
