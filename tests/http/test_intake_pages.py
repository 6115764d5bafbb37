"""The intake station by its forms, as it works without scripts: what stays for a stack, and what counts once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.support.clicking import Clicker, Page
from tests.support.client import settings_for
from tests.support.html import HTML, text_of
from tests.support.town import Town, town

PLACE = "Innamelijn 1"


@dataclass
class Intake:
    """Somebody at the intake, and the ministry that the stack is of."""

    people: Town
    browser: Clicker
    ministry: str

    def scan(self, code: str, **said: Any) -> Page:
        self.browser.open("/intake")
        return self.browser.fill("/intake/scans", scan=code, place=PLACE, **said)


@pytest.fixture
def intake(sqlite_url: str, tmp_path: Path) -> Iterator[Intake]:
    with town(settings_for(sqlite_url, tmp_path)) as people:
        yield Intake(people, Clicker(people.client).sign_in("ict"), people.program("eigenaar").organisation)


def verdict(page: Page) -> Element:
    return next(each for each in page.main.iter(f"{HTML}section") if "kp-verdict" in (each.get("class") or ""))


def test_a_device_that_the_stack_had_before_is_told_so_and_counts_once(intake: Intake) -> None:
    assert "Scans at this station today: 1" in intake.scan("STICKER-0001").words
    again = intake.scan("STICKER-0001")
    assert "Already scanned at " in text_of(verdict(again))
    assert verdict(again).get("data-tone") == "again"
    assert "Scans at this station today: 1" in again.words
    assert "Scans at this station today: 2" in intake.scan("STICKER-0002").words
    other = intake.scan("STICKER-0001", category="phones")
    assert "Scans at this station today: 3" in other.words


def test_what_is_said_of_a_stack_stays_and_fills_in_the_registration(intake: Intake) -> None:
    scanned = intake.scan("STICKER-0003", owner=intake.ministry, category="laptops")
    form = scanned.form("/intake/scans")
    chosen = next(each for each in form.fields() if each.get("name") == "owner")
    assert [each.get("value") for each in chosen if each.get("selected") is not None] == [intake.ministry]
    assert form.value("category") == "laptops"
    device = scanned.link("Placeholder").rpartition("/")[2]
    view = intake.people.program("ict").get(f"/api/v1/devices/{device}").json()
    assert view["timeline"][0]["event"]["happening"]["said_owner"] == intake.ministry
    assert "ownership" not in view["device"]
    registration = intake.browser.open(f"/devices/new?device={device}").form("/devices")
    assert registration.filled()["owner"] == intake.ministry


def test_the_symbology_that_the_camera_read_is_recorded_and_nothing_else_is_taken_for_one(intake: Intake) -> None:
    said = {}
    for code, symbology in (("STICKER-0004", "]Q1"), ("STICKER-0005", "anything")):
        page = intake.scan(code, symbology=symbology)
        key = page.link("Placeholder").rpartition("/")[2]
        view = intake.people.program("ict").get(f"/api/v1/devices/{key}").json()
        said[symbology] = view["timeline"][0]["event"]["happening"]["symbology"]
    assert said == {"]Q1": "]Q1", "anything": "typed"}


def test_the_station_may_open_a_camera_and_other_pages_may_not(intake: Intake) -> None:
    assert "camera=(self)" in intake.browser.open("/intake").headers["permissions-policy"]
    assert "camera=()" in intake.browser.open("/devices").headers["permissions-policy"]
