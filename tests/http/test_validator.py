"""The public validator and the UNTP export over HTTP: page and API, on both engines."""

import json
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator

from schemas import catalog
from tests.support.checking_samples import ODD, PASSPORT
from tests.support.clicking import Clicker
from tests.support.client import Client
from tests.support.town import Town, town
from web.settings import Settings


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@pytest.fixture
def client(people: Town) -> Client:
    return people.client


def test_a_program_without_a_key_gets_the_report(client: Client) -> None:
    answer = client.post("/api/v1/validations", json=ODD)
    assert answer.status_code == 200
    report = answer.json()
    assert report["verdict"] == "reads-with-deviations"
    assert report["form"] == "compressed"
    assert report["header"]["dppStatus"] == "active"
    assert "brand" in report["elements"]["known"]
    assert report["elements"]["unknown"] == ["<b>novelty</b>"]
    (status,) = [one for one in report["deviations"] if one["path"] == "$.dppStatus"]
    assert status == {
        "path": "$.dppStatus",
        "severity": "warning",
        "code": "header-case",
        "what": "'Active' is read as 'active'.",
        "fix": "Write 'active'.",
    }


def test_what_cannot_be_read_has_a_report_too(client: Client) -> None:
    answer = client.post("/api/v1/validations", content=b"paper")
    assert (answer.status_code, answer.json()["verdict"]) == (200, "cannot-be-read")


def test_a_document_that_is_too_large_is_a_problem(client: Client) -> None:
    answer = client.post("/api/v1/validations", content=b" " * (600 * 1024))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_checking_changes_nothing(client: Client) -> None:
    before = client.get("/api/v1/models").json()
    client.post("/api/v1/validations", json=PASSPORT)
    assert client.get("/api/v1/models").json() == before


def test_a_person_pastes_a_passport_and_reads_the_report(client: Client) -> None:
    visitor = Clicker(client)
    assert visitor.open("/validate").title == "Check a passport"
    page = visitor.fill("/validate", content=json.dumps(ODD))
    assert (page.status, page.title) == (200, "This passport reads, with deviations")
    words = page.words
    assert words.index("Errors (") < words.index("Warnings (") < words.index("Notes (")
    assert "$.mass.value" in words
    assert "Write 1.5 without quotes." in words
    assert "<b>novelty</b>" in words
    assert json.loads(page.form("/validate").filled()["content"]) == ODD


def test_a_person_chooses_a_file(client: Client) -> None:
    visitor = Clicker(client)
    visitor.open("/validate")
    page = visitor.fill("/validate", files={"document": ("mine.json", json.dumps(PASSPORT).encode())})
    assert page.title == "This passport reads"
    assert "mine.json" in page.words


def test_somebody_signed_in_checks_with_the_token_of_the_session(client: Client) -> None:
    person = Clicker(client).sign_in("ict")
    person.open("/validate")
    assert person.fill("/validate", content="{}").title == "This document cannot be read"


def test_a_form_without_a_document_comes_back(client: Client) -> None:
    visitor = Clicker(client)
    visitor.open("/validate")
    page = visitor.fill("/validate", content="  ")
    assert page.status == 400
    assert "Choose a file, or paste a passport." in page.words


def test_a_file_that_is_too_large_is_told_beside_the_form(client: Client) -> None:
    visitor = Clicker(client)
    visitor.open("/validate")
    page = visitor.fill("/validate", files={"document": ("mine.json", b" " * (600 * 1024))})
    assert page.status == 413
    assert "at most" in page.words


def test_the_validator_is_found_from_every_page(client: Client) -> None:
    assert 'href="/validate"' in client.get("/", headers={"Accept": "text/html"}).text


def test_a_public_passport_is_exported_as_a_credential_of_untp(people: Town) -> None:
    model = people.model("dell-latitude-7420")
    answer = people.client.get(f"/api/v1/passports/{model}/untp")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vc"
    credential = answer.json()
    schema = json.loads(catalog.read_text("untp-passport", "0.7", "schema.json"))
    assert list(Draft202012Validator(schema).iter_errors(credential)) == []
    assert credential["id"] == f"http://testserver/passports/{model}"
    assert credential["credentialSubject"]["name"] == "Dell Latitude 7420"
    report = people.client.post("/api/v1/validations", json=credential).json()
    assert [one for one in report["deviations"] if one["severity"] == "error"] == []


def test_an_export_is_the_same_for_whoever_asks(people: Town) -> None:
    """It holds what is public, also for those who may read more."""
    address = f"/api/v1/passports/{people.model('dell-latitude-7420')}/untp"
    assert people.program("drz").get(address).content == people.client.get(address).content


def test_an_unknown_passport_has_no_export(client: Client) -> None:
    assert client.get("/api/v1/passports/7k3m9x2p4q8d5w1z/untp").status_code == 404
