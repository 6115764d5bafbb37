"""Rights in operation, over HTTP and on both engines: closing, records of reading, explanations, and revocation."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dpp.adapters.clock import utc_now
from dpp.adapters.database import Database
from dpp.domain.actor import Role
from tests.support.clicking import Clicker
from tests.support.town import Program, Town, town
from web.settings import Settings

SECRET = "https://example.nl/how-to-release"
CLOSE = {"access": "owner", "reason": "It was published by mistake.", "legal": "ESPR art. 9(2)(f)"}
STRANGER = {"User-Agent": "a-strangers-browser/7.3", "Cookie": "trace=cookie-of-a-stranger"}


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


def laptop(**more: Any) -> bytes:
    return json.dumps(
        {
            "productGroup": "laptop",
            "brand": "Dell",
            "modelName": "Latitude 7420",
            "processor": "Core i7",
            "disassemblyInstructions": {"title": "Apart", "url": SECRET},
            "technicalDocumentation": {"title": "File", "url": "https://example.nl/file"},
        }
        | more
    ).encode()


@pytest.fixture
def model(people: Town) -> str:
    passport: str = people.program("drz").made("/api/v1/models", content=laptop())["passport_id"]
    return passport


@pytest.fixture
def repairer(people: Town) -> Program:
    return people.program("reparateur")


def administering(people: Town, path: str, body: dict[str, Any]) -> Any:
    """The answer to what an administrator sends from a session: no key administers."""
    browser = Clicker(people.client).sign_in("beheer")
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    people.client.cookies.clear()
    answer = people.client.post(path, json=body, headers={"Cookie": cookie})
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def public(people: Town, passport: str) -> dict[str, Any]:
    document: dict[str, Any] = people.client.get(f"/passports/{passport}").json()
    return document


def everything_in(database: Database) -> str:
    """Every value of every table, as text."""
    with database.reading() as session:
        names = session.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if database.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = sorted(name for (name,) in names)
        rows = [row for name in tables for row in session.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
    return "\n".join(sorted(map(repr, rows)))


# Closing


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_leak_is_closed_at_once_for_every_way_of_reading(people: Town, model: str, everywhere: bool) -> None:  # noqa: FBT001
    """JSON, the page, the API and what a client kept: none gives it from the moment of commit, until it is lifted."""
    before = people.client.get(f"/passports/{model}")
    assert before.json()["processor"] == "Core i7"
    body = {**CLOSE, "element_id": "processor"} | ({} if everywhere else {"passport_id": model})
    closure = administering(people, "/api/v1/closures", body)["closure"]["closure_id"]
    held = people.client.get(f"/passports/{model}", headers={"If-None-Match": before.headers["etag"]})
    assert (held.status_code, "processor" in held.json()) == (200, False)
    for address in (f"/passports/{model}", f"/api/v1/passports/{model}"):
        for accept in ("application/json", "text/html", "text/turtle"):
            assert "Core i7" not in people.client.get(address, headers={"Accept": accept}).text
    administering(people, f"/api/v1/closures/{closure}/lifting", {"reason": "It was meant to be published."})
    assert public(people, model)["processor"] == "Core i7"


def test_closing_is_refused_with_a_problem_for_those_who_may_not(people: Town, model: str) -> None:
    assert people.client.post("/api/v1/closures", json={**CLOSE, "element_id": "processor"}).status_code == 401
    people.program("ict").refused("/api/v1/closures", {**CLOSE, "element_id": "processor"}, status=403)
    wrong = {**CLOSE, "element_id": "nothing", "passport_id": model}
    problem = people.program("drz").refused("/api/v1/closures", wrong, status=400)
    assert problem["errors"][0]["path"] == "element_id"
    assert public(people, model)["processor"] == "Core i7"


# Records of reading


def test_a_public_reading_writes_nothing_at_all(people: Town, model: str, database: Database) -> None:
    """Whoever reads what is public is not profiled: the database is the same, byte for byte."""
    before = everything_in(database)
    for accept in ("application/json", "application/ld+json", "text/html", "text/turtle"):
        for address in (f"/passports/{model}", f"/api/v1/passports/{model}"):
            assert people.client.get(address, headers={**STRANGER, "Accept": accept}).status_code == 200
    assert everything_in(database) == before


def test_a_controlled_reading_says_who_and_what_and_nothing_of_the_program(
    people: Town, model: str, repairer: Program, database: Database
) -> None:
    address = f"/api/v1/passports/{model}"
    answer = people.client.get(address, headers={**STRANGER, "Authorization": f"Bearer {repairer.key}"})
    assert answer.json()["disassemblyInstructions"]["url"] == SECRET
    (record,) = repairer.get("/api/v1/access-records").json()["records"]
    assert record["account"] == repairer.actor.account
    assert (record["kind"], record["path"], record["passport"], record["version"]) == ("read", "api", model, 1)
    assert (record["classes"], record["elements"], record["roles"]) == (
        ["professional"],
        ["disassemblyInstructions"],
        ["repairer"],
    )
    kept = everything_in(database)
    assert all(trace not in kept for trace in ("a-strangers-browser", "cookie-of-a-stranger", "testclient"))


def test_without_evidence_there_is_no_reading(people: Town, model: str, repairer: Program, database: Database) -> None:
    """Where the record cannot be written, the reading is refused; what is public is read as ever."""
    with database.writing() as session:
        session.execute(text("ALTER TABLE access_reader RENAME TO access_reader_gone"))
        session.commit()
    answer = people.client.get(f"/api/v1/passports/{model}", headers={"Authorization": f"Bearer {repairer.key}"})
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert public(people, model)["processor"] == "Core i7"


def test_reviews_show_each_what_it_may_see(people: Town, model: str) -> None:
    """The auditor all, a person itself; a reading of an authority is not shown to the inspected party."""
    for who in ("reparateur", "toezicht"):
        people.program(who).get(f"/api/v1/passports/{model}")
    party = people.program("drz").get(f"/api/v1/passports/{model}/access-records").json()
    assert [record["roles"] for record in party["records"]] == [["repairer"]]
    assert "account" not in party["records"][0]
    assert party["kept_days"] == 730
    other = people.program("ict").get(f"/api/v1/passports/{model}/access-records")
    assert other.status_code == 403
    account = people.actors["reparateur"].account
    assert people.program("ict").get(f"/api/v1/access-records?account={account}").status_code == 403
    assert people.client.get("/api/v1/access-records").status_code == 401
    auditor = people.program("auditor")
    everything = auditor.get("/api/v1/access-records").json()["records"]
    assert [record["roles"] for record in everything] == [["authority"], ["repairer"]]
    one = auditor.get(f"/api/v1/access-records?account={account}").json()["records"]
    assert [record["account"] for record in one] == [account]


def test_records_come_in_pages(model: str, repairer: Program) -> None:
    for _ in range(5):
        repairer.get(f"/api/v1/passports/{model}")
    seen, after = [], ""
    while True:
        page = repairer.get(f"/api/v1/access-records?limit=2{after}").json()
        seen += [record["record_id"] for record in page["records"]]
        if "next" not in page:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 5


# Explanations


def test_an_explanation_says_why_and_on_which_ground(people: Town, model: str) -> None:
    address = f"/api/v1/passports/{model}/elements/disassemblyInstructions/explanation"
    mine = people.client.get(address).json()
    assert (mine["visible"], mine["ground"], mine["said"]) == (False, "no-right", False)
    theirs = people.client.get(f"{address}?audience=repairer").json()
    assert theirs["visible"] is True
    assert all("ESPR" in reading["legal"] for reading in theirs["readings"])
    assert people.client.get(f"{address}?audience=everyone-else").status_code == 400


def test_nobody_learns_by_asking_that_an_element_is_there(people: Town, model: str) -> None:
    """The same answer for a passport that says it and for one that does not."""
    other = people.program("drz").made(
        "/api/v1/models", content=json.dumps({"productGroup": "laptop", "brand": "Dell", "modelName": "Other"}).encode()
    )["passport_id"]
    for element in ("disassemblyInstructions", "lockRelease", "inventedLater"):
        for audience in ("me", "public", "repairer", "authority"):
            answers = [
                people.client.get(f"/api/v1/passports/{each}/elements/{element}/explanation?audience={audience}")
                for each in (model, other)
            ]
            assert answers[0].status_code == answers[1].status_code
            if answers[0].status_code == 200:
                assert answers[0].json() == answers[1].json()


# Taking away stops the next request


def sees(program: Program, model: str) -> bool:
    answer = program.get(f"/api/v1/passports/{model}")
    return answer.status_code == 200 and "disassemblyInstructions" in answer.json()


def test_a_role_that_is_taken_away_ends_with_the_next_reading(people: Town, model: str, repairer: Program) -> None:
    assert sees(repairer, model)
    roles = frozenset({Role.CARRIER})
    people.accounts.people.set_roles(people.actors["beheer"], repairer.actor.account, roles)
    assert not sees(repairer, model)


def test_a_key_that_is_withdrawn_ends_with_the_next_request(people: Town, model: str, repairer: Program) -> None:
    assert sees(repairer, model)
    administrator = people.actors["beheer"]
    key = next(key for key in people.accounts.keys.all(administrator) if key.account == repairer.actor.account)
    people.accounts.keys.revoke(administrator, key.id)
    assert repairer.get(f"/api/v1/passports/{model}").status_code == 401


def test_an_account_that_is_closed_ends_with_the_next_request(people: Town, model: str, repairer: Program) -> None:
    assert sees(repairer, model)
    people.accounts.people.set_active(people.actors["beheer"], repairer.actor.account, active=False)
    assert repairer.get(f"/api/v1/passports/{model}").status_code == 401


def reading(browser: Clicker, model: str) -> str:
    return browser.open(f"/passports/{model}").words


def test_a_session_that_is_ended_opens_nothing_with_the_next_request(people: Town, model: str) -> None:
    """Signing out, or losing the account, ends the reading in a browser as well."""
    browser = Clicker(people.client).sign_in("reparateur")
    assert "Apart" in reading(browser, model)
    people.accounts.people.set_active(people.actors["beheer"], people.actors["reparateur"].account, active=False)
    assert "Apart" not in reading(browser, model)


def test_a_credential_that_ended_stops_the_next_act(people: Town) -> None:
    """A maker acts under the identifier that is recorded of it, and no longer than it holds."""
    maker, administrator = people.program("fabrikant"), people.actors["beheer"]
    own = maker.made("/api/v1/models", content=laptop(modelName="Own"))["passport_id"]
    today = utc_now().date()
    for organisation in people.accounts.organisations.all(administrator):
        for credential in organisation.credentials:
            if organisation.id == maker.organisation and credential.kind == "economic-operator":
                ended = (organisation.id, credential.kind, credential.number, today - timedelta(days=1))
                people.accounts.organisations.end_credential(administrator, *ended)
    answer = people.client.put(
        f"/api/v1/models/{own}",
        content=laptop(modelName="Own", processor="Core i5"),
        headers={"Authorization": f"Bearer {maker.key}"},
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "operator-unknown")
