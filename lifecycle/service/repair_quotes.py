"""Quotes of a repair: sent as a European Repair Information Form, frozen by hash, accepted or declined.

Rules:
1. A quote is set as paper in Dutch and in English when it is sent; both are kept under their hashes, and what is handed
   out later are those bytes.
2. It becomes an event of the device (`repair_quoted`), so that routing can count on it.
3. The owner of the device answers. Of a device that left the State its user may answer by a link, without an account:
   who repairs hands it out, and the answer says that it came by a link.
4. An ICT provider that has a device of the State in its custody repairs without asking up to a limit that whoever runs
   the service sets (`limit_eur`, excluding VAT; 0 for none). The approval is written at once, with the limit.
5. Whose own device it is needs no approval, and cannot give one to itself.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from dpp.domain.actor import Actor, Capability, Role
from dpp.domain.errors import Conflict, NotFound, Refused, Unavailable
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.permission import Relation
from dpp.domain.proof import sha256
from lifecycle.domain.device import Device
from lifecycle.domain.events import RepairQuoted
from lifecycle.domain.repair_orders import (
    Approval,
    Approved,
    Declined,
    EntryId,
    LinkMade,
    Quote,
    Quoted,
    RepairOrder,
    RepairOrderId,
    admit,
)
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.donation_ports import LinkDesk
from lifecycle.service.load_ports import KeptFiles
from lifecycle.service.ports import LifecycleWork
from lifecycle.service.recording import Draft, state_of
from lifecycle.service.repair_desk import Case, RepairDesk, owner_of
from lifecycle.service.repair_order_ports import QuotePrinter, QuoteSheet
from lifecycle.service.repair_order_views import (
    LinkedQuote,
    NewAnswer,
    NewQuoteLink,
    OrderView,
    QuoteStart,
    good_of,
)

APPROVE = "approve_repair"
LANGUAGES = ("nl", "en")
LONGEST_LINK = timedelta(days=28)


@dataclass(frozen=True)
class Paper:
    """A quote as PDF, with the name of its file."""

    name: str
    content: bytes


@dataclass(frozen=True)
class RepairQuotes:
    """Each method is one transaction and checks its actor first."""

    desk: RepairDesk
    links: Links
    printer: QuotePrinter
    files: KeptFiles
    link_desk: LinkDesk | None = None
    limit_eur: Decimal = Decimal(0)

    def start(self, actor: Actor, order: RepairOrderId) -> QuoteStart:
        """What a new quote begins with, so that who repairs need not type it again."""
        with self.desk.storage.reading() as reads:
            case = self.desk.case(reads, actor, order, "work_on_repair_order")
            line = reads.devices.get(case.order.device)
            assert line is not None  # an order is of a device that is here
            last = reads.repair_orders.last_quote(case.order.repairer)
            return QuoteStart(good=good_of(line, line.device_key), last=last)

    def send(self, actor: Actor, order: RepairOrderId, quote: Quote, entry_id: EntryId | None = None) -> OrderView:
        """Send a quote: a new version, beside those that were sent. Conflict where another was sent at the moment."""
        with self.desk.storage.reading() as reads:
            seen = self.desk.case(reads, actor, order, "work_on_repair_order")
            sent = self._quoted(seen, quote)
            known = seen.said(entry_id)
            if known is None:
                admit(seen.now, sent, seen.asking)
                sent = self._printed(seen, sent)
        with self.desk.storage.writing() as work:
            case = self.desk.working(work, actor, order)
            if (known := case.said(entry_id)) is not None:
                sent = _same(known.what, quote)
            if not self.desk.repeats(case, sent, entry_id):
                if sent.version != len(case.now.quotes) + 1:
                    raise _overtaken()
                case = self._sent(work, actor, case, sent, entry_id)
                work.commit()
            return self.desk.view(work, actor, case)

    def approve(self, actor: Actor, order: RepairOrderId, answer: NewAnswer) -> OrderView:
        """Accept exactly the quote that was read; Refused `repair-quote-answered` where it does not stand any more."""
        ground = Approval.OWNER if actor.capability is None else Approval.LINK
        what = Approved(version=answer.version, digest=answer.digest, ground=ground)
        return self._answered(actor, order, what, answer.id)

    def decline(self, actor: Actor, order: RepairOrderId, answer: NewAnswer) -> OrderView:
        """Do not accept it."""
        what = Declined(version=answer.version, digest=answer.digest, reason=answer.reason)
        return self._answered(actor, order, what, answer.id)

    def link(self, actor: Actor, order: RepairOrderId) -> NewQuoteLink:
        """Rule 3: a link for whoever brought the device in, until the quote ends; its token is shown once."""
        now = self.desk.recorder.clock()
        with self.desk.storage.reading() as reads:
            case = self.desk.case(reads, actor, order, "work_on_repair_order")
            owner = owner_of(case.device)
            if owner is None or not case.device.has_left_the_state:
                raise Refused(
                    "repair-link",
                    message("The owner of this device answers with an account: it belongs to the State."),
                    remedy=message("Wait for its approval; it sees the quote in its list of repairs."),
                )
            quoted = next(iter(case.now.can_be_answered(case.today)), None)
            last = now if quoted is None else datetime.combine(quoted.valid_until, time.max, UTC)
            until = min(last, now + LONGEST_LINK)
            admit(case.now, LinkMade(link="", until=until), case.asking)
        relations = case.order.relations(actor.organisation, frozenset())
        made = self._desk_of_links().issue(actor, Capability(APPROVE, order), owner, until, relations)
        with self.desk.storage.writing() as work:
            held = self.desk.held(work, actor, order, "work_on_repair_order")
            self.desk.say(work, actor, held, LinkMade(link=made.id, until=until), None)
            work.commit()
        return NewQuoteLink(made.id, made.token, until)

    def look(self, actor: Actor, order: RepairOrderId) -> LinkedQuote:
        """What the holder of a link sees."""
        with self.desk.storage.reading() as reads:
            case = self.desk.case(reads, actor, order, APPROVE)
            line, now = reads.devices.get(case.order.device), case.now
            assert line is not None  # an order is of a device that is here
            waiting = next(iter(now.can_be_answered(case.today)), None)
            quoted = waiting or now.approved_quote() or next(iter(now.quotes[::-1]), None)
            return LinkedQuote(
                model=" ".join(filter(None, (line.brand, line.name))) or None,
                label=case.device.labels[-1] if case.device.labels else None,
                repairer=self.desk.organisations.names([case.order.repairer])[case.order.repairer],
                state=now.state(case.today),
                number="" if quoted is None else number_of(case.order, quoted.version),
                quoted=quoted,
            )

    def paper(self, actor: Actor, order: RepairOrderId, version: int, language: str) -> Paper:
        """The bytes that were frozen when it was sent, for who repairs, who answers, and who sees all."""
        with self.desk.storage.reading() as reads:
            use_case = "read_repair_order" if actor.capability is None else APPROVE
            case = self.desk.case(reads, actor, order, use_case)
            view = self.desk.view(reads, actor, case)
        quoted = case.now.version(version) if view.may.see_prices or actor.capability is not None else None
        if quoted is None or quoted.papers is None:
            raise NotFound(message("There is no quote {version} of this order that you may see.", version=version))
        content = self.files.get(quoted.papers[LANGUAGES.index(language)])
        word = "offerte" if language == "nl" else "quote"
        return Paper(f"{word}-{number_of(case.order, version)}.pdf", content)

    def _quoted(self, case: Case, quote: Quote) -> Quoted:
        until = quote.valid_until(case.today) if 0 <= quote.valid_days <= 10_000 else case.today
        version = len(case.now.quotes) + 1
        return Quoted(version=version, quote=quote, digest=quote.digest, valid_until=until)

    def _printed(self, case: Case, sent: Quoted) -> Quoted:
        """Rule 1; outside the transaction that writes, which nobody waits for then."""
        sheet = self._sheet(case.order, case.device, sent, case)
        papers = [self.printer.pdf(sheet, language) for language in LANGUAGES]
        for content in papers:
            self.files.put(content)
        return replace(sent, papers=(sha256(papers[0]), sha256(papers[1])))

    def _sheet(self, order: RepairOrder, device: Device, sent: Quoted, case: Case) -> QuoteSheet:
        return QuoteSheet(
            number=number_of(order, sent.version),
            quote=sent.quote,
            sent_on=case.today,
            valid_until=sent.valid_until,
            digest=sent.digest,
            address=self._address(device, order),
        )

    def _address(self, device: Device, order: RepairOrder) -> str:
        """Where a phone finds the device; its key is printed nowhere."""
        if device.labels:
            return self.links.label(device.labels[-1])
        current = device.passports.current
        return f"{self.links.public_url}/repairs/{order.id}" if current is None else self.links.passport(current)

    def _sent(self, work: LifecycleWork, actor: Actor, case: Case, sent: Quoted, entry_id: EntryId | None) -> Case:
        """Rules 2 and 4."""
        admit(case.now, sent, case.asking)
        happening = RepairQuoted(
            parts=sent.quote.parts or (ComponentKind.OTHER,),
            cost_eur=sent.quote.at_most_eur,
            lead_days=sent.quote.days,
            order=case.order.id,
        )
        self.desk.recorder.record(work, actor, case.order.device, [Draft(happening)])
        case = replace(case, device=state_of(work, case.order.device))
        case = self.desk.say(work, actor, case, sent, entry_id)
        if not self._within_limit(actor, case, sent.quote):
            return case
        approved = Approved(
            version=sent.version, digest=sent.digest, ground=Approval.LIMIT, limit_eur=str(self.limit_eur)
        )
        return self.desk.say(work, actor, case, approved, None)

    def _within_limit(self, actor: Actor, case: Case, quote: Quote) -> bool:
        device = case.device
        of_state = device.ownership is not None and device.ownership.within_state and not device.has_left_the_state
        has_it = actor.holds(Role.ICT_PROVIDER) and Relation.CUSTODIAN in case.to_device and device.custody.inside_state
        return of_state and has_it and not case.asking.own and 0 <= quote.at_most_eur <= self.limit_eur != 0

    def _answered(
        self, actor: Actor, order: RepairOrderId, what: Approved | Declined, entry_id: EntryId | None
    ) -> OrderView:
        with self.desk.storage.writing() as work:
            case = self.desk.held(work, actor, order, APPROVE)
            if not self.desk.repeats(case, what, entry_id):
                _check_another(case)
                case = self.desk.say(work, actor, case, what, entry_id)
                work.commit()
            return self.desk.view(work, actor, case)

    def _desk_of_links(self) -> LinkDesk:
        if self.link_desk is None:
            raise Unavailable(message("No links can be made here."))
        return self.link_desk


def number_of(order: RepairOrder, version: int) -> str:
    """The number of a quote: the year, the beginning of the order's id, the version."""
    return f"{order.opened_at:%Y}-{order.id[:8].upper()}-{version}"


def _check_another(case: Case) -> None:
    """Rule 5."""
    if case.asking.own:
        raise Refused(
            "repair-approval",
            message("Who repairs its own device approves nothing."),
            remedy=message("Go on with the work."),
        )


def _same(known: object, quote: Quote) -> Quoted:
    """What was sent under this id, for a retry with the same quote."""
    if isinstance(known, Quoted) and known.quote == quote:
        return known
    raise Conflict(
        message("That id is taken by something else that was said."),
        remedy=message("Give each act an id of its own; send a retry unchanged."),
    )


def _overtaken() -> Conflict:
    return Conflict(
        message("Another quote of this order was sent at the same moment."),
        remedy=message("Read the order again, and send yours if it still differs."),
    )
