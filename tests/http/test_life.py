"""One laptop, its whole life, through the service's own API: what a newcomer follows, on both engines."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.laptop import GRADES, NOW, WIPE, Laptop, ago
from tests.support.town import Town, town
from web.demo.files import packaged
from web.settings import Settings


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def test_a_laptop_lives_from_its_passport_to_a_new_owner(people: Town) -> None:
    """Every step of the circular life succeeds in its order, and what must be refused on the way is refused."""
    laptop = Laptop(people)
    laptop.register()
    label, passport = laptop.view["labels"][0], laptop.view["passport_id"]

    browser = people.client.get(f"/d/{label}", headers={"Accept": "text/html"})
    assert browser.status_code == 307
    assert browser.headers["location"].endswith(f"/passports/{passport}")
    document = people.client.get(f"/passports/{passport}").json()
    assert (document["brand"], document["modelName"]) == ("Dell", "Latitude 7420")
    assert "lastUpdated" in document

    laptop.surplus()
    scanned = laptop.scan()
    assert (scanned["verdict"], scanned["device"]) == ("good", laptop.view["device"]["key"])
    assert laptop.read(laptop.ict)["line"]["custodian"] == laptop.ict.organisation
    assert laptop.scan()["device"] == scanned["device"], "a retry of the scanner is the same scan"

    laptop_evidence = [laptop.evidence(name) for name in ("glpi.json", "smartctl.json", "nwipe.log")]
    assert "account" in " ".join(laptop_evidence[0]["removed"])
    state = laptop.read(laptop.ict)["device"]
    assert state["hardware"]["memory_bytes"] == 16 * 2**30
    assert state["battery"]["state_of_health"] == pytest.approx(0.84)
    assert [medium["serial"] for medium in state["media"]] == ["DEMOSSD0001"]

    laptop.ict.made(f"{laptop.path}/events", {"events": [{"happening": GRADES}]})
    refused = laptop.drz.refused(f"{laptop.path}/events", {"events": [{"happening": WIPE}]}, status=403)
    assert "perform_sanitisation" in refused["detail"]
    laptop.ict.made(
        f"{laptop.path}/events",
        {
            "events": [
                {"happening": {"kind": "component_removed", "component": "keyboard", "serial": "DEMOKB0001"}},
                {
                    "happening": {
                        "kind": "component_installed",
                        "component": "keyboard",
                        "origin": "new-original",
                        "serial": "DEMOKB0002",
                    }
                },
                {"happening": {"kind": "repaired", "parts": ["keyboard"]}},
            ]
        },
    )
    laptop.ict.made(f"{laptop.path}/events", {"events": [{"happening": WIPE}]})
    check = {"events": [{"happening": {"kind": "sanitisation_verified", "medium": "DEMOSSD0001"}}]}
    assert laptop.ict.refused(f"{laptop.path}/events", check)["rule"] == "own-verification"
    laptop.checker.made(f"{laptop.path}/events", check)

    decision = laptop.ict.made(f"{laptop.path}/decisions")
    assert decision["route"] == "donate"
    assert decision["content"]["trace"]
    assert decision["content"]["flips"] is not None
    assert laptop.ict.refused("/api/v1/devices/none/decisions", status=404)["detail"]
    approvals = laptop.drz.made("/api/v1/approvals", {"devices": [laptop.view["device"]["key"]]})["approvals"]
    assert [approval["route"] for approval in approvals] == ["donate"]

    offer = {
        "receiver": laptop.coordinator.organisation,
        "devices": [laptop.view["device"]["key"]],
        "route": "donate",
    }
    consignment = laptop.ict.made("/api/v1/consignments", offer)["consignment"]["id"]
    laptop.ict.made(f"/api/v1/consignments/{consignment}/offers")
    laptop.coordinator.made(f"/api/v1/consignments/{consignment}/receipts", {"place": "Depot Almere"})

    end = laptop.read(laptop.coordinator)
    assert end["line"]["lifecycle"] == "donated"
    assert end["device"]["ownership"] == {
        "holding": "coordinator",
        "owner": laptop.coordinator.organisation,
        "ground": "gift",
        "consignment": consignment,
    }
    kinds = [entry["event"]["happening"]["kind"] for entry in end["timeline"]]
    assert kinds[-4:] == ["transfer_received", "custody_changed", "ownership_changed", "donated"]
    _public_side(people, passport, end)


def _public_side(people: Town, passport: str, insiders: Any) -> None:
    """The public page's history says kinds and months, and nothing that could lead to anybody."""
    response = people.client.get(f"/passports/{passport}", headers={"Accept": "application/ld+json"})
    document = response.json()
    said = [entry["kind"] for entry in document["history"]["entries"]]
    assert said == ["registered", "part-replaced", "repaired", "data-erased", "new-use"]
    assert document["history"]["dataSafeSince"] == f"{NOW:%Y-%m}"
    assert document["batteryHealth"]["value"] == 84
    assert document["replacedParts"][0]["part"] == "keyboard"
    secrets = {"DEMO7420A1", "DEMOSSD0001", "DEMOKB0002", "DEMO-000123", "donat", "Depot", "SSC-ICT", "Ministerie"}
    secrets |= set(insiders["names"]) | {entry["event"]["actor"] for entry in insiders["timeline"]}
    assert not [secret for secret in secrets if secret in response.text]


