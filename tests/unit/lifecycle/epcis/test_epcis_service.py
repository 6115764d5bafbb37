"""Events in, events out: what is taken for our own record, what is kept as it came, and who reads which."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, NotFound, NotPermitted, NotSignedIn, TooLarge
from lifecycle.domain.epcis.hash_id import hash_id
from lifecycle.domain.epcis.query import EventQuery, addresses, words
from lifecycle.domain.epcis.vocabulary import CONTEXT, own
from lifecycle.domain.events import Assigned, Corrected, ErrorReason, Unassigned
from lifecycle.service import epcis_capture
from lifecycle.service.epcis_capture import Behaviour
from lifecycle.service.epcis_documents import EventPage, query_document
from lifecycle.service.recording import Draft
from tests.support.service_world import ADVISER, AUDITOR, ICT, OTHER_OWNER, OWNER, ROUTER, URL, World
from tests.support.shared import shared_data

FOREIGN = {
    "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "https://example.org/ns/"}],
    "type": "ObjectEvent",
    "eventID": "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
    "eventTime": "2026-05-04T09:00:00+02:00",
    "eventTimeZoneOffset": "+02:00",
    "epcList": ["urn:epc:id:sgtin:0614141.107346.2017"],
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "bizTransactionList": [{"type": "po", "bizTransaction": "https://example.org/po/1"}],
    "ex:pallet": "P-1",
}


@pytest.fixture
def world() -> World:
    return World()


def bytes_of(*events: dict[str, Any]) -> bytes:
    document = {
        "@context": [*CONTEXT, {"ex": "https://example.org/ns/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-05-04T09:00:00Z",
        "epcisBody": {
            "eventList": [{name: each for name, each in event.items() if name[0] != "@"} for event in events]
        },
    }
    return json.dumps(document).encode()


def ours(world: World, epc: str, kind: str = "unassigned", **more: Any) -> dict[str, Any]:
    """An event in our vocabulary, as a partner's program would write it."""
    return {
        "type": "ObjectEvent",
        "eventID": "https://partner.example/events/1",
        "eventTime": (world.clock() + timedelta(minutes=1)).isoformat(),
        "eventTimeZoneOffset": "+00:00",
        "epcList": [epc],
        "action": "OBSERVE",
        "kringpas:kind": kind,
    } | more


def in_use(world: World) -> tuple[Any, str]:
    """A laptop of the ministry that is in use, and the address of its label."""
    view = world.register()
    world.record(OWNER, view.device.key, Assigned(unit="Finance"))
    return view.device.key, f"{URL}/d/{view.labels[0]}"


def found(world: World, actor: Actor, **wanted: Any) -> EventPage:
    return world.use.epcis.queries.find(actor, EventQuery(**wanted), None, 100)


def ids(page: EventPage) -> list[str]:
    return [event["eventID"] for _, event in page.events]


def test_an_event_in_our_vocabulary_becomes_an_event_of_ours(world: World) -> None:
    """By the same guards: the device is back in store, by the one who sent it."""
    key, label = in_use(world)
    event = ours(world, label, **{"kringpas:remark": "Returned early"})
    world.clock.forward(minutes=5)
    job = world.use.epcis.capturing.capture(OWNER, bytes_of(event))
    assert (job.success, job.errors) == (True, [])
    assert isinstance(world.events(key)[-1].happening, Unassigned)
    assert (world.events(key)[-1].actor, world.events(key)[-1].happening.remark) == (OWNER.account, "Returned early")
    again = world.use.epcis.capturing.capture(OWNER, bytes_of(event))
    assert again.success
    assert world.kinds(key).count("unassigned") == 1
    by_its_own_id = world.use.epcis.queries.event(OWNER, "https://partner.example/events/1")[1]
    assert by_its_own_id["kringpas:kind"] == "unassigned"
    assert ids(found(world, OWNER)).count(by_its_own_id["eventID"]) == 1


