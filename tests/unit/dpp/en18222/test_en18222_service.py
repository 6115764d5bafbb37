"""The calls of EN 18222 over storage in memory: what becomes a passport's own, who may, and what stays as it was."""

import json
from typing import Any

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.document import PassportStatus
from dpp.domain.en18222.representation import Representation
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Outdated, Refused
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical, sha256
from dpp.service.en18222.dpps import Dpps
from dpp.service.en18222.views import Dpp
from dpp.service.ports import StoredVersion
from tests.support.service_world import (
    ADMINISTRATOR,
    MANUFACTURER,
    OWNER,
    REPAIRER,
    ROUTER,
    URL,
    World,
    figure,
    laptop,
)

GTIN = "09520000074203"
MODEL_URI, RESOLVER = f"https://id.gs1.org/01/{GTIN}", "https://resolver.example/dpp"
COMPRESSED, FULL = Representation
NUMBERED = {"gtin": GTIN, "demonstrationNumber": True}
MASS = figure(1.5, "kg")


class Desk:
    """Somebody who calls for an actor."""

    def __init__(self, world: World, actor: Actor = ROUTER) -> None:
        self.world, self.actor = world, actor
        self.dpps = Dpps(world.passports)

    def create(self, **body: Any) -> str:
        return self.created(**body).dpp_id

    def created(self, **body: Any) -> Dpp:
        return self.dpps.create(self.actor, json.dumps(body).encode())

    def model(self, **more: Any) -> str:
        return self.create(**{"uniqueProductIdentifier": MODEL_URI} | json.loads(laptop(**NUMBERED, mass=MASS, **more)))

    def item(self, **more: Any) -> str:
        return self.create(**{"uniqueProductIdentifier": f"{MODEL_URI}/21/S1"} | more)

    def read(self, dpp_id: str, form: Representation = COMPRESSED) -> Any:
        return self.dpps.read(self.actor, dpp_id, form).content

    def patch(self, dpp_id: str, patch: Any, form: Representation = COMPRESSED, expected: Any = None) -> Dpp:
        self.world.clock.forward(minutes=1)
        return self.dpps.update(self.actor, dpp_id, json.dumps(patch).encode(), form, expected)

    def version(self, dpp_id: str) -> StoredVersion:
        versions = self.world.storage.committed.passports.versions(_id(dpp_id))
        return versions[-1]

    def own(self, dpp_id: str) -> Any:
        return json.loads(self.version(dpp_id).received)


def _id(dpp_id: str) -> PassportId:
    return PassportId(dpp_id.rpartition("/")[2])


