"""Another provider's passport, looked at because somebody asks for it.

Rules:
1. Nothing is asked of anybody until somebody who is signed in asks for this address; a scan alone opens nothing.
2. An address begins with https (one that is printed with http is asked over https), names a host of others on its
   usual port: no user, no number. Ours is not asked over the network.
3. From an identifier to its data leads at most one `Link` header and one linkset; every step keeps the rules of the
   first (`dpp.service.foreign.ports`).
4. What comes is read liberally and told with its deviations; a signature is not verified, and the view says so.
5. Nothing of it is kept, here or in a log.
6. Whoever asks very often waits: nobody uses us to ask others.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, NoReturn
from urllib.parse import urlsplit

from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, Problem, Refused, TooMany
from dpp.domain.foreign_links import bare, header_link, is_data, is_linkset, passport_link
from dpp.domain.hosts import host_of, looks_like_ours
from dpp.domain.message import Message, message
from dpp.domain.permissions import PERMISSIONS
from dpp.service.checking import Checked, Checking, Report
from dpp.service.foreign.ports import Answer, ForeignPages, Turn
from dpp.service.ports import Clock
from dpp.service.received import read_object

LONGEST_ADDRESS = 2048
NOT_KEPT = message("Nothing of this was kept. It is what the other provider says, and was not verified.")
_NUMBERS = re.compile(r"[0-9.]+|0x.*|.*:.*")
_NO_FOLLOWING = message("Ask for the address of the passport itself, if you know it.")


@dataclass(frozen=True)
class Step:
    """An address that was asked, and why."""

    address: str
    why: Message


@dataclass(frozen=True)
class ForeignPassport:
    """What another provider says of a product. `elements` are in our compressed form, as far as they could be read.

    `operator` is the economic operator that the passport names; `warning` says what is odd about the address; `sound`
    names the elements in which our catalogue finds no fault.
    """

    asked: str
    address: str
    host: str
    retrieved_at: datetime
    media_type: str
    steps: tuple[Step, ...]
    report: Report
    elements: Mapping[str, Any]
    sound: frozenset[str]
    operator: str | None
    note: Message
    warning: Message | None = None


@dataclass(frozen=True)
class ForeignPassports:
    """`turn` counts the askings of an account."""

    pages: ForeignPages
    checking: Checking
    own_hosts: frozenset[str]
    clock: Clock
    turn: Turn

    def look(self, actor: Actor, address: str) -> ForeignPassport:
        """What is said at this address. InvalidInput, Refused, TooMany, or Unavailable where nobody answers."""
        PERMISSIONS.check("read_foreign_passport", actor)
        asked = foreign_address(address, self.own_hosts)
        if seconds := self.turn(actor.account.encode()):
            raise TooMany(
                message("You asked for many passports of others in a short time."),
                seconds=ceil(seconds),
                remedy=message("Wait, then ask again."),
            )
        answer, steps = self._followed(asked)
        checked = self.checking.read(actor, answer.body)
        return self._view(asked, answer, steps, checked)

    def _followed(self, asked: str) -> tuple[Answer, tuple[Step, ...]]:
        """The answer that holds data, and every address that was asked on the way (rule 3)."""
        answer = self.pages.fetch(asked)
        steps = _steps(asked, answer, message("the address that was asked for"))
        if not is_data(answer.media_type):
            target = header_link(answer.links)
            if target is None:
                _no_data(answer)
            answer, more = self._next(target, message("the Link header of the page"))
            steps += more
        if (document := _linkset(answer)) is not None:
            target = passport_link(document, answer.address)
            if target is None:
                _refuse(message("{host} knows links, but none to a passport as data.", host=_host(answer)))
            answer, more = self._next(target, message("the linkset of the resolver"))
            steps += more
        if not is_data(answer.media_type) or _linkset(answer) is not None:
            _no_data(answer)
        return answer, steps

    def _next(self, target: str, why: Message) -> tuple[Answer, tuple[Step, ...]]:
        try:
            address = foreign_address(target, self.own_hosts)
        except InvalidInput as error:
            _refuse(message("A link of the other provider is not followed. {why}", why=error.what))
        answer = self.pages.fetch(address)
        return answer, _steps(address, answer, why)

    def _view(self, asked: str, answer: Answer, steps: tuple[Step, ...], checked: Checked) -> ForeignPassport:
        operator = checked.report.header.get("economicOperatorId")
        return ForeignPassport(
            asked=asked,
            address=answer.address,
            host=_host(answer),
            retrieved_at=self.clock(),
            media_type=bare(answer.media_type),
            steps=steps,
            report=checked.report,
            elements=checked.elements,
            sound=checked.sound,
            operator=operator if isinstance(operator, str) else None,
            note=NOT_KEPT,
            warning=looks_like_ours(asked, self.own_hosts),
        )


def foreign_address(text: str, own_hosts: frozenset[str]) -> str:
    """The address to ask, by rule 2, without its fragment."""
    address = text.strip()
    if "://" not in address:
        address = f"https://{address}"
    if address[:7].lower() == "http://":
        address = f"https://{address[7:]}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _fault(message("This is not an address: its host cannot be read.")) from None
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        most = LONGEST_ADDRESS
        raise _fault(message("An address has at most {most} characters of ASCII, and no spaces.", most=most))
    if parts.scheme.lower() != "https" or not parts.hostname or "\\" in address:
        raise _fault(message("An address that begins with https:// is expected."))
    if parts.username is not None or port not in {None, 80, 443} or _NUMBERS.fullmatch(parts.hostname):
        raise _fault(message("An address with a user, a port of its own or a number for its host is not asked."))
    if host_of(address) in own_hosts:
        raise Refused(
            "foreign.own",
            message("{host} is an address of this registry.", host=host_of(address)),
            remedy=message("Look it up here: scan it, or open it."),
        )
    return parts._replace(scheme="https", netloc=parts.hostname, fragment="").geturl()


def _fault(what: Message) -> InvalidInput:
    return InvalidInput(
        what, (Problem("$.address", what),), remedy=message("Copy the address as it stands on the code.")
    )


def _steps(asked: str, answer: Answer, why: Message) -> tuple[Step, ...]:
    on_the_way = (*answer.redirects[1:], answer.address) if answer.redirects else ()
    return (Step(asked, why), *(Step(each, message("a redirect")) for each in on_the_way))


def _linkset(answer: Answer) -> Mapping[str, Any] | None:
    try:
        document = read_object(answer.body)
    except InvalidInput:
        return None
    return document if is_linkset(document) else None


def _no_data(answer: Answer) -> NoReturn:
    kind = bare(answer.media_type)[:60] or "?"
    _refuse(message("{host} answers with {kind}, and not with data of a passport.", host=_host(answer), kind=kind))


def _refuse(what: Message) -> NoReturn:
    raise Refused("foreign.no-passport", what, remedy=_NO_FOLLOWING)


def _host(answer: Answer) -> str:
    return host_of(answer.address)
