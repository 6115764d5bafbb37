"""A maker takes over what was compiled about its models."""

import json
from typing import Any

import pytest

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import VISITOR
from dpp.domain.claims.claim import ClaimState
from dpp.domain.claims.scope import ScopeKind, scope_of
from dpp.domain.errors import InvalidInput, NotPermitted, Refused
from dpp.domain.forms import compressed, full
from dpp.domain.opaque import PassportId
from dpp.service.claims import takeover
from dpp.service.claims.takeover import Whose
from tests.support.claims_world import (
    DECIDER,
    EPREL,
    HMD,
    HMD_OPERATOR,
    HMD_ORG,
    RIVAL,
    ClaimsWorld,
    encoded,
    phone,
)
from tests.support.service_world import ROUTER, laptop

REGISTRY = "https://example.nl/operator"


@pytest.fixture
def world() -> ClaimsWorld:
    return ClaimsWorld()


def own(**more: Any) -> dict[str, Any]:
    """What the maker says itself of the phone."""
    return phone(compiledBy=None, manufacturerOperatorId=HMD_OPERATOR, repairabilityClass="B") | more


def document(world: ClaimsWorld, model: PassportId) -> dict[str, Any]:
    public: dict[str, Any] = json.loads(world.world.public_parts(model).document())
    return public


def test_a_compiled_passport_never_names_the_maker_as_its_issuer(world: ClaimsWorld) -> None:
    """In the bytes that a scan reads, and in both forms of the document."""
    model = world.compiled(manufacturerOperatorId=HMD_OPERATOR)
    catalogue = load_catalogue()
    view = world.world.passports.read(VISITOR, model)
    for said in (document(world, model), compressed(view.document, catalogue), full(view.document, catalogue)):
        assert said["economicOperatorId"] == REGISTRY
        assert "Kringpas, from public sources" in json.dumps(said)


def test_after_the_take_over_the_passport_speaks_for_the_maker(world: ClaimsWorld) -> None:
    model = world.compiled()
    claim = world.approved()
    (taken,) = world.takeover.take_over(HMD, claim)
    assert (taken.passport_id, taken.version, taken.problems, taken.refusal) == (model, 2, (), None)
    said = document(world, model)
    assert said["economicOperatorId"] == said["manufacturerOperatorId"] == HMD_OPERATOR
    assert "compiledBy" not in said
    assert said["repairabilityClass"] == "A", "what was compiled stays where the maker says nothing else"
    stored = world.world.storage.committed.passports.rows[model]
    assert (stored.organisation, stored.operator) == (HMD_ORG, HMD_OPERATOR)


def test_the_version_says_who_took_over_by_which_claim_and_what_changed(world: ClaimsWorld) -> None:
    model, claim = world.compiled(), world.approved()
    world.takeover.take_over(HMD, claim)
    version = world.world.storage.committed.passports.version(model, 2)
    assert version is not None
    assert (version.actor, version.organisation, version.evidence) == (HMD.account, HMD_ORG, (claim,))
    assert set(version.changed) == {"economicOperatorId", "compiledBy", "manufacturerOperatorId"}
    before = world.world.storage.committed.passports.version(model, 1)
    assert before is not None
    assert b"Kringpas" in before.received, "the version before stays as it was"


def test_the_maker_revises_afterwards_and_the_registry_does_not(world: ClaimsWorld) -> None:
    model = world.taken_over()
    revised = world.world.passports.revise_model(HMD, model, encoded(own(repairabilityClass="D")))
    assert revised.document.header.economic_operator_id == HMD_OPERATOR
    with pytest.raises(NotPermitted):
        world.world.passports.revise_model(ROUTER, model, encoded(own()))


def test_own_data_show_the_difference_and_are_kept_byte_for_byte(world: ClaimsWorld) -> None:
    model, claim = world.compiled(), world.approved()
    received = b' { "repairabilityClass":"B", ' + encoded(own())[1:].replace(b'"repairabilityClass": "B", ', b"")
    (matched,) = world.takeover.supply(HMD, claim, received)
    assert (matched.place, matched.passport_id, matched.fault) == (1, model, None)
    (preview,) = world.takeover.preview(HMD, claim)
    assert {change.element_id: change.kind.value for change in preview.changes} == {
        "compiledBy": "removed",
        "manufacturerOperatorId": "added",
        "repairabilityClass": "changed",
    }
    assert preview.is_possible
    world.takeover.take_over(HMD, claim)
    version = world.world.storage.committed.passports.version(model, 2)
    assert version is not None
    assert version.received == received.strip()


def test_a_preview_changes_nothing(world: ClaimsWorld) -> None:
    model, claim = world.compiled(), world.approved()
    leaves = dict(world.world.storage.committed.leaves.rows)
    assert world.takeover.preview(HMD, claim)[0].is_possible
    assert world.world.storage.committed.passports.rows[model].version == 1
    assert world.world.storage.committed.leaves.rows == leaves


def test_a_preview_finds_what_only_publishing_finds(world: ClaimsWorld) -> None:
    """A name that another passport has is no fault of the elements: the gate stands where versions are made."""
    world.world.passports.register_model(ROUTER, encoded(phone(modelName="Skyline", eprelRegistrationNumber=None)))
    model, claim = world.compiled(), world.approved()
    world.takeover.supply(HMD, claim, encoded(own(modelName="Skyline")))
    (preview,) = world.takeover.preview(HMD, claim)
    assert preview.passport_id == model
    assert "has a passport already" in str(preview.refusal)
    assert [str(line.refusal) for line in world.takeover.take_over(HMD, claim)] == [str(preview.refusal)]


