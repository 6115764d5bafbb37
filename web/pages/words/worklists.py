"""Words of worklists."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.worklists import ListName

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ListName: {
        ListName.INSPECTION: message("To inspect"),
        ListName.WIPE: message("To erase"),
        ListName.VERIFICATION: message("To verify"),
        ListName.DECISION: message("Without a destination"),
        ListName.FACT: message("A fact is missing"),
        ListName.APPROVAL: message("To approve"),
        ListName.REPAIR: message("To repair"),
        ListName.TAKE_APART: message("To take apart"),
        ListName.OFFER: message("To hand over"),
        ListName.RECEIVE: message("To receive"),
        ListName.BLOCKED: message("Cannot go on"),
    },
}
