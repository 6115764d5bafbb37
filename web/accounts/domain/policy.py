"""The numbers of sign-in, sessions, keys and links that an operator may change: data, in one place.

Where the starting values come from: a session of at most 12 hours, and far fewer than 100 failures in a row, are asked
by NIST SP 800-63B (revision 3), 4.2.3 and 5.2.2. An hour without use is this service's choice: work at intake pauses
for a pallet. Revision 4 asks for 15 characters where a password is the only factor; 12 is this service's choice between
that and the 8 of revision 3, and can be set higher here.

A PIN is guessed at an enrolled station alone, and by far fewer tries in a row than the 100 of 5.2.2. A shift is half an
hour without use: changing person takes two seconds, and a tablet is left lying more easily than a computer.
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
    station_code: timedelta = timedelta(minutes=15)
    station_failures: int = 30  # of all who change person there, within `attempt_window`
    shift_idle: timedelta = timedelta(minutes=30)
    shift_whole: timedelta = timedelta(hours=10)
    shift_kept: timedelta = timedelta(days=7)  # a device that stays without network over a long weekend
    shift_margin: timedelta = timedelta(minutes=5)
    pin_shortest: int = 5
    pin_longest: int = 12
    pin_failures: int = 6  # of one name, within `attempt_window`
    pin_in_a_row: int = 30
