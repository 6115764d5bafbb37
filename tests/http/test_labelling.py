"""Pre-printed labels over HTTP: rolls are ordered and printed, labels stuck on in pairs, and lost ones replaced."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from dpp.domain.opaque import print_label_code
from tests.support.clicking import Clicker
from tests.support.town import Program, Town, town_in

SIZE = "57x32"
SERIALS = count(1)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One service for this file: each test has rolls and devices of its own."""
    with town_in(tmp_path_factory.mktemp("labels")) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(people: Town) -> str:
    return people.model("dell-latitude-7420")


@pytest.fixture
def ministry(people: Town) -> Program:
    return people.program("eigenaar")


@pytest.fixture
def laptop(ministry: Program, model: str) -> dict[str, Any]:
    wanted = {
        "model": model,
        "owner": ministry.organisation,
        "place": "Store 2",
        "serial": f"LABELS{next(SERIALS):03}",
        "classification": "none",
    }
    made: dict[str, Any] = ministry.made("/api/v1/devices", wanted)
    return made


def key_of(view: dict[str, Any]) -> str:
    return str(view["device"]["key"])


def ordered(who: Program, labels: int = 3) -> tuple[str, list[str]]:
    """A new roll, and its codes as a Zebra printer gets them."""
    path = f"/api/v1/label-rolls/{who.made('/api/v1/label-rolls', {'labels': labels, 'size': SIZE})['roll']['roll_id']}"
    zpl = who.get(f"{path}/labels?form=zpl").text
    codes = list(dict.fromkeys(re.findall(r"/d/([0-9a-z]{12})", zpl)))
    assert len(codes) == labels
    return path, codes


# Programs


def test_a_roll_is_ordered_once_listed_and_printed(ministry: Program, people: Town) -> None:
    order = {"labels": 2, "size": SIZE, "order_id": "order-0001"}
    answer = ministry.post("/api/v1/label-rolls", order)
    assert answer.status_code == 201
    path = answer.headers["location"]
    assert ministry.made("/api/v1/label-rolls", order) == answer.json() == ministry.get(path).json()
    assert answer.json()["use"] == {"active": 0, "retired": 0, "unclaimed": 2}
    listed = [roll["roll"]["roll_id"] for roll in ministry.get("/api/v1/label-rolls").json()["rolls"]]
    assert listed.count(path.rpartition("/")[2]) == 1
    pdf = ministry.get(f"{path}/labels")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in pdf.headers["cache-control"]
    assert people.program("ict").get(path).status_code == 404


@pytest.mark.parametrize("order", [{"labels": 0, "size": SIZE}, {"labels": 10_001, "size": SIZE}, {"labels": 1}])
def test_a_wrong_order_is_told_where(ministry: Program, order: dict[str, Any]) -> None:
    assert ministry.refused("/api/v1/label-rolls", order, status=400)["errors"]


def test_pairs_are_linked_in_bulk_and_each_is_answered_by_itself(
    ministry: Program, laptop: dict[str, Any], model: str
) -> None:
    _, codes = ordered(ministry)
    serial, key = laptop["line"]["serial"], key_of(laptop)
    pairs = [
        {"label": f"http://testserver/d/{codes[0]}", "device": serial, "event_id": "pair-0001"},
        {"label": codes[0], "device": key},
        {"label": codes[1], "device": "NOBODY-KNOWS-ME"},
        {"label": "not a label", "device": key},
        {"label": codes[2], "device": key},
    ]
    links = ministry.made("/api/v1/label-links", {"links": pairs})["links"]
    assert [link["outcome"] for link in links] == ["linked", "already-linked", "refused", "refused", "linked"]
    assert links[0]["device"] == key
    assert "take it in first" in links[2]["refusal"]["remedy"]
    assert ministry.made("/api/v1/label-links", {"links": pairs[:1]})["links"][0]["outcome"] == "linked"
    other = ministry.made(
        "/api/v1/devices",
        {"model": model, "owner": ministry.organisation, "place": "Store 2", "serial": f"LABELS{next(SERIALS):03}"},
    )
    taken = ministry.made("/api/v1/label-links", {"links": [{"label": codes[0], "device": key_of(other)}]})["links"][0]
    assert taken["refusal"]["rule"] == "label-on-another-device"
    assert serial in taken["refusal"]["detail"]


def test_what_a_label_leads_to_before_during_and_after_its_life(
    people: Town, ministry: Program, laptop: dict[str, Any]
) -> None:
    """Before: a remedy, and not whose it is. On a device: its passport; retired too. Retired unused: nothing."""
    path, codes = ordered(ministry)
    free = people.client.get(f"/d/{codes[0]}", headers={"Accept": "application/json"})
    assert free.status_code == 404
    assert "link" in free.text
    for secret in (ministry.organisation, "inisterie", path.rpartition("/")[2]):
        assert secret not in free.text
    ministry.made("/api/v1/label-links", {"links": [{"label": codes[0], "device": key_of(laptop)}]})
    assert people.client.get(f"/d/{codes[0]}").headers["location"] == laptop["passport_url"]
    ministry.made(f"/api/v1/labels/{codes[0]}/retirements", {"fault": "damaged"})
    assert people.client.get(f"/d/{codes[0]}").headers["location"] == laptop["passport_url"]
    ministry.made(f"{path}/retirements", {"fault": "lost"})
    assert people.client.get(f"/d/{codes[1]}", headers={"Accept": "application/json"}).status_code == 404
    refused = ministry.made("/api/v1/label-links", {"links": [{"label": codes[1], "device": key_of(laptop)}]})
    assert refused["links"][0]["refusal"]["rule"] == "label-retired"
    assert ministry.get(f"{path}/labels").json()["rule"] == "nothing-to-print"