def test_a_refusal_of_the_domain_undoes_the_whole_document(world: World) -> None:
    """`rollback`: nothing half done; `proceed`: all but the event that was refused."""
    key, label = in_use(world)
    refused = ours(world, label, "recycled", **{"kringpas:kilograms": "1.2", "kringpas:weeeCategory": 6})
    refused |= {"kringpas:ewc": "16 02 14", "action": "DELETE", "eventID": "https://partner.example/events/2"}
    document = bytes_of(ours(world, label), refused)
    world.clock.forward(minutes=5)
    job = world.use.epcis.capturing.capture(OWNER, document)
    assert not job.success
    assert "$.epcisBody.eventList[1]" in job.errors[0]["detail"]
    assert world.kinds(key)[-1] == "assigned"
    job = world.use.epcis.capturing.capture(OWNER, document, Behaviour.PROCEED)
    assert len(job.errors) == 1
    assert world.kinds(key)[-1] == "unassigned"
    assert world.use.epcis.capturing.job(OWNER, job.capture_id) == job
    with pytest.raises(NotFound):
        world.use.epcis.capturing.job(OTHER_OWNER, job.capture_id)
    assert len(world.use.epcis.capturing.jobs(OWNER, None, 10)) == 2


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kringpas:kind": "eaten"}, "$['kringpas:kind']"),
        ({"kringpas:kind": "assigned"}, "$['kringpas:unit']"),
        ({"bizStep": "shipping"}, "$.bizStep"),
        ({"epcList": ["https://example.org/nothing"]}, "$.epcList"),
        ({"epcList": []}, "$.epcList"),
    ],
)
def test_an_event_of_ours_that_is_wrong_is_refused_with_the_place(
    world: World, change: dict[str, Any], path: str
) -> None:
    key, label = in_use(world)
    event = {"@context": list(CONTEXT), **ours(world, label), **change}
    with pytest.raises(InvalidInput) as refusal:
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())
    assert [problem.path for problem in refusal.value.problems] == [path]
    assert world.kinds(key)[-1] == "assigned"


def test_who_may_not_record_a_kind_may_not_capture_it(world: World) -> None:
    key, label = in_use(world)
    event = {"@context": list(CONTEXT), **ours(world, label)}
    with pytest.raises(NotPermitted):
        world.use.epcis.capturing.capture_event(OTHER_OWNER, json.dumps(event).encode())
    for actor, refusal in ((VISITOR, NotSignedIn), (ADVISER, NotPermitted)):
        with pytest.raises(refusal):
            world.use.epcis.capturing.capture(actor, bytes_of())
        with pytest.raises(refusal):
            found(world, actor)
    assert world.kinds(key)[-1] == "assigned"


def test_an_event_of_others_is_kept_as_it_came(world: World) -> None:
    """The same again is fine, other content under its id is a conflict, its hash id finds it too."""
    taken = world.use.epcis.capturing.capture_event(OWNER, json.dumps(FOREIGN).encode())
    assert not taken.known
    assert world.use.epcis.capturing.capture_event(OWNER, json.dumps(FOREIGN).encode()).known
    with pytest.raises(Conflict):
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(FOREIGN | {"bizStep": "receiving"}).encode())
    assert found(world, OWNER).events == ((None, FOREIGN),)
    without_id = {name: value for name, value in FOREIGN.items() if name != "eventID"}
    hashed = world.use.epcis.capturing.capture_event(ROUTER, json.dumps(without_id).encode())
    assert hashed.event_id.startswith("ni:///sha-256;")
    assert world.use.epcis.queries.event(OWNER, hashed.event_id)[1] == FOREIGN


def test_an_error_declaration_stands_beside_its_event(world: World) -> None:
    declared = FOREIGN | {"errorDeclaration": {"declarationTime": "2026-05-05T09:00:00Z", "reason": "did_not_occur"}}
    for event in (FOREIGN, declared):
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())
    assert [event for _, event in found(world, OWNER).events] == [FOREIGN, declared]


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        ({"biz_steps": words("BizStep", ["urn:epcglobal:cbv:bizstep:shipping"])}, True),
        ({"biz_steps": words("BizStep", ["receiving"])}, False),
        ({"dispositions": words("Disp", ["in_transit"])}, True),
        ({"epcs": addresses(["https://id.gs1.org/01/10614141073464/21/2017"])}, True),
        ({"epcs": addresses(["https://id.gs1.org/01/10614141073464/21/2018"])}, False),
        ({"types": frozenset({"TransactionEvent"})}, False),
        ({"actions": frozenset({"OBSERVE"})}, True),
        ({"transactions": (("https://ref.gs1.org/cbv/BTT-po", frozenset({"https://example.org/po/1"})),)}, True),
        ({"transactions": (("https://ref.gs1.org/cbv/BTT-inv", frozenset({"https://example.org/po/1"})),)}, False),
        ({"read_points": addresses(["https://example.org/gate"])}, False),
    ],
)
def test_a_filter_finds_what_it_names(world: World, wanted: dict[str, Any], matches: bool) -> None:  # noqa: FBT001
    world.use.epcis.capturing.capture_event(OWNER, json.dumps(FOREIGN).encode())
    assert bool(found(world, OWNER, **wanted).events) is matches


