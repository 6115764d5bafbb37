"""What an answer to a difference does: to the consignment, and to the device (`differences` has the rules)."""

from dataclasses import dataclass, replace

from dpp.domain.errors import Conflict, InvalidInput, Problem
from dpp.domain.message import message
from lifecycle.domain.consignment.content import (
    Consignment,
    Line,
    LineState,
    all_answered,
    with_line,
)
from lifecycle.domain.consignment.differences import ANSWERS, Answer, DifferenceItem, Resolution
from lifecycle.domain.consignment.offering import offer_of
from lifecycle.domain.consignment.receipt import Arrival, handed_over, received
from lifecycle.domain.events import Difference, Happening, LostOrStolen, Place, TransferWithdrawn


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody answers. A loss names its `report`; `place` is where an accepted device is."""

    resolution: Resolution
    report: str | None = None
    stolen: bool = False
    place: Place | None = None


def check_answer(item: DifferenceItem, given: Given) -> None:
    """Return when the item can be answered so; Conflict when it was answered, InvalidInput for another answer."""
    if item.answer is not None:
        raise Conflict(
            message("This difference was answered already: {resolution}.", resolution=item.answer.resolution),
            remedy=message("Read it again: somebody else changed it."),
        )
    allowed = ANSWERS[item.difference][1]
    faults = (
        (given.resolution not in allowed, "$.resolution", message("That is no answer to this difference.")),
        (
            given.resolution is Resolution.LOST and not given.report,
            "$.report",
            message("A loss names the reference of its report."),
        ),
    )
    wrong = tuple(Problem(path, what) for holds, path, what in faults if holds)
    if wrong:
        raise InvalidInput(
            wrong[0].what, wrong, remedy=message("Possible answers: {answers}.", answers=", ".join(allowed))
        )


def answered(consignment: Consignment, item: DifferenceItem, answer: Answer) -> Consignment:
    """With the item answered, and its line where that puts it."""
    line = consignment.by_device.get(item.device)
    match item.difference, answer.resolution:
        case Difference.EXTRA, Resolution.ACCEPTED:
            offered = Line(item.device, extra=True) if line is None else replace(line, state=LineState.EXPECTED)
            return with_line(all_answered(consignment, item.device, answer), offered)
        case Difference.EXTRA, _:
            return all_answered(consignment, item.device, answer)
        case _, Resolution.ACCEPTED if line is not None:
            return received(consignment, line, line.scan, answer)
    after = all_answered(consignment, item.device, answer)
    state = LineState.LOST if answer.resolution is Resolution.LOST else LineState.WITHDRAWN
    return after if line is None else with_line(after, replace(line, state=state))


def answer_happenings(consignment: Consignment, item: DifferenceItem, given: Given) -> tuple[Happening, ...]:
    """The events that the answer makes on the device, in their order."""
    taken_back = TransferWithdrawn(consignment=consignment.id)
    match item.difference, given.resolution:
        case Difference.EXTRA, Resolution.ACCEPTED:
            return (offer_of(consignment),)
        case Difference.EXTRA, _:
            return ()
        case _, Resolution.ACCEPTED:
            return handed_over(consignment, _arrival(consignment, item, given), item.device)
        case _, Resolution.LOST:
            return (taken_back, LostOrStolen(stolen=given.stolen, report=given.report or ""))
    return (taken_back,)


def _arrival(consignment: Consignment, item: DifferenceItem, given: Given) -> Arrival:
    broken = any(each.difference is Difference.BROKEN_SEAL for each in consignment.items if each.device == item.device)
    seal = None if broken else consignment.terms.seal
    return Arrival(given.place or item.place or Place(""), seal, broken)