def test_one_bad_model_costs_that_model_only(world: ClaimsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its place in the chunk; every fault is told with its path."""
    monkeypatch.setattr(takeover, "CHUNK", 2)
    numbers = [str(number) for number in range(1, 6)]
    models = [world.compiled(modelName=f"Phone {number}", eprelRegistrationNumber=number) for number in numbers]
    claim = world.approved(scope_of(ScopeKind.EPREL_NUMBERS, tuple(numbers)))
    wrong = own(modelName="Phone 4", eprelRegistrationNumber="4", repairabilityClass="Z", gtin="1")
    world.takeover.supply(HMD, claim, encoded([wrong]))
    faults = {preview.passport_id for preview in world.takeover.preview(HMD, claim) if not preview.is_possible}
    report = {line.passport_id: line for line in world.takeover.take_over(HMD, claim)}
    assert faults == {model for model, line in report.items() if line.version is None} == {models[3]}
    assert {problem.path for problem in report[models[3]].problems} >= {"$.repairabilityClass", "$.gtin"}
    versions = [world.world.storage.committed.passports.rows[model].version for model in models]
    assert versions == [2, 2, 2, 1, 2]


def test_taking_over_again_takes_what_is_left(world: ClaimsWorld) -> None:
    first = world.compiled()
    claim = world.approved(scope_of(ScopeKind.SUPPLIER, ("HMD Global",)))
    world.takeover.take_over(HMD, claim)
    second = world.compiled(modelName="Skyline", eprelRegistrationNumber="7")
    assert [line.passport_id for line in world.takeover.take_over(HMD, claim)] == [second]
    (again,) = world.takeover.take_over(HMD, claim, [first])
    assert again.version is None
    assert "answers for this passport already" in str(again.refusal)


def test_a_model_of_another_operator_is_not_taken_over(world: ClaimsWorld) -> None:
    model = world.taken_over()
    claim = world.approved(actor=RIVAL)
    (line,) = world.takeover.models(RIVAL, claim)
    assert line.whose is Whose.ANOTHER
    assert world.takeover.take_over(RIVAL, claim) == ()
    (refused,) = world.takeover.take_over(RIVAL, claim, [model])
    assert "Another economic operator" in str(refused.refusal)


def test_a_model_outside_the_claim_is_not_there(world: ClaimsWorld) -> None:
    world.compiled()
    other = world.world.passports.register_model(ROUTER, laptop()).passport_id
    (line,) = world.takeover.take_over(HMD, world.approved(), [other])
    assert "has no model" in str(line.refusal)


def test_only_an_approved_claim_of_ones_own_opens_anything(world: ClaimsWorld) -> None:
    world.compiled()
    waiting, approved = world.requested().claim.claim_id, world.approved()
    with pytest.raises(Refused) as refused:
        world.takeover.take_over(HMD, waiting)
    assert refused.value.rule == "claim-not-approved"
    for actor in (RIVAL, DECIDER):
        with pytest.raises(NotPermitted):
            world.takeover.take_over(actor, approved)
    world.claims.decide(DECIDER, approved, ClaimState.ENDED, "The company was sold.")
    with pytest.raises(Refused):
        world.takeover.models(HMD, approved)


def test_the_models_of_a_claim_say_whose_they_are_and_what_is_missing(world: ClaimsWorld) -> None:
    world.compiled(placedOnMarket="2025-09")
    claim = world.approved()
    (line,) = world.takeover.models(HMD, claim)
    assert (line.name, line.whose, line.has_own_data) == ("HMD Fusion", Whose.REGISTRY, False)
    assert {one.element_id for one in line.missing} & {"batteryEndurance", "sparePartsInformation"}
    world.takeover.supply(HMD, claim, encoded(own()))
    world.takeover.take_over(HMD, claim)
    (line,) = world.takeover.models(HMD, claim)
    assert (line.whose, line.version, line.has_own_data) == (Whose.YOURS, 2, True)


def test_each_line_of_a_file_is_reported_and_a_bad_one_costs_itself(world: ClaimsWorld) -> None:
    model, claim = world.compiled(), world.approved()
    lines = (encoded(own()), b"{", encoded(own(eprelRegistrationNumber="999")), b"", b'{"a":1,"a":2}', b"7")
    report = world.takeover.supply(HMD, claim, b"\n".join(lines))
    assert [(line.place, line.passport_id, line.fault is None) for line in report] == [
        (1, model, True),
        (2, None, False),
        (3, None, False),
        (5, None, False),
        (6, None, False),
    ]


@pytest.mark.parametrize("received", [b"", b"  \n ", b"[]", b"[1,", b"["])
def test_a_file_without_models_is_refused(world: ClaimsWorld, received: bytes) -> None:
    with pytest.raises(InvalidInput):
        world.takeover.supply(HMD, world.approved(), received)


def test_newer_own_data_take_the_place_of_older(world: ClaimsWorld) -> None:
    model, claim = world.compiled(), world.approved()
    for grade in "BC":
        world.takeover.supply(HMD, claim, encoded([own(repairabilityClass=grade, eprelRegistrationNumber=EPREL)]))
    world.takeover.take_over(HMD, claim)
    assert world.said(model)["repairabilityClass"] == "C"
