"""What a person shows at a station: a badge, or a short name with a PIN.

Rules:
1. A badge is a code of 128 random bits or more, on paper or card. Only its hash is kept; it is shown once.
2. It begins with `kpb`, so that it is told from the code of a device, and a leaked one is found. Any case counts, for
   scanners and keyboards disagree about it.
3. A PIN has the policy's number of digits at least, and is none that everybody tries first: one digit over and over,
   or digits in a row.
4. The name with a PIN is one word, and nobody else's in the organisation.
5. A PIN that was wrong `pin_in_a_row` times since it was last right counts no more, until its person sets another.
6. Both count at enrolled stations of the person's own organisation and nowhere else.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import NewType
from unicodedata import normalize

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import ALPHABET, encode
from web.accounts.domain.policy import Policy

BadgeId = NewType("BadgeId", str)

BADGE_PREFIX = "kpb"
BADGE_BYTES = 17
_LENGTH = 26
_BADGE = re.compile(rf"{BADGE_PREFIX}[{ALPHABET}]{{{_LENGTH}}}")
_NAME = re.compile(r"[a-z0-9][a-z0-9.\-]{1,19}")


@dataclass(frozen=True)
class Badge:
    """One person's badge."""

    id: BadgeId
    token_hash: str = field(repr=False)
    account: AccountId
    made_on: date
    revoked: bool = False


@dataclass(frozen=True)
class Pin:
    """One person's name and PIN; `failures` counts the wrong ones since it was last right or set."""

    account: AccountId
    organisation: OrganisationId
    name: str
    pin_hash: str = field(repr=False)
    set_on: date
    failures: int = 0

    def counts(self, policy: Policy) -> bool:
        """Rule 5."""
        return self.failures < policy.pin_in_a_row


def badge_code(chance: bytes) -> str:
    """A new badge, of `BADGE_BYTES` random bytes."""
    return BADGE_PREFIX + encode(chance, _LENGTH)


def badge_hash(code: str) -> str | None:
    """The hash of what was scanned, or typed with spaces and dashes; None for what is no badge."""
    read = re.sub(r"[\s-]", "", code).lower()
    return sha256(read.encode()).hexdigest() if _BADGE.fullmatch(read) else None


def short_name(text: str) -> str:
    """A name as it is kept and compared."""
    return normalize("NFKC", text).strip().casefold()


def check_pin(name: str, pin: str, policy: Policy) -> None:
    """Return when this name (as `short_name` gives it) and PIN can be used; else InvalidInput with every fault."""
    problems = [Problem("pin", what) for what in _pin_faults(pin, policy)]
    if not _NAME.fullmatch(name):
        what = message("Take one word of 2 to 20 letters and digits.")
        problems.append(Problem("name", what))
    if problems:
        raise InvalidInput(message("This name or this PIN cannot be used."), tuple(problems))


def _pin_faults(pin: str, policy: Policy) -> list[Message]:
    shortest, longest = policy.pin_shortest, policy.pin_longest
    if not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= longest):
        return [message("A PIN has {shortest} to {longest} digits.", shortest=shortest, longest=longest)]
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return [message("It is one of the first that others try.")]
    return []
