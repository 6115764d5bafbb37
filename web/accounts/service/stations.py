"""Stations: enrolled by an administrator, known by the secret of their device, revoked.

Rules, besides those of `web.accounts.domain.stations`:
1. A code that is wrong counts as a failed sign-in of the address that sent it, and is refused without saying why.
2. Of the use of a station only its last day is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotFound, NotPermitted, Refused
from dpp.domain.message import message
from web.accounts.domain.attempts import name_hash
from web.accounts.domain.stations import (
    CODE_BYTES,
    Station,
    StationId,
    checked_station,
    code_hash,
    enrolment_code,
    printed_code,
)
from web.accounts.domain.tokens import same, token_hash
from web.accounts.service.means import Means, admit, allow, organisation_there
from web.accounts.service.ports import AccountWork
from web.accounts.service.views import NewStation, StationLine


@dataclass(frozen=True)
class Stations:
    """The use cases of stations."""

    means: Means

    def enrol(self, actor: Actor, organisation: OrganisationId, name: str, place: str) -> NewStation:
        """A new station; its code is in this answer and nowhere else. NotFound, InvalidInput, Conflict."""
        allow("station.enrol", actor)
        station = Station(
            id=StationId(self.means.new_id()), name=name.strip(), organisation=organisation, place=place.strip()
        )
        with self.means.units.writing() as work:
            organisation_there(work, organisation)
            return self._with_code(work, actor, checked_station(station))

    def renew(self, actor: Actor, station: StationId) -> NewStation:
        """Another code, for the same device or for one that takes its place. Refused for one that was revoked."""
        allow("station.enrol", actor)
        with self.means.units.writing() as work:
            found = _there(work, station)
            if found.revoked:
                raise Refused(
                    "station-revoked",
                    message("This station was revoked."),
                    remedy=message("Enrol a new one in its place."),
                )
            return self._with_code(work, actor, found)

    def revoke(self, actor: Actor, station: StationId) -> None:
        """End it for ever, with the shift that runs there."""
        allow("station.revoke", actor)
        with self.means.units.writing() as work:
            found = _there(work, station)
            work.stations.put(replace(found, revoked=True, token_hash=None, code_hash=None, code_until=None))
            work.shifts.end_at(station, self.means.clock())
            self.means.note(work, actor, "station.revoke", station)
            work.commit()

    def all(self, actor: Actor) -> tuple[StationLine, ...]:
        """All of them, by organisation and name; revoked ones too."""
        allow("station.list", actor)
        with self.means.units.reading() as work:
            found = work.stations.all()
            names = work.organisations.names([each.organisation for each in found])
            lines = (StationLine(each, names[each.organisation]) for each in found)
            return tuple(sorted(lines, key=lambda line: (line.organisation_name, line.station.name)))

    def take(self, code: str, address_hash: str) -> str:
        """The secret of the device on which this code was typed; NotPermitted for a code that does not hold (any more).

        TooMany when this address must wait.
        """
        hashed, now = code_hash(code), self.means.clock()
        admit(self.means, name_hash(f"station code {hashed}"), address_hash, self.means.policy)
        token = self.means.new_token()
        with self.means.units.writing() as work:
            found = work.stations.by_code(hashed)
            if found is None or not found.takes_code(now):
                raise NotPermitted(
                    message("This code is not valid (any more)."),
                    remedy=message("Ask the administrator for a new one, and type it within a quarter of an hour."),
                )
            taken = replace(
                found, token_hash=token_hash(token), code_hash=None, code_until=None, enrolled_on=now.date()
            )
            work.stations.put(replace(taken, seen_on=now.date()))
            work.shifts.end_at(found.id, now)
            work.attempts.forget(name_hash(f"station code {hashed}"))
            work.commit()
        return token

    def of_token(self, token: str) -> Station | None:
        """The station whose device shows this secret, which counts as being seen; None where it is none (any more)."""
        hashed, today = token_hash(token), self.means.clock().date()
        with self.means.units.asking() as work:
            found = work.stations.by_token(hashed)
        if found is None or not found.is_enrolled or not same(found.token_hash or "", hashed):
            return None
        if found.seen_on != today:
            self._seen(found.id, today)
        return found

    def count(self, station: StationId, days: Iterable[date]) -> None:
        """One more scan on each of these days (a day as often as it comes)."""
        numbers: dict[date, int] = {}
        for day in days:
            numbers[day] = numbers.get(day, 0) + 1
        if numbers:
            with self.means.units.writing() as work:
                for day, scans in sorted(numbers.items()):
                    work.stations.count(station, day, scans)
                work.commit()

    def today(self, station: StationId) -> int:
        """How many devices were scanned there today, in UTC."""
        with self.means.units.asking() as work:
            return work.stations.counted(station, self.means.clock().date())

    def _with_code(self, work: AccountWork, actor: Actor, station: Station) -> NewStation:
        code = enrolment_code(self.means.chance(CODE_BYTES))
        until = self.means.clock() + self.means.policy.station_code
        work.stations.put(replace(station, code_hash=code_hash(code), code_until=until))
        self.means.note(work, actor, "station.enrol", station.id)
        work.commit()
        return NewStation(station.id, printed_code(code), until)

    def _seen(self, station: StationId, on: date) -> None:
        with self.means.units.writing() as work:
            work.stations.seen(station, on)
            work.commit()


def _there(work: AccountWork, station: StationId) -> Station:
    found = work.stations.get(station)
    if found is None:
        raise NotFound(message("There is no station {station}.", station=station))
    return found
