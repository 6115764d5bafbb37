"""Contexts for intake stations: the administrator's list, the enrolment of a device, one's own badges and PIN."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.forms import NOTHING_OFFERED, Offered
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Tone
from web.pages.contexts.repairers import Picture


@dataclass(frozen=True)
class StationLine:
    """One station in the list."""

    id: Annotated[str, "What the form sends"]
    name: Annotated[str, "How people call it"]
    place: Annotated[str, "Where it stands"]
    organisation: Annotated[str, "For whom it works"]
    tone: Annotated[Tone, "How its state is meant"]
    state: Annotated[Message, "Its state in a few words"]
    seen: Annotated[date | None, "The last day on which its device asked something"]
    today: Annotated[int, "How many devices were scanned there today; nobody's number"]
    revoked: Annotated[bool, "Whether it was revoked for ever"] = False


@dataclass(frozen=True)
class EnrolmentCode:
    """What was just made for a device, shown once."""

    station: Annotated[str, "The name of the station"]
    code: Annotated[str, "What is typed on the device"]
    address: Annotated[str, "The page that asks for it, with the code filled in"]
    picture: Annotated[Picture, "The same address as a QR code"]
    until: Annotated[datetime, "Until when it works"]


@dataclass(frozen=True)
class ShownLine:
    """What one person can show at a station."""

    account: Annotated[str, "What the form sends"]
    name: Annotated[str, "The person"]
    organisation: Annotated[str, "For whom the person works"]
    badges: Annotated[tuple[Choice, ...], "Badges that count, by the day on which they were made"]
    pin: Annotated[str | None, "The short name with a PIN, where there is one"]


@dataclass(frozen=True)
class StationsPage:
    """Intake stations, and what people show there."""

    template: ClassVar[str] = "admin_stations.html"
    stations: Annotated[tuple[StationLine, ...], "By organisation and name"]
    shown: Annotated[tuple[ShownLine, ...], "Everybody with a badge or a PIN"]
    organisations: Annotated[Offered, "For whom a new one can be; empty for who may only look"] = NOTHING_OFFERED
    new: Annotated[EnrolmentCode | None, "A code that was just made"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class EnrolPage:
    """On the device: the code that the administrator has."""

    template: ClassVar[str] = "station_enrol.html"
    station: Annotated[str | None, "The station that this device is already"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM


@dataclass(frozen=True)
class BadgesPage:
    """What one shows at a station, and nowhere else."""

    template: ClassVar[str] = "account_badges.html"
    badges: Annotated[tuple[Choice, ...], "Badges that count, by the day on which they were made"]
    pin: Annotated[str | None, "The short name with a PIN, where there is one"]
    pin_counts: Annotated[bool, "Whether it counts: too many wrong ones in a row end it"] = True
    name: Annotated[str, "Whose they are, for the print"] = ""
    organisation: Annotated[str, "For whom the person works, for the print"] = ""
    code: Annotated[str | None, "A badge that was just made, shown once"] = None
    picture: Annotated[Picture | None, "The same as a QR code"] = None
    form: Annotated[FormState, "What was typed, and what is wrong"] = NEW_FORM
