"""The three answers that a stranger with a device in hand wants, from what its passport says.

Rules:
1. "Safe" is said only of a device whose media were erased and checked, or that keeps no data, and that nobody misses.
2. A device that was reported lost while it belongs to the State is a stop, whatever else is true, and nobody is told
   that it can be given on.
3. What no source gives is said to be unknown; no date is guessed.
4. Where something can be done, a link leads there: how to repair it, who repairs, whom to tell that it was found.
"""

from dataclasses import dataclass
from datetime import date

from dpp.domain.message import Message, message
from lifecycle.domain.support.endings import Standing
from web.pages.contexts.frame import Link, Month, Tone
from web.pages.contexts.passport import PassportPage

_REPAIR_CAFES = "https://www.repaircafe.org/"
_ADVICE = message("Use it only with other software that still gets updates, or not on the internet.")


@dataclass(frozen=True)
class Answer:
    """A question of the reader, the answer in a few words, and a sentence or two more."""

    icon: str
    question: Message
    tone: Tone
    answer: Message
    more: tuple[Message, ...] = ()
    links: tuple[Link, ...] = ()


_OTHERWISE = message("Is it not yours? Hand it in at the police or your municipality.")


def three_answers(page: PassportPage) -> tuple[Answer, ...]:
    """Is it safe that I have this; how long can I use it; broken or done with it. A model has no first question."""
    answers = (_how_long(page), _broken_or_done(page))
    return (_safe(page), *answers) if page.of_item else answers


def _safe(page: PassportPage) -> Answer:
    tone, answer, more = _safety(page)
    found = (Link(message("Found this device? Report it"), page.report_found),) if page.report_found else ()
    return Answer("proof", message("Is it safe that I have this?"), tone, answer, more, found)


def _safety(page: PassportPage) -> tuple[Tone, Message, tuple[Message, ...]]:
    history = page.history
    if _missing(page):
        return (
            Tone.STOP,
            message("This device is missing"),
            (message("It belongs to the State. Please report it to the police or to your municipality."),),
        )
    states = (
        (message("It still belongs to the State. Did you find it? Hand it in at the police or your municipality."),)
        if history.state_owned
        else ()
    )
    if not page.has_storage:
        return Tone.GOOD, message("Yes"), (message("This kind of device keeps no data of a person."), *states)
    if history.data_safe:
        checked = message("All data were erased, and that was checked, in {month}.", month=Month(history.data_safe))
        return (
            Tone.GOOD,
            message("Yes, no data are on it"),
            (checked, message("Nobody has reported it missing."), *states),
        )
    return (
        Tone.UNKNOWN,
        message("Not certain: there may be data on it"),
        (message("Nobody has recorded yet that all data were erased."), *(states or (_OTHERWISE,))),
    )


def _missing(page: PassportPage) -> bool:
    return page.history.reported_lost and page.history.state_owned


def _how_long(page: PassportPage) -> Answer:
    question = message("How long can I use it?")
    more = (*_windows(page), *((_battery(page),) if page.battery is not None else ()))
    until = page.updates_until
    if until is None and page.updates_say is Standing.NOT_ANNOUNCED:
        return Answer("time", question, Tone.GOOD, message("It gets security updates; no end is announced"), more)
    if until is None and page.updates_say is Standing.ENDED:
        return Answer("time", question, Tone.ATTENTION, message("Security updates have ended"), (_ADVICE, *more))
    if until is None:
        answer = message("Until when it gets security updates is not published")
        return Answer("time", question, Tone.UNKNOWN, answer, more)
    if until < page.today:
        answer = message("Security updates ended on {until}", until=until)
        return Answer("time", question, Tone.ATTENTION, answer, (_ADVICE, *more))
    return Answer("time", question, Tone.GOOD, message("Security updates until {until}", until=until), more)


def _windows(page: PassportPage) -> tuple[Message, ...]:
    """Whether it runs the Windows that still gets updates, where that is known."""
    block = page.updates
    if block is None or block.windows is None or block.windows_tone is Tone.UNKNOWN:
        return ()
    runs = block.windows_tone is Tone.GOOD
    return (message("Windows 11 runs on it.") if runs else message("Windows 11 does not run on it."),)


def _battery(page: PassportPage) -> Message:
    return message("The battery holds {figure} of what it held when it was new.", figure=page.battery)


def _broken_or_done(page: PassportPage) -> Answer:
    question = message("Broken, or done with it?")
    if _missing(page):
        return Answer("repair", question, Tone.STOP, message("Hand it in"), (message("It is not yours to give on."),))
    return Answer(
        "repair",
        question,
        Tone.INFO,
        _repair_in_short(page),
        (
            message(
                "Broken? Have it repaired: at a Repair Café or by a repairer from the Nationaal Reparateursregister."
            ),
            message("Done with it? Give it on, or hand it in at a shop or recycling centre. Never in the bin."),
        ),
        (*_repair_page(page), Link(message("Find a Repair Café"), _REPAIR_CAFES)),
    )


def _repair_page(page: PassportPage) -> tuple[Link, ...]:
    return (Link(message("How to repair it"), page.repair_page),) if page.repair_page else ()


def _repair_in_short(page: PassportPage) -> Message:
    if page.repair.grade:
        return message("Repair class {grade}", grade=page.repair.grade)
    if _parts_to_be_had(page.repair.parts_until, page.today):
        return message("Spare parts until {until}", until=page.repair.parts_until)
    return message("Repair it, give it on or hand it in")


def _parts_to_be_had(until: date | None, today: date) -> bool:
    return until is not None and until >= today
