"""A scanner that was offline, and the inbox of what could not be recorded: through the API, and by its pages."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.codec import read_happening
from lifecycle.domain.events import Event, EventId, TransactionId, plain
from lifecycle.service.devices import ELSEWHERE
from tests.support.clicking import Clicker
from tests.support.town import Program, Town, town_in
from tests.unit.lifecycle.device.test_sequences import STEPS
from tests.unit.lifecycle.stateful.life_oracle import judge

HALL = "Innamelijn 1"
LOCKED = {"kind": "lock_found", "lock": "mdm", "remark": "Anna says so"}
WIPED = {
    "kind": "sanitisation_performed",
    "medium": "DISK-1",
    "category": "purge",
    "technique": "block erase",
    "tool": "nwipe",
    "tool_version": "0.38",
    "succeeded": True,
}
VERIFIED = {"kind": "sanitisation_verified", "medium": "DISK-1"}
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for all of this file: each test has devices and events of its own."""
    with town_in(tmp_path_factory.mktemp("inbox")) as opened:
        yield opened


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the service under test has the real clock


def tablet(people: Town) -> str:
    """A tablet of the ministry in the hands of the ICT provider, registered an hour ago."""
    body = {
        "thing": "tablet",
        "owner": people.program("eigenaar").organisation,
        "custodian": people.program("ict").organisation,
        "place": HALL,
        "serial": f"LATE-{next(_numbers):05}",
        "classification": "none",
        "occurred_at": (now() - timedelta(hours=1)).isoformat(),
    }
    key: str = people.program("ict").made("/api/v1/things", body)["device"]
    return key


def late(happening: Any, key: str | None, minutes: float, event_id: str | None = None) -> dict[str, Any]:
    """An event of so many minutes ago."""
    event = {
        "event_id": event_id or f"scanner-event-{next(_numbers)}",
        "occurred_at": (now() - timedelta(minutes=minutes)).isoformat(),
        "happening": happening,
    }
    return event if key is None else {**event, "device": key}


def send(who: Program, *events: Any, behind: float = 0) -> Any:
    """By a scanner whose clock is so many minutes behind."""
    sent_at = (now() - timedelta(minutes=behind)).isoformat()
    body = {"batch": f"batch-{next(_numbers)}", "scanner": "Scanner 7", "sent_at": sent_at, "events": events}
    return who.made("/api/v1/event-batches", body)


def told(answer: Any) -> list[tuple[str, str | None]]:
    return [(each["outcome"], each.get("refusal", {}).get("rule")) for each in answer["events"]]


def test_a_batch_is_recorded_repeated_and_set_aside(people: Town) -> None:
    ict, key = people.program("ict"), tablet(people)
    good, early = late(LOCKED, key, 20), late(VERIFIED, key, 10)
    scan = late({"kind": "intake_scanned", "raw": "STICKER-77", "symbology": "]Q1", "place": HALL}, None, 5)
    answer = send(ict, good, early, scan, behind=2)
    assert told(answer) == [("recorded", None), ("set-aside", "unknown-medium"), ("recorded", None)]
    assert 118 <= answer["skew_seconds"] <= 125
    assert answer["events"][1]["refusal"]["remedy"]
    again = send(ict, good, early, scan)
    assert told(again) == [("repeated", None), ("set-aside", "unknown-medium"), ("repeated", None)]
    assert again["events"][1]["item"] == answer["events"][1]["item"]
    conflict = send(ict, {**good, "happening": {"kind": "lock_found", "lock": "absolute"}})
    assert told(conflict) == [("set-aside", "conflict")]


def test_a_clock_far_off_sets_the_whole_batch_aside(people: Town) -> None:
    ict, key = people.program("ict"), tablet(people)
    answer = send(ict, late(LOCKED, key, 20), behind=15)
    assert (answer["whole"], told(answer)) == (True, [("set-aside", "clock-skew")])


def test_a_batch_that_cannot_be_read_is_refused_whole(people: Town) -> None:
    ict = people.program("ict")
    body = {"batch": "b", "scanner": "s", "sent_at": now().isoformat(), "events": [late(LOCKED, None, 1)]}
    problem = ict.refused("/api/v1/event-batches", body, status=400)
    assert "$.events[0].device" in str(problem)
    ict.refused("/api/v1/event-batches", {**body, "sent_at": "yesterday"}, status=400)