def paths(refusal: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {problem.path for problem in refusal.value.problems}


@pytest.fixture
def desk() -> Desk:
    return Desk(World())


# CreateDPP


def test_a_model_is_registered_with_the_identifier_that_it_was_given(desk: Desk) -> None:
    identifier = f"{RESOLVER}/01/{GTIN}"
    dpp_id = desk.model(uniqueProductIdentifier=identifier, granularity="model", facilityId="urn:facility:1")
    read = desk.read(dpp_id)
    assert dpp_id.startswith(f"{URL}/passports/")
    assert (read["uniqueProductIdentifier"], read["facilityId"]) == (identifier, "urn:facility:1")
    assert (read["granularity"], read["dppStatus"], read["mass"]["value"]) == ("model", "active", 1.5)


def test_a_version_keeps_its_own_elements_and_the_hash_of_the_body_that_brought_them(desk: Desk) -> None:
    desk.model()
    body = {"uniqueProductIdentifier": f"{MODEL_URI}/21/S1", "softwareVersion": "11", "mass": MASS, "brand": "Dell"}
    version = desk.version(desk.create(**body))
    assert set(json.loads(version.received)) == {"softwareVersion", "modelPassport"}
    assert version.received == canonical(json.loads(version.received))
    assert version.evidence == (sha256(json.dumps(body).encode()),)


def test_an_item_belongs_to_the_model_and_the_batch_of_its_identifier(desk: Desk) -> None:
    model = desk.model()
    batch = desk.create(uniqueProductIdentifier=f"{MODEL_URI}/10/L1", mass=figure(1.6, "kg"))
    item = desk.create(uniqueProductIdentifier=f"{RESOLVER}/01/{GTIN}/10/L1/21/S1", mass=figure(1.6, "kg"))
    read = desk.read(item)
    assert (read["granularity"], read["mass"]["value"]) == ("item", 1.6)
    assert desk.own(item) == {"modelPassport": model, "batchPassport": batch}


def test_an_item_without_a_gtin_names_the_passport_of_its_model(desk: Desk) -> None:
    model = desk.model()
    identifier = "https://maker.example/things/7"
    item = desk.create(granularity="item", uniqueProductIdentifier=identifier, modelPassport=model)
    assert desk.read(item)["uniqueProductIdentifier"] == identifier
    assert desk.dpps.read_by_product(VISITOR, identifier, COMPRESSED).dpp_id == item
    nameless = desk.create(granularity="item", modelPassport=model)
    assert desk.read(nameless)["uniqueProductIdentifier"] == nameless


def test_the_full_form_registers_the_same(desk: Desk) -> None:
    desk.model()
    title = {"elementId": "title", "objectType": "SingleValuedDataElement", "value": "Data sheet"}
    elements = [
        {"elementId": "softwareVersion", "objectType": "SingleValuedDataElement", "value": "11"},
        {
            "elementId": "mass",
            "objectType": "DataElementCollection",
            "elements": [
                {"elementId": "value", "objectType": "SingleValuedDataElement", "value": 1.6},
                {"elementId": "unit", "objectType": "SingleValuedDataElement", "value": "kg"},
                {"elementId": "source", "objectType": "DataElementCollection", "elements": [title]},
            ],
        },
    ]
    item = desk.item(elements=elements)
    assert desk.own(item)["mass"] == figure(1.6, "kg")


def test_what_was_read_liberally_is_told(desk: Desk) -> None:
    made = desk.created(**json.loads(laptop(mass=figure("1.5", "kg"))), granularity="Model")  # type: ignore[arg-type]
    assert {"header-case", "number-as-text"} <= {one.code for one in made.deviations}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"granularity": "crate"}, "$.granularity"),
        ({"uniqueProductIdentifier": "urn:example:7"}, "$.granularity"),
        ({"uniqueProductIdentifier": None}, "$.uniqueProductIdentifier"),
        ({"granularity": "item", "uniqueProductIdentifier": MODEL_URI}, "$.granularity"),
        ({"uniqueProductIdentifier": "7"}, "$.uniqueProductIdentifier"),
        ({"uniqueProductIdentifier": f"{URL}/passports/7k3m9x2p4q8d5w1z"}, "$.uniqueProductIdentifier"),
        ({"uniqueProductIdentifier": "https://id.gs1.org/01/09520000074998/21/S1"}, "/01/"),
        ({"uniqueProductIdentifier": "https://id.gs1.org/01/04006381333931/21/S1"}, "$.uniqueProductIdentifier"),
        ({"digitalProductPassportId": "https://other.example/passports/1"}, "$.digitalProductPassportId"),
        ({"digitalProductPassportId": f"{URL}/passports/short"}, "$.digitalProductPassportId"),
        ({"economicOperatorId": "https://other.example/operator"}, "$.economicOperatorId"),
        ({"dppStatus": "archived"}, "$.dppStatus"),
        ({"facilityId": "ask anna@example.org"}, "$.facilityId"),
        ({"modelPassport": f"{URL}/passports/7k3m9x2p4q8d5w1z"}, "$.modelPassport"),
        ({"batchPassport": f"{URL}/passports/7k3m9x2p4q8d5w1z"}, "$.batchPassport"),
        ({"gtin": "09520000074210"}, "$.gtin"),
        ({"softwareVersion": 7.5, "mass": "heavy"}, "$.mass"),
        ({"history": {"entries": []}}, "$.history"),
        ({"softwareVersion": "of anna@example.org"}, "$.softwareVersion"),
    ],
)
def test_a_body_with_a_fault_registers_nothing_and_says_where_it_is(desk: Desk, body: Any, path: str) -> None:
    desk.model()
    before = len(desk.world.storage.committed.passports.rows)
    with pytest.raises(InvalidInput) as refusal:
        desk.item(**body)
    assert path in paths(refusal)
    assert len(desk.world.storage.committed.passports.rows) == before


