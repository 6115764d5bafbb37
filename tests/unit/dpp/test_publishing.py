"""What makes a version of a passport, and what refuses one: the publisher over storage in memory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from dpp.domain.document import Elements
from dpp.domain.errors import Conflict, InvalidInput, NotFound
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.parts import read_head
from dpp.domain.proof import canonical, commitment, sha256
from dpp.service.acts import Act
from dpp.service.ports import PassportWork, StoredPassport
from tests.support.service_world import OWNER, ROUTER, START, URL, World, figure, laptop

DEVICE = DeviceKey("device0000000000")
GTIN, OTHER_GTIN = "09520000074203", "09521234543213"


@dataclass
class Press:
    """The publisher, each call in a transaction of its own that is committed."""

    world: World = field(default_factory=World)

    @contextmanager
    def work(self) -> Iterator[PassportWork]:
        with self.world.storage.writing() as work:
            yield work
            work.commit()

    @property
    def act(self) -> Act:
        return Act(OWNER, self.world.clock())

    def model(self, received: bytes) -> StoredPassport:
        with self.work() as work:
            return self.world.publisher.new_model(work, Act(ROUTER, self.world.clock()), received)

    def revise(self, model: StoredPassport, received: bytes) -> StoredPassport:
        self.world.clock.forward(days=1)
        with self.work() as work:
            return self.world.publisher.revise_model(work, self.act, model, received)

    def item(self, model: StoredPassport, **own: Any) -> StoredPassport:
        with self.work() as work:
            return self.world.publisher.new_item(work, self.act, DEVICE, model.passport_id, own)[0]

    def revise_item(self, item: StoredPassport, own: Elements) -> StoredPassport:
        self.world.clock.forward(days=1)
        with self.work() as work:
            return self.world.publisher.revise(work, self.act, item, own)

    def successor(self, item: StoredPassport, **own: Any) -> StoredPassport:
        self.world.clock.forward(days=1)
        with self.work() as work:
            return self.world.publisher.successor(work, self.act, item, own)

    def stored(self, passport: StoredPassport) -> StoredPassport:
        return self.world.storage.committed.passports.rows[passport.passport_id]

    def public(self, passport: StoredPassport) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.world.public_parts(passport.passport_id).document())
        return document


@pytest.fixture
def press() -> Press:
    return Press()


def problems(press: Press, received: bytes) -> dict[str, str]:
    """The faults of a model that is refused, by path; nothing was stored."""
    with pytest.raises(InvalidInput) as refused:
        press.model(received)
    assert press.world.storage.committed.passports.rows == {}
    return {problem.path: str(problem.what) for problem in refused.value.problems}


def test_what_was_received_is_stored_byte_for_byte_with_its_hash(press: Press) -> None:
    """White space, escapes and the order of members too: a signed document must keep its hash."""
    received = b'{ "modelName":"Latitude 7420",\n\t"brand": "D\\u00e9ll", "productGroup":"laptop"}\n'
    model = press.model(received)
    version = press.world.storage.committed.passports.version(model.passport_id, 1)
    assert version is not None
    assert version.received == received
    assert version.sha256 == sha256(received)
    assert (version.actor, version.organisation, version.recorded_at) == (ROUTER.account, ROUTER.organisation, START)
    assert version.changed == ("brand", "modelName", "productGroup")


def test_every_version_has_a_leaf_that_commits_to_it(press: Press) -> None:
    model = press.model(laptop())
    press.revise(model, laptop(mass=figure(1.5, "kg")))
    stores = press.world.storage.committed
    for version in stores.passports.versions(model.passport_id):
        leaf = stores.leaves.rows[model.passport_id, "version", version.version]
        said = {
            "passport": version.passport_id,
            "version": version.version,
            "sha256": version.sha256,
            "actor": version.actor,
            "organisation": version.organisation,
            "recordedAt": version.recorded_at.isoformat(),
            "status": "active",
            "operator": "https://example.nl/operator",
        }
        assert leaf.commitment == commitment(leaf.salt, canonical(said))
    salts = {leaf.salt for leaf in stores.leaves.rows.values()}
    assert len(salts) == 2


def test_a_version_names_what_changed(press: Press) -> None:
    model = press.model(laptop(mass=figure(1.5, "kg"), weeeCategory="6"))
    revised = press.revise(model, laptop(mass=figure(1.4, "kg"), assemblyCountry="CN"))
    version = press.world.storage.committed.passports.version(model.passport_id, 2)
    assert version is not None
    assert version.changed == ("assemblyCountry", "mass", "weeeCategory")
    assert (revised.version, revised.updated_at) == (2, press.world.clock())


def test_a_change_that_changes_nothing_makes_no_version(press: Press) -> None:
    """Another order and other white space say the same."""
    model = press.model(laptop())
    before = press.world.storage.committed
    again = json.dumps(dict(reversed(json.loads(laptop()).items())), indent=4).encode()
    assert press.revise(model, again) == model
    assert press.world.storage.committed == before


def test_a_changed_model_is_seen_by_all_its_items_and_rewrites_none(press: Press) -> None:
    model = press.model(laptop(mass=figure(1.5, "kg")))
    items = [press.item(model), press.item(model)]
    press.revise(model, laptop(mass=figure(1.4, "kg")))
    assert [press.stored(item) for item in items] == items
    assert [press.public(item)["mass"]["value"] for item in items] == [1.4, 1.4]


def test_an_item_says_itself_what_differs_and_hides_what_its_model_says(press: Press) -> None:
    model = press.model(laptop(memory=figure(8, "GB"), mass=figure(1.5, "kg")))
    item = press.item(model, memory=figure(16, "GB"))
    assert item.overrides == ("memory",)
    document = press.public(item)
    assert (document["memory"]["value"], document["mass"]["value"]) == (16, 1.5)
    press.revise(model, laptop(memory=figure(32, "GB")))
    assert press.public(item)["memory"]["value"] == 16
    assert b'"memory"' in press.world.public_parts(item.passport_id).model_elements


def test_an_item_that_no_longer_differs_shows_its_model_again(press: Press) -> None:
    model = press.model(laptop(memory=figure(8, "GB")))
    item = press.item(model, memory=figure(16, "GB"))
    revised = press.revise_item(item, {})
    assert (revised.version, revised.overrides) == (2, ())
    assert press.public(item)["memory"]["value"] == 8


def test_what_only_items_say_hides_nothing(press: Press) -> None:
    """An override is an id that must be left out of the model's lines: a grade stands in none."""
    item = press.item(press.model(laptop()), functionalGrade="F5", storage=figure(512, "GB"))
    assert item.overrides == ("storage",)


