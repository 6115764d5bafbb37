"""Words of mandates, decisions about classes, and deviations from the rules."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.class_decisions import Closing, Why
from lifecycle.domain.mandates import ApprovalAct
from lifecycle.domain.vocabulary import OverrideGround

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ApprovalAct: {
        ApprovalAct.DEVICE: message("single devices"),
        ApprovalAct.CLASS: message("a class of devices at once"),
        ApprovalAct.OVERRIDE: message("deviations from the rules"),
    },
    Why: {
        Why.OTHER_ROUTE: message("the rules propose another destination"),
        Why.OVERRIDDEN: message("somebody proposed another destination than the rules"),
        Why.FACT_MISSING: message("a fact is missing that could change the answer"),
        Why.ENDS_DISAGREE: message("an uncertain amount could change the answer"),
        Why.LOCK: message("it is locked"),
        Why.HAZARD: message("it is not safe to handle"),
        Why.HOLD: message("a legal hold is on it"),
        Why.IDENTITY: message("it is not certain which device it is"),
        Why.REFUSED: message("a rule refuses it"),
        Why.DECIDED_SINCE: message("something was decided about it since"),
    },
    Closing: {
        Closing.APPROVED: message("approved"),
        Closing.WITHDRAWN: message("withdrawn"),
    },
    OverrideGround: {
        OverrideGround.BETTER_USE: message("There is a better use than the rules know of"),
        OverrideGround.FACT_NOT_RIGHT: message("A fact behind the proposal is not right"),
        OverrideGround.OTHER_CONDITION: message("The device is in another condition than is recorded"),
        OverrideGround.OWNER_ASKS: message("The owner asks for it"),
        OverrideGround.SECURITY: message("Security or confidentiality asks for it"),
        OverrideGround.LAW_OR_CONTRACT: message("The law or a contract asks for it"),
        OverrideGround.MARKET_CHANGED: message("The market changed"),
        OverrideGround.TRIAL: message("It is part of a trial that was agreed before"),
        OverrideGround.OTHER: message("Another reason"),
    },
}
