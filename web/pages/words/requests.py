"""Words of requests for devices and of their allocation."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.allocation.answer import Method, Shortage
from lifecycle.domain.requests.allotment import AllotmentState
from lifecycle.domain.requests.request import Act, RequestState
from lifecycle.domain.requests.specification import System
from lifecycle.service.request_ports import AllocationState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    RequestState: {
        RequestState.DRAFT: message("draft"),
        RequestState.OPEN: message("open"),
        RequestState.PARTLY_MET: message("partly met"),
        RequestState.MET: message("met"),
        RequestState.WITHDRAWN: message("withdrawn"),
        RequestState.EXPIRED: message("its last day passed"),
    },
    Act: {
        Act.MADE: message("made"),
        Act.OPENED: message("handed in"),
        Act.CHANGED: message("changed"),
        Act.WITHDRAWN: message("withdrawn"),
        Act.ORDER_CONFIRMED: message("cancelled order confirmed"),
    },
    AllotmentState: {
        AllotmentState.KEPT: message("reserved"),
        AllotmentState.ARRIVED: message("arrived"),
        AllotmentState.TAKEN_AWAY: message("taken away again"),
    },
    AllocationState: {
        AllocationState.PROPOSED: message("proposed"),
        AllocationState.CONFIRMED: message("confirmed"),
        AllocationState.CANCELLED: message("cancelled"),
    },
    Method: {
        Method.IN_ORDER: message("in turn: taking devices one after another serves as many as can be"),
        Method.ASSIGNMENT: message("assigned together: taking them one after another would leave somebody without"),
    },
    Shortage: {
        Shortage.NONE_OF_KIND: message("No device of this kind is free for this destination."),
        Shortage.NONE_FITS: message("No free device fits."),
        Shortage.ALL_THAT_FIT: message("It gets every free device that fits."),
        Shortage.IN_TURN_TO_OTHERS: message("The devices that fit go to others, each in turn."),
    },
    System: {
        System.WINDOWS_11: message("Windows 11 runs on it"),
        System.ALTERNATIVE: message("another maintained system runs on it"),
    },
}

CRITERIA: Mapping[str, Message] = {
    "memory": message("memory"),
    "storage": message("storage"),
    "screen": message("screen"),
    "functional-grade": message("functional grade"),
    "cosmetic-grade": message("cosmetic grade"),
    "battery": message("battery"),
    "age": message("age"),
    "support": message("security updates"),
    "system": message("operating system"),
    "part": message("part"),
}
"""The minimum that refuses a device, by its name."""
