"""Words of repairers and repair keys."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.repairers.keys import KeyStanding
from lifecycle.domain.repairers.register_list import Outcome
from lifecycle.domain.repairers.registration import Act, RegistrationState, RepairerKind

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    RepairerKind: {
        RepairerKind.PROFESSIONAL: message("Professional repairer"),
        RepairerKind.CAFE: message("Repair Cafe"),
    },
    RegistrationState: {
        RegistrationState.ASKED: message("waits to be checked"),
        RegistrationState.ACCEPTED: message("accepted"),
        RegistrationState.REFUSED: message("refused"),
    },
    Act: {
        Act.ASKED: message("asked for"),
        Act.ACCEPTED: message("accepted"),
        Act.REFUSED: message("refused"),
        Act.LISTED: message("in a list of the register"),
        Act.CHANGED: message("changed in a list of the register"),
        Act.ENDED: message("ended"),
    },
    Outcome: {
        Outcome.NEW: message("new in the register"),
        Outcome.CHANGED: message("changed in the register"),
        Outcome.SAME: message("the same"),
        Outcome.GONE: message("no longer in the register"),
        Outcome.PROBLEM: message("row with a fault"),
    },
    KeyStanding: {
        KeyStanding.WAITING: message("not used yet"),
        KeyStanding.LAPSED: message("not used in time"),
        KeyStanding.OPEN: message("a repairer has access"),
        KeyStanding.OVER: message("the access is over"),
        KeyStanding.WITHDRAWN: message("withdrawn"),
        KeyStanding.MOVED: message("ended: the device went to somebody else"),
    },
}
