"""The rule by which devices are divided, and its numbers.

Rules, in this order:
1. The ladder: what government uses again itself goes before donation, donation before parts.
2. On each rung the deadline: requests whose deadline is near go before others, in bands of days. Inside a band a day
   more or less decides nothing yet.
3. In each band requesters take turns: the next device is for the organisation that has the fewest so far, on all of
   its requests in this run together. Who asks for more gets no larger turn; who needs nothing more is passed over.
   Among those with equally many the earliest deadline goes first, then who asked first, then the id.
4. Nobody's turn costs anybody earlier a device, and no device stays unused that could serve somebody (`turns`).
5. Which device somebody gets is decided after that: the one that exceeds what is asked the least (`allocate`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.domain.requests.request import DeviceRequest
from lifecycle.domain.vocabulary import Route

LADDER = (Route.REDEPLOY, Route.DONATE, Route.PARTS)


@dataclass(frozen=True)
class AllocationRule:
    """`urgent_days` are the ends of the bands of rule 2, in days until the deadline. Another rule has another name."""

    name: str = "turns-1"
    urgent_days: tuple[int, ...] = (14, 60)


DEFAULT_RULE = AllocationRule()


@dataclass(frozen=True)
class Need:
    """What a request still needs, and how many devices it has been given before."""

    request: DeviceRequest
    number: int
    given: int = 0

    def tier(self, rule: AllocationRule, on: date) -> tuple[int, int]:
        """Rules 1 and 2: lower goes first."""
        days = (self.request.wanted.deadline - on).days
        return LADDER.index(self.request.route), sum(days > end for end in rule.urgent_days)

    @property
    def order(self) -> tuple[date, datetime, str]:
        """The end of rule 3: who of equals goes first."""
        return self.request.wanted.deadline, self.request.made_at, self.request.id
