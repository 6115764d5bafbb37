"""Spare parts over HTTP: everybody reads, a list comes in, a repairer reserves, both sides see it, nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.client import settings_for
from tests.support.html import HTML, text_of
from tests.support.town import Town, town
from web.pages.acts import models

SURFACE = "microsoft-surface-laptop-4"
DAY = "2026-05-01"


@pytest.fixture
def people(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path)) as opened:
        yield opened


def test_a_part_fits_a_model_that_is_typed_where_the_list_has_not_all(
    people: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no model is refused at its field."""
    monkeypatch.setattr(models, "SHOWN", 1)
    wanted = people.model(SURFACE)
    people.model("dell-p2222h")
    keeper = Clicker(people.client).sign_in("ict")
    keeper.open("/spare-parts/new")
    part = keeper.fill("/new", kind="battery", maker="Example", numbers="TYPED1", name_en="Battery").address.partition(
        "?"
    )[0]
    listed = keeper.open(f"{part}/fit").form("/fit").find("model")
    said: dict[str, Any] = {"fits": "yes", "source": "Service guide"}
    assert listed is not None
    assert [text_of(each) for each in listed.iter(f"{HTML}option")] == ["choose", "Dell P2222H"]
    refused = keeper.fill("/fit", model_named="Surface of nobody", **said)
    assert (refused.status, "There is no model with this name or code." in refused.words) == (400, True)
    assert keeper.fill("/fit", model_named=wanted, **said).status == 200
    assert "Battery" in keeper.open(f"/models/{wanted}/repair").words


def test_a_repairer_finds_reserves_and_gives_back_a_part(people: Town) -> None:
    """What is said on the pages is read by programs; a visitor reads the price, and nothing of stock."""
    model = people.model(SURFACE)
    visitor, keeper, mender = (Clicker(people.client) for _ in "123")
    keeper.sign_in("ict")
    mender.sign_in("reparateur")
    assert "No spare parts are known yet" in keeper.open("/spare-parts").words
    keeper.click("Add a spare part")
    said: dict[str, Any] = {"kind": "battery", "maker": "Example", "numbers": "G3HTA-061H, 916TA135H"}
    page = keeper.fill("/new", **said, name_en="Battery", energy="47,4")
    part = page.address.rpartition("/")[2].partition("?")[0]
    assert "47.4 Wh" in page.words
    keeper.open(f"/spare-parts/{part}/fit")
    keeper.fill("/fit", model=model, fits="yes", source="Service guide")
    keeper.open(f"/spare-parts/{part}/price")
    back = keeper.fill("/price", supplier="Parts Ltd", seen_on=DAY, source="price list", price="x", vat="excluded")
    assert "Give a number" in back.words
    keeper.fill("/price", supplier="Parts Ltd", seen_on=DAY, source="price list", price="89.50", stock="in-stock")
    keeper.open(f"/spare-parts/{part}/stock")
    counted = keeper.fill("/stock", way="in", count="1", origin="new-original", place="Drawer 3")
    assert "Drawer 3" in counted.words

    words = visitor.open(f"/spare-parts/{part}").words
    assert "€ 89.50" in words
    assert "Drawer 3" not in words
    assert "Free here" not in words
    repair = visitor.open(f"/models/{model}/repair").words
    assert "Battery" in repair
    assert "Share of the price of the device not known" in repair

    assert "told when you reserve it" in mender.open(f"/spare-parts/{part}").words
    kept = mender.press("/reservations", "item")
    assert "Drawer 3" in kept.words
    assert "Nothing is free now" in keeper.open(f"/spare-parts/{part}").words
    assert "Withdraw it" in keeper.open("/spare-parts/reservations").words
    assert "Nothing is reserved" in mender.fill("/return").words

    found = people.client.get("/api/v1/spare-parts?text=916ta-135h&model=surface").json()["spare_parts"]
    assert [(each["id"], each["models"], each["price"]["amount"]) for each in found] == [(part, 1, "89.50")]
    assert found[0]["free"] is None
    of_model = people.client.get(f"/api/v1/models/{model}/spare-parts").json()
    assert [each["id"] for each in of_model["spare_parts"]] == [part]
    program = people.program("reparateur")
    [item] = program.get(f"/api/v1/spare-parts/{part}").json()["stock"]
    assert "holder" not in item
    reserved = program.made(f"/api/v1/spare-parts/{part}/reservations", {"item": item["item"]})
    program.refused(f"/api/v1/spare-parts/{part}/reservations", {"item": item["item"]})
    taken = program.made(f"/api/v1/spare-part-reservations/{reserved['id']}/take")["install"]
    assert (taken["component"], taken["origin"]) == ("battery", "new-original")
    people.program("beleid").refused(f"/api/v1/spare-parts/{part}/reservations", {"item": "x"}, status=403)
