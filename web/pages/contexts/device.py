"""Contexts of a device, for insiders: what it is, how it stands, what can be done now, and what happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import (
    Classification,
    DataState,
    Hazard,
    Holding,
    Lifecycle,
    Lock,
    MediumKind,
    SanitisationCategory,
    Waste,
)
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link, Tone
from web.pages.contexts.support import UpdatesBlock


@dataclass(frozen=True)
class DeviceHead:
    """Enough to recognise a device at the top of a page or in a list."""

    name: Annotated[str | None, "Brand and model; none while that is not known"]
    address: Annotated[str, "The device's page"]
    tag: Annotated[str | None, "Asset tag or serial number, whichever people use"] = None
    label: Annotated[str | None, "Label code as printed"] = None


@dataclass(frozen=True)
class Claim:
    """Something that says which device this is."""

    kind: Annotated[ClaimKind, "What it names"]
    value: Annotated[str, "The number or text"]
    source: Annotated[Message | str, "Who or what says so"]
    confidence: Annotated[float, "0 to 1"]
    seen: Annotated[date | None, "When it was last seen, where that is known"]


@dataclass(frozen=True)
class Standing:
    """Where a device stands on each axis; all of it follows from its events."""

    lifecycle: Annotated[Lifecycle, "Place in the circular life"]
    data: Annotated[DataState, "State of the worst medium"]
    custodian: Annotated[str, "Name of the organisation that has it"]
    owner: Annotated[str | None, "Name of the organisation that owns it, once registered"]
    holding: Annotated[Holding | None, "What kind of party the owner is"]
    place: Annotated[str | None, "Where it is"] = None
    waste: Annotated[Waste, "Waste status"] = Waste.PRODUCT
    classification: Annotated[Classification, "Highest classification of its data"] = Classification.UNKNOWN
    locks: Annotated[tuple[Lock, ...], "Locks that keep the next user out"] = ()
    hazards: Annotated[tuple[Hazard, ...], "Why it must be handled with care"] = ()
    legal_hold: Annotated[bool, "Whether nothing may be done with it for a legal reason"] = False
    functional: Annotated[str | None, "Functional grade F1 to F6"] = None
    cosmetic: Annotated[str | None, "Cosmetic grade C0 to C9"] = None
    battery_health: Annotated[float | None, "Battery health in percent of new"] = None


@dataclass(frozen=True)
class Medium:
    """A storage medium and how it stands."""

    serial: Annotated[str, "Serial number of the medium"]
    kind: Annotated[MediumKind, "Kind of medium"]
    state: Annotated[DataState, "What is on it"]
    size_bytes: Annotated[int | None, "Capacity in bytes"] = None
    category: Annotated[SanitisationCategory | None, "How it was erased"] = None
    erased_by: Annotated[str | None, "Who erased it"] = None
    erased_on: Annotated[date | None, "When"] = None
    verified_by: Annotated[str | None, "Who checked it"] = None
    verified_on: Annotated[date | None, "When"] = None
    healthy: Annotated[bool | None, "The medium's own verdict on its health"] = None


@dataclass(frozen=True)
class Evidence:
    """A file that a machine made, stripped of personal data."""

    sha256: Annotated[str, "Hash of what was received"]
    format: Annotated[Message | str, "Which format"]
    parser: Annotated[str, "Which parser read it, with its version"]
    received: Annotated[datetime, "When"]
    gave: Annotated[tuple[Message, ...], "What it yielded"] = ()


@dataclass(frozen=True)
class Happening:
    """One event, dated twice: when it happened and when it was recorded."""

    id: Annotated[str, "The event's id"]
    kind: Annotated[Message, "What happened, in a word or two"]
    at: Annotated[datetime, "When it happened"]
    recorded: Annotated[datetime, "When it was recorded"]
    by: Annotated[str | None, "Who did it, for those who may know the name"]
    organisation: Annotated[str | None, "For which organisation"]
    details: Annotated[tuple[Message, ...], "What it says"] = ()
    evidence: Annotated[str | None, "Address of its evidence"] = None
    proof: Annotated[str | None, "Address of its proof"] = None
    corrected: Annotated[bool, "Whether a later event corrects it"] = False


@dataclass(frozen=True)
class Action:
    """Something that this person may do with the device, now or after what refuses it is gone."""

    text: Annotated[Message, "What, as a verb"]
    address: Annotated[str, "Where it is done"]
    refusals: Annotated[tuple[Message, ...], "Why not now; empty when it can be done"] = ()
    wanted: Annotated[bool, "Whether it is what the device needs next"] = False
    at_once: Annotated[bool, "Whether a button does it, without a form to fill in"] = False

    @property
    def possible(self) -> bool:
        """Whether nothing refuses it."""
        return not self.refusals


@dataclass(frozen=True)
class AdviceInShort:
    """The advice on the page of a device: the sentence, and where the rest is."""

    tone: Annotated[Tone, "The advice as a sign"]
    why: Annotated[Message, "The advice in a sentence"]
    opens: Annotated[tuple[Message, ...], "What becomes possible by it"]
    address: Annotated[str, "The repair bench, with everything"]


@dataclass(frozen=True)
class DevicePage:
    """Everything that an insider may know of one device."""

    template: ClassVar[str] = "device.html"
    head: Annotated[DeviceHead, "Which device"]
    tone: Annotated[Tone, "How it stands, as one sign"]
    summary: Annotated[Message, "How it stands, in a sentence"]
    standing: Annotated[Standing, "Each axis"]
    claims: Annotated[tuple[Claim, ...], "What says which device this is"]
    media: Annotated[tuple[Medium, ...], "Storage media"]
    actions: Annotated[tuple[Action, ...], "What this person may do, most useful first"]
    timeline: Annotated[tuple[Happening, ...], "What happened, newest first"]
    evidence: Annotated[tuple[Evidence, ...], "Files, newest first"] = ()
    passport: Annotated[str | None, "Address of the public passport"] = None
    label: Annotated[str | None, "Address of the label"] = None
    decision: Annotated[str | None, "Address of the routing decision"] = None
    proof: Annotated[str | None, "Address of the file that proves its history"] = None
    repair_page: Annotated[str | None, "Address of the repair page of its model"] = None
    cases: Annotated[tuple[Link, ...], "Open cases: what turned out wrong after it left"] = ()
    repair_keys: Annotated[str | None, "Where its holder makes repair keys, for who may"] = None
    updates: Annotated[UpdatesBlock | None, "Security updates of its model, and whether it runs Windows 11"] = None
    advice: Annotated[AdviceInShort | None, "Repair it, or not; None where nothing is broken"] = None
    same_as: Annotated[str | None, "The device that this placeholder turned out to be, for who may read it"] = None

    @property
    def not_yet(self) -> tuple[tuple[Action, ...], ...]:
        """The actions that cannot be done now, those with the same reason together."""
        groups: list[list[Action]] = []
        for action in (each for each in self.actions if not each.possible):
            known = next((group for group in groups if group[0].refusals == action.refusals), None)
            if known is None:
                groups.append([action])
            else:
                known.append(action)
        return tuple(map(tuple, groups))


@dataclass(frozen=True)
class ActPage:
    """A page with one form for one act on one device: the act decides which fields it has."""

    head: Annotated[DeviceHead, "Which device"]
    send_to: Annotated[str, "Where the form goes"]
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class EvidencePage(ActPage):
    """Attach evidence."""

    template: ClassVar[str] = "device_evidence.html"
    limit_bytes: Annotated[int, "Largest file that is taken"] = 4 * 1024 * 1024


@dataclass(frozen=True)
class InspectionPage(ActPage):
    """Record an inspection."""

    template: ClassVar[str] = "device_inspection.html"
    bears_data: Annotated[bool, "Whether it may have a storage medium that nobody has seen yet"] = False
    tests: Annotated[tuple[Choice, ...], "What there is to test"] = ()


@dataclass(frozen=True)
class ErasurePage(ActPage):
    """Record the erasure of a medium."""

    template: ClassVar[str] = "device_erasure.html"
    media: Annotated[tuple[Medium, ...], "The media that can be erased"] = ()
    chosen: Annotated[str, "The serial number of the medium that the form is filled in for"] = ""
    reported_by: Annotated[str | None, "The tool whose report filled in the form"] = None


@dataclass(frozen=True)
class VerificationPage(ActPage):
    """Check somebody else's erasure."""

    template: ClassVar[str] = "device_verification.html"
    media: Annotated[tuple[Medium, ...], "The media that wait for a check"] = ()


