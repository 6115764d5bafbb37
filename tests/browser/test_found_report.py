"""What somebody does who finds a device and has a phone, in a real browser and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.client import settings_for
from tests.support.live import check_everywhere, free_port, served, window
from tests.support.town import town


@pytest.fixture
def street(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the service, and the label code of a lost laptop."""
    settings = settings_for(sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{free_port()}")
    with town(settings) as people:
        owner = people.program("eigenaar")
        body = {"model": people.model("dell-latitude-7420"), "owner": owner.organisation, "place": "Magazijn 2"}
        view = owner.made("/api/v1/devices", {**body, "serial": "DEMO7420A1"})
        with served(settings) as address:
            yield address, view["labels"][0]


def test_a_finder_tells_the_owner_from_the_code_on_the_device(chromium: Browser, street: tuple[str, str]) -> None:
    """Scan, one link, one form; what is missing is told beside its field; then a reference. Usable for everybody."""
    address, code = street
    with window(chromium, address, width=390, language="nl", javascript=False) as page:
        page.goto(f"/d/{code}")
        page.get_by_role("link", name="Dit apparaat gevonden? Meld het").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit apparaat gevonden?")
        form = page.url.removeprefix(address)
        where = page.get_by_label("Waar hebt u het gevonden, en waar is het nu?")
        where.fill("   ")
        page.get_by_role("button", name="Naar de eigenaar sturen").click()
        expect(page.get_by_role("alert")).to_contain_text("Schrijf waar het apparaat is")
        where.fill("In de trein naar Zwolle")
        page.get_by_role("button", name="Naar de eigenaar sturen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dank u: uw melding is verstuurd")
        sent = page.url.removeprefix(address)
    check_everywhere(chromium, address, [form, sent], lambda _page: None)
