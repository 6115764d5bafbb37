"""What an intake station may send, and what of it counts.

Rules:
1. A station records what is seen with the device in the hand: that it came, its grades, its charger, its locks, what is
   dangerous about it, and that one's own record of that was wrong. Erasure and its check, repairs, hand-overs,
   decisions and releases are somebody's own at a computer: a tablet that many hold shall not be able to do them.
2. Who sends need not be who made it. What was made in a shift is recorded on the authority of that shift's person, and
   only when it happened within the shift (`within-the-shift`).
3. A shift whose person may not work there any more, or that nobody knows (any more), stands for nothing
   (`person-of-the-shift`): what was made in it waits for a person.
4. A station corrects nothing that another person recorded (`own-record`), and in a shift nothing that was not made in
   that same shift (`of-the-shift`): what the person made at another station, or on another day, is corrected with a
   password. A margin for the clock of a device cannot tell two shifts apart; our own clock does.
"""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import Actor
from dpp.domain.message import message
from lifecycle.domain.events import Corrected, Event
from lifecycle.domain.inbox import Refusal, SentEvent

KINDS = (
    "intake_scanned",
    "inspected",
    "charger_seen",
    "locks_checked",
    "lock_found",
    "hazard_found",
    "corrected",
)
"""Rule 1."""


_ON_ITS_PAGE = message("Let it be corrected on the page of the device, by who signs in with a password.")


@dataclass(frozen=True)
class MadeBy:
    """On whose authority something is recorded: `person`, for what happened between `since` and `until`.

    Without these moments the person is there now. `began` is when the shift began by our clock, without the margin that
    `since` has. `stands` is false where rule 3 forbids it.
    """

    person: Actor
    since: datetime | None = None
    until: datetime | None = None
    began: datetime | None = None
    stands: bool = True

    def covers(self, moment: datetime) -> bool:
        return (self.since is None or self.since <= moment) and (self.until is None or moment <= self.until)


def shift_fault(made: MadeBy, sent: SentEvent) -> Refusal | None:
    """Rules 2 and 3: why this is not recorded; None where the shift stands for it."""
    if not made.stands:
        return Refusal(
            "person-of-the-shift",
            message("Nobody stands for this shift (any more): its person may not work here, or it was forgotten."),
            message("Let somebody who saw the device record it anew, or dismiss it."),
        )
    if made.covers(sent.occurred_at):
        return None
    return Refusal(
        "within-the-shift",
        message("It happened at {occurred}, outside the shift that it is said to be of.", occurred=sent.occurred_at),
        message("Compare it with who worked there then. Whoever tries again has looked at that."),
    )


def correction_fault(made: MadeBy, sent: SentEvent, corrected: Event | None) -> Refusal | None:
    """Rule 4; what nobody knows is refused by a rule of its own."""
    if not isinstance(sent.happening, Corrected) or corrected is None:
        return None
    if corrected.actor != made.person.account:
        return Refusal("own-record", message("Another person recorded what this corrects."), _ON_ITS_PAGE)
    if made.covers(corrected.occurred_at) and (made.began is None or made.began <= corrected.recorded_at):
        return None
    return Refusal("of-the-shift", message("What this corrects was not made in this shift."), _ON_ITS_PAGE)