def test_nothing_leaves_the_state_with_a_disk_that_nobody_verified(people: Town) -> None:
    """The offer is refused by name of the rule and of the disk, and nothing is changed."""
    laptop = Laptop(people)
    laptop.register()
    laptop.surplus()
    laptop.scan()
    laptop.evidence("glpi.json")
    laptop.inspect()
    laptop.route()
    before = laptop.read(laptop.drz)
    consignment = _draft(laptop)
    refused = laptop.ict.refused(f"/api/v1/consignments/{consignment}/offers")
    assert refused["rule"] == "unverified-medium"
    assert "DEMOSSD0001" in refused["detail"]
    assert refused["remedy"]
    after = laptop.read(laptop.drz)
    assert after["timeline"] == before["timeline"]
    assert laptop.ict.get(f"/api/v1/consignments/{consignment}").json()["consignment"]["state"] == "draft"


def test_a_locked_device_is_not_donated(people: Town) -> None:
    """A wipe releases no lock: the offer is refused until the lock is released with proof."""
    laptop = Laptop(people)
    laptop.register()
    laptop.surplus()
    laptop.scan()
    laptop.evidence("glpi.json")
    laptop.inspect()
    laptop.erase()
    laptop.route()
    laptop.event(laptop.ict, 0, kind="lock_found", lock="autopilot")
    consignment = _draft(laptop)
    assert laptop.ict.refused(f"/api/v1/consignments/{consignment}/offers")["rule"] == "locked-device"
    laptop.event(laptop.owner, 0, kind="lock_released", lock="autopilot", proof="ticket 4711")
    laptop.ict.made(f"/api/v1/consignments/{consignment}/offers")


def _draft(laptop: Laptop) -> str:
    offer = {"receiver": laptop.coordinator.organisation, "devices": [laptop.view["device"]["key"]], "route": "donate"}
    made: str = laptop.ict.made("/api/v1/consignments", offer)["consignment"]["id"]
    return made


def test_on_an_unknown_device_nothing_but_a_scan_is_recorded(people: Town) -> None:
    """An unknown tag makes a placeholder; grading it is refused until somebody knows which device it is."""
    ict = people.program("ict")
    missing = ict.refused("/api/v1/devices/nosuchdevice0000/events", {"events": [{"happening": GRADES}]}, status=404)
    assert missing["remedy"]
    scanned = ict.made("/api/v1/scans", {"raw": "UNKNOWN-TAG-77", "place": "Innamelijn 1"})
    assert (scanned["verdict"], scanned["is_new"]) == ("attention", True)
    refused = ict.refused(f"/api/v1/devices/{scanned['device']}/events", {"events": [{"happening": GRADES}]})
    assert refused["rule"] == "unknown-device-scan-only"
    possible = ict.get(f"/api/v1/devices/{scanned['device']}/possible-events").json()["possible"]
    refusals = {each["kind"]: each.get("refusal", {}).get("rule") for each in possible}
    assert (refusals["inspected"], refusals["intake_scanned"]) == ("unknown-device-scan-only", None)


