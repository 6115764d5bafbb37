"""Words of sale."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.sales import Choice, LotState, Way

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    LotState: {
        LotState.DRAFT: message("being put together"),
        LotState.OFFERED: message("offered for sale"),
        LotState.CHOSEN: message("waits for a second person"),
        LotState.AWARDED: message("awarded"),
        LotState.HANDED_OVER: message("with the hand-over"),
        LotState.CLOSED: message("not sold"),
    },
    Way: {
        Way.FIXED_PRICE: message("fixed price"),
        Way.BIDS: message("sealed bids"),
    },
    Choice: {
        Choice.HIGHEST_BID: message("the highest bid"),
        Choice.OTHER: message("another bid, with a reason"),
    },
}
