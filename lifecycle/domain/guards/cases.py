"""Rules on cases: what turned out wrong after a device left.

| rule | refuses |
|---|---|
| case-of-its-own | a second case under the id of another one |
| open-case-only | a step in, or the closing of, a case that is not there or is closed |
| breach-reference | a report of a data breach without its reference |
| told-before-closing | closing a case before everybody was told who must be |
| own-case | closing a case by who opened it |
| open-data-case | a next user (redeployed, donated, sold) or owner, while a possible data leak is not cleared up |

Who must be told stands in `lifecycle.domain.axes.MUST_BE_TOLD`.
"""

from dpp.domain.message import listed, message
from lifecycle.domain.device import Device
from lifecycle.domain.events import CaseClosed, CaseOpened, CaseStep, CaseStepTaken, Event
from lifecycle.domain.guards.rule import Why, rule

NEXT_USE = "redeployed donated sold ownership_changed"


def case_of_its_own(device: Device, _event: Event, it: CaseOpened) -> Why | None:
    if device.case(it.case) is None:
        return None
    return Why(
        message("There is a case '{case}' of this device already.", case=it.case),
        remedy=message("Give the new case an id of its own, or add a step to the case that is there."),
    )


def open_case_only(device: Device, _event: Event, it: CaseStepTaken | CaseClosed) -> Why | None:
    case = device.case(it.case)
    if case is None:
        return Why(
            message("There is no case '{case}' of this device.", case=it.case),
            remedy=message("Look at the cases of the device."),
        )
    if case.is_open:
        return None
    return Why(
        message("The case is closed ({outcome}).", outcome=case.outcome),
        remedy=message("Open a new case where something else turned out wrong."),
    )


def breach_reference(_device: Device, _event: Event, it: CaseStepTaken) -> Why | None:
    if it.step is not CaseStep.BREACH_REPORTED or it.reference:
        return None
    return Why(
        message("A report of a data breach has a reference."),
        remedy=message("Give the number under which the supervisory authority registered it."),
    )


def told_before_closing(device: Device, _event: Event, it: CaseClosed) -> Why | None:
    case = device.case(it.case)
    if case is None or not case.untold:
        return None
    return Why(
        message("Not everybody was told who must be: {left}.", left=listed(case.untold)),
        remedy=message("Record each of them as a step of the case."),
    )


def own_case(device: Device, event: Event, it: CaseClosed) -> Why | None:
    case = device.case(it.case)
    if case is None or case.opened_by != event.actor:
        return None
    return Why(
        message("You opened this case."),
        remedy=message("Let somebody else look at it and close it."),
    )


def open_data_case(device: Device, _event: Event, _it: object) -> Why | None:
    if not device.has_open_data_case:
        return None
    return Why(
        message("A case is open: its data may not have been erased."),
        remedy=message("Clear the case up and close it first."),
    )


RULES = (
    rule("case-of-its-own", case_of_its_own, "case_opened"),
    rule("open-case-only", open_case_only, "case_step_taken case_closed"),
    rule("breach-reference", breach_reference, "case_step_taken"),
    rule("told-before-closing", told_before_closing, "case_closed"),
    rule("own-case", own_case, "case_closed"),
    rule("open-data-case", open_data_case, NEXT_USE),
)
