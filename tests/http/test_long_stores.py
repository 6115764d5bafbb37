"""A thousand rows in a real store: a page reads its own hundred and counts the others, however many there are."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, create_engine, event

from dpp.adapters.database import Row
from dpp.adapters.rows.claims import ContradictionRow, ModelClaimRow, ModelClaimStepRow
from dpp.adapters.rows.passports import ModelPartRow, PassportRow
from lifecycle.adapters.rows.consignments import ConsignmentDeviceRow, ConsignmentRow
from lifecycle.adapters.rows.mandates import MandateRow, MandateStepRow
from tests.support.clicking import Clicker
from tests.support.town import Town, settings_in, town
from web.accounts.adapters.rows import AccountRow, ApiKeyRow, JournalRow, OrganisationRow
from web.pages.finding import MOST_SHOWN

MANY = 1500
PAGE = 100
LISTED = (
    ConsignmentRow,
    AccountRow,
    OrganisationRow,
    ModelClaimRow,
    MandateRow,
    ApiKeyRow,
    JournalRow,
    ContradictionRow,
    ModelPartRow,
)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STATEMENTS = 40
"""Of a page with its frame, however many rows it has."""
_SCOPES = (
    ("gtins", "09520123456788"),
    ("eprel-numbers", "{number}"),
    ("company-prefix", "9520{number:04}"),
    ("supplier", "Supplier {number}"),
)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A service with many of everything: the tests only read."""
    settings = settings_in(tmp_path_factory.mktemp("many"))
    with town(settings) as opened:
        _fill(settings.database, opened)
        yield opened


def _fill(url: str, opened: Town) -> None:
    owner, ict, maker, drz = (opened.program(who).organisation for who in ("eigenaar", "ict", "fabrikant", "drz"))
    hash_ = "$argon2id$never"
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (OrganisationRow, [_organisation(number) for number in range(MANY)]),
        (
            AccountRow,
            [
                {
                    "id": f"account{number:04}",
                    "sign_in_name": f"p{number:04}@many.example",
                    "display_name": f"Person {number}",
                    "organisation_id": f"organisation{number:04}",
                    "password_hash": hash_,
                    "active": True,
                    "must_change_password": False,
                }
                for number in range(MANY)
            ],
        ),
        (ApiKeyRow, [_key(number) for number in range(MANY)]),
        (JournalRow, [_act(number) for number in range(MANY)]),
        (MandateRow, [_mandate(number, drz) for number in range(MANY)]),
        (MandateStepRow, [_mandate_step(number) for number in range(MANY)]),
        (ConsignmentRow, [_consignment(number, owner, ict) for number in range(MANY)]),
        (
            ConsignmentDeviceRow,
            [
                {
                    "device_key": f"device{number:04}",
                    "consignment_id": f"consignment{number:04}",
                    "position": 0,
                    "state": "lost",
                    "extra": False,
                }
                for number in range(MANY)
            ],
        ),
        (ModelPartRow, [_model(number) for number in range(MANY)]),
        (PassportRow, [_passport(number, maker) for number in range(MANY)]),
        (ContradictionRow, [_contradiction(number, ict) for number in range(MANY)]),
        (ModelClaimRow, [_claim(number, maker) for number in range(MANY)]),
        (ModelClaimStepRow, [_step(number, opened, 1, "requested") for number in range(MANY)]),
        (ModelClaimStepRow, [_step(number, opened, 2, "refused") for number in range(MANY - 10)]),
    ]
    engine = create_engine(url)
    with engine.begin() as connection:
        for row, values in rows:
            connection.execute(row.__table__.insert(), values)
    engine.dispose()


def _organisation(number: int) -> dict[str, Any]:
    return {"id": f"organisation{number:04}", "name": f"Many {number:04}", "kind": "foundation", "in_state": False}


def _key(number: int) -> dict[str, Any]:
    return {
        "id": f"key{number:04}",
        "token_hash": f"{number:064}",
        "account_id": f"account{number:04}",
        "label": "Program",
        "created_on": NOW.date(),
        "expires_on": NOW.date(),
        "revoked": False,
    }


def _act(number: int) -> dict[str, Any]:
    """Of another person each time, on an organisation, a key and somebody in turns."""
    act, subject = (("organisation.create", "organisation"), ("key.create", "key"), ("account.create", "account"))[
        number % 3
    ]
    return {"at": NOW, "by": f"account{number:04}", "act": act, "subject": f"{subject}{MANY - 1 - number:04}"}