def test_an_item_of_a_model_that_is_not_here_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refusal:
        desk.item()
    assert "granularity 'model'" in str(refusal.value.remedy)


def test_the_names_of_an_item_agree_about_its_model(desk: Desk) -> None:
    desk.model()
    other = desk.create(granularity="model", **json.loads(laptop(modelName="Latitude 7430")))
    with pytest.raises(InvalidInput) as refusal:
        desk.item(modelPassport=other)
    assert paths(refusal) == {"$.modelPassport"}


def test_a_document_of_another_standard_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="UNTP"):
        desk.created(credentialSubject={"type": ["Product"], "id": "https://x.example"})


def test_a_product_has_one_passport(desk: Desk) -> None:
    desk.model()
    desk.item()
    for identifier in (f"{MODEL_URI}/21/S1", f"{RESOLVER}/01/{GTIN}/10/ANY/21/S1"):
        with pytest.raises(Conflict):
            desk.item(uniqueProductIdentifier=identifier)
    with pytest.raises(Conflict):
        desk.model()
    with pytest.raises(Conflict):
        desk.create(granularity="model", **json.loads(laptop()))


def test_an_id_that_is_free_may_be_asked_for(desk: Desk) -> None:
    wanted = f"{URL}/passports/7k3m9x2p4q8d5w1z"
    assert desk.model(digitalProductPassportId=wanted) == wanted
    with pytest.raises(Conflict):
        desk.item(digitalProductPassportId=wanted)


def test_a_maker_registers_items_of_its_own_models(desk: Desk) -> None:
    maker = Desk(desk.world, MANUFACTURER)
    maker.model()
    item = maker.item(economicOperatorId="https://maker.example/operator")
    assert maker.read(item)["economicOperatorId"] == "https://maker.example/operator"


def test_who_may_not_revise_the_model_registers_no_items_of_it(desk: Desk) -> None:
    desk.model()
    for actor, error in ((MANUFACTURER, NotPermitted), (OWNER, NotPermitted), (VISITOR, NotSignedIn)):
        with pytest.raises(error):
            Desk(desk.world, actor).item()


# UpdateDPPById


def test_a_member_of_an_inherited_figure_makes_an_own_element(desk: Desk) -> None:
    model = desk.model()
    item = desk.item()
    desk.patch(item, {"mass": {"value": 1.6}})
    assert desk.own(item)["mass"] == {**MASS, "value": 1.6}
    assert (desk.read(item)["mass"]["value"], desk.read(model)["mass"]["value"]) == (1.6, 1.5)
    desk.patch(item, {"mass": None})
    assert "mass" not in desk.own(item)
    assert desk.read(item)["mass"]["value"] == 1.5


def test_what_is_only_inherited_cannot_be_taken_away(desk: Desk) -> None:
    desk.model()
    item = desk.item()
    with pytest.raises(InvalidInput) as refusal:
        desk.patch(item, {"mass": None, "softwareVersion": "11"})
    assert paths(refusal) == {"$.mass"}
    assert desk.version(item).version == 1


def test_an_element_that_an_item_may_not_say_stays_inherited(desk: Desk) -> None:
    desk.model()
    item = desk.item()
    with pytest.raises(InvalidInput) as refusal:
        desk.patch(item, {"brand": "Other", "softwareVersion": "11"})
    assert paths(refusal) == {"$.brand"}
    assert desk.version(item).version == 1


@pytest.mark.parametrize("form", Representation)
def test_what_was_read_can_be_sent_back_and_changes_nothing(desk: Desk, form: Representation) -> None:
    desk.model()
    item = desk.item(softwareVersion="11", inventedLater={"a": [1]})
    desk.patch(item, desk.read(item, form), form)
    assert desk.version(item).version == 1


