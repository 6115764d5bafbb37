"""Contexts of donation: the coordinator's desk, a programme, a delivery, and what an intermediary sees by its link."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from lifecycle.domain.donation import Defect, Party, Passing, ProgrammeState, Remedy, Said
from lifecycle.domain.vocabulary import Ground
from web.pages.contexts.consignment import ConsignmentState
from web.pages.contexts.device import DeviceHead, DeviceRow
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in a list, with what it gave."""

    name: Annotated[str, "What people call it"]
    address: Annotated[str, "Its page"]
    coordinator: Annotated[str, "Whose it is"]
    state: Annotated[ProgrammeState, "How it stands"]
    wanted: Annotated[int, "How many devices it wants"]
    there: Annotated[int, "How many are with intermediaries"]
    on_the_way: Annotated[int, "How many were offered, and nobody said anything of yet"]
    returned: Annotated[int, "How many came back"]
    defects: Annotated[int, "How many defects wait for an answer"]
    recipients: Annotated[int, "How many people have one, as far as intermediaries told"]


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery in a list."""

    name: Annotated[str, "The first characters of its id, in capitals"]
    address: Annotated[str, "Its page"]
    programme: Annotated[str, "Of which programme"]
    intermediary: Annotated[str, "To whom"]
    passing: Annotated[Passing, "Given or lent"]
    made: Annotated[datetime, "When it was handed over"]
    count: Annotated[int, "How many devices"]
    there: Annotated[int, "How many arrived and did not come back"]
    defects: Annotated[int, "How many defects wait for an answer"]
    due: Annotated[date | None, "When lent devices are due back"] = None
    overdue: Annotated[bool, "Whether that day has passed and some are not back"] = False


@dataclass(frozen=True)
class ComingLine:
    """A consignment that is on its way to the coordinator."""

    name: Annotated[str, "The first characters of its id, in capitals"]
    address: Annotated[str, "Its page"]
    sender: Annotated[str, "Who sends it"]
    count: Annotated[int, "How many devices"]


@dataclass(frozen=True)
class StockLine:
    """A device that the coordinator has in its hands, or that came back."""

    id: Annotated[str, "What the form sends"]
    row: Annotated[DeviceRow, "Which device, and how it stands"]


@dataclass(frozen=True)
class DonationPage:
    """The desk of a coordinator."""

    template: ClassVar[str] = "donation.html"
    programmes: Annotated[tuple[ProgrammeLine, ...], "By name"]
    coming: Annotated[tuple[ComingLine, ...], "What is on its way to the coordinator"]
    stock: Annotated[tuple[StockLine, ...], "What the coordinator has in its hands, cut short"]
    deliveries: Annotated[tuple[DeliveryLine, ...], "Newest first"]
    may_create: Annotated[bool, "Whether this person may make a programme"] = False


@dataclass(frozen=True)
class StepLine:
    """One party in the order of a programme."""

    party: Annotated[Party, "Who gets it"]
    ground: Annotated[Ground | None, "On which ground it becomes the owner; none when it does not"]
    owner: Annotated[Party, "Whose it is then"]
    may_refurbish: Annotated[bool, "Whether it may refurbish it first"]


@dataclass(frozen=True)
class VersionLine:
    """A programme as it was from a moment on."""

    number: Annotated[int, "Counted from 1"]
    changed: Annotated[datetime, "Since when"]
    state: Annotated[ProgrammeState, "How it stood"]
    wanted: Annotated[int, "How many devices it wanted"]


@dataclass(frozen=True)
class ProgrammePage:
    """One programme, its deliveries, and the form for another one."""

    template: ClassVar[str] = "donation_programme.html"
    line: Annotated[ProgrammeLine, "The programme as lists show it"]
    decision: Annotated[str, "What it rests on"]
    valid_from: Annotated[date, "First day of that decision"]
    valid_until: Annotated[date | None, "Its last day; none when it has none"]
    purpose: Annotated[str, "What for"]
    passing: Annotated[Passing, "Given or lent, as a rule"]
    minimum: Annotated[tuple[str, ...], "The least that a device must be; empty when nothing is asked"]
    steps: Annotated[tuple[StepLine, ...], "The order of parties"]
    history: Annotated[tuple[VersionLine, ...], "Newest first"]
    deliveries: Annotated[tuple[DeliveryLine, ...], "Newest first"]
    next_states: Annotated[tuple[Choice, ...], "What it can become; empty for who may not change it"] = ()
    stock: Annotated[tuple[StockLine, ...], "What can go into a delivery; empty where none can be made"] = ()
    intermediaries: Annotated[Offered, "To whom"] = NOTHING_OFFERED
    passings: Annotated[tuple[Choice, ...], "Given or lent"] = ()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class DeliveredDevice:
    """A device of a delivery, as the coordinator sees it."""

    head: Annotated[DeviceHead, "Which device"]
    said: Annotated[Said | None, "What was last said of it; none while nothing was"]
    lives: Annotated[int, "Which of its lives this is"]


@dataclass(frozen=True)
class OpenDefect:
    """A defect that waits for the coordinator."""

    id: Annotated[str, "What the form sends"]
    head: Annotated[DeviceHead, "Which device"]
    defect: Annotated[Defect, "What is wrong"]
    since: Annotated[datetime, "When it was told"]
    note: Annotated[str | None, "What was written besides"] = None


@dataclass(frozen=True)
class SaidLine:
    """An entry of a delivery's journal."""

    at: Annotated[datetime, "When"]
    said: Annotated[Said, "What"]
    detail: Annotated[Defect | Remedy | int | None, "Which defect or remedy, or how many"] = None
    head: Annotated[DeviceHead | None, "Of which device"] = None


