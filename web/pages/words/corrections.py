"""Words of corrections, cases, late events and web hooks."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.differences import Axis
from lifecycle.domain.events import CaseOutcome, CaseStep, ErrorReason, Severity
from lifecycle.domain.hooks import DeliveryState
from lifecycle.domain.inbox import Outcome as LateOutcome
from lifecycle.domain.proposals import ProposalState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ErrorReason: {
        ErrorReason.DID_NOT_OCCUR: message("it did not happen"),
        ErrorReason.INCORRECT_DATA: message("it happened otherwise than was recorded"),
    },
    Severity: {
        Severity.POSSIBLE_DATA_LEAK: message("possible data leak"),
        Severity.WRONG_RECORD: message("wrong record"),
    },
    CaseStep: {
        CaseStep.OWNER_TOLD: message("the owner was told"),
        CaseStep.DRZ_TOLD: message("DRZ was told"),
        CaseStep.RECEIVER_TOLD: message("who has the device was told"),
        CaseStep.RECALLED: message("the device was asked back"),
        CaseStep.CAME_BACK: message("the device came back"),
        CaseStep.BREACH_REPORTED: message("reported as a data breach"),
    },
    CaseOutcome: {
        CaseOutcome.UNFOUNDED: message("nothing was wrong"),
        CaseOutcome.SECURED: message("the data was secured before anybody saw it"),
        CaseOutcome.EXPOSED: message("the data was seen, or may have been"),
        CaseOutcome.EXPLAINED: message("what is right is on file"),
    },
    ProposalState: {
        ProposalState.OPEN: message("waits for a second person"),
        ProposalState.CONFIRMED: message("confirmed"),
        ProposalState.DECLINED: message("declined"),
    },
    Axis: {
        Axis.LIFECYCLE: message("Life"),
        Axis.DATA: message("Data"),
        Axis.CUSTODY: message("Custodian"),
        Axis.OWNERSHIP: message("Owner"),
        Axis.LOCKS: message("Locks"),
        Axis.HAZARDS: message("Hazards"),
        Axis.HOLDS: message("Legal holds"),
        Axis.GRADES: message("Grade"),
        Axis.IDENTITY: message("Which device it is"),
        Axis.LABELS: message("Labels"),
        Axis.CLASSIFICATION: message("Classification"),
        Axis.WASTE: message("Waste status"),
        Axis.DESTINATION: message("Destination"),
        Axis.CASES: message("Cases"),
        Axis.PASSPORT: message("Passport"),
        Axis.PUBLIC: message("Public page"),
        Axis.REST: message("Also"),
    },
    LateOutcome: {
        LateOutcome.RECORDED: message("recorded"),
        LateOutcome.REFUSED: message("refused again"),
        LateOutcome.DISMISSED: message("not recorded"),
    },
    DeliveryState: {
        DeliveryState.WAITING: message("waits"),
        DeliveryState.DELIVERED: message("delivered"),
        DeliveryState.DEAD: message("given up"),
    },
}
