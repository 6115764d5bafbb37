"""Words of reservations and of the government marketplace."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.vocabulary import ReleaseReason
from lifecycle.service.marketplace_views import ReservationState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ReservationState: {
        ReservationState.KEPT: message("Kept for you"),
        ReservationState.PREPARED: message("Being prepared"),
        ReservationState.ON_ITS_WAY: message("On its way to you"),
    },
    ReleaseReason: {
        ReleaseReason.EXPIRED: message("Its last day passed"),
        ReleaseReason.GIVEN_BACK: message("Given back"),
        ReleaseReason.WITHDRAWN: message("Withdrawn"),
    },
}
