"""What is looked at before the EU registry is bothered.

Rules:
1. Both identifiers are such as the registry takes (`identifiers`).
2. The version has a SHA-256: 64 characters in lower-case hexadecimal.
3. The economic operator is named.
4. Each parent is registered, or stands before its child in the same package; an item and a batch name one parent at
   least (an item passport names its batch and its model).

A passport that breaks one of them is not sent; it is held, with the reason, and looked at again later.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from dpp.domain.message import Message, message
from dpp.domain.registration.identifiers import LONGEST, fits
from dpp.domain.registration.packages import Entry

_SHA256 = re.compile(r"[0-9a-f]{64}")
PARENT = "parent-not-registered"


@dataclass(frozen=True)
class Obstacle:
    """Why a passport is not registered (yet); `code` is the reason's stable name."""

    code: str
    what: Message


def obstacles(entry: Entry, registered: Collection[str]) -> tuple[Obstacle, ...]:
    """Everything that keeps an entry back; `registered` has the addresses of the passports that the registry knows."""
    return tuple(obstacle for check in _CHECKS for obstacle in check(entry, registered))


def _identifiers(entry: Entry, _: Collection[str]) -> Iterator[Obstacle]:
    for identifier in dict.fromkeys((entry.passport, entry.product)):
        if not fits(identifier):
            yield Obstacle(
                "identifier",
                message(
                    "The EU registry does not take the identifier {identifier}: it has to begin with https:// and to "
                    "have at most {longest} characters.",
                    identifier=identifier,
                    longest=LONGEST,
                ),
            )


def _hash(entry: Entry, _: Collection[str]) -> Iterator[Obstacle]:
    if not _SHA256.fullmatch(entry.notice.sha256):
        yield Obstacle("hash", message("Version {version} has no hash.", version=entry.notice.version))


def _operator(entry: Entry, _: Collection[str]) -> Iterator[Obstacle]:
    if not entry.operator.strip():
        yield Obstacle("operator", message("Nobody is named who answers for this passport."))


def _parents(entry: Entry, registered: Collection[str]) -> Iterator[Obstacle]:
    if entry.granularity != "model" and not entry.parents:
        yield Obstacle("parent-not-named", message("This passport does not name the model that it belongs to."))
    for parent in entry.parents:
        if parent not in registered:
            yield Obstacle(PARENT, message("{parent} has to be registered first.", parent=parent))


_CHECKS: tuple[Callable[[Entry, Collection[str]], Iterator[Obstacle]], ...] = (_identifiers, _hash, _operator, _parents)
