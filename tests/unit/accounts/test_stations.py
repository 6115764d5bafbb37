"""Enrolling stations, and persons who change there: badges, PINs, shifts."""

from dataclasses import dataclass, field, replace

import pytest

from dpp.domain.actor import OrganisationId, Role
from dpp.domain.errors import Conflict, InvalidInput, NotPermitted, NotSignedIn, Refused, TooMany
from tests.support.accounts_world import ADDRESS, PASSWORD, World
from web.accounts.domain.organisation import OrganisationKind
from web.accounts.domain.policy import Policy
from web.accounts.domain.stations import Station
from web.accounts.service.views import NewStation

POLICY = Policy()


@dataclass
class Line(World):
    """An intake line with one enrolled station, where the ICT provider and DRZ work in turns."""

    device: str = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.device = self.taken(self.enrolled("Line 1"))

    def enrolled(self, name: str) -> NewStation:
        return self.accounts.stations.enrol(self.administrator, self.organisation, name, "Hall A")

    def taken(self, new: NewStation) -> str:
        return self.accounts.stations.take(new.code, ADDRESS)

    @property
    def station(self) -> Station:
        found = self.accounts.stations.of_token(self.device)
        assert found is not None
        return found

    def badge(self, role: Role = Role.ICT_PROVIDER) -> str:
        return self.accounts.badges.make(self.actors[role], PASSWORD, ADDRESS).code

    def pin(self, name: str = "kim", pin: str = "31415", role: Role = Role.ICT_PROVIDER) -> None:
        self.accounts.badges.set_pin(self.actors[role], name, pin, PASSWORD, ADDRESS)

    def shows(self, code: str) -> str:
        return self.accounts.shifts.begin_by_badge(self.station, code)

    def works(self, token: str) -> bool:
        try:
            self.accounts.shifts.of_token(self.station, token)
        except NotSignedIn:
            return False
        return True


@pytest.fixture
def line() -> Line:
    return Line()


def test_a_device_becomes_a_station_by_a_code_that_works_once(line: Line) -> None:
    new = line.enrolled("Line 2")
    token = line.taken(new)
    found = line.accounts.stations.of_token(token)
    assert found is not None
    assert (found.name, found.place, found.enrolled_on) == ("Line 2", "Hall A", line.clock().date())
    with pytest.raises(NotPermitted):
        line.taken(new)


def test_a_code_holds_for_a_quarter_of_an_hour(line: Line) -> None:
    new = line.enrolled("Line 2")
    line.clock.forward(minutes=15)
    with pytest.raises(NotPermitted):
        line.taken(new)
    assert line.taken(line.accounts.stations.renew(line.administrator, new.id))


def test_codes_cannot_be_tried_without_end(line: Line) -> None:
    for number in range(POLICY.address_failures):
        with pytest.raises(NotPermitted):
            line.accounts.stations.take(f"zzzzz-{number:05}", ADDRESS)
    with pytest.raises(TooMany):
        line.accounts.stations.take("zzzzz-zzzzz", ADDRESS)


def test_another_device_takes_the_place_of_the_first_only_when_it_shows_the_new_code(line: Line) -> None:
    """A code that was asked for and never used changes nothing."""
    old, station = line.device, line.station.id
    new = line.accounts.stations.renew(line.administrator, station)
    assert line.accounts.stations.of_token(old) is not None
    line.taken(new)
    assert line.accounts.stations.of_token(old) is None


def test_a_revoked_station_lets_nobody_in_and_stays_revoked(line: Line) -> None:
    station, token = line.station, line.shows(line.badge())
    line.accounts.stations.revoke(line.administrator, station.id)
    assert line.accounts.stations.of_token(line.device) is None
    with pytest.raises(NotSignedIn):
        line.accounts.shifts.of_token(station, token)
    with pytest.raises(Refused):
        line.accounts.stations.renew(line.administrator, station.id)


def test_two_stations_of_an_organisation_have_two_names(line: Line) -> None:
    with pytest.raises(Conflict):
        line.enrolled("Line 1")


def test_of_the_use_of_a_station_the_last_day_is_kept(line: Line) -> None:
    line.clock.forward(days=3)
    line.accounts.stations.of_token(line.device)
    kept = line.units.committed.stations.rows[line.station.id]
    assert kept.seen_on == line.clock().date()


def test_no_secret_is_stored(line: Line) -> None:
    badge, new = line.badge(), line.enrolled("Line 2")
    line.pin(pin="27182")
    token = line.shows(badge)
    stored = repr({name: vars(value) for name, value in vars(line.units.committed).items()})
    for secret in (badge, new.code, new.code.replace("-", ""), token, line.device):
        assert secret not in stored


