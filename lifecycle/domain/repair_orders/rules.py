"""What may be said of a repair order next, and why not.

| rule | refuses |
|---|---|
| repair-order-over | anything but a dispute, its reply and its settlement after the order ended |
| repair-diagnosis | a quote, or an end with a barrier, before there is a diagnosis |
| repair-quote-answered | an answer to a quote that was answered, is not (any more) valid, or is another than was read |
| repair-approval | work, tests or the end of a repair without what it needs: diagnosis, quote, approval |
| repair-tests | calling it repaired while no test was done after the last work, or one fails |
| repair-dispute | a dispute before the end or beside an open one, a reply to or a settlement of none that is open |

Whose own device it is needs no quote and no approval: `Asking.own`. Below the limit of a custodian that repairs for the
owner an approval is written at once by the service, with the limit (`Approval.LIMIT`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from dpp.domain.errors import InvalidInput, Problem, Refused
from dpp.domain.message import Message, listed, message
from lifecycle.domain.repair_orders.journal import (
    Approved,
    Cancelled,
    Declined,
    Diagnosed,
    Disputed,
    Finished,
    LinkMade,
    Quoted,
    Replied,
    Said,
    Settled,
    Tested,
    Worked,
)
from lifecycle.domain.repair_orders.quote import check_quote
from lifecycle.domain.repair_orders.standing import Standing
from lifecycle.domain.repair_orders.texts import problems_of

MOST_MINUTES = 6000
MOST_MONTHS = 120
MOST_CODES = 20
MOST_PARTS = 20
LONGEST_CODE = 40


@dataclass(frozen=True)
class Asking:
    """The day, whether who repairs owns the device, and the files that the device has."""

    today: date
    own: bool = False
    evidence: frozenset[str] = frozenset()


def check_new(complaint: str) -> None:
    """Return when an order can be opened with this complaint; InvalidInput when not."""
    _check(problems_of("$.complaint", complaint))


def admit(now: Standing, what: Said, asking: Asking) -> None:
    """Return when this may be said of the order now; InvalidInput or Refused when not."""
    if now.is_over and not isinstance(what, Disputed | Replied | Settled):
        raise Refused(
            "repair-order-over",
            message("This repair order is over."),
            remedy=message("Open a new order for this device."),
        )
    _check(_faults(what, asking))
    match what:
        case Quoted() as it:
            check_quote(it.quote)
            _need_diagnosis(now)
        case LinkMade():
            _need_waiting(now, asking.today)
        case Approved() | Declined() as it:
            _need_answerable(now, it, asking.today)
        case Worked() | Tested():
            _need_approval(now, asking)
        case Finished() as it:
            _admit_end(now, it, asking)
        case Disputed() | Replied() | Settled() as it:
            _admit_dispute(now, it)


def missing_for_work(now: Standing, asking: Asking) -> tuple[Message, ...]:
    """What is still needed before anybody may work on the device."""
    wanted = [] if now.diagnosis is not None else [message("a diagnosis")]
    if asking.own or now.approval is not None:
        return tuple(wanted)
    if not now.quotes:
        return (*wanted, message("a quote"), message("the approval of the owner"))
    if now.can_be_answered(asking.today):
        return (*wanted, message("the approval of the owner"))
    return (*wanted, message("a new quote: the last one was declined or is not valid any more"))


_TEXTS: Mapping[type, tuple[str, bool]] = MappingProxyType(
    {
        Diagnosed: ("findings", True),
        Finished: ("covers", False),
        Declined: ("reason", False),
        Cancelled: ("reason", True),
        Disputed: ("reason", True),
        Replied: ("text", True),
        Settled: ("how", True),
    }
)
"""The free text of what is said, and whether it must be there."""


def _faults(what: Said, asking: Asking) -> Iterator[Problem]:
    if text := _TEXTS.get(type(what)):
        yield from problems_of(f"$.{text[0]}", getattr(what, text[0]), required=text[1])
    if isinstance(what, Diagnosed | Disputed | Replied) and not asking.evidence.issuperset(what.evidence):
        yield Problem("$.evidence", message("That file is not attached to this device: attach it first."))
    match what:
        case Diagnosed() as it:
            yield from _diagnosis_faults(it)
        case Worked() as it:
            yield from _work_faults(it)
        case Tested(tests=()):
            yield Problem("$.tests", message("Say of one test at least how it went."))
        case Finished() as it:
            yield from _end_faults(it)


def _diagnosis_faults(it: Diagnosed) -> Iterator[Problem]:
    if not it.faults:
        yield Problem("$.faults", message("Choose what does not work."))
    if len(it.codes) > MOST_CODES or any(not 0 < len(code) <= LONGEST_CODE for code in it.codes):
        yield Problem("$.codes", message("Give at most {most} codes, each of one line.", most=MOST_CODES))


def _work_faults(it: Worked) -> Iterator[Problem]:
    if not (it.parts_in or it.parts_out or it.minutes):
        yield Problem("$.minutes", message("Give a part, or the minutes of work."))
    if not 0 <= it.minutes <= MOST_MINUTES:
        yield Problem("$.minutes", message("Give the minutes of work, from 0 to {most}.", most=MOST_MINUTES))
    if len(it.parts_in) + len(it.parts_out) > MOST_PARTS:
        yield Problem("$.parts_in", message("Give at most {most} parts at once.", most=MOST_PARTS))


def _end_faults(it: Finished) -> Iterator[Problem]:
    if not 0 <= it.warranty_months <= MOST_MONTHS:
        yield Problem("$.warranty_months", message("Give the months of warranty, from 0 to {most}.", most=MOST_MONTHS))
    if it.warranty_months and it.barrier is not None:
        yield Problem("$.warranty_months", message("There is no warranty on a repair that failed."))
    if it.warranty_months and not it.covers:
        yield Problem("$.covers", message("Say what the warranty covers."))


def _need_diagnosis(now: Standing) -> None:
    if now.diagnosis is None:
        raise Refused(
            "repair-diagnosis",
            message("There is no diagnosis yet."),
            remedy=message("Say first what does not work."),
        )


def _need_waiting(now: Standing, today: date) -> None:
    if not now.can_be_answered(today):
        raise Refused(
            "repair-quote-answered",
            message("No quote waits for an answer."),
            remedy=message("Send a quote first."),
        )


def _need_answerable(now: Standing, it: Approved | Declined, today: date) -> None:
    if any((each.version, each.digest) == (it.version, it.digest) for each in now.can_be_answered(today)):
        return
    known = now.version(it.version)
    if known is None or known.digest != it.digest:
        what = message("This is not the quote that was sent.")
    elif known.valid_until < today:
        what = message("This quote was valid until {day}.", day=known.valid_until)
    else:
        what = message("This quote was answered, or another one was approved.")
    raise Refused("repair-quote-answered", what, remedy=message("Read the order again; ask for a new quote."))


def _need_approval(now: Standing, asking: Asking) -> None:
    if missing := missing_for_work(now, asking):
        raise Refused(
            "repair-approval",
            message("Work cannot begin yet. What is missing: {missing}.", missing=listed(missing)),
            remedy=message("Do this first; nobody pays for work that was not agreed."),
        )


def _admit_end(now: Standing, it: Finished, asking: Asking) -> None:
    if it.barrier is not None:
        _need_diagnosis(now)
        return
    _need_approval(now, asking)
    if now.tested is None:
        raise Refused(
            "repair-tests",
            message("It was not tested after the work."),
            remedy=message("Test it, then say that it is repaired."),
        )
    if now.tested.failed:
        raise Refused(
            "repair-tests",
            message("It does not work yet: {tests}.", tests=listed(now.tested.failed)),
            remedy=message("Repair it further and test again, or say what stood in the way."),
        )


def _admit_dispute(now: Standing, it: Disputed | Replied | Settled) -> None:
    if isinstance(it, Disputed):
        if not now.is_over:
            raise Refused(
                "repair-dispute",
                message("This repair order is not over yet."),
                remedy=message("Decline the quote, or cancel the order."),
            )
        if now.open_disputes:
            raise Refused(
                "repair-dispute",
                message("There is an open dispute already."),
                remedy=message("Wait for the reply, or settle that one first."),
            )
        return
    if all(each.entry.number != it.about for each in now.open_disputes):
        raise Refused(
            "repair-dispute",
            message("There is no such open dispute."),
            remedy=message("Read the order again."),
        )


def _check(faults: Iterator[Problem]) -> None:
    found = tuple(faults)
    if found:
        raise InvalidInput(found[0].what, found)
