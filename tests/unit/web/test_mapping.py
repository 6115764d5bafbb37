"""From views to pages: what is first, what is left out, and which words are used."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import listed, message
from dpp.domain.opaque import LabelCode
from lifecycle.domain.events import KINDS, HazardFound, Place
from lifecycle.domain.goods import Entry, GoodsCondition, Lot
from lifecycle.domain.routing.facts import FACT_NAMES
from lifecycle.domain.routing.findings import Gate, Verdict
from lifecycle.domain.routing.words import FACT
from lifecycle.domain.things import Unit
from lifecycle.domain.vocabulary import Classification, Hazard, Lock
from lifecycle.service.ports import LineFilter
from tests.support.service_world import CHECKER, GRADED, ICT, OTHER_MINISTRY, ROUTER, SERIAL, VERIFIED, WIPED, World
from web.pages.contexts.frame import NEW_FORM, Tone
from web.pages.intake import LAST, Station
from web.pages.mapping.actions import WAYS, actions
from web.pages.mapping.decision import GATES, SIGNS, decision_page
from web.pages.mapping.device import device_page, summary_of
from web.pages.mapping.happenings import CALLED
from web.pages.mapping.intake import verdict_of
from web.pages.mapping.spoken import source, spoken
from web.pages.mapping.things import quantity_words
from web.pages.mapping.worklist import Filters, half_a_sentence, worklist_page
from web.pages.reading import Reader


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(("moved", "said"), [("1", "1 stuk Lader"), ("-1", "1 stuk Lader"), ("40", "40 stuks Lader")])
def test_one_piece_is_not_pieces(moved: str, said: str) -> None:
    chargers = Lot(
        "charger", Unit.PIECE, GoodsCondition.WORKING, OrganisationId("ict"), OrganisationId("ict"), Place("Store")
    )
    assert Reader("nl").say(quantity_words(Entry(chargers, Decimal(moved)))) == said


def test_every_kind_of_event_has_a_name() -> None:
    """A kind without one would break the page of its device."""
    assert set(CALLED) == set(KINDS)
    assert set(WAYS) <= set(KINDS)


def test_every_gate_verdict_and_fact_of_a_decision_has_words() -> None:
    assert set(GATES) == set(Gate)
    assert set(SIGNS) == set(Verdict)
    assert set(FACT_NAMES) <= set(FACT)


def test_first_comes_what_the_device_needs_next(world: World) -> None:
    """Evidence, grades, erasure, its check by another, a proposal: in the order of its life."""
    key = world.collected_laptop()

    def wanted(actor: Actor = ICT) -> list[str]:
        view = world.use.devices.consider(actor, key)
        return [action.address.rpartition("/")[2] for action in actions(view) if action.wanted]

    assert wanted() == ["evidence"]
    world.attach(key)
    assert wanted() == ["inspection"]
    world.record(ICT, key, GRADED)
    assert wanted() == ["erasure"]
    world.record(ICT, key, WIPED)
    assert wanted(CHECKER) == ["verification"]
    world.record(CHECKER, key, VERIFIED)
    assert wanted() == ["proposal"]
    decision = world.use.routing.propose(ICT, key).decision_id
    assert wanted(ROUTER) == [decision]


def test_what_refuses_ones_own_check_is_told_and_what_needs_nothing_is_left_out(world: World) -> None:
    key = world.collected_laptop()
    world.attach(key)
    world.record(ICT, key, GRADED)
    world.record(ICT, key, WIPED)
    shown = {action.address.rpartition("/")[2]: action for action in actions(world.use.devices.consider(ICT, key))}
    assert "You erased storage medium" in str(shown["verification"].refusals[0])
    assert not {"lock-release", "hazard-clearance", "finding", "identity"} & set(shown)


def test_a_number_is_shown_once_with_everybody_who_says_it(world: World) -> None:
    key = world.collected_laptop()
    world.attach(key)
    page = device_page(
        world.use.devices.read(ICT, key), {}, may_read_decision=False, may_read_history=False, may_print=True
    )
    serials = [claim for claim in page.claims if claim.value == SERIAL]
    assert [str(claim.source) for claim in serials] == ["registration, GLPI inventory"]
    assert page.timeline[0].at >= page.timeline[-1].at
    assert page.decision is None


def test_names_are_shown_as_far_as_the_reader_may_know_them(world: World) -> None:
    key = world.collected_laptop()
    view = world.use.devices.read(ICT, key)
    named = device_page(
        view, {ICT.account: "Iris Inname"}, may_read_decision=False, may_read_history=False, may_print=True
    )
    assert {happening.by for happening in named.timeline} == {"Iris Inname", None}


@pytest.mark.parametrize("may_print", [True, False])
def test_the_label_is_a_link_for_who_prints_it(world: World, *, may_print: bool) -> None:
    view = dataclasses.replace(
        world.use.devices.read(ICT, world.collected_laptop()), labels=(LabelCode("0123456789AB"),)
    )
    page = device_page(view, {}, may_read_decision=False, may_read_history=False, may_print=may_print)
    assert (page.label is not None) is may_print


def test_the_gravest_thing_is_the_summary(world: World) -> None:
    key = world.collected_laptop()
    device = world.use.devices.read(ICT, key).device
    assert summary_of(dataclasses.replace(device, missing=True, locks=frozenset({Lock.MDM})))[0] is Tone.STOP
    assert "locked" in str(summary_of(dataclasses.replace(device, locks=frozenset({Lock.MDM})))[1])


def test_a_decision_puts_apart_what_speaks_for_other_destinations(world: World) -> None:
    """Nothing is left out: every line of the trace is a finding of its gate."""
    key = world.collected_laptop()
    world.attach(key)
    world.record(ICT, key, GRADED)
    view = world.use.routing.propose(ROUTER, key)
    page = decision_page(view, world.use.devices.consider(ROUTER, key), {}, NEW_FORM, may_decide=True)
    found = [finding for gate in page.gates for finding in (*gate.findings, *gate.others)]
    assert len(found) == len(view.decision.trace)
    assert all(finding.tone is Tone.GOOD for gate in page.gates for finding in gate.others)
    assert page.standing == view.decision_id
    assert page.approve_at


def test_the_worklist_says_an_example_where_reasons_differ(world: World) -> None:
    key = world.collected_laptop()
    world.attach(key)
    world.record(ICT, key, GRADED)
    decision = world.use.routing.propose(ROUTER, key)
    groups = world.use.worklist.groups(ROUTER, LineFilter(route_state="proposed"))
    page = worklist_page(groups, Filters(), date(2026, 11, 20), {})
    [group] = page.groups
    assert (page.waiting, len(group.rest), group.exceptions) == (1, 1, ())
    assert group.rest[0].id == f"{key}.{decision.decision_id}"
    assert not worklist_page(groups, Filters(show="exceptions"), date(2026, 11, 20), {}).groups
    own = worklist_page(groups, Filters(), date(2026, 11, 20), {key: message("You made this override yourself.")})
    assert own.groups[0].exceptions


def test_half_a_sentence_is_the_reason_inside_it() -> None:
    reason = message("it is locked")
    assert half_a_sentence(message("It goes, because {reason}.", reason=reason)) == reason
    assert "all that is asked" in str(half_a_sentence(message("It goes.")))


def test_members_of_fixed_lists_are_said_in_words_also_in_stored_messages() -> None:
    """A decision keeps their values; the page says their words, in the reader's language."""
    stored = message("because {reason}", reason=message("a lock ({locks})", locks="autopilot, mdm"))
    assert Reader("nl").say(spoken(stored)) == "because a lock (Autopilot of Intune, Apparaatbeheer (MDM))"
    assert spoken(message("({classification})", classification="none")).values["classification"] is Classification.NONE
    assert Reader("en").say(listed([Lock.MDM, "x"])) == "Device management (MDM), x"
    assert source("model passport: A source") == message("model passport, from {title}", title="A source")
    assert source("somebody's own words") == "somebody's own words"


