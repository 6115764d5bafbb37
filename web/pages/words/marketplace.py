"""Words of reservations and of the government marketplace."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.vocabulary import ReleaseReason

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ReleaseReason: {
        ReleaseReason.EXPIRED: message("Its last day passed"),
        ReleaseReason.GIVEN_BACK: message("Given back"),
        ReleaseReason.WITHDRAWN: message("Withdrawn"),
    },
}