@dataclass(frozen=True)
class LinkLine:
    """A link that was handed out and not ended."""

    id: Annotated[str, "What the form sends"]
    until: Annotated[datetime, "Until when it works"]


@dataclass(frozen=True)
class DeliveryPage:
    """One delivery for its coordinator."""

    template: ClassVar[str] = "donation_delivery.html"
    line: Annotated[DeliveryLine, "The delivery as lists show it"]
    programme: Annotated[Link, "Its programme"]
    state: Annotated[ConsignmentState, "How far the hand-over is"]
    devices: Annotated[tuple[DeliveredDevice, ...], "In the order of the list"]
    defects: Annotated[tuple[OpenDefect, ...], "Those that wait for an answer"]
    remedies: Annotated[tuple[Choice, ...], "What can be answered; empty for who may not"]
    said: Annotated[tuple[SaidLine, ...], "What was said, newest first"]
    links: Annotated[tuple[LinkLine, ...], "Links that work"]
    recipients: Annotated[int | None, "How many people have one, as last told"] = None
    document: Annotated[str | None, "Where the delivery document is"] = None
    may_change: Annotated[bool, "Whether this person hands out links and answers"] = False
    repair_keys: Annotated[str | None, "The repair keys of its devices, for who makes those"] = None
    new_link: Annotated[str | None, "The address of a link that was just made, shown once"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ListedDevice:
    """A device as the holder of a link sees it."""

    number: Annotated[int, "Its number in the list"]
    label: Annotated[str | None, "Its label, as printed"]
    model: Annotated[str | None, "Brand and model"]
    said: Annotated[Said | None, "What was last said of it"]
    has_open_defect: Annotated[bool, "Whether a defect waits for the coordinator"]


@dataclass(frozen=True)
class FeedbackPage:
    """What an intermediary sees and says by its link, without an account: no serial number, and nobody's name."""

    template: ClassVar[str] = "donation_feedback.html"
    address: Annotated[str, "Address of this page, where its forms go"]
    programme: Annotated[str, "Of which programme"]
    coordinator: Annotated[str, "Who delivers"]
    intermediary: Annotated[str, "For whom the link is"]
    passing: Annotated[Passing, "Given or lent"]
    made: Annotated[datetime, "When it was handed over"]
    due: Annotated[date | None, "When lent devices are due back"]
    devices: Annotated[tuple[ListedDevice, ...], "In the order of the list"]
    to_come: Annotated[int, "Of how many nothing was said yet"]
    recipients: Annotated[int | None, "How many people have one, as last told"]
    entry: Annotated[str, "The id of what the next form says, so that sending it twice is once"]
    defects: Annotated[tuple[Choice, ...], "What can be wrong"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ReturnPage:
    """A device that comes back: find it, and record that it was taken back."""

    template: ClassVar[str] = "donation_return.html"
    raw: Annotated[str | None, "What was scanned; none at first"]
    found: Annotated[tuple[StockLine, ...], "The devices that it names and that may be taken back"]
    grounds: Annotated[tuple[Choice, ...], "On which grounds it can become ours"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