def test_an_item_cannot_say_what_only_a_model_says(press: Press) -> None:
    model = press.model(laptop())
    before = press.world.storage.committed
    with pytest.raises(InvalidInput) as refused:
        press.item(model, brand="Somebody")
    assert [problem.path for problem in refused.value.problems] == ["$.brand"]
    assert press.world.storage.committed == before


def test_an_item_needs_a_model(press: Press) -> None:
    absent = replace(press.model(laptop()), passport_id=PassportId("absent0000000000"))
    with pytest.raises(NotFound, match="absent"):
        press.item(absent)


def test_an_item_has_a_label_and_is_identified_by_its_address(press: Press) -> None:
    item = press.item(press.model(laptop()))
    [label] = press.world.storage.committed.labels.of_passport(item.passport_id)
    header = read_head(item.head)
    assert (label.state, label.issued_at) == ("active", START)
    assert header.unique_product_identifier == f"{URL}/d/{label.code}"
    assert header.digital_product_passport_id == f"{URL}/passports/{item.passport_id}"
    assert (header.granularity, header.economic_operator_id) == ("item", "https://example.nl/operator")
    assert label.code not in {item.passport_id, DEVICE}


def test_a_gtin_leads_to_its_model(press: Press) -> None:
    model = press.model(laptop(gtin=GTIN, demonstrationNumber=True))
    assert press.world.storage.committed.gs1_keys.get(f"/01/{GTIN}") == model.passport_id
    assert read_head(model.head).unique_product_identifier == f"{URL}/01/{GTIN}"


def test_a_model_without_gtin_is_identified_by_its_own_address(press: Press) -> None:
    """A GTIN is never minted."""
    model = press.model(laptop())
    assert read_head(model.head).unique_product_identifier == f"{URL}/passports/{model.passport_id}"
    assert press.world.storage.committed.gs1_keys.rows == {}


def test_a_gtin_that_a_model_learns_later_leads_to_it_and_the_one_before_goes_on(press: Press) -> None:
    model = press.model(laptop(gtin=GTIN, demonstrationNumber=True))
    press.revise(model, laptop(gtin=OTHER_GTIN, demonstrationNumber=True))
    keys = press.world.storage.committed.gs1_keys
    assert [keys.get(f"/01/{gtin}") for gtin in (GTIN, OTHER_GTIN)] == [model.passport_id] * 2


def test_a_gtin_of_another_model_is_a_conflict(press: Press) -> None:
    press.model(laptop(gtin=GTIN, demonstrationNumber=True))
    other = press.model(laptop(modelName="Latitude 5420"))
    before = press.world.storage.committed
    with pytest.raises(Conflict, match=GTIN):
        press.model(laptop(modelName="Other", gtin=GTIN, demonstrationNumber=True))
    with pytest.raises(Conflict, match=GTIN):
        press.revise(other, laptop(modelName="Latitude 5420", gtin=GTIN, demonstrationNumber=True))
    assert press.world.storage.committed == before


