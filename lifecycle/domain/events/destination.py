"""Events of the decision where a device goes, and of its going there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from dpp.domain.actor import OrganisationId
from lifecycle.domain.events.base import Remarked
from lifecycle.domain.vocabulary import OverrideGround, ReleaseReason, Route


@dataclass(frozen=True, kw_only=True)
class RouteProposed(Remarked):
    """A rule set proposes. `decision` is the id under which the whole trace is kept, `trace_sha256` its hash."""

    kind: Literal["route_proposed"] = "route_proposed"
    decision: str
    route: Route
    rule_set: str
    inputs_sha256: str
    trace_sha256: str


@dataclass(frozen=True, kw_only=True)
class RouteApproved(Remarked):
    """The proposal or override with this id stands. `mandate` is the id of the mandate under which that was said."""

    kind: Literal["route_approved"] = "route_approved"
    decision: str
    route: Route
    mandate: str | None = None


@dataclass(frozen=True, kw_only=True)
class RouteOverridden(Remarked):
    """Another route than the proposed one, with a reason, which names no person; a second person approves it.

    `reason_code` is the reason as a word of a list, by which deviations are counted; the first ones have none.
    """

    kind: Literal["route_overridden"] = "route_overridden"
    decision: str
    overrides: str
    route: Route
    reason: str
    reason_code: OverrideGround | None = None


@dataclass(frozen=True, kw_only=True)
class Reserved(Remarked):
    """Kept for an organisation, up to and including a day; again for the same one, it is kept longer.

    `unit` is the part of the organisation that will use it; `request` the id of the request that it answers.
    """

    kind: Literal["reserved"] = "reserved"
    requester: OrganisationId
    until: date
    unit: str | None = None
    request: str | None = None


@dataclass(frozen=True, kw_only=True)
class Released(Remarked):
    """No longer reserved; `reason` says why, where that is known."""

    kind: Literal["released"] = "released"
    reason: ReleaseReason | None = None


@dataclass(frozen=True, kw_only=True)
class Redeployed(Remarked):
    """In use again within the State: from now on its media contain data, and it is no longer surplus."""

    kind: Literal["redeployed"] = "redeployed"
    receiver: OrganisationId
    unit: str


@dataclass(frozen=True, kw_only=True)
class Donated(Remarked):
    """Given to an organisation; individuals are never recorded. An export is as for what is sold."""

    kind: Literal["donated"] = "donated"
    receiver: OrganisationId
    export: bool | None = None
    test_record_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sold(Remarked):
    """Sold to an organisation. An export needs the test record of WEEE Directive 2012/19/EU, Annex VI, by its hash."""

    kind: Literal["sold"] = "sold"
    receiver: OrganisationId
    export: bool = False
    test_record_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class SentToRecycler(Remarked):
    """Discarded: waste from now on. The recycler's EN 50625 conformity is valid on the day.

    `weee_category` is 1 to 6 (WEEE Directive, Annex III); `ewc` a code of the European Waste Catalogue.
    """

    kind: Literal["sent_to_recycler"] = "sent_to_recycler"
    receiver: OrganisationId
    conformity: str
    conformity_until: date
    weee_category: int
    ewc: str
    kilograms: Decimal


@dataclass(frozen=True, kw_only=True)
class Recycled(Remarked):
    """The recycler reports what became of it, in kilograms."""

    kind: Literal["recycled"] = "recycled"
    kilograms: Decimal
    weee_category: int
    ewc: str
