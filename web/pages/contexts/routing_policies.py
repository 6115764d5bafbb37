"""Contexts of routing policies: the register, one policy with every number, and a run over the stock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState, Tone


@dataclass(frozen=True)
class PolicyRow:
    """A version of a policy in the register."""

    address: Annotated[str, "The page of the version"]
    title: Annotated[str, "What the policy is called"]
    name: Annotated[str, "Its id and version"]
    of: Annotated[tuple[Message | str, ...], "For whose devices and which kinds; empty for every device"]
    since: Annotated[date, "The first day on which it may be in force"]
    until: Annotated[date | None, "The last day, where it has one"]
    tone: Annotated[Tone, "How its state is meant"]
    state: Annotated[Message, "In force, waits for its day, or waits for a second person"]


@dataclass(frozen=True)
class PoliciesPage:
    """The register of policies, and the form to load one."""

    template: ClassVar[str] = "routing_policies.html"
    rows: Annotated[tuple[PolicyRow, ...], "Every version; the policy of the package is the last"]
    may_load: Annotated[bool, "Whether this person loads policies"] = False
    form: Annotated[FormState, "What is wrong with the file that was chosen"] = NEW_FORM
    faults: Annotated[
        tuple[tuple[str, Message], ...], "Each fault of the file with its path; the line is in its words"
    ] = ()


@dataclass(frozen=True)
class NumberRow:
    """One number of a policy, or one word or yes and no."""

    meaning: Annotated[Message, "What it says, in words"]
    value: Annotated[tuple[Message | str | float, ...], "The value, or several"]
    unit: Annotated[str, "The unit of a number; empty where it has none"]
    place: Annotated[str, "Where it stands in the file; decisions name it so"]


@dataclass(frozen=True)
class NumberGroup:
    """Numbers that belong together."""

    title: Annotated[tuple[Message, ...], "What they are about; of which kind of device and which destination"]
    rows: Annotated[tuple[NumberRow, ...], "The numbers, in the order of the file"]


@dataclass(frozen=True)
class RunRow:
    """A preview, or a deciding again, of a version."""

    address: Annotated[str | None, "The page of the run, for who may read it"]
    what: Annotated[Message, "Preview, or deciding again"]
    asked: Annotated[datetime, "When it was asked for"]
    on: Annotated[date, "The first day on which it works"]
    tone: Annotated[Tone, "How its state is meant"]
    state: Annotated[Message, "Its state in a word or two"]
    total: Annotated[int | None, "How many devices there are to look at, where that is counted"]
    seen: Annotated[int, "How many were looked at"]
    decided: Annotated[int, "Of how many the policy decides"]
    moved: Annotated[int, "How many go to another destination"]
    refused: Annotated[int, "For how many proposing again was refused"]
    why: Annotated[Message | None, "Why it stopped"] = None


@dataclass(frozen=True)
class PolicyPage:
    """One version of a policy: what it is, what can be done with it, and every number with its meaning."""

    template: ClassVar[str] = "routing_policy.html"
    row: Annotated[PolicyRow, "The version as the register shows it"]
    owner: Annotated[str, "Who answers for it"]
    groups: Annotated[tuple[NumberGroup, ...], "Every number, in the order of the file"]
    runs: Annotated[tuple[RunRow, ...], "Previews and decidings again, newest first"]
    sha256: Annotated[str, "The hash of its file; empty for the policy of the package"]
    digest: Annotated[str, "The hash of what it says, which decisions carry"]
    file_at: Annotated[str, "Where its file is"]
    loaded: Annotated[str | None, "Who loaded it, for those who may know"] = None
    loaded_at: Annotated[datetime | None, "When it was loaded"] = None
    activated: Annotated[str | None, "Who activated it"] = None
    activated_at: Annotated[datetime | None, "When it was activated"] = None
    preview_at: Annotated[str | None, "Where a preview is asked for; none where that is not for this person"] = None
    activate_at: Annotated[str | None, "Where it is activated; none where that is not for this person"] = None
    refusal: Annotated[Message | None, "Why this person may not activate it"] = None
    form: Annotated[FormState, "What forbids what was asked"] = NEW_FORM


@dataclass(frozen=True)
class TransitionRow:
    """How many devices of a kind go from one destination to another."""

    devices: Annotated[int, "How many"]
    kind: Annotated[Message | str, "Kind of device"]
    before: Annotated[Route, "Destination until now"]
    after: Annotated[Route, "Destination with this policy"]
    address: Annotated[str, "This page with the devices behind it"]


@dataclass(frozen=True)
class MoveRow:
    """One device that goes elsewhere."""

    head: Annotated[DeviceHead, "Which device"]
    before: Annotated[Route, "Destination until now"]
    after: Annotated[Route, "Destination with this policy"]
    refusal: Annotated[Message | None, "Why it was not proposed"] = None


@dataclass(frozen=True)
class RoutingRunPage:
    """How far a run is, and what it found."""

    template: ClassVar[str] = "routing_run.html"
    run: Annotated[RunRow, "The run"]
    policy: Annotated[PolicyRow, "Of which version"]
    preview: Annotated[bool, "Whether nothing is changed by it"]
    working: Annotated[bool, "Whether it waits for its turn, or is under way"]
    transitions: Annotated[tuple[TransitionRow, ...], "What moves where, largest first"] = ()
    moves: Annotated[tuple[MoveRow, ...], "Some of the devices behind it"] = ()
    more: Annotated[str | None, "Where the next devices are"] = None
