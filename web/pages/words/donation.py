"""Words of donation: programmes, parties, and what intermediaries say."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.donation import Defect, Party, Passing, ProgrammeState, Remedy, Said

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ProgrammeState: {
        ProgrammeState.DRAFT: message("being made"),
        ProgrammeState.OPEN: message("open"),
        ProgrammeState.PAUSED: message("paused"),
        ProgrammeState.CLOSED: message("closed"),
    },
    Passing: {
        Passing.GIFT: message("given for good"),
        Passing.LOAN: message("lent, and comes back"),
    },
    Party: {
        Party.STATE: message("the State"),
        Party.COORDINATOR: message("the coordinator"),
        Party.INTERMEDIARY: message("the intermediary"),
        Party.RECIPIENTS: message("recipients, who are not recorded"),
    },
    Said: {
        Said.ARRIVED: message("arrived"),
        Said.MISSING: message("did not arrive"),
        Said.WORKS: message("works"),
        Said.DEFECT: message("does not work"),
        Said.RECIPIENTS: message("number of recipients"),
        Said.ANSWERED: message("answered by the coordinator"),
        Said.RETURNED: message("back with the coordinator"),
        Said.LINK_ISSUED: message("link handed out"),
        Said.LINK_ENDED: message("link ended"),
    },
    Defect: {
        Defect.DOES_NOT_START: message("does not start"),
        Defect.SCREEN: message("screen"),
        Defect.KEYS_OR_MOUSE: message("keys, mouse or touch"),
        Defect.BATTERY: message("battery empties too soon"),
        Defect.CHARGER: message("charger missing or broken"),
        Defect.CAMERA_OR_SOUND: message("camera or sound"),
        Defect.NETWORK: message("no internet or Wi-Fi"),
        Defect.ASKS_FOR_A_PASSWORD: message("asks for a password that nobody has"),
        Defect.OTHER: message("something else"),
    },
    Remedy: {
        Remedy.REPAIR: message("will be repaired"),
        Remedy.REPLACE: message("gets another device"),
        Remedy.TAKE_BACK: message("is taken back"),
        Remedy.ADVISED: message("solved by advice"),
    },
}
