"""Contexts of repairers: the public list, registration, its check, and repair keys."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.repairers.keys import KeyStanding
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import Act, RegistrationState, RepairerKind
from web.pages.contexts.device import OpenedDevice
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Tone
from web.pages.contexts.passport import ProductKind


@dataclass(frozen=True)
class RepairerLine:
    """A repairer that is registered today."""

    name: Annotated[str, "Its name"]
    town: Annotated[str, "Where it is"]
    kind: Annotated[RepairerKind, "Of the register, or a Repair Cafe"]
    groups: Annotated[tuple[ProductKind, ...], "What it repairs"]
    number: Annotated[str | None, "Its number in the register"] = None
    until: Annotated[date | None, "The last day, where one is known"] = None


@dataclass(frozen=True)
class RepairersPage:
    """Who is registered as a repairer, for everybody."""

    template: ClassVar[str] = "repairers.html"
    lines: Annotated[tuple[RepairerLine, ...], "By name"]
    filters: Annotated[FormState, "The filters as they stand in the address"] = NEW_FORM
    groups: Annotated[tuple[Choice, ...], "Product groups"] = ()
    kinds: Annotated[tuple[Choice, ...], "Professionals and Repair Cafes"] = ()
    links: Annotated[tuple[Link, ...], "What this person can do here"] = ()


@dataclass(frozen=True)
class StepLine:
    """Something that was done about a registration."""

    act: Annotated[Act, "What"]
    at: Annotated[datetime, "When"]
    reason: Annotated[str | None, "Why, where somebody said so"] = None
    day: Annotated[date | None, "The day of the list, or from which it ended"] = None


@dataclass(frozen=True)
class RegistrationCard:
    """A registration for its own organisation and for who checks."""

    id: Annotated[str, "Its id, for the forms"]
    line: Annotated[RepairerLine, "What it says"]
    kvk: Annotated[str | None, "The number at the Chamber of Commerce"]
    first: Annotated[date, "The first day"]
    state: Annotated[RegistrationState, "Whether it was checked"]
    tone: Annotated[Tone, "The same, as a sign"]
    holds: Annotated[bool, "Whether it holds today"]
    is_user: Annotated[bool, "Whether an organisation here has it"]
    steps: Annotated[tuple[StepLine, ...], "What was done, oldest first"]


@dataclass(frozen=True)
class RegisterPage:
    """An organisation asks to be registered, and sees what it asked before."""

    template: ClassVar[str] = "repairer_registration.html"
    cards: Annotated[tuple[RegistrationCard, ...], "Its registrations, newest first"]
    may_ask: Annotated[bool, "Whether it can ask now: nothing of it waits"]
    kinds: Annotated[tuple[Choice, ...], "What it can be"] = ()
    groups: Annotated[tuple[Choice, ...], "Product groups"] = ()
    chosen: Annotated[frozenset[str], "The groups that were ticked, where the form came back"] = frozenset()
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class ListLine:
    """A row of a list that did not stay the same."""

    outcome: Annotated[Outcome, "What became of it"]
    number: Annotated[str, "Its number in the register"]
    name: Annotated[str, "The repairer"]
    row: Annotated[int | None, "Its line in the file"] = None
    problem: Annotated[Message | None, "What is wrong with it"] = None


@dataclass(frozen=True)
class CheckPage:
    """Who waits to be registered, the list of the register, and everybody who is registered."""

    template: ClassVar[str] = "repairer_check.html"
    waiting: Annotated[tuple[RegistrationCard, ...], "Oldest first"]
    known: Annotated[tuple[RegistrationCard, ...], "All that were decided, by name"]
    may_decide: Annotated[bool, "Whether this person accepts and refuses"]
    newest_list: Annotated[date | None, "The day of the newest list"] = None
    report: Annotated[tuple[ListLine, ...] | None, "What a list that was just sent means"] = None
    counts: Annotated[tuple[tuple[Outcome, int], ...], "How many rows of it mean what"] = ()
    taken: Annotated[bool, "Whether it was taken over"] = False
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
    asked: Annotated[str, "The registration whose form came back"] = ""


@dataclass(frozen=True)
class EnterKeyPage:
    """A repairer types the code that a holder shows."""

    template: ClassVar[str] = "repair_key_enter.html"
    opened: Annotated[tuple[OpenedDevice, ...], "What keys opened before, the first to end first"]
    days: Annotated[int, "For how many days a key opens a device"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class KeyLine:
    """A key that was made."""

    id: Annotated[str, "Its id, for the form"]
    standing: Annotated[KeyStanding, "How it stands"]
    tone: Annotated[Tone, "The same, as a sign"]
    made: Annotated[datetime, "When it was made"]
    until: Annotated[date, "The last day on which it works, or of the access"]
    used: Annotated[datetime | None, "When it was used"] = None
    used_by: Annotated[str | None, "Who used it"] = None
    can_end: Annotated[bool, "Whether it works, or opened the device"] = False
    registered_until: Annotated[date | None, "Last day of the repairer's registration, where it has ended"] = None


@dataclass(frozen=True)
class DeviceKeys:
    """A device with its keys."""

    name: Annotated[str, "Brand and model"]
    code: Annotated[str | None, "What is on it: its label, or its tag"]
    number: Annotated[int | None, "Its number in the delivery"]
    keys: Annotated[tuple[KeyLine, ...], "Newest first"]


@dataclass(frozen=True)
class RepairKeysPage:
    """The keys of a device, or of the devices of a delivery, for who may make them."""

    template: ClassVar[str] = "repair_keys.html"
    address: Annotated[str, "Where a new key is asked for"]
    devices: Annotated[tuple[DeviceKeys, ...], "One, or those of a delivery"]
    usable: Annotated[int, "For how many days an unused key works"]
    days: Annotated[int, "For how many days it opens a device"]
    back: Annotated[Link | None, "Where this person came from"] = None


@dataclass(frozen=True)
class Picture:
    """A QR code that is drawn in the page."""

    box: Annotated[str, "The view box, in modules"]
    path: Annotated[str, "The outline of the dark modules"]


@dataclass(frozen=True)
class NewRepairKeyPage:
    """A key that was just made: the only sight of its code."""

    template: ClassVar[str] = "repair_key_new.html"
    code: Annotated[str, "The code, in groups of four"]
    picture: Annotated[Picture, "The code as a QR code"]
    until: Annotated[date, "The last day on which it works"]
    days: Annotated[int, "For how many days it opens the device"]
    back: Annotated[str, "The page of all keys"]
