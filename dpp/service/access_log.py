"""Records controlled readings and changes of rights, each with its leaf in the log.

Rules:
1. A change of rights is recorded in its own transaction; a reading before it is given: no evidence, no reading.
2. An account has so many controlled readings a day (UTC); then they are refused. The first refusal of a day is
   recorded, those after it add nothing. On PostgreSQL readings at the same moment may pass the limit by a few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dpp.domain.access_record import AccessKind, AccessPath, AccessRecord, Seal, committed, reader_of
from dpp.domain.actor import Actor, Role
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import TooMany
from dpp.domain.message import message
from dpp.domain.opaque import PassportId, encode
from dpp.domain.proof import SALT_BYTES, canonical, commitment
from dpp.service.ports import Chance, Leaf, PassportStorage, PassportWork

READINGS_PER_DAY = 5_000
LEAF_KIND = "access"
_ID_LENGTH = 16


@dataclass(frozen=True)
class Controlled:
    """What of a passport was shown that is not public, and the roles that gave the right to it."""

    passport: PassportId
    version: int
    elements: Mapping[str, AccessClass]
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class AccessLog:
    """`readings_per_day` is the limit of an account; 0 for none."""

    chance: Chance
    readings_per_day: int = READINGS_PER_DAY

    def new_id(self) -> str:
        return encode(self.chance(16), _ID_LENGTH)

    def blank(self, actor: Actor, kind: AccessKind, path: AccessPath, at: datetime) -> AccessRecord:
        """A record that says who, what sort of act, by which way and when; the caller says the rest."""
        return AccessRecord(
            record_id=self.new_id(),
            kind=kind,
            at=at,
            account=actor.account,
            organisation=actor.organisation,
            path=path,
            by_authority=actor.holds(Role.AUTHORITY),
        )

    def write(self, work: PassportWork, record: AccessRecord) -> None:
        """The record, sealed, and its leaf; the caller commits."""
        seal_salt, salt = self.chance(SALT_BYTES), self.chance(SALT_BYTES)
        seal = Seal(commitment(seal_salt, canonical(reader_of(record))), seal_salt)
        work.access_records.add(record, seal)
        leaf = commitment(salt, canonical(committed(record, seal.commitment)))
        work.leaves.add(Leaf(record.record_id, LEAF_KIND, 1, leaf, salt, record.at))

    def reading(
        self, storage: PassportStorage, actor: Actor, shown: Controlled, path: AccessPath, at: datetime
    ) -> None:
        """Return when the reading is recorded; TooMany where the limit of the day is reached."""
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        with storage.writing() as work:
            refused = self._is_full(work, actor, day)
            if not refused or not work.access_records.was_refused(actor.account, day):
                kind = AccessKind.REFUSED if refused else AccessKind.READ
                self.write(work, self._record(kind, actor, shown, path, at))
            work.commit()
        if refused:
            raise TooMany(
                message("{limit} readings of what is not public is the limit of a day.", limit=self.readings_per_day),
                seconds=int((day + timedelta(days=1) - at).total_seconds()) + 1,
                remedy=message("Go on tomorrow, or ask the administrator for the data as a whole."),
            )

    def _is_full(self, work: PassportWork, actor: Actor, day: datetime) -> bool:
        limit = self.readings_per_day
        return limit > 0 and work.access_records.readings(actor.account, day) >= limit

    def _record(
        self, kind: AccessKind, actor: Actor, shown: Controlled, path: AccessPath, at: datetime
    ) -> AccessRecord:
        return replace(
            self.blank(actor, kind, path, at),
            roles=shown.roles,
            passport=shown.passport,
            version=shown.version,
            classes=tuple(sorted(set(shown.elements.values()))),
            elements=tuple(sorted(shown.elements)),
        )