def test_events_of_a_device_are_for_who_may_read_its_history(world: World) -> None:
    """What others tell of it as well; what an organisation captured is its own besides."""
    key, label = in_use(world)
    told = FOREIGN | {"epcList": [label]}
    world.use.epcis.capturing.capture_event(OTHER_OWNER, json.dumps(told).encode())
    for actor in (OWNER, ROUTER, AUDITOR):
        assert len(found(world, actor, any_epcs=addresses([label])).events) == 3, actor.account
        assert [event.content for event in world.use.epcis.queries.foreign_events_of(actor, key)] == [told]
    assert [event for _, event in found(world, OTHER_OWNER).events] == [told]
    assert found(world, ICT).events == ()
    assert found(world, ICT, any_epcs=addresses([label])).events == ()
    with pytest.raises(NotPermitted):
        world.use.epcis.queries.foreign_events_of(ICT, key)
    with pytest.raises(NotFound):
        world.use.epcis.queries.event(ICT, f"{URL}/epcis/events/{world.events(key)[0].id}")


def test_a_device_is_found_by_every_one_of_its_addresses(world: World) -> None:
    key, label = in_use(world)
    passport = world.device(key).passports.current
    for address in (label, f"{URL}/passports/{passport}", f"{URL}/devices/{key}"):
        assert len(found(world, OWNER, any_epcs=addresses([address])).events) == 2, address
        assert len(found(world, OWNER, epcs=addresses([address])).events) == 2, address


def test_pages_hold_every_event_once_in_order(world: World) -> None:
    in_use(world)
    for number in range(7):
        moment = f"2026-05-04T09:00:0{number % 3}Z"
        event = FOREIGN | {"eventID": f"urn:uuid:{number}", "eventTime": moment}
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())
    for ascending in (False, True):
        seen, behind = [], None
        while True:
            page = world.use.epcis.queries.find(OWNER, EventQuery(ascending=ascending), behind, 2)
            seen += [(event["eventTime"].replace("+00:00", "Z"), event["eventID"]) for _, event in page.events]
            behind = page.behind
            if behind is None:
                break
        assert len(set(seen)) == len(seen) == 9
        assert seen == sorted(seen, reverse=not ascending)


def test_a_corrected_event_carries_its_declaration(world: World) -> None:
    key, _ = in_use(world)
    wrong = world.events(key)[-1].id
    world.clock.forward(minutes=1)
    with world.storage.writing() as work:
        correction = Draft(Corrected(event=wrong, reason=ErrorReason.DID_NOT_OCCUR))
        world.recorder.correct(work, OWNER, key, [correction])
        work.commit()
    told = {event["eventID"]: event for _, event in found(world, OWNER).events}
    assert told[f"{URL}/epcis/events/{wrong}"]["errorDeclaration"]["reason"] == "did_not_occur"
    assert sum("errorDeclaration" in event for event in told.values()) == 1


def test_lists_name_our_words_and_those_that_were_captured(world: World) -> None:
    _, label = in_use(world)
    event = FOREIGN | {"bizStep": "https://example.org/steps/polishing"}
    world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())
    steps = world.use.epcis.queries.words(OWNER, "bizStep")
    assert {own("BizStep", "wiping"), "https://example.org/steps/polishing"} <= set(steps)
    assert "https://example.org/steps/polishing" not in world.use.epcis.queries.words(OTHER_OWNER, "bizStep")
    things = world.use.epcis.queries.things(OWNER, "", 10)
    assert things == tuple(sorted([label, "https://id.gs1.org/01/10614141073464/21/2017"]))
    assert world.use.epcis.queries.things(OWNER, things[0], 1) == things[1:]
    assert world.use.epcis.queries.words(OWNER, "bizLocation") == (f"{URL}/places/Store%202",)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a": NaN}', b'{"a": "\\ud800"}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(world: World, body: bytes) -> None:
    with pytest.raises(InvalidInput):
        world.use.epcis.capturing.capture(OWNER, body)
    assert world.use.epcis.capturing.jobs(OWNER, None, 10) == ()