def test_a_model_is_registered_once(press: Press) -> None:
    """Whatever the case and the spaces; the answer says where its passport is."""
    model = press.model(laptop())
    with pytest.raises(InvalidInput, match=model.passport_id) as refused:
        press.model(laptop(brand="DELL", modelName=" latitude  7420"))
    assert refused.value.remedy


def test_a_model_cannot_take_the_name_of_another(press: Press) -> None:
    model = press.model(laptop())
    other = press.model(laptop(modelName="Latitude 5420"))
    with pytest.raises(InvalidInput, match=model.passport_id):
        press.revise(other, laptop())
    assert press.revise(other, laptop(modelName="LATITUDE 5420")).version == 2


def test_a_successor_follows_with_labels_and_addresses(press: Press) -> None:
    """ESPR, art. 11(d): a new passport that is linked to the old one, and the label on the device leads to it."""
    model = press.model(laptop())
    item = press.item(model, memory=figure(16, "GB"))
    with press.work() as work:
        work.gs1_keys.put(f"/01/{GTIN}/21/A", item.passport_id)
    successor = press.successor(item, memory=figure(32, "GB"))
    stores = press.world.storage.committed
    [label] = stores.labels.of_passport(successor.passport_id)
    assert stores.labels.of_passport(item.passport_id) == []
    assert stores.gs1_keys.get(f"/01/{GTIN}/21/A") == successor.passport_id
    assert (successor.successor_of, successor.version) == (item.passport_id, 1)
    assert read_head(successor.head).unique_product_identifier == f"{URL}/d/{label.code}"
    old = press.public(item)
    assert (old["dppStatus"], old["successorPassport"]) == ("inactive", f"{URL}/passports/{successor.passport_id}")
    assert old["memory"]["value"] == 16
    assert press.public(successor)["memory"]["value"] == 32


@pytest.mark.parametrize(
    ("more", "path", "says"),
    [
        ({"operatingSystem": "Windows, ask j.jansen@example.nl"}, "$.operatingSystem", "e-mail"),
        (
            {"spareParts": [{"part": "battery", "note": "call 06-12345678"}]},
            "$.spareParts[0].note",
            "telephone",
        ),
        ({"modelIdentifier": "DESKTOP-7Q2K9PL"}, "$.modelIdentifier", "machine in a network"),
    ],
)
def test_personal_data_is_refused_with_its_path(press: Press, more: dict[str, Any], path: str, says: str) -> None:
    assert says in problems(press, laptop(**more))[path]


def test_every_fault_is_told_at_once(press: Press) -> None:
    found = problems(press, laptop(mass=1.5, lastUpdated="2026", operatingSystem="j@example.nl"))
    assert set(found) == {"$.mass", "$.lastUpdated", "$.operatingSystem"}


def test_two_members_of_one_name_are_refused(press: Press) -> None:
    """Parsers disagree about which counts, at any depth."""
    assert "$.brand" in problems(press, b'{"productGroup":"laptop","brand":"A","brand":"B","modelName":"X"}')
    assert "$.title" in problems(press, b'{"brand":"A","mass":{"source":{"title":"a","title":"a"}}}')


@pytest.mark.parametrize(
    "received",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half"),
        pytest.param(b'"Dell"', id="a text"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"brand":"\xff"}', id="not UTF-8"),
        pytest.param(b'{"brand":"\\ud800"}', id="half of a surrogate pair"),
        pytest.param(b'{"mass":{"value":NaN}}', id="not a number"),
        pytest.param(b'{"mass":{"value":1e999}}', id="infinity"),
        pytest.param(b'{"mass":' + b"1" * 5000 + b"}", id="a number without end"),
        pytest.param(b"[" * 100_000, id="nested without end"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="objects without end"),
    ],
)
def test_what_is_no_json_object_is_a_fault_of_the_input(press: Press, received: bytes) -> None:
    assert problems(press, received) == {}


@pytest.mark.parametrize("name", ["two words", "", "line\nfeed"])
def test_a_name_of_an_element_is_one_word(press: Press, name: str) -> None:
    assert f"$.{name}" in problems(press, laptop(**{name: 1}))


def test_an_element_that_the_catalogue_does_not_know_is_kept(press: Press) -> None:
    """It comes back when whoever sent it reads it, and is in no public bytes."""
    model = press.model(laptop(inventedLater={"a": 1}))
    version = press.world.storage.committed.passports.version(model.passport_id, 1)
    assert version is not None
    assert json.loads(version.received)["inventedLater"] == {"a": 1}
    assert "inventedLater" not in press.public(model)