def test_a_damaged_label_is_replaced_and_both_codes_lead_to_the_device(
    people: Town, ministry: Program, laptop: dict[str, Any]
) -> None:
    old = laptop["labels"][0]
    wanted = {"fault": "damaged", "event_id": "replace-0001"}
    done = ministry.made(f"/api/v1/labels/{old}/replacements", wanted)
    assert ministry.made(f"/api/v1/labels/{old}/replacements", wanted) == done
    assert done["device"] == key_of(laptop)
    for code in (old, done["new"]):
        assert people.client.get(f"/d/{code}").headers["location"] == laptop["passport_url"]
    assert ministry.get(f"/api/v1/devices/{key_of(laptop)}").json()["labels"] == [done["new"]]
    people.program("ict").refused(f"/api/v1/labels/{done['new']}/retirements", {"fault": "lost"}, status=403)


def test_a_link_is_not_recorded_as_a_bare_event(ministry: Program, laptop: dict[str, Any]) -> None:
    """It would pass by whether the label is on another device."""
    happening = {"kind": "label_linked", "label": "000000000000"}
    path = f"/api/v1/devices/{key_of(laptop)}/events"
    assert "linking of a label" in ministry.refused(path, {"events": [{"happening": happening}]}, status=400)["remedy"]


# People


@pytest.fixture
def owner(people: Town) -> Clicker:
    return Clicker(people.client).sign_in("eigenaar")


def scan(browser: Clicker, raw: str) -> str:
    """What the bench says of a scan."""
    if browser.address.partition("?")[0] != "/labelling":
        browser.open("/labelling")
    return browser.fill("/labelling/scans", scan=raw).words


def test_labels_are_stuck_on_one_after_the_other_without_javascript(
    owner: Clicker, ministry: Program, laptop: dict[str, Any]
) -> None:
    _, codes = ordered(ministry)
    serial = laptop["line"]["serial"]
    assert "Ready to scan" in owner.open("/labelling").words
    words = scan(owner, codes[0])
    assert "Now scan the device." in words
    assert f"{codes[0][:4]}-{codes[0][4:8]}" in words
    assert "is linked." in scan(owner, serial)
    assert "Now scan the label." in scan(owner, serial)
    assert "is linked." in scan(owner, f"http://testserver/d/{codes[1]}")
    assert len(owner.page.words.split(codes[0][:4])) == 2
    linked = ministry.get(f"/api/v1/devices/{key_of(laptop)}").json()["labels"]
    assert set(codes[:2]) < set(linked)


def test_the_bench_tells_two_in_a_row_and_keeps_what_waits_after_a_refusal(
    owner: Clicker, ministry: Program, laptop: dict[str, Any]
) -> None:
    _, codes = ordered(ministry)
    scan(owner, codes[0])
    assert "Two labels in a row" in scan(owner, codes[1])
    refused = scan(owner, "NOBODY-KNOWS-ME")
    assert (owner.page.status, "No device is known by this code." in refused) == (404, True)
    assert f"{codes[1][:4]}-{codes[1][4:8]}" in refused
    assert "is linked." in scan(owner, laptop["line"]["serial"])
    scan(owner, laptop["line"]["serial"])
    assert "This label is on this device already." in scan(owner, codes[1])
    scan(owner, codes[2])
    assert "Nothing." in owner.fill("/labelling/aside").words


def test_a_roll_is_ordered_followed_and_retired_on_pages(owner: Clicker) -> None:
    owner.open("/labelling/rolls")
    assert owner.fill("/labelling/rolls", labels="0", size=_first_size(owner)).status == 400
    owner.open("/labelling/rolls")
    page = owner.fill("/labelling/rolls", labels="5", size=_first_size(owner))
    assert page.title.startswith("Roll ")
    assert "Left 5" in " ".join(page.words.split())
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in owner.cookies.items())}
    printed = owner.client.get(f"{page.address.partition('?')[0]}/labels?part=1-5&form=pdf", headers=headers)
    assert printed.content.startswith(b"%PDF-")
    words = owner.fill("/retirement", fault="lost").words
    assert "What was left of this roll is out of use: Lost." in " ".join(words.split())
    assert owner.open("/labelling/rolls").link(page.title.removeprefix("Roll ")) == page.address.partition("?")[0]


def _first_size(browser: Clicker) -> str:
    field = browser.page.form("/labelling/rolls").find("size")
    assert field is not None
    return next(option.get("value") or "" for option in field)


def test_a_lost_label_is_taken_out_of_use_and_a_new_one_is_ready_to_print(
    owner: Clicker, laptop: dict[str, Any]
) -> None:
    device = owner.open(f"/devices/{key_of(laptop)}")
    owner.open(device.link("Replace its label"))
    page = owner.fill("/labelling/labels", fault="lost")
    assert page.status == 200
    assert page.address.startswith(f"/passports/{laptop['passport_id']}/label")
    assert print_label_code(laptop["labels"][0]) not in page.words


def test_who_sticks_no_labels_on_has_no_bench(people: Town) -> None:
    auditor = Clicker(people.client).sign_in("auditor")
    for address in ("/labelling", "/labelling/labels"):
        assert auditor.open(address).status == 403
    assert auditor.open("/labelling/rolls").status == 200
    assert Clicker(people.client).open("/labelling").status == 401
