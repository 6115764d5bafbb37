"""Who acts in the demonstration, through what, and on which day it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.opaque import DeviceKey
from dpp.service.passports import Passports
from dpp.service.repair_guides import RepairGuides
from lifecycle.domain.events import Happening, Place
from lifecycle.service.recording import Draft
from lifecycle.service.use_cases import UseCases

STORE = Place("Magazijn 2")
BENCH = Place("Innamelijn 1")
DEPOT = Place("Depot Almere")


@dataclass(frozen=True)
class Stage:
    """Who acts (by the part of a sign-in name before the @), through what, and on which day the demonstration is."""

    passports: Passports
    guides: RepairGuides
    use: UseCases
    actors: dict[str, Actor]
    today: date

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        return datetime.combine(self.today - timedelta(days=days_ago), time(hour), UTC)

    def does(self, who: str, key: DeviceKey, when: datetime, *what: Happening) -> None:
        self.use.devices.record(self.actors[who], key, [Draft(each, occurred_at=when) for each in what])

    def organisation(self, who: str) -> OrganisationId:
        organisation = self.actors[who].organisation
        assert organisation is not None
        return organisation
