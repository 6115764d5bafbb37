"""Use case of retention: which archived passports are past the term for which they are kept. It deletes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dpp.domain.catalogue import ProductGroup
from dpp.domain.opaque import PassportId
from dpp.domain.retention import Retention, RetentionEvent, is_past, retained_until


@dataclass(frozen=True)
class ArchivedPassport:
    """A passport in the archive, what it is about, and the day on which it went there."""

    passport_id: PassportId
    granularity: str
    group: ProductGroup
    name: str
    archived_on: date


@dataclass(frozen=True)
class PastTerm:
    """An archived passport that was to be kept until a day that is over."""

    passport: ArchivedPassport
    until: date


class Archive(Protocol):
    """Where the archived passports are."""

    def archived(self) -> Iterable[ArchivedPassport]:
        """Every archived passport, the longest there first."""
        ...


def past_term(archive: Archive, retention: Retention, on: date) -> tuple[PastTerm, ...]:
    """The archived passports whose term is over on this day, for a person to decide about."""
    terms = (
        (passport, retained_until(retention, passport.group, {RetentionEvent.ARCHIVED: passport.archived_on}))
        for passport in archive.archived()
    )
    return tuple(PastTerm(passport, until) for passport, until in terms if until is not None and is_past(until, on))