def test_what_was_scanned_before_is_a_note_with_a_sound_of_its_own_and_a_stop_stays_a_stop(world: World) -> None:
    key = world.collected_laptop()
    again = world.scan(SERIAL)
    assert again.already is not None
    shown = verdict_of(again, None)
    assert (shown.tone, shown.sound, shown.again) == (Tone.INFO, "again", again.scanned_at)
    world.record(ICT, key, HazardFound(hazard=Hazard.SWOLLEN_BATTERY))
    shown = verdict_of(world.scan(SERIAL), None)
    assert (shown.tone, shown.sound, shown.again) == (Tone.STOP, "stop", again.scanned_at)


def test_a_device_of_another_owner_than_its_stack_is_pointed_out(world: World) -> None:
    world.collected_laptop()
    shown = verdict_of(world.scan(SERIAL, said_owner=OTHER_MINISTRY), None)
    assert shown.tone is Tone.ATTENTION
    assert [str(warning) for warning in shown.warnings] == [
        "It is registered for another owner than this stack: look whether it belongs here."
    ]


class TestStation:
    """What a station remembers between two scans."""

    def test_what_is_said_of_a_stack_stays_and_a_retry_counts_once(self) -> None:
        station = Station("2026-11-20", "Innamelijn 1", "ministry", "laptops & phones")
        for scan in ("a", "b", "a"):
            station = station.with_scan(scan)  # type: ignore[arg-type]
        kept = Station.read(station.written(), "2026-11-20")
        assert kept == station
        assert (kept.count, kept.scans) == (2, ("b", "a"))

    def test_a_new_day_begins_without_scans(self) -> None:
        stack = ("Innamelijn 1", "ministry", "laptops")
        kept = Station("2026-11-19", *stack, 3, ("a", "b")).written()  # type: ignore[arg-type]
        assert Station.read(kept, "2026-11-20") == Station("2026-11-20", *stack)

    def test_only_the_last_ten_are_kept(self) -> None:
        station = Station("2026-11-20")
        for number in range(LAST + 2):
            station = station.with_scan(f"scan{number}")  # type: ignore[arg-type]
        assert (station.count, len(station.scans), station.scans[0]) == (LAST + 2, LAST, f"scan{LAST + 1}")

    @pytest.mark.parametrize("cookie", [None, "", "nonsense", "day=2026-11-20&count=many&scans=..", "count=%F0%9F"])
    def test_no_cookie_breaks_it(self, cookie: str | None) -> None:
        assert Station.read(cookie, "2026-11-20").count == 0