def test_administration_of_stations_badges_and_pins_stands_in_the_journal(line: Line) -> None:
    line.badge()
    line.pin()
    line.accounts.badges.withdraw_pin(line.administrator, line.actors[Role.ICT_PROVIDER].account)
    line.accounts.stations.revoke(line.administrator, line.station.id)
    acts = [entry.act for entry in reversed(line.accounts.people.journal(line.administrator))]
    assert acts[-5:] == ["station.enrol", "badge.make", "pin.set", "pin.withdraw", "station.revoke"]


def test_who_works_at_a_station_is_not_in_the_journal(line: Line) -> None:
    before = line.accounts.people.journal(line.administrator)
    badge = line.badge()
    made = line.accounts.people.journal(line.administrator)
    line.shows(badge)
    line.accounts.shifts.end(line.station)
    assert line.accounts.people.journal(line.administrator) == made
    assert len(made) == len(before) + 1


def test_a_badge_begins_a_shift_of_its_person(line: Line) -> None:
    shift, signed_in = line.accounts.shifts.of_token(line.station, line.shows(line.badge()))
    assert signed_in.actor == line.actors[Role.ICT_PROVIDER]
    assert (shift.account, shift.station) == (signed_in.actor.account, line.station.id)


def test_a_name_and_pin_begin_a_shift_of_their_person(line: Line) -> None:
    line.pin()
    token = line.accounts.shifts.begin_by_pin(line.station, " KIM", "31415")
    assert line.accounts.shifts.of_token(line.station, token)[1].actor == line.actors[Role.ICT_PROVIDER]


def test_the_next_person_ends_the_shift_of_the_one_before(line: Line) -> None:
    first = line.shows(line.badge())
    second = line.shows(line.badge(Role.DRZ))
    assert (line.works(first), line.works(second)) == (False, True)


def test_a_shift_of_one_station_is_nothing_at_another(line: Line) -> None:
    token = line.shows(line.badge())
    other = line.accounts.stations.of_token(line.taken(line.enrolled("Line 2")))
    assert other is not None
    with pytest.raises(NotSignedIn):
        line.accounts.shifts.of_token(other, token)
    shift, _ = line.accounts.shifts.of_token(line.station, token)
    assert line.accounts.shifts.standing(other, shift.id) is None


def test_a_tablet_that_is_left_alone_is_nobodys(line: Line) -> None:
    token = line.shows(line.badge())
    for _ in range(3):
        line.clock.forward(minutes=29)
        assert line.works(token)
    line.clock.forward(minutes=30)
    assert not line.works(token)


def test_what_is_shown_counts_at_stations_of_ones_own_organisation_alone(line: Line) -> None:
    elsewhere = line.accounts.organisations.create(
        line.administrator, "Elsewhere", OrganisationKind.COMPANY, in_state=False
    )
    new = line.accounts.stations.enrol(line.administrator, elsewhere, "Line 1", "Hall B")
    other = line.accounts.stations.of_token(line.taken(new))
    assert other is not None
    line.pin()
    with pytest.raises(NotSignedIn):
        line.accounts.shifts.begin_by_badge(other, line.badge())
    with pytest.raises(NotSignedIn):
        line.accounts.shifts.begin_by_pin(other, "kim", "31415")


@pytest.mark.parametrize("typed", ["", "kpb", "7k3m9x2p4q8d", "kpb" + "0" * 26])
def test_what_is_no_badge_begins_nothing(line: Line, typed: str) -> None:
    with pytest.raises(NotSignedIn):
        line.shows(typed)


def test_a_badge_that_was_withdrawn_begins_nothing(line: Line) -> None:
    made = line.accounts.badges.make(line.actors[Role.DRZ], PASSWORD, ADDRESS)
    line.accounts.badges.revoke(line.administrator, made.id)
    with pytest.raises(NotSignedIn):
        line.shows(made.code)


def test_an_account_that_was_closed_works_nowhere(line: Line) -> None:
    badge = line.badge()
    token, station = line.shows(badge), line.station
    shift, signed_in = line.accounts.shifts.of_token(station, token)
    line.accounts.people.set_active(line.administrator, signed_in.actor.account, active=False)
    assert not line.works(token)
    with pytest.raises(NotSignedIn):
        line.shows(badge)
    standing = line.accounts.shifts.standing(station, shift.id)
    assert standing is not None
    assert (standing.counts, standing.actor.roles) == (False, frozenset())


def test_a_shift_stands_for_its_person_with_the_roles_of_now(line: Line) -> None:
    station = line.station
    shift, signed_in = line.accounts.shifts.of_token(station, line.shows(line.badge()))
    line.shows(line.badge(Role.DRZ))
    line.accounts.people.set_roles(line.administrator, signed_in.actor.account, frozenset({Role.AUDITOR}))
    standing = line.accounts.shifts.standing(station, shift.id)
    assert standing is not None
    assert standing.actor == replace(signed_in.actor, roles=frozenset({Role.AUDITOR}))
    assert (standing.since, standing.until) == (
        line.clock() - POLICY.shift_margin,
        line.clock() + POLICY.shift_margin,
    )


