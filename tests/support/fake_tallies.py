"""How accounts stand, counted over the stores in memory."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from web.accounts.service.tally_ports import KeyTally, OrganisationTally, PeopleTally, StationTally


@dataclass
class FakeTallies:
    """The port `TallyStore`; `stores` are those of the same moment."""

    stores: Any

    def organisations(self, today: date, soon: date) -> OrganisationTally:
        found = self.stores.organisations.all()
        held = [each for one in found for each in one.credentials]
        ending = [each for each in held if each.valid_until is not None and today <= each.valid_until <= soon]
        return OrganisationTally(len(found), sum(each.valid(today) for each in held), len(ending))

    def people(self) -> PeopleTally:
        found = self.stores.accounts.all()
        active = [each for each in found if each.active]
        return PeopleTally(len(active), len(found) - len(active), sum(each.must_change_password for each in active))

    def keys(self, today: date, soon: date) -> KeyTally:
        valid = [each for each in self.stores.keys.all() if each.valid(today)]
        unused = [each for each in valid if each.last_used_on is None]
        return KeyTally(len(valid), len(unused), sum(each.expires_on <= soon for each in valid))

    def stations(self, since: date) -> StationTally:
        there = [each for each in self.stores.stations.all() if each.is_enrolled]
        return StationTally(len(there), sum(each.seen_on is None or each.seen_on < since for each in there))
