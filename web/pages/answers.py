"""The three answers that a stranger with a device in hand wants, from what its passport says.

Rules:
1. "Safe" is said only of a device whose media were erased and checked, or that keeps no data, and that nobody misses.
2. A device that was reported lost while it belongs to the State is a stop, whatever else is true, and nobody is told
   that it can be given on.
3. What no source gives is said to be unknown; no date is guessed.
"""

from dataclasses import dataclass
from datetime import date

from dpp.domain.message import Message, message
from lifecycle.domain.support.endings import Standing
from web.pages.contexts.frame import Month, Tone
from web.pages.contexts.passport import PassportPage

_ADVICE = message("Use it only with other software that still gets updates, or not on the internet.")


@dataclass(frozen=True)
class Answer:
    """A question of the reader, the answer in a few words, and a sentence or two more."""

    icon: str
    question: Message
    tone: Tone
    answer: Message
    more: tuple[Message, ...] = ()


def three_answers(page: PassportPage) -> tuple[Answer, ...]:
    """Is it safe that I have this; how long can I use it; broken or done with it. A model has no first question."""
    answers = (_how_long(page), _broken_or_done(page))
    return (_safe(page), *answers) if page.of_item else answers


def _safe(page: PassportPage) -> Answer:
    tone, answer, more = _safety(page)
    return Answer("proof", message("Is it safe that I have this?"), tone, answer, more)


def _safety(page: PassportPage) -> tuple[Tone, Message, tuple[Message, ...]]:
    history = page.history
    if _missing(page):
        return (
            Tone.STOP,
            message("This device is missing"),
            (message("It belongs to the State. Please report it to the police or to your municipality."),),
        )
    states = (message("It still belongs to the State: if you found it, hand it in."),) if history.state_owned else ()
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
        message("Erasure is not confirmed yet"),
        (message("No check of its data has been recorded. If you found it, hand it in."),),
    )


def _missing(page: PassportPage) -> bool:
    return page.history.reported_lost and page.history.state_owned


def _how_long(page: PassportPage) -> Answer:
    question = message("How long can I use it?")
    more = (_battery(page),) if page.battery is not None else ()
    until = page.updates_until
    if until is None and page.updates_say is Standing.NOT_ANNOUNCED:
        return Answer("time", question, Tone.GOOD, message("It gets security updates; no end is announced"), more)
    if until is None and page.updates_say is Standing.ENDED:
        return Answer("time", question, Tone.ATTENTION, message("Security updates have ended"), (_ADVICE, *more))
    if until is None:
        answer = message("End of security updates: not published")
        return Answer("time", question, Tone.UNKNOWN, answer, more)
    if until < page.today:
        answer = message("Security updates ended on {until}", until=until)
        return Answer("time", question, Tone.ATTENTION, answer, (_ADVICE, *more))
    return Answer("time", question, Tone.GOOD, message("Security updates until {until}", until=until), more)


def _battery(page: PassportPage) -> Message:
    return message("Battery health: {figure} of new.", figure=page.battery)


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
            message("Have it repaired: repaircafe.org or a repairer from the Nationaal Reparateursregister."),
            message("Done with it? Give it on, or hand it in at a shop or recycling centre. Never in the bin."),
        ),
    )


def _repair_in_short(page: PassportPage) -> Message:
    if page.repair.grade:
        return message("Repair class {grade}", grade=page.repair.grade)
    if _parts_to_be_had(page.repair.parts_until, page.today):
        return message("Spare parts until {until}", until=page.repair.parts_until)
    return message("Repair it, give it on or hand it in")


def _parts_to_be_had(until: date | None, today: date) -> bool:
    return until is not None and until >= today