def test_a_document_that_is_too_large_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epcis_capture, "MOST_EVENTS", 1)
    with pytest.raises(TooLarge, match="the most is 1"):
        world.use.epcis.capturing.capture(OWNER, bytes_of(FOREIGN, FOREIGN))
    monkeypatch.setattr(epcis_capture, "MOST_BYTES", 10)
    with pytest.raises(TooLarge, match="10"):
        world.use.epcis.capturing.capture(OWNER, bytes_of(FOREIGN))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"eventTime": "yesterday"}, "$.epcisBody.eventList[0].eventTime"),
        ({"bizStep": "wiping"}, "$.epcisBody.eventList[0].bizStep"),
        ({"action": "LOOK"}, "$.epcisBody.eventList[0].action"),
        ({"parentID": "urn:x:y"}, "$.epcisBody.eventList[0]"),
        ({"epcList": ["x"]}, "$.epcisBody.eventList[0].epcList[0]"),
    ],
)
def test_a_form_that_is_wrong_is_told_with_its_place(world: World, change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        world.use.epcis.capturing.capture(OWNER, bytes_of(FOREIGN | change))
    assert [problem.path for problem in refusal.value.problems] == [path]


def test_every_example_of_epcis_is_captured_and_comes_back_as_it_was(world: World) -> None:
    files = sorted(shared_data("epcis/examples").rglob("*.jsonld"))
    assert len(files) == 14
    for number, path in enumerate(files):
        document = json.loads(path.read_text(encoding="utf-8"))
        actor = Actor(OWNER.account, f"organisation-{number}", OWNER.roles)  # type: ignore[arg-type]
        job = world.use.epcis.capturing.capture(actor, path.read_bytes())
        assert job.success, (path.name, job.errors)
        answer = query_document(found(world, actor), world.clock())
        back = answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        sent = document["epcisBody"]["eventList"]
        assert sorted(map(json.dumps, back)) == sorted(map(json.dumps, sent)), path.name
        assert {"example": "http://ns.example.com/epcis/"}.items() <= answer["@context"][-1].items()


def test_contexts_that_disagree_stand_on_their_event(world: World) -> None:
    other = FOREIGN | {"eventID": "urn:uuid:other"}
    bodies = (bytes_of(FOREIGN), bytes_of(other).replace(b"https://example.org/ns/", b"https://example.org/other/"))
    for body in bodies:
        world.use.epcis.capturing.capture(OWNER, body)
    events = query_document(found(world, OWNER), world.clock())["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert sum("@context" in event for event in events) == 1


def test_the_hash_id_of_an_event_of_ours_finds_it_where_the_device_is_named(world: World) -> None:
    _, label = in_use(world)
    told = [event for _, event in found(world, OWNER).events]
    hashed = hash_id(told[0], dict(CONTEXT[1]))
    by_hash = frozenset({hashed})
    assert found(world, OWNER, event_ids=by_hash, any_epcs=addresses([label])).events == ((list(CONTEXT), told[0]),)
    assert found(world, OWNER, event_ids=by_hash).events == ()
    assert found(world, OTHER_OWNER, event_ids=by_hash, any_epcs=addresses([label])).events == ()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        *FOREIGN,
        "sensorElementList",
        "readPoint",
        "ilmd",
        "errorDeclaration",
        "childQuantityList",
        "kringpas:kind",
        "ex:x",
    ]
)
LIKELY = st.sampled_from(
    [
        "2026-13-45T99:99:99Z",
        "0001-01-01T00:00:00+14:00",
        [{"sensorReport": [{"type": "Mass", "value": 10**40, "time": "2026-02-30T00:00:00Z"}]}],
        {"declarationTime": "9999-12-31T23:59:59-14:00"},
        {"id": "urn:epc:id:sgln:1.2.3"},
        [{"epcClass": "urn:epc:class:lgtin:1.2.3", "quantity": 1e300}],
        {"ex:nested": [[1, {"ex:deep": []}]]},
    ]
)


@settings(max_examples=30, database=None)
@given(st.dictionaries(NAMES, JSON_VALUES | LIKELY, max_size=3))
def test_nothing_that_is_sent_gives_more_than_a_clear_refusal(changes: dict[str, Any]) -> None:
    """Whatever stands in an event: it is captured, and comes back, or it is refused."""
    world = World()
    event = FOREIGN | changes
    try:
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())
    except KringpasError:
        assert found(world, OWNER).events == ()
    else:
        assert found(world, OWNER).events == ((None, event),)


def test_an_address_of_ours_names_an_event_only_by_a_right_id(world: World) -> None:
    _, label = in_use(world)
    event = {"@context": list(CONTEXT), **ours(world, label), "eventID": f"{URL}/epcis/events/x%2Fy"}
    with pytest.raises(InvalidInput, match="id of an event"):
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())


def test_what_is_captured_as_ours_can_be_erased_whole() -> None:
    """The remark is with our event alone; what is kept of the capture holds neither it nor a hash over it."""
    kept = []
    for remark in ("Brought by Anna", "Brought by Bram"):
        world = World()
        key, label = in_use(world)
        event = {"@context": list(CONTEXT), **ours(world, label), "kringpas:remark": remark}
        world.clock.forward(minutes=5)
        world.use.epcis.capturing.capture_event(OWNER, json.dumps(event).encode())
        assert world.events(key)[-1].happening.remark == remark
        kept.append(list(world.storage.committed.epcis.rows.values()))
    assert kept[0] == kept[1]
    assert "Anna" not in str(kept)
