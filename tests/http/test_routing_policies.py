"""Routing policies over HTTP: a program loads and previews, a person reads, and a second one puts in force."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from lifecycle.adapters.policies import packaged_file
from tests.support.client import Client
from tests.support.policy_samples import policy_file, scope
from tests.support.town import Program, Town, town_in
from web.demo.accounts import DEMO_PASSWORD

POLICIES = "/api/v1/routing-policies"
FILE = policy_file("strenger", functional_grade_at_least="6")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Not changed by one test in a way that another would see: each has policies of its own."""
    with town_in(tmp_path_factory.mktemp("data")) as running:
        yield running


def over(program: Program, address: str) -> dict[str, Any]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        run: dict[str, Any] = program.get(address).json()
        if run["state"] in {"finished", "failed"}:
            return run
        time.sleep(0.05)
    raise AssertionError("the run is not over")


def sign_in(client: Client, who: str) -> None:
    csrf = token(client.get("/sign-in").text)
    sent = {"csrf": csrf, "email": f"{who}@demo.kringpas.nl", "password": DEMO_PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 303


def sign_out(client: Client) -> None:
    client.cookies.clear()


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    return found[1] if found else ""


def test_a_program_loads_previews_and_activates(place: Town) -> None:
    first, second, owner = place.program("drz"), place.program("drz-akkoord"), place.program("eigenaar")
    loaded = first.made(POLICIES, content=FILE)
    assert (loaded["id"], loaded["scope"], "activated_at" in loaded) == (
        "strenger",
        {"owners": [], "categories": []},
        False,
    )
    address = f"{POLICIES}/strenger/1.0.0"
    assert first.get(f"{address}/file").content == FILE
    assert owner.get(address).json()["policy"]["marketplace"] == {"internal_days": 14, "donation_days": 30}

    preview = first.post(f"{address}/previews")
    assert preview.status_code == 202
    run = over(first, preview.headers["location"])
    assert (run["kind"], run["state"], run["seen"], run["transitions"]) == ("preview", "finished", 0, [])

    assert first.refused(f"{address}/activation")["rule"] == "own-policy"
    activated = second.post(f"{address}/activation")
    assert activated.status_code == 202
    assert over(second, activated.headers["location"])["kind"] == "decide-again"
    [line] = [each for each in owner.get(POLICIES).json()["policies"] if each["id"] == "strenger"]
    assert line["in_force"] is True

    wrong = first.refused(POLICIES, status=400, content=FILE.replace(b"release_eur = 35", b"release_eur = -1"))
    [fault] = wrong["errors"]
    assert fault["path"] == "$.locks.release_eur"
    assert fault["detail"].startswith("line ")
    first.refused(POLICIES, status=409, content=FILE + b"# another file\n")
    owner.refused(POLICIES, status=403, content=FILE)
    first.refused(f"{POLICIES}/absent/1/previews", status=404)
    assert first.get("/api/v1/routing-runs/absent").status_code == 404


def test_a_person_loads_a_colleague_puts_in_force_and_everybody_reads_the_numbers(place: Town) -> None:
    client, english = place.client, {"Accept-Language": "en"}
    sign_in(client, "drz")
    page = client.get("/routing-policies", headers=english).text
    assert "Surplus devices of the State" in page

    wrong = packaged_file().replace(b"release_eur = 35", b'release_eur = "veel"')
    back = client.post(
        "/routing-policies", data={"csrf": token(page)}, files={"file": ("policy.toml", wrong)}, headers=english
    )
    assert back.status_code == 400
    assert re.search(r"\$\.locks\.release_eur</span> line \d+: expects a number", back.text)

    phones = policy_file("telefoons", scope=scope(categories=("phone",)), date="2027-03-01")
    answer = client.post("/routing-policies", data={"csrf": token(page)}, files={"file": ("phones.toml", phones)})
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"].partition("?")[0]
    own = client.get(address, headers=english).text
    assert "a colleague reads the preview" in own
    assert f'action="{address}/activation"' not in own
    run = client.post(f"{address}/preview", data={"csrf": token(own)}).headers["location"]
    assert "would go elsewhere" in client.get(run, headers=english).text
    refused = client.post(f"{address}/activation", data={"csrf": token(own)}, headers=english)
    assert refused.status_code == 422
    assert "Who loads a policy does not activate it." in refused.text

    sign_out(client)
    sign_in(client, "drz-akkoord")
    page = client.get(address, headers=english).text
    answer = client.post(f"{address}/activation", data={"csrf": token(page)})
    assert "begins on 1 March 2027" in client.get(answer.headers["location"], headers=english).text
    assert "waits for its day" in client.get("/routing-policies", headers=english).text

    sign_out(client)
    sign_in(client, "beleid")
    page = client.get(address, headers=english).text
    assert "Releasing all locks of a device costs" in page
    assert f'action="{address}/activation"' not in page
    assert "Preview: nothing is changed" in page
    assert run not in page, "no link to what she may not open"
    sign_out(client)
