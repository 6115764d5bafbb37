"""Use cases of review: who read what is not public, and who changed rights.

Rules:
1. The auditor sees every record. Whoever answers for a passport sees those of its passport, without those of
   authorities, and by organisation only. Everybody sees what is kept of himself.
2. Who stands behind a record is forgotten after the time that the policy says; the record itself stays.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from dpp.domain.access_record import AccessRecord, shown_to_party
from dpp.domain.actor import Actor
from dpp.domain.errors import NotPermitted
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.access.ports import AccessStorage, RecordFilter
from dpp.service.passports import Passports, found

LARGEST_PAGE = 200
KEPT = timedelta(days=730)
"""How long is remembered who read: a policy of this registry, which no act fixes (`KRINGPAS_READERS_KEPT_DAYS`)."""


@dataclass(frozen=True)
class RecordPage:
    """Some records, newest first; `next` is what to ask `after` for more. `kept_days` is rule 2."""

    records: tuple[AccessRecord, ...]
    kept_days: int
    next: str | None = None


@dataclass(frozen=True)
class Reviewing:
    """Each method is one transaction and checks its actor first."""

    storage: AccessStorage
    passports: Passports
    kept: timedelta = KEPT

    def of_passport(self, actor: Actor, passport_id: PassportId, wanted: RecordFilter | None = None) -> RecordPage:
        """The records of one passport, as far as this actor may see them."""
        with self.storage.reading() as reads:
            relations = self.passports.relations(actor, found(reads, passport_id))
        PERMISSIONS.check("read_access_records", actor, relations)
        wanted = replace(wanted or RecordFilter(), passport=passport_id)
        if PERMISSIONS.allows("read_access_records", actor):
            return self._page(wanted)
        page = self._page(replace(wanted, without_authorities=True))
        rules = self.passports.publisher.rules
        return replace(page, records=tuple(shown_to_party(each, rules) for each in page.records))

    def records(self, actor: Actor, wanted: RecordFilter | None = None) -> RecordPage:
        """Every record, for the auditor; for anybody else those of himself."""
        wanted = wanted or RecordFilter()
        if PERMISSIONS.allows("read_access_records", actor):
            return self._page(wanted)
        PERMISSIONS.check("read_own_access_records", actor)
        if wanted.account not in {None, actor.account}:
            raise NotPermitted(
                message("You see what is kept of yourself, not of others."),
                remedy=message("Leave the account out, or ask the auditor."),
            )
        return self._page(replace(wanted, account=actor.account))

    def may_review(self, actor: Actor, passport_id: PassportId) -> bool:
        """Whether this actor may see who read this passport."""
        with self.storage.reading() as reads:
            relations = self.passports.relations(actor, found(reads, passport_id))
        return PERMISSIONS.allows("read_access_records", actor, relations)

    def forget(self) -> None:
        """Rule 2, for all that is due."""
        with self.storage.writing() as work:
            work.access_records.forget_readers(self.passports.clock() - self.kept)
            work.commit()

    def _page(self, wanted: RecordFilter) -> RecordPage:
        limit = min(wanted.limit, LARGEST_PAGE)
        with self.storage.reading() as reads:
            found_records = tuple(reads.access_records.page(replace(wanted, limit=limit + 1)))
        more = len(found_records) > limit
        records = found_records[:limit]
        return RecordPage(records, self.kept.days, records[-1].record_id if more else None)
