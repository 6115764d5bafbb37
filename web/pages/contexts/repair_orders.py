"""Contexts of repair orders: one order with what was said of it, the list, the quote to fill in, the link of a user."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.repair_orders import Approval, OrderState
from lifecycle.domain.vocabulary import FaultKind
from lifecycle.service.repair_order_ports import Stage
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Tone
from web.pages.contexts.repairers import Picture


@dataclass(frozen=True)
class Diagnosis:
    """What was found."""

    faults: Annotated[tuple[FaultKind, ...], "What does not work"]
    findings: Annotated[str, "What was found, in words"]
    codes: Annotated[tuple[str, ...], "Fault codes of the maker"] = ()
    evidence: Annotated[tuple[str, ...], "Files of the device, by the beginning of their hash"] = ()


@dataclass(frozen=True)
class QuoteBlock:
    """A quote that was sent."""

    version: Annotated[int, "From 1"]
    number: Annotated[str, "As printed on its paper"]
    digest: Annotated[str, "Hash of what it says"]
    until: Annotated[date, "Last day on which it can be accepted"]
    facts: Annotated[tuple[tuple[Message, Message | str], ...], "What it says, field by field"]
    price: Annotated[Message, "What it costs, or costs at most, with VAT"]
    paper: Annotated[str, "Address of its PDF, without the language"]
    waits: Annotated[bool, "Whether it can be answered now"] = False
    approval: Annotated[Approval | None, "On which ground it was accepted"] = None
    declined: Annotated[bool, "Whether it was declined"] = False


@dataclass(frozen=True)
class TestLine:
    """How one test went."""

    __test__ = False

    name: Annotated[Message | str, "What was tested"]
    passed: Annotated[bool, "Whether it works"]


@dataclass(frozen=True)
class SaidLine:
    """One thing that was said of an order."""

    what: Annotated[Message, "In a word or two"]
    at: Annotated[datetime, "When"]
    by: Annotated[str | None, "Name of the organisation; none for the user with a link"]
    details: Annotated[tuple[Message | str, ...], "What it says"] = ()


@dataclass(frozen=True)
class DisputeBlock:
    """A dispute beside its replies."""

    number: Annotated[int, "The number that a reply names"]
    owner: Annotated[SaidLine, "What the owner says"]
    replies: Annotated[tuple[SaidLine, ...], "What the repairer says"] = ()
    settled: Annotated[SaidLine | None, "How it ended"] = None


@dataclass(frozen=True)
class OrderBlock:
    """An order as this reader may see it."""

    id: Annotated[str, "Its id"]
    address: Annotated[str, "Its page"]
    head: Annotated[DeviceHead, "Which device"]
    state: Annotated[OrderState, "How it stands"]
    tone: Annotated[Tone, "The same as a sign"]
    repairer: Annotated[str, "Who repairs"]
    opened: Annotated[datetime, "When it was opened"]
    complaint: Annotated[str, "What whoever brought it said is wrong"]
    registered_until: Annotated[date | None, "Last day of the repairer's registration, where it has ended"] = None
    earlier: Annotated[str | None, "Address of the order on whose repair there was a warranty"] = None
    owner: Annotated[str | None, "Whose device it is, for the parties"] = None
    diagnosis: Annotated[Diagnosis | None, "What was found"] = None
    quotes: Annotated[tuple[QuoteBlock, ...], "Newest first; none for who is no party"] = ()
    parts: Annotated[tuple[Message, ...], "Parts out and in"] = ()
    minutes: Annotated[int, "Minutes of work"] = 0
    tests: Annotated[tuple[TestLine, ...], "The last round of tests"] = ()
    outcome: Annotated[Message | None, "How it ended"] = None
    warranty: Annotated[date | None, "Last day of the warranty"] = None
    covers: Annotated[str | None, "What the warranty covers"] = None
    disputes: Annotated[tuple[DisputeBlock, ...], "Oldest first"] = ()
    said: Annotated[tuple[SaidLine, ...], "All that was said, oldest first"] = ()
    missing: Annotated[tuple[Message, ...], "What work still waits for"] = ()
    may_work: Annotated[bool, "Whether this person may work on it"] = False
    may_quote: Annotated[bool, "Whether a quote has a sense: the device is somebody else's"] = False
    may_link: Annotated[bool, "Whether a link can be handed out: the device left the State"] = False
    may_cancel: Annotated[bool, "Whether this person may end it"] = False
    may_answer: Annotated[bool, "Whether this person answers its quotes"] = False
    may_settle: Annotated[bool, "Whether this person may end a dispute"] = False
    may_dispute: Annotated[bool, "Whether this person may dispute it"] = False
    may_reply: Annotated[bool, "Whether this person may reply to a dispute"] = False


@dataclass(frozen=True)
class BenchForms:
    """What the forms of the bench offer."""

    faults: Annotated[tuple[Choice, ...], "What may not work"]
    parts: Annotated[tuple[Choice, ...], "Which parts there are"]
    origins: Annotated[tuple[Choice, ...], "Where a part can come from"]
    tests: Annotated[tuple[Choice, ...], "What there is to test"]
    barriers: Annotated[tuple[Choice, ...], "What can stand in the way"]
    functional: Annotated[tuple[Choice, ...], "How it works"]
    cosmetic: Annotated[tuple[Choice, ...], "How it looks"]
    files: Annotated[tuple[Choice, ...], "Files of the device that can be named"] = ()
    kept: Annotated[tuple[Choice, ...], "Parts that are kept for this organisation"] = ()


@dataclass(frozen=True)
class RepairOrderPage:
    """One order: what was found, what it costs, what was done; where the owner answers and disputes."""

    template: ClassVar[str] = "repair_order.html"
    order: Annotated[OrderBlock, "The order"]
    event: Annotated[str, "The id under which a form is recorded"]
    bench: Annotated[str | None, "Address of the bench, for who works there"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class QuotePage:
    """The quote, to be filled in: the fields of the European Repair Information Form."""

    template: ClassVar[str] = "repair_quote.html"
    head: Annotated[DeviceHead, "Which device"]
    send_to: Annotated[str, "Where the form goes"]
    parts: Annotated[tuple[Choice, ...], "Which parts there are"]
    back: Annotated[str, "Address of the bench"]
    form: Annotated[FormState, "What was typed or known, and what is wrong"]


@dataclass(frozen=True)
class OrderRow:
    """An order in a list."""

    head: Annotated[DeviceHead, "Which device"]
    address: Annotated[str, "Its page"]
    state: Annotated[OrderState, "How it stands"]
    tone: Annotated[Tone, "The same as a sign"]
    repairer: Annotated[str, "Who repairs"]
    owner: Annotated[str | None, "Whose device it is"]
    changed: Annotated[datetime, "When something was last said of it"]
    until: Annotated[date | None, "Last day of its newest quote"] = None
    warranty: Annotated[date | None, "Last day of its warranty"] = None
    disputes: Annotated[int, "How many disputes there were"] = 0
    disputed: Annotated[bool, "Whether one is open"] = False


@dataclass(frozen=True)
class StageLink:
    """A filter of the list, with how many fit it."""

    link: Annotated[Link, "What it shows, and its address"]
    count: Annotated[int, "How many"]
    here: Annotated[bool, "Whether it is the one that is shown"] = False


@dataclass(frozen=True)
class RepairsPage:
    """The repair orders of an organisation."""

    template: ClassVar[str] = "repairs.html"
    rows: Annotated[tuple[OrderRow, ...], "Last changed first"]
    stages: Annotated[tuple[StageLink, ...], "The filters"]
    stage: Annotated[Stage | None, "The one that is shown"] = None
    may_scan: Annotated[bool, "Whether this person repairs, and so scans a device to open its bench"] = False
    form: Annotated[FormState, "What was scanned, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class QuoteLinkPage:
    """What whoever brought a device in sees by its link, without an account."""

    template: ClassVar[str] = "repair_link.html"
    address: Annotated[str, "Where the answer goes"]
    repairer: Annotated[str, "Who repairs"]
    model: Annotated[str | None, "Brand and model"]
    label: Annotated[str | None, "Label code as printed"]
    state: Annotated[OrderState, "How the order stands"]
    quote: Annotated[QuoteBlock | None, "The quote to answer, or the one that was answered"]
    event: Annotated[str, "The id under which an answer is recorded"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class QuoteLinkMadePage:
    """The link, once: as text and as a QR code for a phone."""

    template: ClassVar[str] = "repair_link_made.html"
    head: Annotated[DeviceHead, "Which device"]
    address: Annotated[str, "The address for the user"]
    picture: Annotated[Picture, "Its QR code"]
    until: Annotated[datetime, "Until when it works"]
    back: Annotated[str, "Address of the bench"]
