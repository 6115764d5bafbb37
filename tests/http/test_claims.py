"""Whose passport it is, over HTTP and by clicking: claims, take-over, contradictions, and which law applies when."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from rdflib import Graph, URIRef

from tests.support.clicking import Clicker, Page
from tests.support.html import text_of
from tests.support.town import Program, Town, town
from web.bootstrap import making
from web.settings import Settings

A_CLAIM = re.compile(r"\bcompl(y|ies|ied|iant|iance)\b|\bconform|voldoe[tn] aan|\bvoldaan", re.IGNORECASE)
OPERATOR = "https://demo.kringpas.nl/operators/DEMO-EO-1"
NUMBER = "2238053"
Typed = dict[str, Any]
PHONE = {
    "productGroup": "phone",
    "brand": "Voorbeeld",
    "modelName": "Foon 1",
    "manufacturerName": "Voorbeeld Telefoons",
    "eprelRegistrationNumber": NUMBER,
    "placedOnMarket": "2025-09",
    "repairabilityClass": "A",
    "compiledBy": "Kringpas, from public sources",
    "mass": {"value": 0.2, "unit": "kg", "source": {"title": "EPREL"}},
}


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@pytest.fixture
def maker(people: Town) -> Program:
    return people.program("fabrikant")


def compiled(people: Town, **more: Any) -> str:
    content = json.dumps(PHONE | more).encode()
    passport: str = people.program("drz").made("/api/v1/models", content=content)["passport_id"]
    return passport


def wanted(*numbers: str) -> dict[str, Any]:
    scope = {"kind": "eprel-numbers", "values": list(numbers or (NUMBER,))}
    return {"operator": OPERATOR, "capacity": "maker", "ground": "Trade register 2026-04", "scope": scope}


def decided(people: Town, claim: str, decision: str, reason: str = "") -> Page:
    """Administrators have no keys for programs: a person decides, on the page."""
    decider = person(people, "beheer")
    decider.open(f"/claims/{claim}")
    return decider.fill("/decision", decision=decision, reason=reason)


def approved(people: Town, *numbers: str) -> str:
    claim: str = people.program("fabrikant").made("/api/v1/model-claims", wanted(*numbers))["claim_id"]
    decided(people, claim, "approved")
    return claim


def taken_over(people: Town) -> str:
    passport, claim = compiled(people), approved(people)
    (line,) = people.program("fabrikant").made(f"/api/v1/model-claims/{claim}/take-over", {})["models"]
    assert line["taken_over"], line
    return passport


def person(people: Town, who: str) -> Clicker:
    return Clicker(people.client).sign_in(who)


def test_the_register_says_what_applies_and_why(people: Town) -> None:
    """For everybody; an act that is planned has no day, and what is not confirmed says so."""
    answer = people.client.get("/api/v1/applicability?group=phone&placedOnMarket=2025-09&on=2026-11-20").json()
    acts = {act["id"]: act for act in answer["acts"]}
    assert acts["label-phones"]["standing"] == "applies"
    assert acts["label-phones"]["reason"] == (
        "It applies because it was placed on the market in 2025-09, after 2025-06-20."
    )
    assert "applies_from" not in acts["espr-phones"]
    assert acts["battery-replaceable-phones"]["confirmed"] is False
    assert set(acts["repair"]["asks"]) == {"en", "nl"}


@pytest.mark.parametrize("query", ["group=toaster", "", "group=phone&placedOnMarket=soon", "group=phone&on=soon"])
def test_a_question_that_makes_no_sense_gets_a_problem_document(people: Town, query: str) -> None:
    answer = people.client.get(f"/api/v1/applicability?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_registration_in_eprel_may_stand_in(people: Town) -> None:
    answer = people.client.get(f"/api/v1/passports/{compiled(people)}/applicability").json()
    (record,) = answer["records"]
    assert record["url"].endswith(f"/qr/{NUMBER}")
    assert answer["placed_on_market"] == "2025-09"


def test_what_is_missing_is_for_who_answers(people: Town, maker: Program) -> None:
    passport = taken_over(people)
    path = f"/api/v1/passports/{passport}/expectations?on=2026-11-20"
    expected = {(one["element_id"], one["due"]) for one in maker.get(path).json()["expectations"]}
    assert ("batteryEndurance", "overdue") in expected
    assert not {element for element, _ in expected} & set(PHONE)
    assert people.client.get(path).status_code == 401
    assert people.program("drz").get(path).status_code == 403


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_register_is_a_page_and_claims_nothing(people: Town, language: str) -> None:
    reader = Clicker(people.client, {"language": language})
    for query in ("", "?group=phone&placed=2025-09&on=2026-11-20", "?group=laptop", "?group=display&placed=2010"):
        page = reader.open(f"/applicability{query}")
        assert page.status == 200
        assert not A_CLAIM.search(page.words)
    passport = reader.open(f"/passports/{compiled(people)}")
    section = next(each for each in passport.root.iter() if each.get("aria-labelledby") == "law")
    assert "ESPR" in text_of(section)
    assert "EPREL" in text_of(section)
    assert not A_CLAIM.search(text_of(section))


def test_a_wrong_date_comes_back_beside_its_field(people: Town) -> None:
    page = Clicker(people.client).open("/applicability?group=phone&placed=soon")
    assert page.status == 400
    assert "'soon' is not a date" in page.words


def test_a_compiled_passport_names_its_compiler_in_every_form(people: Town) -> None:
    """Whichever form a program reads: the maker is a fact about the product, never the issuer."""
    passport = compiled(people, manufacturerOperatorId=OPERATOR)
    address = f"/passports/{passport}"
    for form in ("?format=json", "?format=jsonld", "?representation=full"):
        said = people.client.get(address + form).json()
        assert said["economicOperatorId"] != OPERATOR
        assert "Kringpas, from public sources" in json.dumps(said)
    graph = Graph().parse(data=people.client.get(f"{address}?format=turtle").text, format="turtle")
    operators = {str(found) for _, predicate, found in graph if str(predicate).endswith("uniqueOperatorIdentifier")}
    assert operators
    assert OPERATOR not in operators
    assert URIRef(OPERATOR) not in set(graph.subjects())
    credential = people.client.get(f"/api/v1/passports/{passport}/untp")
    assert credential.status_code == 200, credential.text
    issuer = json.dumps(credential.json()["issuer"])
    assert OPERATOR not in issuer
    assert "Voorbeeld Telefoons" not in issuer
    page = Clicker(people.client).open(address)
    assert "The maker did not write this passport" in page.words


def test_after_the_take_over_the_passport_speaks_for_the_maker(people: Town) -> None:
    passport = taken_over(people)
    said = people.client.get(f"/passports/{passport}?format=json").json()
    assert said["economicOperatorId"] == said["manufacturerOperatorId"] == OPERATOR
    assert "compiledBy" not in said
    credential = people.client.get(f"/api/v1/passports/{passport}/untp").json()
    assert credential["issuer"]["id"] == OPERATOR
    page = Clicker(people.client).open(f"/passports/{passport}")
    assert "Voorbeeld Telefoons answers for this passport, as maker." in page.words


def test_a_claim_is_decided_by_another_organisation(people: Town, maker: Program) -> None:
    claim = maker.made("/api/v1/model-claims", wanted())["claim_id"]
    decision = f"/api/v1/model-claims/{claim}/decision"
    maker.refused(decision, {"state": "approved"}, status=403)
    people.program("beheer").refused(decision, {"state": "approved"}, status=403)
    assert decided(people, claim, "refused").status == 400
    assert "Another company." in decided(people, claim, "refused", "Another company.").words
    (read,) = maker.get("/api/v1/model-claims").json()["claims"]
    assert (read["state"], read["steps"][1]["reason"]) == ("refused", "Another company.")
    assert "account" not in json.dumps(read)
    assert people.program("reparateur").get(f"/api/v1/model-claims/{claim}").status_code == 403


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"operator": "HMD"}, "operator"),
        ({"scope": {"kind": "gtins", "values": ["123"]}}, "values"),
        ({"capacity": "owner"}, "$.capacity"),
        ({"scope": {"kind": "gtins", "values": []}}, "$.scope.values"),
    ],
)
def test_a_claim_that_is_not_complete_names_the_field(maker: Program, change: dict[str, Any], path: str) -> None:
    problem = maker.refused("/api/v1/model-claims", wanted() | change, status=400)
    assert path in {error["path"] for error in problem["errors"]}


def test_programs_preview_and_take_over_in_bulk(people: Town, maker: Program) -> None:
    """A bad model costs itself; each is reported."""
    models = [compiled(people, modelName=f"Foon {n}", eprelRegistrationNumber=str(n)) for n in range(1, 4)]
    claim = approved(people, "1", "2", "3")
    base = f"/api/v1/model-claims/{claim}"
    own = {name: value for name, value in PHONE.items() if name != "compiledBy"}
    lines = [
        own | {"modelName": "Foon 1", "eprelRegistrationNumber": "1", "repairabilityClass": "B"},
        own | {"modelName": "Foon 2", "eprelRegistrationNumber": "2", "repairabilityClass": "Z"},
        own | {"eprelRegistrationNumber": "99"},
    ]
    content = b"\n".join(json.dumps(line).encode() for line in lines)
    sent = people.client.put(f"{base}/own-data", content=content, headers={"Authorization": f"Bearer {maker.key}"})
    assert [line.get("passport_id") for line in sent.json()["lines"]] == [models[0], models[1], None]
    previews = {each["passport_id"]: each for each in maker.get(f"{base}/differences").json()["models"]}
    assert [previews[model]["possible"] for model in models] == [True, False, True]
    assert {change["element_id"] for change in previews[models[0]]["changes"]} >= {"repairabilityClass", "compiledBy"}
    taken = {each["passport_id"]: each for each in maker.made(f"{base}/take-over", {})["models"]}
    assert [taken[model]["taken_over"] for model in models] == [True, False, True]
    assert taken[models[1]]["problems"][0]["path"].startswith("$.repairabilityClass")
    whose = {each["passport_id"]: each["whose"] for each in maker.get(f"{base}/models").json()["models"]}
    assert [whose[model] for model in models] == ["yours", "registry", "yours"]


def test_a_maker_claims_compares_and_takes_over_by_clicking(people: Town) -> None:
    passport = compiled(people)
    maker = person(people, "fabrikant")
    page = maker.open("/claims")
    assert page.form("/claims").value("operator") == OPERATOR, "the recorded identifier is filled in"
    typed: Typed = {
        "capacity": "maker",
        "scope": "eprel-numbers",
        "values": f"{NUMBER}, 99",
        "ground": "Trade register",
    }
    page = maker.fill("/claims", **typed)
    claim = page.address.partition("?")[0]
    assert "waits for a decision" in page.words

    decider = person(people, "beheer")
    queue = decider.open("/claims")
    assert "Fabrikant (demo)" in queue.words
    decider.open(claim)
    refused = decider.fill("/decision", decision="refused")
    assert (refused.status, "Fill this in." in refused.words) == (400, True)
    decided = decider.fill("/decision", decision="approved")
    assert "approved" in decided.words

    maker = person(people, "fabrikant")
    own = {name: value for name, value in PHONE.items() if name != "compiledBy"} | {"repairabilityClass": "B"}
    maker.open(claim)
    page = maker.fill("/own-data", {"file": ("models.json", json.dumps([own]).encode())})
    assert "Voorbeeld Foon 1" in page.words
    difference = maker.open(f"{claim}/models/{passport}")
    assert "Repairability class" in difference.words
    assert "It is a list to work with, not a verdict." in difference.words
    preview = maker.open(f"{claim}/take-over")
    assert "1 passport can be taken over" in preview.words
    report = maker.fill("/take-over")
    assert "You answer for 1 passport now." in report.words
    assert "Nothing is left to take over" in maker.open(f"{claim}/take-over").words


def test_a_contradiction_goes_to_the_maker_first(people: Town, maker: Program) -> None:
    passport, repairer = taken_over(people), people.program("reparateur")
    body = {
        "passport_id": passport,
        "element_id": "repairabilityClass",
        "value": "C",
        "method": "taken-apart",
        "evidence": "Report 2026-117",
    }
    filed = repairer.made("/api/v1/contradictions", body)
    assert filed["state"] == "awaiting-reply"
    assert people.client.get(f"/api/v1/passports/{passport}/contradictions").json() == {"contradictions": []}
    (told,) = maker.get("/api/v1/contradictions").json()["contradictions"]
    assert "account" not in told
    assert repairer.organisation not in json.dumps(told)
    place = f"/api/v1/contradictions/{filed['contradiction_id']}"
    assert maker.made(f"{place}/reply", {"text": "We counted four steps."})["state"] == "replied"
    assert maker.refused(f"{place}/acceptance", status=422)["rule"] == "not-revised"
    assert people.program("toezicht").get(place).status_code == 404
    assert repairer.made(f"{place}/withdrawal")["state"] == "withdrawn"


@pytest.mark.parametrize("who", ["fabrikant", "inkoop", "eigenaar"])
def test_others_contradict_nothing(people: Town, who: str) -> None:
    passport = taken_over(people)
    body = {"passport_id": passport, "element_id": "mass", "value": 1, "method": "measured", "evidence": "x"}
    people.program(who).refused("/api/v1/contradictions", body, status=403)


def test_a_repairer_contradicts_and_the_maker_replies_by_clicking(people: Town) -> None:
    passport = taken_over(people)
    repairer = person(people, "reparateur")
    page = repairer.open(f"/passports/{passport}")
    repairer.open(page.link("Contradict what this passport says"))
    typed: Typed = {"element_id": "mass", "method": "measured", "evidence": "Report 1"}
    wrong = repairer.fill("/contradictions", value="heavy", **typed)
    assert wrong.status == 400
    assert "not a value that the element can have" in wrong.words
    filed = repairer.fill("/contradictions", value="0,25", **typed)
    assert filed.title == "Contradiction: Voorbeeld Foon 1"
    assert "0.25" in filed.words
    place = filed.address.partition("?")[0]

    maker = person(people, "fabrikant")
    assert "1 contradiction of your data waits for a reply." in maker.open("/claims").words
    assert "waits for a reply" in maker.open("/contradictions").words
    mine = maker.open(place)
    assert "Reparateur (demo)" not in mine.words
    replied = maker.fill("/reply", text="With the battery it is 0.2 kg.")
    assert "replied, not public yet" in replied.words
    assert "With the battery" not in Clicker(people.client).open(f"/passports/{passport}").words


def test_everybody_reads_both_sides_after_the_term(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the model's page and on those of its devices; no organisation but the maker's, and no evidence."""
    monkeypatch.setattr(making, "reply_term", lambda: timedelta(0))
    with town(settings) as people:
        passport, repairer = taken_over(people), people.program("reparateur")
        found = {"value": "C", "method": "taken-apart", "evidence": "Report 2026-117"}
        body = {"passport_id": passport, "element_id": "repairabilityClass", **found}
        filed = repairer.made("/api/v1/contradictions", body)["contradiction_id"]
        people.program("fabrikant").made(f"/api/v1/contradictions/{filed}/reply", {"text": "We counted four steps."})
        (public,) = people.client.get(f"/api/v1/passports/{passport}/contradictions").json()["contradictions"]
        assert set(public) == {"element_id", "maker", "declared", "party", "found", "method", "reply"}
        owner = people.program("eigenaar")
        device = {"model": passport, "owner": owner.organisation, "place": "Magazijn 2", "serial": "DEMO1"}
        item = owner.made("/api/v1/devices", device)["passport_id"]
        for address in (passport, item):
            page = Clicker(people.client).open(f"/passports/{address}")
            section = next(each for each in page.root.iter() if each.get("aria-labelledby") == "contradictions")
            words = text_of(section)
            for said in ("Fabrikant (demo) says", "Contradicted by a repairer", "We counted four steps."):
                assert said in words
            assert "Reparateur (demo)" not in words
            assert "Report 2026-117" not in words