def _mandate(number: int, owner: str) -> dict[str, Any]:
    """Each of another person, and granted by another."""
    return {
        "mandate_id": f"mandate{number:04}",
        "organisation": owner,
        "account": f"account{number:04}",
        "acts": "device",
        "routes": "donate",
        "categories": "",
        "from_day": NOW.date(),
        "reference": "MB",
        "granted_by": f"account{MANY - 1 - number:04}",
        "granted_at": NOW - timedelta(minutes=number),
    }


def _mandate_step(number: int) -> dict[str, Any]:
    signed = {"signed_by": f"account{number // 2:04}", "signed_at": NOW}
    return {"mandate_id": f"mandate{number:04}", "number": 1, "kind": "confirmed", **signed}


def _consignment(number: int, owner: str, ict: str) -> dict[str, Any]:
    return {
        "consignment_id": f"consignment{number:04}",
        "state": "received",
        "sender": owner,
        "receiver": ict,
        "updated_at": NOW - timedelta(hours=number),
        "content": '{"inside_state":true}',
        "closed_at": NOW,
    }


def _model(number: int) -> dict[str, Any]:
    """A phone that the registry compiled, with a number of its own."""
    return {
        "model_id": f"model{number:04}",
        "version": 1,
        "updated_at": "2026-11-20T09:00:00Z",
        "group": "phone",
        "brand": "Many",
        "name": f"{number:04}",
        "search": f"many {number:04}",
        "elements": f',"eprelRegistrationNumber":"{number}"'.encode(),
    }


def _passport(number: int, maker: str) -> dict[str, Any]:
    return {
        "passport_id": f"model{number:04}",
        "model_id": f"model{number:04}",
        "granularity": "model",
        "status": "active",
        "version": 1,
        "updated_at": "2026-11-20T09:00:00Z",
        "organisation": maker,
        "operator": "https://maker.example/operator",
        "schema_version": "1.0",
        "head": b"{}",
        "elements": b"",
    }


def _contradiction(number: int, filer: str) -> dict[str, Any]:
    return {
        "contradiction_id": f"contradiction{number:04}",
        "passport_id": f"model{number:04}",
        "version": 1,
        "element_id": "repairabilityClass",
        "declared": '"A"',
        "value": '"C"',
        "method": "measured",
        "evidence": "Report",
        "party": "repairer",
        "account": "account0001",
        "organisation": filer,
        "filed_at": NOW - timedelta(minutes=number),
        "term_days": 14,
    }


def _claim(number: int, maker: str) -> dict[str, Any]:
    kind, scope = _SCOPES[number % len(_SCOPES)]
    return {
        "claim_id": f"claim{number:04}",
        "organisation": maker,
        "operator": "https://demo.kringpas.nl/operators/DEMO-EO-1",
        "capacity": "maker",
        "ground": "Register",
        "scope_kind": kind,
        "scope": scope.format(number=number),
    }