def test_a_patch_in_the_full_form_changes_the_elements_that_it_lists(desk: Desk) -> None:
    desk.model()
    item = desk.item(softwareVersion="11", firmwareVersion="1.0")
    elements = [
        {"elementId": "firmwareVersion", "objectType": "SingleValuedDataElement", "value": "1.1"},
        {"elementId": "softwareVersion", "objectType": "SingleValuedDataElement", "value": None},
    ]
    after = desk.patch(item, {"elements": elements}, FULL).content
    assert {each["elementId"] for each in after["elements"]} >= {"firmwareVersion", "mass"}
    assert desk.own(item).keys() == {"firmwareVersion", "modelPassport"}


def test_unknown_elements_are_kept_for_who_answers_for_the_passport(desk: Desk) -> None:
    maker = Desk(desk.world, MANUFACTURER)
    maker.model()
    item = maker.item()
    maker.patch(item, {"inventedLater": {"a": [1, None]}})
    assert maker.read(item)["inventedLater"] == {"a": [1, None]}
    assert "inventedLater" not in Desk(desk.world, VISITOR).read(item)
    assert "inventedLater" not in Desk(desk.world, REPAIRER).read(item)


def test_a_model_is_changed_for_all_its_items(desk: Desk) -> None:
    model = desk.model()
    item = desk.item()
    desk.patch(model, {"mass": {"value": 1.4}})
    assert desk.read(item)["mass"]["value"] == 1.4
    assert desk.own(model)["gtin"] == GTIN
    with pytest.raises(InvalidInput) as refusal:
        desk.patch(model, {"brand": None})
    assert paths(refusal) == {"$.brand"}


def test_status_and_facility_change_with_the_elements_in_one_version(desk: Desk) -> None:
    model = desk.model()
    for dpp_id in (desk.item(), model):
        patch = {"dppStatus": "inactive", "facilityId": "urn:facility:2", "mass": {"value": 1.4}}
        read = desk.patch(dpp_id, patch).content
        assert (read["dppStatus"], read["facilityId"]) == ("inactive", "urn:facility:2")
        assert desk.version(dpp_id).version == 2
        assert set(desk.version(dpp_id).changed) == {"dppStatus", "facilityId", "mass"}
        assert "facilityId" not in desk.patch(dpp_id, {"facilityId": None}).content


@pytest.mark.parametrize(
    "patch",
    [
        {"granularity": "model"},
        {"uniqueProductIdentifier": "https://other.example/1"},
        {"digitalProductPassportId": "https://other.example/1"},
        {"economicOperatorId": "https://other.example/1"},
        {"economicOperatorId": None},
        {"contentSpecificationIds": ["https://other.example/1"]},
        {"dppStatus": None},
        {"dppStatus": "invalid"},
        {"modelPassport": f"{URL}/passports/7k3m9x2p4q8d5w1z"},
        {"modelPassport": None},
        {"batchPassport": f"{URL}/passports/7k3m9x2p4q8d5w1z"},
        {"history": {"reportedLost": True}},
    ],
)
def test_the_rest_of_the_header_follows_from_the_passport(desk: Desk, patch: Any) -> None:
    desk.model()
    item = desk.item()
    with pytest.raises(InvalidInput) as refusal:
        desk.patch(item, {**patch, "firmwareVersion": "2"})
    assert {path.split(".")[1] for path in paths(refusal)} == set(patch)
    assert desk.version(item).version == 1


def test_the_time_of_the_change_is_ours(desk: Desk) -> None:
    desk.model()
    item = desk.item()
    read = desk.patch(item, {"lastUpdated": "2001-01-01T00:00:00Z", "firmwareVersion": "2"}).content
    assert read["lastUpdated"] == desk.world.clock().strftime("%Y-%m-%dT%H:%M:%SZ")


def test_who_sends_what_it_saw_changes_nothing_that_changed_since(desk: Desk) -> None:
    desk.model()
    item = desk.item()
    seen = desk.dpps.read(desk.actor, item, FULL).tag
    after = desk.patch(item, {"firmwareVersion": "2"}, expected={seen})
    assert after.tag != seen
    with pytest.raises(Outdated):
        desk.patch(item, {"firmwareVersion": "3"}, expected={seen})
    with pytest.raises(Outdated):
        desk.dpps.archive(desk.actor, item, {seen})
    desk.patch(item, {"firmwareVersion": "3"}, expected={"*"})
    desk.patch(item, {"firmwareVersion": "4"}, expected={"another", desk.dpps.read(ROUTER, item, COMPRESSED).tag})
    assert desk.version(item).version == 4