def test_a_placeholder_becomes_a_device_with_a_passport(people: Town) -> None:
    """Scan first, register later: evidence and a match say which device it is, and its passport follows."""
    ict = people.program("ict")
    key = ict.made("/api/v1/scans", {"raw": "DEMO7420A1", "place": "Innamelijn 1"})["device"]
    ict.made(f"/api/v1/devices/{key}/evidence", content=packaged("glpi.json"))
    claim = {"kind": "serial", "value": "DEMO7420A1", "source": "glpi-inventory", "confidence": 0.9}
    ict.made(
        f"/api/v1/devices/{key}/events", {"events": [{"happening": {"kind": "identity_matched", "claims": [claim]}}]}
    )
    owner = people.program("eigenaar")
    view = ict.made(
        "/api/v1/devices",
        {
            "model": people.model("dell-latitude-7420"),
            "owner": owner.organisation,
            "custodian": ict.organisation,
            "place": "Innamelijn 1",
            "serial": "DEMO7420A1",
            "device": key,
        },
    )
    assert view["device"]["key"] == key
    assert view["line"]["placeholder"] is False
    assert view["labels"]


def test_the_same_event_id_with_other_content_is_a_conflict(people: Town) -> None:
    """A retry is answered, other content under the same id is 409, and neither adds an event."""
    laptop = Laptop(people)
    laptop.register()
    laptop.surplus()
    laptop.scan()
    event = {"event_id": "event-0001", "occurred_at": ago(39), "happening": GRADES}
    first = laptop.ict.made(f"{laptop.path}/events", {"events": [event]})
    again = laptop.ict.made(f"{laptop.path}/events", {"events": [event]})
    assert again["timeline"] == first["timeline"]
    other = event | {"happening": GRADES | {"cosmetic": "C1"}}
    refused = laptop.ict.refused(f"{laptop.path}/events", {"events": [other]}, status=409)
    assert "event-0001" in refused["detail"]
    assert laptop.read(laptop.ict)["timeline"] == first["timeline"]


def test_two_devices_with_one_serial_are_quarantined(people: Town) -> None:
    """Evidence that claims another device's serial stops both until a person settles it."""
    laptop = Laptop(people)
    laptop.register()
    key = laptop.ict.made("/api/v1/scans", {"raw": "STICKER-0009", "place": "Innamelijn 1"})["device"]
    answer = laptop.ict.made(f"/api/v1/devices/{key}/evidence", content=packaged("glpi.json"))
    assert answer["conflicts"] == [laptop.view["device"]["key"]]
    assert laptop.read(laptop.drz)["line"]["lifecycle"] == "quarantined"
    assert laptop.drz.get(f"/api/v1/devices/{key}").json()["line"]["lifecycle"] == "quarantined"
    scanned = laptop.ict.made("/api/v1/scans", {"raw": "DEMO7420A1", "place": "Innamelijn 1"})
    assert scanned["verdict"] == "stop"
    assert len(scanned["matches"]) == 2


def test_refurbishing_gives_a_successor_passport(people: Town) -> None:
    """Refurbishing gives a successor passport under the same label, linked both ways."""
    laptop = Laptop(people)
    laptop.register()
    laptop.surplus()
    laptop.scan()
    laptop.evidence("glpi.json")
    laptop.event(laptop.ict, 39, **GRADES)
    done = {"functional": "F6", "cosmetic": "C7", "all_tests_pass": True, "operating_system": "Debian 13"}
    before, label = laptop.view["passport_id"], laptop.view["labels"][0]
    after = laptop.ict.made(f"{laptop.path}/refurbishments", done)
    assert after["passport_id"] != before
    assert after["labels"] == [label]
    old = people.client.get(f"/passports/{before}").json()
    new = people.client.get(f"/passports/{after['passport_id']}").json()
    assert old["successorPassport"].endswith(after["passport_id"])
    assert new["previousPassport"].endswith(before)
    assert old["dppStatus"] == "inactive"
    assert people.client.get(f"/d/{label}").headers["location"].endswith(after["passport_id"])


def test_who_may_not_is_told_so_and_learns_nothing(people: Town) -> None:
    """A visitor is asked to sign in; another owner, a policy adviser and a buyer see no device."""
    laptop = Laptop(people)
    laptop.register()
    visitor = people.client.get(laptop.path)
    assert visitor.status_code == 401
    assert visitor.headers["www-authenticate"]
    for who in ("beleid", "inkoop", "regie"):
        assert people.program(who).get(laptop.path).status_code == 403
    listed = people.program("regie").get("/api/v1/devices").json()
    assert listed == {"devices": []}


def test_a_character_that_no_database_holds_is_the_senders_fault(people: Town) -> None:
    """NUL in an address or a body is answered 400 or 404 and never with an error of ours."""
    ict = people.program("ict")
    assert ict.get("/api/v1/devices/a%00b").status_code in {400, 404}
    answer = ict.post("/api/v1/scans", {"raw": "DEMO\x007420", "place": "Innamelijn 1"})
    assert answer.status_code < 500
