"""Words of the overview of an owner."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.holdings import Standing

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    Standing: {
        Standing.IN_USE: message("In use or in store"),
        Standing.COLLECTION: message("Waits for collection"),
        Standing.UNDER_WAY: message("On its way"),
        Standing.INTAKE: message("At intake"),
        Standing.ERASURE: message("Data being erased and checked"),
        Standing.DECISION: message("Waits for a decision"),
        Standing.REPAIR: message("In repair"),
        Standing.HAND_OVER: message("Decided, waits for hand-over"),
        Standing.TAKEN_APART: message("Taken apart for parts"),
        Standing.RECYCLING: message("At the recycler"),
        Standing.SET_APART: message("Set apart: not safe, or in doubt"),
        Standing.MISSING: message("Reported missing"),
        Standing.GONE: message("Left, and still on your name"),
    },
}