def test_the_tag_changes_with_the_model_too(desk: Desk) -> None:
    model = desk.model()
    item = desk.item()
    before = desk.dpps.read(VISITOR, item, COMPRESSED).tag
    desk.patch(model, {"mass": {"value": 1.4}})
    assert desk.dpps.read(VISITOR, item, COMPRESSED).tag != before


@pytest.mark.parametrize(
    ("actor", "error"), [(VISITOR, NotSignedIn), (OWNER, NotPermitted), (MANUFACTURER, NotPermitted)]
)
def test_only_who_may_revise_a_passport_changes_it(desk: Desk, actor: Actor, error: type[Exception]) -> None:
    desk.model()
    item = desk.item()
    stranger = Desk(desk.world, actor)
    with pytest.raises(error):
        stranger.patch(item, {})
    with pytest.raises(error):
        stranger.dpps.archive(actor, item)
    with pytest.raises(error):
        stranger.dpps.update_element(actor, item, "$.mass", b"{}", COMPRESSED)


# DeleteDPPById


def test_a_deleted_passport_is_archived_and_stays_readable(desk: Desk) -> None:
    desk.model()
    item = desk.item()
    desk.dpps.archive(ROUTER, item)
    desk.dpps.archive(ROUTER, item)
    assert desk.read(item)["dppStatus"] == PassportStatus.ARCHIVED
    assert desk.version(item).version == 2
    with pytest.raises(Refused):
        desk.patch(item, {"firmwareVersion": "2"})
    assert desk.patch(item, {"firmwareVersion": "2", "dppStatus": "active"}).content["dppStatus"] == "active"


# Reading


def test_a_passport_is_found_by_all_that_means_it(desk: Desk) -> None:
    model = desk.model()
    item = desk.item()
    for dpp_id in (item, str(_id(item)), f"{MODEL_URI}/21/S1", f"{RESOLVER}/01/{GTIN}/10/X/21/S1"):
        assert desk.dpps.read(VISITOR, dpp_id, COMPRESSED).dpp_id == item
    for product in (MODEL_URI, f"{RESOLVER}/01/{GTIN}", model):
        assert desk.dpps.read_by_product(VISITOR, product, COMPRESSED).dpp_id == model


def test_a_label_means_the_passport_of_its_device(desk: Desk) -> None:
    view = desk.world.register(model=_id(desk.model()))
    label = f"{URL}/d/{view.labels[0]}"
    assert desk.dpps.read_by_product(VISITOR, label, COMPRESSED).dpp_id == f"{URL}/passports/{view.passport_id}"


def test_an_item_that_is_not_registered_is_not_its_model(desk: Desk) -> None:
    desk.model()
    with pytest.raises(NotFound):
        desk.dpps.read_by_product(VISITOR, f"{MODEL_URI}/21/OTHER", COMPRESSED)
    for nobody in ("0" * 16, "nonsense !", "https://other.example/1", f"{URL}/passports/", f"{URL}/d/zzz"):
        with pytest.raises(NotFound):
            desk.dpps.read(VISITOR, nobody, COMPRESSED)


def test_a_passport_is_read_as_it_was_with_todays_rights(desk: Desk) -> None:
    desk.model()
    item = desk.item(firmwareVersion="1")
    then = desk.world.clock()
    desk.patch(item, {"firmwareVersion": "2"})
    assert desk.dpps.read(ADMINISTRATOR, item, COMPRESSED, then).content["firmwareVersion"] == "1"
    assert "firmwareVersion" not in desk.dpps.read(VISITOR, item, COMPRESSED, then).content


