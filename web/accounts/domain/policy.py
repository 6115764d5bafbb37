"""The numbers of sign-in, sessions, keys and links that an operator may change: data, in one place.

Where the starting values come from: a session of at most 12 hours, and far fewer than 100 failures in a row, are asked
by NIST SP 800-63B (revision 3), 4.2.3 and 5.2.2. An hour without use is this service's choice: work at intake pauses
for a pallet. Revision 4 asks for 15 characters where a password is the only factor; 12 is this service's choice between
that and the 8 of revision 3, and can be set higher here.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Policy:
    """`attempt_window` is both how long a failure counts and how long a lock-out lasts after the last failure."""

    attempt_window: timedelta = timedelta(minutes=15)
    free_failures: int = 3
    name_failures: int = 10
    address_failures: int = 60  # a whole office may share one address
    session_idle: timedelta = timedelta(hours=1)
    session_whole: timedelta = timedelta(hours=12)
    session_touch: timedelta = timedelta(minutes=5)  # "seen" is written at most this often
    password_shortest: int = 12
    password_longest: int = 128
    key_longest: timedelta = timedelta(days=366)
    link_longest: timedelta = timedelta(days=92)