def _step(number: int, opened: Town, step: int, state: str) -> dict[str, Any]:
    return {
        "claim_id": f"claim{number:04}",
        "number": step,
        "state": state,
        "at": NOW + timedelta(minutes=number),
        "account": opened.actors["fabrikant"].account,
        "reason": None,
    }


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The statements that are asked meanwhile, and the rows of each table that are read whole."""
    found: Counter[str] = Counter()

    def asked(*_: Any) -> None:
        found["statements"] += 1

    def read(row: Any, _context: Any) -> None:
        found[type(row).__name__] += 1

    listened = ((Engine, "before_cursor_execute", asked), *((row, "load", read) for row in LISTED))
    for listener in listened:
        event.listen(*listener)
    try:
        yield found
    finally:
        for listener in listened:
            event.remove(*listener)


@pytest.mark.parametrize(
    ("who", "address", "told", "listed"),
    [
        ("ict", "/consignments?rest=15", "1,401 to 1,500 of 1,500", ConsignmentRow),
        ("eigenaar", "/consignments", "1 to 100 of 1,500", ConsignmentRow),
        ("auditor", "/consignments?rest=2", "101 to 200 of 1,500", ConsignmentRow),
        ("beheer", "/admin/people?page=2", "101 to 200 of 1,5", AccountRow),
        ("beheer", "/admin/organisations?page=3", "201 to 300 of 1,5", OrganisationRow),
        ("beheer", "/mandates?page=2", "101 to 200 of 1,500", MandateRow),
        ("drz", "/mandates?page=15", "1,401 to 1,500 of 1,500", MandateRow),
        ("auditor", "/admin/keys?page=2", "101 to 200 of 1,5", ApiKeyRow),
        ("auditor", "/admin/journal?page=2", "101 to 200 of 1,5", JournalRow),
        ("fabrikant", "/contradictions?page=3", "201 to 300 of 1,500", ContradictionRow),
        ("drz", "/devices/new", "A model that is not in the list", ModelPartRow),
        ("beheer", "/claims?decided=2", "101 to 200 of 1,490", ModelClaimRow),
    ],
)
def test_a_page_reads_its_own_rows_alone(people: Town, who: str, address: str, told: str, listed: type[Row]) -> None:
    reader = Clicker(people.client).sign_in(who)
    with counted() as asked:
        page = reader.open(address)
    assert (page.status, told in page.words) == (200, True)
    assert asked["statements"] <= STATEMENTS, asked
    assert PAGE <= asked[listed.__name__] < 2 * PAGE, asked


@pytest.mark.parametrize(
    ("who", "address", "told"),
    [
        ("beheer", "/admin", ("in all: 1,5", "who can sign in: 1,5", "that count today: 1,500")),
        ("auditor", "/admin", ("who can sign in: 1,5", "that count today: 1,500")),
        ("beheer", "/", ("waiting for a decision: 10",)),
    ],
)
def test_the_entrance_of_administration_counts_and_reads_nothing(
    people: Town, who: str, address: str, told: tuple[str, ...]
) -> None:
    """Whoever is signed in is one account; the newest line of the journal is not of these tables."""
    reader = Clicker(people.client).sign_in(who)
    with counted() as asked:
        page = reader.open(address)
    assert page.status == 200
    for words in told:
        assert words in page.words, page.words
    assert asked.pop("statements") <= STATEMENTS
    assert sum(asked.values()) <= 1, asked


def test_the_journal_asks_for_the_names_of_its_own_page(people: Town) -> None:
    """Those who did something, and what it was done to: a hundred, and every third of those a person."""
    reader = Clicker(people.client).sign_in("auditor")
    with counted() as asked:
        words = reader.open("/admin/journal?page=2").words
    for said in ("Person 1399 made the key Program", "Person 1398 added the organisation Many 0101"):
        assert said in words, words
    assert PAGE <= asked["AccountRow"] <= PAGE + PAGE // 3 + 1, asked
    assert asked["ApiKeyRow"] + asked["OrganisationRow"] == 0, asked


@pytest.mark.parametrize(
    ("who", "name", "listed"),
    [
        ("ict", "consignments", ConsignmentRow),
        ("drz", "mandates", MandateRow),
        ("fabrikant", "contradictions", ContradictionRow),
        ("fabrikant", "model-claims", ModelClaimRow),
    ],
)
def test_a_program_reads_a_list_in_parts(people: Town, who: str, name: str, listed: type[Row]) -> None:
    """From the first row to the last, each once; a part that is too long is refused with its parameter."""
    program, address = people.program(who), f"/api/v1/{name}"
    with counted() as asked:
        parts = [
            program.get(f"{address}?limit={limit}&offset={offset}").json() for limit, offset in ((1000, 0), (600, 1000))
        ]
    rows = [json.dumps(row) for part in parts for row in next(iter(part.values()))]
    assert (len(rows), len(set(rows)), asked[listed.__name__]) == (MANY, MANY, MANY)
    assert {part["count"] for part in parts} == {MANY}
    assert len(next(iter(program.get(address).json().values()))) == 2 * PAGE
    assert next(iter(program.get(f"{address}?offset=1500").json().values())) == []
    for wrong in ("limit=0", "limit=1001", "offset=-1", "offset=ten"):
        problem = program.get(f"{address}?{wrong}")
        path = f"query.{wrong.partition('=')[0]}"
        assert (problem.status_code, [each["path"] for each in problem.json()["errors"]]) == (400, [path])


@pytest.mark.parametrize(("typed", "read"), [("many", MOST_SHOWN), ("Many 0012", 1), ("MANY 149", 11), ("many  %", 0)])
def test_words_are_looked_for_in_the_database(people: Town, typed: str, read: int) -> None:
    """Of very many models the first ones are read; a sign that a database gives a meaning is a sign."""
    reader = Clicker(people.client).sign_in("auditor")
    with counted() as asked:
        reader.open(f"/find?q={quote(typed)}")
    assert asked["ModelPartRow"] in {read, read + 1}, asked