def test_an_administrator_is_nobody_at_a_station(line: Line) -> None:
    token = line.shows(line.badge(Role.ADMINISTRATOR))
    assert line.accounts.shifts.of_token(line.station, token)[1].actor.roles == frozenset()


def test_a_shift_is_forgotten_when_nothing_of_it_is_taken_any_more(line: Line) -> None:
    """It says when somebody worked: it is kept no longer than what may still come needs."""
    line.shows(line.badge())
    line.clock.forward(days=7)
    line.accounts.shifts.sweep()
    assert line.units.committed.shifts.rows
    line.clock.forward(days=1)
    line.accounts.shifts.sweep()
    assert not line.units.committed.shifts.rows


def wrong_pin(line: Line, name: str = "kim") -> type[Exception]:
    with pytest.raises((NotSignedIn, TooMany)) as refused:
        line.accounts.shifts.begin_by_pin(line.station, name, "99999")
    return type(refused.value)


def test_a_pin_cannot_be_guessed_quickly(line: Line) -> None:
    line.pin()
    answers = [wrong_pin(line) for _ in range(POLICY.free_failures + 1)]
    assert answers[-2:] == [NotSignedIn, TooMany]
    line.clock.forward(minutes=16)
    assert line.accounts.shifts.begin_by_pin(line.station, "kim", "31415")


def test_a_station_waits_when_many_names_are_tried_there(line: Line) -> None:
    for number in range(POLICY.station_failures):
        assert wrong_pin(line, f"kim{number}") is NotSignedIn
    assert wrong_pin(line, "somebody") is TooMany
    with pytest.raises(TooMany):
        line.shows(line.badge())


def test_a_pin_that_was_guessed_at_slowly_counts_no_more_until_it_is_set_anew(line: Line) -> None:
    line.pin()
    for _ in range(POLICY.pin_in_a_row):
        assert wrong_pin(line) is NotSignedIn
        line.clock.forward(minutes=16)
    with pytest.raises(NotSignedIn):
        line.accounts.shifts.begin_by_pin(line.station, "kim", "31415")
    line.pin(pin="27182")
    line.clock.forward(minutes=16)
    assert line.accounts.shifts.begin_by_pin(line.station, "kim", "27182")


def test_a_pin_that_is_right_begins_the_count_anew(line: Line) -> None:
    line.pin()
    wrong_pin(line)
    line.accounts.shifts.begin_by_pin(line.station, "kim", "31415")
    pin = line.accounts.badges.own(line.actors[Role.ICT_PROVIDER]).pin
    assert pin is not None
    assert pin.failures == 0


def test_an_unknown_name_takes_the_same_work_and_gets_the_same_answer(line: Line) -> None:
    line.pin()
    said = set()
    for name in ("kim", "nobody"):
        line.hasher.work.clear()
        with pytest.raises(NotSignedIn) as refused:
            line.accounts.shifts.begin_by_pin(line.station, name, "99999")
        said.add((str(refused.value), len(line.hasher.work)))
    assert len(said) == 1


def test_a_name_is_one_persons_within_an_organisation(line: Line) -> None:
    line.pin()
    with pytest.raises(Conflict):
        line.pin(role=Role.DRZ)
    line.pin(name="kim2")
    line.pin(role=Role.DRZ)


def test_whoever_makes_a_badge_or_a_pin_gives_the_password(line: Line) -> None:
    actor = line.actors[Role.DRZ]
    with pytest.raises(InvalidInput):
        line.accounts.badges.make(actor, "not the password", ADDRESS)
    with pytest.raises(InvalidInput):
        line.accounts.badges.set_pin(actor, "sam", "31415", "not the password", ADDRESS)
    assert line.accounts.badges.own(actor).pin is None
    assert not line.accounts.badges.all(line.administrator)


def test_scans_are_counted_by_station_and_day_and_name_nobody(line: Line) -> None:
    """The counter holds a station, a day and a number: there is no way from it to a person."""
    station, today = line.station.id, line.clock().date()
    line.shows(line.badge())
    line.accounts.stations.count(station, [today, today])
    line.shows(line.badge(Role.DRZ))
    line.accounts.stations.count(station, [today])
    assert line.accounts.stations.today(station) == 3
    assert line.units.committed.stations.days == {(station, today): 3}
    assert line.accounts.stations.today(OrganisationId("other")) == 0  # type: ignore[arg-type]  # any other id
