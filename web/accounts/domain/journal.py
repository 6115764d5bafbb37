"""What was done to accounts, organisations, keys and links: who, what, to whom, when. Only added to.

No names and no secrets: ids alone, so that an account's name can be erased while the journal stays.
"""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import AccountId


@dataclass(frozen=True)
class JournalEntry:
    """`act` is the use case of the permission table; `subject` the id of what it was done to."""

    at: datetime
    by: AccountId
    act: str
    subject: str
