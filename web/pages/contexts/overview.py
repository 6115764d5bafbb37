"""Contexts of the overview of an owner: counts with the list behind each, and such a list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from lifecycle.domain.holdings import Standing
from lifecycle.domain.vocabulary import Route
from web.pages.contexts.device import DeviceRow
from web.pages.contexts.frame import FormState, Link
from web.pages.contexts.requests import RequestRow
from web.pages.contexts.today import WaitingLine


@dataclass(frozen=True)
class CountLine:
    """A count with the list behind it."""

    what: Annotated[Message | StrEnum | str, "What is counted"]
    count: Annotated[int, "How many"]
    address: Annotated[str, "The list of them"]


@dataclass(frozen=True)
class SurplusLine:
    """Where devices that were declared surplus stand."""

    step: Annotated[Standing, "At which step"]
    count: Annotated[int, "How many"]
    since: Annotated[date, "Since when the first of them is surplus"]
    days: Annotated[int, "How many days that is"]
    still: Annotated[int, "Of how many nothing was recorded for long"]
    routes: Annotated[tuple[tuple[Route, int], ...], "What is proposed or decided, with how many"]
    address: Annotated[str, "The list of them"]


@dataclass(frozen=True)
class WhereLine:
    """How many devices are at a step with somebody, or with somebody at a place."""

    who: Annotated[Message | str, "Who has them"]
    where: Annotated[Message | StrEnum | str, "The step, or the place"]
    count: Annotated[int, "How many"]
    address: Annotated[str, "The list of them"]


@dataclass(frozen=True)
class YearLine:
    """What became of devices in a calendar year; 0 where nothing did."""

    year: Annotated[int, "The year"]
    declared: Annotated[int, "How many were declared surplus"]
    reused: Annotated[int, "How many reached a next user"]
    ended: Annotated[int, "How many reached another end"]
    how_reused: Annotated[tuple[Message, ...], "How, with how many"]
    how_ended: Annotated[tuple[Message, ...], "How, with how many"]
    links: Annotated[tuple[Link, ...], "The devices behind it"]


@dataclass(frozen=True)
class OverviewPage:
    """My surplus, my requests, where are my devices, and what became of them by year."""

    template: ClassVar[str] = "overview.html"
    count: Annotated[int, "How many devices there are in all"]
    today: Annotated[date, "The day from which ages count"]
    waits: Annotated[tuple[WaitingLine, ...], "What waits for an answer, the oldest first"]
    needs: Annotated[tuple[CountLine, ...], "What of the devices stands out"]
    surplus: Annotated[tuple[SurplusLine, ...], "In the order of the way"]
    surplus_count: Annotated[int, "How many devices are on the way"]
    requests: Annotated[tuple[RequestRow, ...], "Those that are open, the first deadline first"]
    reserved: Annotated[int, "How many devices are kept for the organisation"]
    first_end: Annotated[date | None, "When the first reservation ends"]
    steps: Annotated[tuple[WhereLine, ...], "By step and who has them"]
    places: Annotated[tuple[WhereLine, ...], "By who has them and place, the most first"]
    more_places: Annotated[bool, "Whether there are more places than these"]
    years: Annotated[tuple[YearLine, ...], "The newest first"]
    form: Annotated[FormState, "After how many days a device stands out"]
    query: Annotated[str, "The same in an address"]


@dataclass(frozen=True)
class OwnDevice:
    """A device in the list behind a count."""

    row: Annotated[DeviceRow, "The device as lists show it"]
    who: Annotated[str | None, "Who has it"]
    since: Annotated[date, "When something last happened to it"]


@dataclass(frozen=True)
class OwnDevicesPage:
    """The devices behind a count."""

    template: ClassVar[str] = "overview_devices.html"
    lines: Annotated[tuple[OwnDevice, ...], "A page of them, in the order of their keys"]
    what: Annotated[tuple[Message | StrEnum | str, ...], "What they have in common"]
    file: Annotated[str, "Address of all of them as CSV"]
    more: Annotated[str, "Address of the next page; empty on the last"] = ""
