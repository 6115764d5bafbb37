"""A person brings in a list by the pages: choose, map, try, import, read the report; also without any script."""

import re
import time
from collections.abc import Iterator

import pytest

from tests.support.client import Client, settings_for
from tests.support.town import Town, town
from web.demo import accounts as demo

MODELS = b"Merk;Modelnaam;Soort;Gewicht (g)\nHP;EliteBook 840;Laptop;1360\nHP;EliteBook 850;Laptop;zwaar\n"


@pytest.fixture
def place(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(settings_for(sqlite_url, tmp_path_factory.mktemp("data"))) as running:
        yield running


def sign_in(client: Client, who: str) -> None:
    csrf = token(client.get("/sign-in").text)
    answer = client.post(
        "/sign-in", data={"csrf": csrf, "email": f"{who}@demo.kringpas.nl", "password": demo.DEMO_PASSWORD}
    )
    assert answer.status_code == 303, answer.text


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    return found[1] if found else ""


def fields(page: str) -> dict[str, str]:
    """Every field of the map's form as a browser would send it."""
    form = page[page.index('class="kp-map"') :]
    chosen = {}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        found = re.search(r'value="([^"]*)" selected', options)
        chosen[name] = found[1] if found else ""
    inputs = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form)
    return {name: value for name, value in inputs if name != "sign"} | chosen | {"sign": "comma"}


def over(client: Client, address: str) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        page = client.get(address).text
        if 'id="report"' in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the import is not over")


def handed_in(client: Client, content: bytes, kind: str = "model") -> str:
    csrf = token(client.get("/imports").text)
    answer = client.post("/imports", data={"csrf": csrf, "kind": kind}, files={"file": ("models.csv", content)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_list_is_mapped_tried_and_imported(place: Town) -> None:
    client = place.client
    sign_in(client, "drz")
    assert "No imports yet" in client.get("/imports", headers={"Accept-Language": "en"}).text
    address = handed_in(client, MODELS)
    page = client.get(address).text
    sent = fields(page)
    assert (sent["field-0"], sent["field-1"], sent["field-2"], sent["field-3"]) == (
        "brand",
        "modelName",
        "productGroup",
        "mass",
    )
    assert sent["unit-3"] == "g"
    assert "EliteBook 850" in page
    answer = client.post(f"{address}/dry-run", data=sent | {"csrf": token(page), "save_as": "Inkoop"})
    assert answer.status_code == 303, answer.text
    tried = over(client, address)
    assert "zwaar" in tried
    assert "$.mass" in tried
    assert client.get("/models").text.count("EliteBook") == 0
    answer = client.post(f"{address}/import", data={"csrf": token(tried)})
    assert answer.status_code == 303
    done = over(client, answer.headers["location"])
    assert client.get("/models").text.count("EliteBook 840") >= 1
    assert re.search(r'href="/passports/[0-9a-z]{16}"', done)
    report = client.get(f"{answer.headers['location']}/report.csv")
    assert report.headers["content-disposition"].startswith("attachment")
    assert len(report.text.splitlines()) == 3
    again = handed_in(client, MODELS)
    assert '<option value="Inkoop">' in client.get(again).text
    assert 'value="Inkoop" selected' in client.get(f"{again}?map=Inkoop").text


def test_a_map_that_does_not_fit_comes_back_with_what_is_wrong(place: Town) -> None:
    client = place.client
    sign_in(client, "drz")
    address = handed_in(client, MODELS)
    page = client.get(address).text
    answer = client.post(f"{address}/dry-run", data=fields(page) | {"csrf": token(page), "field-1": "brand"})
    assert answer.status_code == 400
    assert 'href="#field-1"' in answer.text


def test_a_file_that_cannot_be_read_comes_back_with_why(place: Town) -> None:
    client = place.client
    sign_in(client, "drz")
    csrf = token(client.get("/imports").text)
    answer = client.post(
        "/imports", data={"csrf": csrf, "kind": "model"}, files={"file": ("x.xls", b"\xd0\xcf\x11\xe0")}
    )
    assert answer.status_code == 400
    assert "XLS" in answer.text
    assert client.post("/imports", data={"csrf": csrf, "kind": "model"}).status_code == 400


def test_without_the_token_of_the_session_nothing_is_handed_in(place: Town) -> None:
    client = place.client
    sign_in(client, "drz")
    assert client.post("/imports", data={"kind": "model"}, files={"file": ("x.csv", MODELS)}).status_code == 403


def test_visitors_are_sent_to_sign_in(place: Town) -> None:
    assert place.client.get("/imports", headers={"Accept": "text/html"}).status_code == 401
