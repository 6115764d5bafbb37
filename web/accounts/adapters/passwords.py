"""Password hashes with argon2id (RFC 9106)."""

from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError


@dataclass(frozen=True)
class Argon2Cost:
    """What one hash costs. The default is the second recommended option of RFC 9106, section 4; memory in KiB.

    `at_once` bounds how many are made at the same time: each takes its memory, and sign-in is open to everyone.
    """

    passes: int = 3
    memory: int = 64 * 1024
    lanes: int = 4
    at_once: int = 4


FOR_TESTS = Argon2Cost(passes=1, memory=8, lanes=1)


class Argon2Hasher:
    """The port `PasswordHasher`, in argon2id."""

    def __init__(self, cost: Argon2Cost | None = None) -> None:
        cost = cost or Argon2Cost()
        self._argon2 = PasswordHasher(
            time_cost=cost.passes,
            memory_cost=cost.memory,
            parallelism=cost.lanes,
            hash_len=32,
            salt_len=16,
            type=Type.ID,
        )
        self._room = BoundedSemaphore(cost.at_once)

    def hash(self, password: str) -> str:
        with self._room:
            return self._argon2.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        fits = self._verify(stored or self._nobodys, password)
        return fits and stored is not None

    def outdated(self, stored: str) -> bool:
        return self._argon2.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            with self._room:
                return self._argon2.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def _nobodys(self) -> str:
        """A hash to compare with where there is no account, so that this takes as long as where there is one."""
        return self.hash("nobody has this password")
