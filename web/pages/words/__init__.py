"""What a person reads for each word of the fixed lists (`docs/glossary.md`), a module for each part of the interface.

A list is kept per enum, never by value alone: `recycled` is a lifecycle state and a waste status, in other words.
"""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message
from lifecycle.domain.vocabulary import DataState
from web.pages.contexts.frame import Tone
from web.pages.words import (
    accounts,
    approvals,
    corrections,
    devices,
    donation,
    erasure,
    faults,
    handovers,
    holdings,
    marketplace,
    passports,
    repair_guides,
    repairers,
    repairs,
    requests,
    sales,
    search,
    spares,
    worklists,
)

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    **passports.WORDS,
    **devices.WORDS,
    **erasure.WORDS,
    **faults.WORDS,
    **handovers.WORDS,
    **holdings.WORDS,
    **marketplace.WORDS,
    **donation.WORDS,
    **sales.WORDS,
    **search.WORDS,
    **spares.WORDS,
    **repairs.WORDS,
    **requests.WORDS,
    **corrections.WORDS,
    **accounts.WORDS,
    **worklists.WORDS,
    **repair_guides.WORDS,
    **repairers.WORDS,
    **approvals.WORDS,
}

DATA_TONES: Mapping[DataState, Tone] = {
    DataState.FAILED: Tone.STOP,
    DataState.CONTAINS_DATA: Tone.STOP,
    DataState.UNKNOWN: Tone.ATTENTION,
    DataState.CLEARED: Tone.ATTENTION,
    DataState.PURGED: Tone.ATTENTION,
    DataState.VERIFIED: Tone.GOOD,
    DataState.DESTROYED: Tone.GOOD,
    DataState.NO_MEDIUM: Tone.GOOD,
}
"""Only a checked, destroyed or absent medium may leave the State: nothing less is shown as good."""


def word(member: StrEnum) -> Message:
    """The word for one member of a list; KeyError for a list that has no words."""
    return WORDS[type(member)][member]