@dataclass(frozen=True)
class RepairPage(ActPage):
    """Record a repair."""

    template: ClassVar[str] = "device_repair.html"
    parts: Annotated[tuple[Choice, ...], "What can be replaced"] = ()


@dataclass(frozen=True)
class SurplusPage(ActPage):
    """Record the decision that the device is surplus."""

    template: ClassVar[str] = "device_surplus.html"
    providers: Annotated[Offered, "Who may collect it"] = NOTHING_OFFERED


@dataclass(frozen=True)
class DeviceRow:
    """A device in a list."""

    head: Annotated[DeviceHead, "Which device"]
    lifecycle: Annotated[Lifecycle, "Place in the circular life"]
    data: Annotated[DataState, "State of the worst medium"]
    place: Annotated[str | None, "Where it is"] = None


@dataclass(frozen=True)
class OpenedDevice:
    """A device that a repair key opened for the reader's organisation."""

    head: Annotated[DeviceHead, "The device"]
    until: Annotated[date, "The last day of the access"]
    bench: Annotated[str, "Where it is repaired"]


@dataclass(frozen=True)
class DevicesPage:
    """The devices that somebody may see, by number or name and by where they are in their life."""

    template: ClassVar[str] = "devices.html"
    rows: Annotated[tuple[DeviceRow, ...], "What fits the filters"]
    filters: Annotated[FormState, "The filters as they stand in the address"] = NEW_FORM
    stages: Annotated[tuple[Choice, ...], "Where in its life a device can be"] = ()
    more: Annotated[str | None, "Address of the next part of the list"] = None
    can_register: Annotated[bool, "Whether this person may register a device"] = False
    opened: Annotated[tuple[OpenedDevice, ...], "Devices that repair keys opened, the first to end first"] = ()


@dataclass(frozen=True)
class FoundPage:
    """What a search over tags, serials, codes and models found."""

    template: ClassVar[str] = "found.html"
    query: Annotated[str, "What was searched for"]
    rows: Annotated[tuple[DeviceRow, ...], "What was found"]
    models: Annotated[tuple[Link, ...], "Model passports that were found"] = ()
    understood: Annotated[tuple[Message, ...], "What the code may be, likeliest first"] = ()
    warnings: Annotated[tuple[Message, ...], "What to compare with the label"] = ()
    near: Annotated[tuple[DeviceRow, ...], "Devices that may have been meant: their code is easily misread"] = ()
    foreign: Annotated[str | None, "Somebody else's address in the code; it was not opened"] = None

    @property
    def found(self) -> bool:
        """Whether something was found under what was typed."""
        return bool(self.rows or self.models)

    @property
    def leads_on(self) -> bool:
        """Whether there is anything to go on to."""
        return bool(self.found or self.near or self.foreign)
