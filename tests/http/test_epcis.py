"""EPCIS 2.0 over HTTP, as a partner's program meets it: discovery, capture, queries, errors."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

from lifecycle.service.epcis_capture import MOST_BYTES
from tests.support.client import settings_for
from tests.support.shared import shared_data
from tests.support.town import Program, Town, town
from tests.unit.lifecycle.epcis.test_epcis_service import FOREIGN

TYPE = "application/problem+json"
EPC = "urn:epc:id:sgtin:0614141.107346.2017"


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path)) as opened:
        yield opened


def device_of(people: Town, owner: Program) -> tuple[str, str]:
    """A laptop of the ministry: its key, and the code of its label."""
    body = {
        "model": people.model("dell-latitude-7420"),
        "owner": owner.organisation,
        "place": "Store",
        "serial": "DEMO7420A1",
        "occurred_at": "2026-01-05T09:00:00+00:00",
    }
    view = owner.made("/api/v1/devices", body)
    return view["device"]["key"], view["labels"][0]


def events_in(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    listed: list[dict[str, Any]] = response.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return listed


def test_a_program_finds_out_what_may_be_asked(people: Town) -> None:
    """Nothing of this needs an account; everything else does."""
    answer = people.client.options("/epcis/capture")
    assert answer.status_code == 204
    assert answer.headers["allow"] == "OPTIONS, GET, HEAD, POST"
    assert answer.headers["gs1-epcis-version"] == answer.headers["gs1-cbv-version"] == "2.0.0"
    assert answer.headers["gs1-epcis-capture-limit"] == "500"
    assert answer.headers["gs1-capture-error-behaviour"] == "all"
    assert people.client.options("/epcis/epcs/https%3A%2F%2Fx%2Fy").headers["allow"] == "OPTIONS, GET, HEAD"
    for path in ("/epcis/events", "/epcis/capture", "/epcis/bizSteps", f"/epcis/epcs/{quote(EPC, safe='')}/events"):
        answer = people.client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, TYPE), path
        assert answer.json()["type"] == "epcisException:SecurityException"
        assert answer.headers["gs1-epcis-version"] == "2.0.0"


def test_a_device_is_told_in_epcis_and_changed_by_it(people: Town) -> None:
    """Our own events are valid EPCIS; one of them sent back is the same event; a new one changes the device."""
    owner = people.program("eigenaar")
    key, label = device_of(people, owner)
    thing = f"http://testserver/d/{label}"
    told = events_in(owner.get(f"/epcis/epcs/{quote(thing, safe='')}/events"))
    assert [event["kringpas:kind"] for event in told] == ["passport_registered"]
    assert events_in(owner.get(f"/epcis/epcs/{thing}/events")) == told
    schema = json.loads(shared_data("epcis/EPCIS-JSON-Schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(owner.get("/epcis/events").json())
    event = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", told_context(owner)],
        "type": "ObjectEvent",
        "eventTime": "2026-02-05T10:00:00+01:00",
        "eventTimeZoneOffset": "+01:00",
        "epcList": [thing],
        "action": "OBSERVE",
        "bizStep": "dispensing",
        "kringpas:kind": "assigned",
        "kringpas:unit": "Finance",
    }
    made = owner.post("/epcis/events", event)
    assert made.status_code == 201, made.text
    assert owner.post("/epcis/events", event).status_code == 200
    assert owner.get(f"/api/v1/devices/{key}").json()["line"]["lifecycle"] == "in-use"
    one = events_in(owner.get(made.headers["location"]))
    assert [each["kringpas:unit"] for each in one] == ["Finance"]
    assert one[0]["eventTime"] == "2026-02-05T09:00:00Z"
    wrong = owner.post("/epcis/events", event | {"eventID": "urn:uuid:1", "bizStep": "shipping"})
    assert (wrong.status_code, wrong.json()["type"]) == (400, "epcisException:ValidationException")
    assert wrong.json()["errors"][0]["path"] == "$.bizStep"
    steps = owner.get("/epcis/bizSteps").json()["member"]
    assert {"receiving", "https://kringpas.nl/ns/lifecycle#BizStep-wiping"} <= set(steps)
    assert len(events_in(owner.get("/epcis/bizSteps/dispensing/events"))) == 1
    assert events_in(people.program("regie").get("/epcis/events")) == []
    others = {"@context": FOREIGN["@context"], **FOREIGN, "epcList": [thing]}
    assert people.program("regie").post("/epcis/events", others).status_code == 201
    told_by_others = owner.get(f"/api/v1/devices/{key}/foreign-events").json()["events"]
    shown = owner.get(f"/devices/{key}/timeline")
    assert told_by_others[0]["biz_step"] in shown.text
    assert [each["content"] for each in told_by_others] == [others]
    linked = owner.get(f"/d/{label}?linkType=gs1:epcis")
    assert linked.status_code == 307
    assert len(events_in(owner.get(linked.headers["location"]))) == 3
    assert people.program("regie").get(f"/d/{label}?linkType=gs1:epcis").status_code == 404
    assert people.client.get(f"/d/{label}?linkType=gs1:epcis").status_code == 404


def told_context(owner: Program) -> dict[str, str]:
    prefixes: dict[str, str] = owner.get("/epcis/events").json()["@context"][-1]
    return prefixes


def test_events_of_others_are_captured_and_found_again(people: Town) -> None:
    ict, drz = people.program("ict"), people.program("drz")
    listed = [
        {name: value for name, value in FOREIGN.items() if name != "@context"}
        | {"eventID": f"urn:uuid:{number}", "eventTime": f"2026-05-04T09:00:0{number}Z"}
        for number in range(5)
    ]
    document = {
        "@context": FOREIGN["@context"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-05-04T12:00:00Z",
        "epcisBody": {"eventList": listed},
    }
    answer = ict.post("/epcis/capture", document)
    assert answer.status_code == 202, answer.text
    job = ict.get(answer.headers["location"]).json()
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])
    assert [each["captureID"] for each in ict.get("/epcis/capture").json()] == [job["captureID"]]
    assert drz.get(answer.headers["location"]).status_code == 404
    asked = "/epcis/events?perPage=2&orderBy=eventTime&orderDirection=ASC&EQ_bizStep=shipping%7Creceiving"
    seen = []
    while asked:
        page = ict.get(asked)
        seen += events_in(page)
        asked = page.headers.get("link", "").partition(">")[0].removeprefix("<")
    assert seen == listed
    later = "/epcis/events?GE_eventTime=2026-05-04T11:00:03%2B02:00&LT_eventTime=2026-05-04T09:00:04Z"
    assert [event["eventID"] for event in events_in(ict.get(later))] == ["urn:uuid:3"]
    found = ict.get("/epcis/events?EQ_bizTransaction_po=https://example.org/po/1&MATCH_epc=" + quote(EPC))
    assert len(events_in(found)) == 5
    assert events_in(ict.get("/epcis/events/urn:uuid:2")) == [listed[2]]
    assert len(events_in(drz.get("/epcis/eventTypes/ObjectEvent/events"))) == 5
    assert ict.get("/epcis/epcs").json()["member"] == ["https://id.gs1.org/01/10614141073464/21/2017"]
    taken = ict.post("/epcis/events", {"@context": FOREIGN["@context"], **listed[0], "action": "ADD"})
    assert (taken.status_code, taken.json()["type"]) == (409, "epcisException:ResourceAlreadyExistsException")


def test_every_error_is_a_problem_of_epcis(people: Town) -> None:
    ict = people.program("ict")
    calls = [
        (ict.get("/epcis/events?EQ_colour=red"), 400, "QueryParameterException"),
        (ict.get("/epcis/events?perPage=none"), 400, "QueryParameterException"),
        (ict.get("/epcis/events?nextPageToken=%00"), 400, "QueryParameterException"),
        (ict.get("/epcis/events?orderBy=quantity"), 400, "QueryParameterException"),
        (ict.get("/epcis/events?GE_eventTime=today"), 400, "QueryParameterException"),
        (ict.get("/epcis/events/absent"), 404, "NoSuchNameException"),
        (ict.get("/epcis/colours"), 404, "NoSuchNameException"),
        (ict.get("/epcis/queries"), 501, "ImplementationException"),
        (ict.post("/epcis/capture", {"type": "EPCISDocument"}), 400, "ValidationException"),
        (ict.post("/epcis/capture", content=b" " * (MOST_BYTES + 1)), 413, "CaptureLimitExceededException"),
    ]
    for answer, status, name in calls:
        assert (answer.status_code, answer.headers["content-type"]) == (status, TYPE), answer.text
        assert answer.json()["type"] == f"epcisException:{name}", answer.text
    assert calls[-1][0].headers["gs1-epcis-capture-limit"] == "500"
    key = {"Authorization": f"Bearer {ict.key}"}
    xml = people.client.post("/epcis/capture", content=b"<x/>", headers=key | {"Content-Type": "application/xml"})
    assert (xml.status_code, xml.json()["type"]) == (415, "epcisException:UnsupportedMediaTypeException")
    text = people.client.get("/epcis/events", headers=key | {"Accept": "text/html"})
    assert (text.status_code, text.json()["type"]) == (406, "epcisException:NotAcceptableException")
    linked = people.client.get("/epcis/events", headers=key | {"Accept": "application/ld+json"})
    assert linked.headers["content-type"] == "application/ld+json"
    assert people.client.head("/epcis/events", headers=key).content == b""