def test_the_api_of_the_inbox(people: Town) -> None:
    ict, checker, key = people.program("ict"), people.program("ict-controle"), tablet(people)
    item = send(checker, late(VERIFIED, key, 10))["events"][0]["item"]
    listed = ict.get("/api/v1/inbox").json()
    assert item in [each["item"]["id"] for each in listed["items"]]
    assert listed["open"] >= 1
    assert people.program("eigenaar").get(f"/api/v1/inbox/{item}").status_code == 403
    refused = ict.made(f"/api/v1/inbox/{item}/attempts")
    assert refused["item"]["attempts"][0]["outcome"] == "refused"
    send(ict, late(WIPED, key, 15))
    recorded = people.program("drz").made(f"/api/v1/inbox/{item}/attempts")
    assert recorded["item"]["attempts"][-1]["outcome"] == "recorded"
    ict.refused(f"/api/v1/inbox/{item}/dismissals", {"reason": "Too late"})
    other = send(ict, late(VERIFIED, key, 5))["events"][0]["item"]
    dismissed = ict.made(f"/api/v1/inbox/{other}/dismissals", {"reason": "Sent twice"})
    assert dismissed["item"]["attempts"][-1]["reason"] == "Sent twice"
    assert other in [each["item"]["id"] for each in ict.get("/api/v1/inbox?open=false").json()["items"]]


def test_a_person_reads_tries_again_and_dismisses(people: Town) -> None:
    checker, key = people.program("ict-controle"), tablet(people)
    item = send(checker, late({**VERIFIED, "remark": "<b>Bram</b>"}, key, 10), behind=3)["events"][0]["item"]
    browser = Clicker(people.client).sign_in("ict")
    listed = browser.open("/inbox")
    assert "Erasure checked" in listed.words
    page = browser.open(f"/inbox/{item}")
    assert "3 min" in page.words
    assert "<b>Bram</b>" in page.words
    assert "Here it would stand." in page.words
    again = browser.fill("/attempt")
    assert "It was tried and refused again" in again.words
    assert "Nobody saw storage medium DISK-1" in again.words
    assert browser.fill("/dismissal", reason=" ").status == 400
    gone = browser.fill("/dismissal", reason="A test of the scanner")
    assert "A test of the scanner" in gone.words
    assert not gone.forms()
    assert item in " ".join(browser.open("/inbox?settled=true").links())
    reader = Clicker(people.client).sign_in("auditor")
    assert not reader.open(f"/inbox/{item}").forms()


TOLD = [plain(happening) for happening in STEPS if happening.kind not in ELSEWHERE]


class LateScanners(RuleBasedStateMachine):
    """Two people of one organisation send what they did, late and again; the oracle judges what the service tells."""

    people: Town

    @initialize()
    def begin(self) -> None:
        self.key = tablet(self.people)
        self.sent: list[tuple[str, dict[str, Any]]] = []

    @rule(
        happenings=st.lists(st.sampled_from(TOLD), min_size=1, max_size=6),
        who=st.sampled_from(("ict", "ict-controle")),
        minutes=st.integers(1, 50),
    )
    def a_scanner_sends(self, happenings: list[Any], who: str, minutes: int) -> None:
        events = [late(each, self.key, minutes - 0.01 * place) for place, each in enumerate(happenings)]
        self._send(who, events)
        self.sent += [(who, event) for event in events]

    @rule(place=st.integers(0, 99))
    def it_sends_again(self, place: int) -> None:
        if self.sent:
            who, event = self.sent[place % len(self.sent)]
            before = self._events()
            (outcome,) = self._send(who, [event])
            assert outcome != "recorded"
            assert self._events() == before

    @rule(place=st.integers(0, 99))
    def an_id_is_used_twice(self, place: int) -> None:
        if self.sent:
            who, event = self.sent[place % len(self.sent)]
            before = self._events()
            other = {"kind": "hold_placed", "hold": "other", "reason": "other"}
            assert self._send(who, [{**event, "happening": other}]) == ["set-aside"]
            assert self._events() == before

    @invariant()
    def the_rules_hold(self) -> None:
        judge(self._events())

    def _send(self, who: str, events: list[dict[str, Any]]) -> list[str]:
        answer = send(self.people.program(who), *events)
        for each in answer["events"]:
            if each["outcome"] == "set-aside":
                assert each["refusal"]["rule"]
                assert each["refusal"]["what"]
                assert each["refusal"]["remedy"]
        return [each["outcome"] for each in answer["events"]]

    def _events(self) -> list[Event]:
        view = self.people.program("drz").get(f"/api/v1/devices/{self.key}").json()
        return [_read(entry["event"]) for entry in view["timeline"]]


def _read(event: dict[str, Any]) -> Event:
    return Event(
        EventId(event["id"]),
        DeviceKey(event["device"]),
        datetime.fromisoformat(event["occurred_at"]),
        datetime.fromisoformat(event["recorded_at"]),
        AccountId(event["actor"]),
        OrganisationId(event["organisation"]),
        TransactionId(event["transaction"]),
        read_happening(event["happening"]),
    )


def test_the_rules_hold_for_what_late_scanners_send(people: Town) -> None:
    class Here(LateScanners):
        pass

    Here.people = people
    few = settings(max_examples=4, stateful_step_count=8, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Here, settings=few)