def test_the_passports_of_products_come_page_by_page(desk: Desk) -> None:
    model = desk.model()
    items = [desk.item(uniqueProductIdentifier=f"{MODEL_URI}/21/S{number}") for number in range(3)]
    products = [
        MODEL_URI,
        "not a product",
        f"{MODEL_URI}/21/NONE",
        *(f"{MODEL_URI}/21/S{n}" for n in range(3)),
        MODEL_URI,
    ]
    found, cursor = list[str](), None
    for _ in range(9):
        page = desk.dpps.find(VISITOR, products, 2, cursor)
        assert len(page.dpp_ids) <= 2
        found += page.dpp_ids
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == [model, *items, model]
    assert desk.dpps.find(VISITOR, products).dpp_ids == (model, *items)
    with pytest.raises(InvalidInput):
        desk.dpps.find(VISITOR, ["urn:a:1"] * 1001)


# Elements


def test_an_element_is_read_by_its_path_in_both_forms(desk: Desk) -> None:
    item = (desk.model(), desk.item())[1]

    def element(path: str, form: Representation) -> Any:
        return desk.dpps.read_element(VISITOR, item, path, form).content

    assert element("$.mass.value", COMPRESSED) == 1.5
    assert element("$['mass']['source']['title']", COMPRESSED) == "Data sheet"
    assert element("$.mass.value", FULL)["value"] == 1.5
    assert element("$.mass", FULL)["objectType"] == "DataElementCollection"
    for path in ("$.dppStatus", "$['@context']", "$.none", "$.mass.none", "$.mass[0]"):
        with pytest.raises(NotFound):
            element(path, COMPRESSED)
    for path in ("mass", "$", "$..value", "$.*"):
        with pytest.raises(InvalidInput):
            element(path, COMPRESSED)


def test_an_element_is_changed_by_its_path(desk: Desk) -> None:
    item = (desk.model(), desk.item(softwareVersion="11"))[1]

    def change(path: str, content: Any, form: Representation = COMPRESSED, expected: Any = None) -> Any:
        body = json.dumps(content).encode()
        changed = desk.dpps.update_element(ROUTER, item, path, body, form, expected)
        return changed and changed.content

    assert change("$.mass.value", 1.6) == 1.6
    assert desk.own(item)["mass"] == {**MASS, "value": 1.6}
    assert change("$.mass", {"source": {"title": "Scales"}})["value"] == 1.6
    typed = {"elementId": "value", "objectType": "SingleValuedDataElement", "value": 1.7}
    assert change("$.mass.value", typed, FULL)["value"] == 1.7
    assert change("$.mass", None) is None
    assert desk.read(item)["mass"]["value"] == 1.5
    seen = desk.dpps.read_element(ROUTER, item, "$.mass", COMPRESSED).tag
    assert change("$.mass", {"value": 1.8}, expected={seen})["value"] == 1.8
    with pytest.raises(Outdated):
        change("$.mass", {"value": 1.9}, expected={seen})
    with pytest.raises(InvalidInput):
        change("$.mass.value", "heavy")
    with pytest.raises(NotFound):
        change("$.dppStatus", "archived")
    with pytest.raises(NotFound):
        change("$.notThere", 1)


# Copies of others


class Held:
    """Keeps one copy of another service's passport."""

    ID = "https://other.example/passports/1"
    COPY = Dpp(ID, {"mass": {"value": 7}}, "tag")

    def read(self, _: Actor, dpp_id: str, *__: Any) -> Dpp | None:
        return self.COPY if dpp_id == self.ID else None

    create = update = read

    def archive(self, actor: Actor, dpp_id: str, *_: Any) -> bool:
        return self.read(actor, dpp_id) is not None


def test_ids_of_others_are_asked_of_what_is_held_for_them(desk: Desk) -> None:
    dpps = Dpps(desk.world.passports, Held())
    assert dpps.read(VISITOR, Held.ID, COMPRESSED) is Held.COPY
    assert dpps.create(ROUTER, json.dumps({"digitalProductPassportId": Held.ID}).encode()) is Held.COPY
    assert dpps.update(ROUTER, Held.ID, b"{}", COMPRESSED) is Held.COPY
    assert dpps.read_element(VISITOR, Held.ID, "$.mass.value", COMPRESSED).content == 7
    dpps.archive(ROUTER, Held.ID)
    with pytest.raises(NotFound):
        dpps.archive(ROUTER, "https://other.example/passports/2")
