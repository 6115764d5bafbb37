"""Which credentials who receives or carries a consignment must show, and why a hand-over is refused without.

Rules:
1. What is asked follows from the terms: the table below is data, one line a destination. Any one of its kinds does.
2. A credential holds from its first up to and including its last day. It is asked on the day of the offer, on that of
   the collection and on that of the receipt: one that ended in between blocks the hand-over that day.
3. A refusal names the credential, its last day, and what to do.
4. From 30 days before its last day (`WARNING`) who hands over and who keeps the register are told.

The grounds: the Regeling materieelbeheer roerende zaken van het Rijk for donations by a coordinator that was named
(aanwijzingsbesluit); WEEE Directive 2012/19/EU, art. 8, with CENELEC EN 50625 for treatment; EN 50614 for preparing
waste for reuse; R2v3 for who refurbishes; GDPR art. 28 for who has data in custody; Wet milieubeheer art. 10.55 for who
carries waste (the VIHB list).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from dpp.domain.errors import Refused
from dpp.domain.message import Message, listed, message
from lifecycle.domain.vocabulary import Holding, Route

WARNING = timedelta(days=30)
"""A policy number: how long before its last day an ending credential is told of."""
_DAY = timedelta(days=1)

SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "aanwijzingsbesluit": "aanwijzingsbesluit",
        "donation-agreement": "donation-agreement",
        "processor-agreement": "processor-agreement",
        "contract": "contract",
        "en-50614": "EN 50614",
        "en-50625": "EN 50625",
        "r2": "R2v3",
        "vihb": "VIHB",
    }
)
"""How papers and refusals call a kind of credential."""


class Party(StrEnum):
    """Who shows it."""

    RECEIVER = "receiver"
    CARRIER = "carrier"


class Destination(NamedTuple):
    """What of the terms decides: the route, who owns from then on, whether sealed custody alone leaves the State."""

    route: Route | None
    holding: Holding | None = None
    sealed_outside: bool = False


@dataclass(frozen=True)
class Requirement:
    """One line of the table. `holding` None: whoever it passes to."""

    route: Route | None
    holding: Holding | None
    party: Party
    kinds: tuple[str, ...]
    sealed_outside: bool = False

    def applies(self, to: Destination) -> bool:
        if self.sealed_outside:
            return to.sealed_outside
        return self.route is to.route is not None and self.holding in {None, to.holding}


def _parse(table: str) -> tuple[Requirement, ...]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]
    return tuple(
        Requirement(
            route=None if route == "custody, sealed" else Route(route),
            holding=None if holding == "any" else Holding(holding),
            party=Party(party),
            kinds=tuple(kinds.split()),
            sealed_outside=route == "custody, sealed",
        )
        for route, holding, party, kinds in rows
    )


REQUIREMENTS = _parse("""
destination     | passes to   | shown by | any one of
donate          | coordinator | receiver | aanwijzingsbesluit
donate          | recipient   | receiver | donation-agreement
sell            | any         | receiver | contract r2 en-50614
recycle         | any         | receiver | en-50625
recycle         | any         | carrier  | vihb
custody, sealed | any         | receiver | processor-agreement
""")
"""Nothing is asked for redeployment within the State, nor of a lessor, whose contract the terms name."""


@dataclass(frozen=True)
class Held:
    """A credential of an organisation, as the register has it."""

    kind: str
    number: str
    valid_from: date
    valid_until: date | None = None

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @property
    def last_day(self) -> date:
        return self.valid_until or date.max


def required(to: Destination, party: Party) -> tuple[Requirement, ...]:
    """What this party must show on these terms."""
    return tuple(each for each in REQUIREMENTS if each.party is party and each.applies(to))


def valid_for(requirement: Requirement, held: Iterable[Held], on: date) -> Held | None:
    """The credential that meets it on this day: of several the one that ends last."""
    found = [each for each in held if each.kind in requirement.kinds and each.valid(on)]
    return max(found, key=lambda each: each.last_day, default=None)


def check(name: str, requirements: Iterable[Requirement], held: Iterable[Held], on: date) -> None:
    """Return when every requirement is met on this day; Refused `receiver-credential` or `carrier-credential`."""
    known = tuple(held)
    for requirement in requirements:
        if valid_for(requirement, known, on) is None:
            raise _refusal(name, requirement, known, on)


def _refusal(name: str, requirement: Requirement, held: tuple[Held, ...], on: date) -> Refused:
    kinds = listed([SHORT_NAMES[kind] for kind in requirement.kinds])
    of_kind = [each for each in held if each.kind in requirement.kinds]
    ended = max((each for each in of_kind if each.last_day < on), key=lambda each: each.last_day, default=None)
    begins = min((each for each in of_kind if each.valid_from > on), key=lambda each: each.valid_from, default=None)
    return Refused(
        f"{requirement.party}-credential",
        _why(name, kinds, on, ended, begins),
        remedy=message(
            "Record the renewed credential with its number, ground and dates, or choose another {party}.",
            party=requirement.party,
        ),
    )


def _why(name: str, kinds: Message, on: date, ended: Held | None, begins: Held | None) -> Message:
    said = {"receiver": name, "kind": kinds, "day": on.isoformat()}
    if ended is not None:
        return message(
            "{receiver} has no valid {kind} on {day}: number {number} ended on {last}.",
            number=ended.number,
            last=ended.last_day.isoformat(),
            **said,
        )
    if begins is not None:
        return message(
            "{receiver} has no valid {kind} on {day}: number {number} begins on {first}.",
            number=begins.number,
            first=begins.valid_from.isoformat(),
            **said,
        )
    return message("{receiver} has no valid {kind} on {day}: none is registered.", **said)


@dataclass(frozen=True)
class Ending:
    """A credential that ends within the time of warning, and is the last that meets what is asked."""

    party: Party
    kind: str
    number: str
    last_day: date


def ends_soon(held: Iterable[Held], on: date) -> bool:
    """Whether anything that holds today ends within `WARNING`."""
    return any(each.valid(on) and each.last_day <= on + WARNING for each in held)


def ending(requirements: Iterable[Requirement], held: Iterable[Held], on: date) -> tuple[Ending, ...]:
    """Rule 4: what holds today, ends within `WARNING`, and has no successor."""
    known = tuple(held)
    found = ((each, valid_for(each, known, on)) for each in requirements)
    return tuple(
        Ending(requirement.party, credential.kind, credential.number, credential.last_day)
        for requirement, credential in found
        if credential is not None
        and credential.last_day <= on + WARNING
        and not any(each.kind in requirement.kinds and each.valid(credential.last_day + _DAY) for each in known)
    )
