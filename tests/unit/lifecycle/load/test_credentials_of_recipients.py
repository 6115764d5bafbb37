"""Which hand-over is refused for which credential: every destination, with the credential missing, expired or valid."""

from datetime import date, timedelta

import pytest

from dpp.domain.errors import Refused
from lifecycle.domain.credentials import (
    REQUIREMENTS,
    SHORT_NAMES,
    WARNING,
    Destination,
    Held,
    Party,
    Requirement,
    check,
    ending,
    required,
    valid_for,
)
from lifecycle.domain.guards.grounds import GROUNDS
from lifecycle.domain.vocabulary import Holding, Route
from web.accounts.domain.organisation import CREDENTIAL_KINDS

DAY = date(2026, 11, 21)
FIRST = date(2026, 1, 1)
EVERY = [
    *(Destination(route, holding) for route, (_, holdings) in GROUNDS.items() for holding in sorted(holdings)),
    Destination(None),
    Destination(None, sealed_outside=True),
]
"""Every destination by which something passes."""
ASKED = {
    (Route.DONATE, Holding.COORDINATOR): ("aanwijzingsbesluit",),
    (Route.DONATE, Holding.RECIPIENT): ("donation-agreement",),
    (Route.SELL, Holding.BUYER): ("contract", "r2", "en-50614"),
    (Route.RECYCLE, Holding.RECIPIENT): ("en-50625",),
    (Route.RECYCLE, Holding.BUYER): ("en-50625",),
}
"""What the domain asks of a receiver, written down a second time."""


def held(kind: str, first: date = FIRST, last: date | None = None) -> Held:
    return Held(kind, "N-1", first, last)


@pytest.mark.parametrize("to", EVERY, ids=str)
def test_each_destination_asks_the_receiver_what_the_domain_says(to: Destination) -> None:
    found = tuple(each.kinds for each in required(to, Party.RECEIVER))
    if to.sealed_outside:
        assert found == (("processor-agreement",),)
    else:
        expected = ASKED.get((to.route, to.holding)) if to.route and to.holding else None
        assert found == (() if expected is None else (expected,))


def test_who_carries_waste_is_in_the_vihb_list_and_no_other_carrier_is_asked_anything() -> None:
    for to in EVERY:
        asked = [each.kinds for each in required(to, Party.CARRIER)]
        assert asked == ([("vihb",)] if to.route is Route.RECYCLE else [])


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
@pytest.mark.parametrize(
    ("credentials", "why"),
    [
        ((), "none is registered"),
        (("expired",), "N-1 ended on 2026-11-20"),
        (("to-come",), "N-1 begins on 2026-11-22"),
        (("other",), "none is registered"),
        (("last-day",), None),
        (("first-day",), None),
        (("expired", "valid"), None),
    ],
)
def test_a_hand_over_is_refused_unless_a_credential_holds_that_day(
    requirement: Requirement, credentials: tuple[str, ...], why: str | None
) -> None:
    one_day = timedelta(days=1)
    for kind in requirement.kinds:
        known = {
            "expired": held(kind, last=DAY - one_day),
            "to-come": held(kind, first=DAY + one_day),
            "other": held("reparateursregister"),
            "last-day": held(kind, last=DAY),
            "first-day": held(kind, first=DAY),
            "valid": held(kind),
        }
        shown = [known[each] for each in credentials]
        if why is None:
            check("Somebody", [requirement], shown, DAY)
            continue
        with pytest.raises(
            Refused, match=f"Somebody has no valid .*{SHORT_NAMES[kind]}.* on 2026-11-21: .*{why}"
        ) as no:
            check("Somebody", [requirement], shown, DAY)
        assert no.value.rule == f"{requirement.party}-credential"
        assert no.value.remedy is not None


def test_of_several_the_one_that_lasts_longest_is_meant() -> None:
    (asked,) = required(Destination(Route.RECYCLE, Holding.RECIPIENT), Party.RECEIVER)
    short, long = held("en-50625", last=DAY), held("en-50625", last=date(2028, 1, 1))
    assert valid_for(asked, [long, short], DAY) == long
    assert valid_for(asked, [short, held("en-50625")], DAY) == held("en-50625")


@pytest.mark.parametrize(("days", "told"), [(0, True), (30, True), (31, False)])
def test_what_ends_within_thirty_days_is_told_beforehand(days: int, *, told: bool) -> None:
    asked = required(Destination(Route.RECYCLE, Holding.RECIPIENT), Party.RECEIVER)
    last = DAY + timedelta(days=days)
    found = ending(asked, [held("en-50625", last=last)], DAY)
    assert [each.last_day for each in found] == ([last] if told else [])
    assert timedelta(days=30) == WARNING


def test_nothing_is_told_of_what_is_renewed_already_or_ended_before() -> None:
    asked = required(Destination(Route.RECYCLE, Holding.RECIPIENT), Party.RECEIVER)
    soon = held("en-50625", last=DAY + timedelta(days=3))
    assert ending(asked, [soon, held("en-50625", first=DAY + timedelta(days=3))], DAY) == ()
    assert ending(asked, [held("en-50625", last=DAY - timedelta(days=1))], DAY) == ()


def test_every_kind_that_is_asked_can_be_registered_and_has_a_name() -> None:
    asked = {kind for each in REQUIREMENTS for kind in each.kinds}
    assert asked <= set(CREDENTIAL_KINDS)
    assert asked <= set(SHORT_NAMES) <= set(CREDENTIAL_KINDS)
