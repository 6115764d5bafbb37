"""Finding and comparing models, versions and their differences, and the editor: over HTTP, on both engines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clicking import Clicker
from tests.support.town import MODELS, Program, Town, town
from web.settings import Settings

HTML = {"Accept": "text/html", "Accept-Language": "en"}
FAIRPHONE, GALAXY, DISPLAY = "fairphone-4", "samsung-galaxy-s25-fe", "dell-e2423h"


@pytest.fixture
def people(settings: Settings) -> Iterator[Town]:
    with town(settings) as opened:
        yield opened


@pytest.fixture
def visitor(people: Town) -> Clicker:
    return Clicker(people.client)


@pytest.fixture
def editor(people: Town) -> Clicker:
    """Somebody who answers for what this registry compiled."""
    return Clicker(people.client).sign_in("drz")


def _elements(name: str) -> dict[str, Any]:
    elements: dict[str, Any] = json.loads((MODELS / f"{name}.json").read_bytes())
    return elements


def _revise(program: Program, model: str, **changed: Any) -> None:
    body = json.dumps({**_elements(FAIRPHONE), **changed})
    answer = program.client.put(
        f"/api/v1/models/{model}", content=body, headers={"Authorization": f"Bearer {program.key}"}
    )
    assert answer.status_code == 200, answer.text


def test_what_is_asked_stands_in_the_address(people: Town, visitor: Clicker) -> None:
    """Words, kind, class and support narrow the list; the list can be sent to somebody."""
    people.model(FAIRPHONE), people.model(GALAXY), people.model(DISPLAY)
    assert "3 models" in visitor.open("/models").words
    assert "Fairphone 4" not in visitor.open("/models?group=display").words
    assert "Galaxy" in visitor.open("/models?q=galaxy+s25").words
    assert "Galaxy" in visitor.open("/models?repairability=C&energy=B&supportEnd=2030").words
    assert "No models here" in visitor.open("/models?repairability=A").words
    words = visitor.open("/models?sort=securitySupportUntil&group=phone").words
    assert words.index("Samsung Galaxy S25 FE") < words.index("Fairphone 4")


def test_models_are_found_by_their_numbers(people: Town, visitor: Clicker) -> None:
    """By EPREL number, and by the model identifier."""
    people.model(GALAXY), people.model(FAIRPHONE)
    elements = _elements(GALAXY)
    for number in (elements["eprelRegistrationNumber"], elements["modelIdentifier"]):
        words = visitor.open(f"/models?q={number}").words
        assert "Galaxy" in words
        assert "Fairphone 4" not in words


@pytest.mark.parametrize("asked", ["supportEnd=soon", "repairability=Z", "sort=carbonFootprint"])
def test_what_cannot_be_asked_is_told_beside_its_field(visitor: Clicker, asked: str) -> None:
    """A footprint makes no order."""
    page = visitor.open(f"/models?{asked}")
    assert page.status == 400
    assert f'id="{asked.partition("=")[0]}-problem"' in visitor.client.get(f"/models?{asked}", headers=HTML).text


@pytest.mark.parametrize("typed", ["%00", "%25%25", "'; DROP TABLE passport; --", "%F0%9F%92%BB", "%FF", "a" * 500])
def test_whatever_is_searched_gets_a_page(visitor: Clicker, typed: str) -> None:
    assert visitor.open(f"/models?q={typed}").status == 200


def test_models_stand_beside_each_other_and_footprints_are_not_ranked(people: Town, visitor: Clicker) -> None:
    ids = [people.model(FAIRPHONE), people.model("google-pixel-7")]
    page = visitor.open(f"/models/compare?ids={','.join(ids)}")
    assert page.title == "Compare models"
    assert "best: 1 September 2028" in page.words
    assert "these figures do not tell which is better" in page.words
    footprint = page.words[page.words.index("Carbon footprint Makers") :]
    assert "best:" not in footprint
    assert visitor.open(f"/models/compare?ids={ids[0]}&ids={ids[1]}").words == page.words


def test_of_different_kinds_none_is_the_best(people: Town, visitor: Clicker) -> None:
    """A telephone weighs less than a laptop, and is no better laptop for it."""
    ids = [people.model(FAIRPHONE), people.model("dell-latitude-7420"), people.model("google-pixel-7")]
    page = visitor.open(f"/models/compare?ids={','.join(ids)}")
    assert "none is marked as the best" in page.words
    assert "best:" not in page.words


def test_one_model_alone_asks_for_another(people: Town, visitor: Clicker) -> None:
    model = people.model(FAIRPHONE)
    assert "to compare with Fairphone 4" in visitor.open(f"/models/compare?ids={model}").words
    many = ",".join(f"a{number}" for number in range(5))
    assert visitor.open(f"/models/compare?ids={many}").status == 400


def test_the_api_finds_in_pages_and_compares(people: Town) -> None:
    first, second = people.model(FAIRPHONE), people.model(GALAXY)
    get = people.client.get
    answer = get("/api/v1/models?pageSize=1&group=phone")
    body = answer.json()
    assert (body["total"], len(body["models"]), body["groups"]) == (2, 1, {"phone": 2})
    assert 'rel="next"' in answer.headers["link"]
    onward = get(body["_links"]["next"]["href"]).json()
    assert {body["models"][0]["model_id"], onward["models"][0]["model_id"]} == {first, second}
    assert "next" not in onward["_links"]
    compared = get(f"/api/v1/models/compare?ids={first},{second}").json()
    support = next(line for line in compared["elements"] if line["element_id"] == "securitySupportUntil")
    assert support["best"] == [second]
    assert get("/api/v1/models?sort=carbonFootprint").status_code == 400
    assert get(f"/api/v1/models/compare?ids={first}").status_code == 400


def test_every_version_is_listed_with_what_it_changed(people: Town, editor: Clicker) -> None:
    model = people.model(FAIRPHONE)
    _revise(people.program("drz"), model, foldable=False)
    words = editor.open(f"/passports/{model}/versions").words
    assert words.index("Version 2") < words.index("Version 1")
    assert "SHA-256" in words
    page = editor.open(f"/passports/{model}/versions?from=1&to=2")
    assert "1 element that you may read differs." in page.words
    assert "nothing no" in page.words
    changes = people.program("drz").get(f"/api/v1/passports/{model}/changes?from=1&to=2").json()["changes"]
    assert changes == [{"element_id": "foldable", "kind": "added", "after": False}]


def test_the_versions_of_its_model_stand_in_the_list_of_an_item(people: Town, editor: Clicker) -> None:
    """As far as they changed what it shows."""
    model = people.model(FAIRPHONE)
    owner = people.program("eigenaar")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "serial": "DEMO1"}
    item = owner.made("/api/v1/devices", body)["passport_id"]
    _revise(people.program("drz"), model, foldable=False)
    lines = people.program("drz").get(f"/api/v1/passports/{item}/versions").json()["versions"]
    inherited = [line for line in lines if line["passport"] == model]
    assert [(line["version"], line["changed"]) for line in inherited] == [(2, ["foldable"])]
    assert "Version 2 of the model" in editor.open(f"/passports/{item}/versions").words


def test_versions_tell_a_reader_nothing_that_it_may_not_see(people: Town) -> None:
    """An element for whoever answers alone, or for professionals, is neither named nor shown to others."""
    model = people.model(FAIRPHONE)
    secret = {"unknownThing": "secret", "lockRelease": {"en": "Ask the maker."}}
    _revise(people.program("drz"), model, **secret)
    paths = (f"/api/v1/passports/{model}/versions", f"/api/v1/passports/{model}/changes?from=1&to=2")
    for who, knows in (("drz", {"unknownThing", "lockRelease"}), ("reparateur", {"lockRelease"}), ("toezicht", set())):
        for path in paths:
            text = people.program(who).get(path).text
            assert {name for name in secret if name in text} == knows, (who, path)
    assert people.client.get(paths[0]).status_code == 401
    assert people.client.get(f"/passports/{model}/versions", headers=HTML).status_code == 401


def test_the_bytes_as_received_are_for_whoever_answers(people: Town) -> None:
    model = people.model(FAIRPHONE)
    path = f"/passports/{model}/versions/1/received"
    received = (MODELS / f"{FAIRPHONE}.json").read_bytes()
    assert people.program("drz").get(path).content == received
    assert people.program("drz").get(f"/api/v1{path}").content == received
    assert people.program("reparateur").get(path).status_code == 403
    assert people.client.get(path).status_code == 401
    assert people.program("drz").get(f"/passports/{model}/versions/9/received").status_code == 404


def test_a_version_is_read_as_it_was(people: Town) -> None:
    model = people.model(FAIRPHONE)
    _revise(people.program("drz"), model, foldable=False)
    first, second = (
        people.program("drz").get(f"/api/v1/passports/{model}/versions/{number}").json() for number in (1, 2)
    )
    assert "foldable" not in first
    assert second["foldable"] is False


def _form(clicker: Clicker, address: str) -> dict[str, Any]:
    """What a browser would send of the editor's form."""
    page = clicker.open(address)
    form = next(form for form in page.forms() if "version" in form.names())
    return {**form.filled(), "csrf": form.value("csrf")}


def _send(clicker: Clicker, address: str, **values: Any) -> Any:
    """As the person who is signed in, without following where it leads."""
    cookies = "; ".join(f"{name}={value}" for name, value in clicker.cookies.items())
    return clicker.client.post(address, data=values, headers={**HTML, "Cookie": cookies})


def test_an_edit_is_shown_before_it_is_stored(people: Town, editor: Clicker) -> None:
    """One form, one preview, one version; nothing before it is saved."""
    model = people.model(FAIRPHONE)
    address = f"/passports/{model}/edit?group=specification"
    typed = _form(editor, address) | {"foldable": "no"}
    preview = _send(editor, address, **typed, act="preview")
    assert "1 element changes" in preview.text
    assert people.client.get(f"/api/v1/passports/{model}").json().get("foldable") is None
    saved = _send(editor, address, **typed, act="save")
    assert saved.status_code == 303, saved.text
    assert people.client.get(f"/api/v1/passports/{model}").json()["foldable"] is False


def test_nothing_typed_changes_nothing(people: Town, editor: Clicker) -> None:
    """In every form of the editor, for every element that a real passport has."""
    model = people.model(GALAXY)
    page = editor.open(f"/passports/{model}/edit")
    groups = [link for link in page.links() if "?group=" in link]
    assert len(groups) > 8
    for address in groups:
        preview = _send(editor, address, **_form(editor, address), act="preview")
        assert "Nothing changes" in preview.text, address


def test_faults_stand_beside_their_fields_with_everything_kept(people: Town, editor: Clicker) -> None:
    model = people.model(FAIRPHONE)
    address = f"/passports/{model}/edit?group=specification"
    typed = _form(editor, address) | {"mass.value": "heavy", "mass.source.title": "Scale", "processor": "Kept words"}
    answer = _send(editor, address, **typed, act="preview")
    assert answer.status_code == 400
    assert "&#39;heavy&#39; is not a number." in answer.text
    assert "Kept words" in answer.text
    answer = _send(editor, address, **(typed | {"mass.value": "1", "mass.source.title": ""}), act="preview")
    assert answer.status_code == 400
    assert 'id="mass.source.title-problem"' in answer.text
    assert people.client.get(f"/api/v1/passports/{model}").json().get("mass") is None


def test_entries_are_added_and_taken_away_without_a_script(people: Town, editor: Clicker) -> None:
    model = people.model(FAIRPHONE)
    address = f"/passports/{model}/edit?group=repairability"
    typed = _form(editor, address) | {"spareParts.0.part": "battery"}
    more = _send(editor, address, **typed, act="add:spareParts")
    assert 'name="spareParts.1.part"' in more.text
    typed |= {"spareParts.1.part": "display", "spareParts.1.price": "99,5"}
    less = _send(editor, address, **typed, act="drop:spareParts.0")
    assert 'name="spareParts.1.part"' not in less.text
    assert 'value="99,5"' in less.text
    saved = _send(editor, address, **typed, act="save")
    assert saved.status_code == 303, saved.text
    parts = people.client.get(f"/api/v1/passports/{model}").json()["spareParts"]
    assert [(part["part"], part.get("price")) for part in parts] == [("battery", None), ("display", 99.5)]


def test_who_was_second_sees_both_and_loses_nothing(people: Town, editor: Clicker) -> None:
    """409 with what each changed; saving again from the newest version keeps the other's change."""
    model = people.model(FAIRPHONE)
    address = f"/passports/{model}/edit?group=specification"
    typed = _form(editor, address) | {"processor": "Mine"}
    _revise(people.program("drz"), model, foldable=False)
    for act in ("preview", "save"):
        answer = _send(editor, address, **typed, act=act)
        assert answer.status_code == 409
        assert "What they changed" in answer.text
        assert "What you changed" in answer.text
    assert 'name="version" value="2"' in answer.text
    again = typed | {"version": "2", "foldable": "no"}
    assert _send(editor, address, **again, act="save").status_code == 303
    document = people.client.get(f"/api/v1/passports/{model}").json()
    assert (document["processor"], document["foldable"]) == ("Mine", False)


def test_unknown_elements_are_kept_and_named(people: Town, editor: Clicker) -> None:
    model = people.model(FAIRPHONE)
    _revise(people.program("drz"), model, futureElement={"a": 1})
    address = f"/passports/{model}/edit?group=specification"
    assert "futureElement" in editor.open(address).words
    _send(editor, address, **(_form(editor, address) | {"processor": "Other"}), act="save")
    assert people.program("drz").get(f"/api/v1/passports/{model}").json()["futureElement"]["a"] == 1


def test_a_model_and_its_batch_are_made_in_the_form(editor: Clicker) -> None:
    address = "/models/new?product=phone"
    assert "Which kind of product" in editor.open("/models/new").words
    typed = _form(editor, address) | {"brand": "Voorbeeld", "modelName": "Een"}
    assert "elements change" in _send(editor, f"{address}&group=identification", **typed, act="preview").text
    made = _send(editor, f"{address}&group=identification", **typed, act="save")
    assert made.status_code == 303, made.text
    model = made.headers["location"].split("/")[2]
    batches = f"/passports/{model}/batches/new"
    batch = _send(
        editor, f"{batches}?group=identification", **(_form(editor, batches) | {"batchNumber": "B7"}), act="save"
    )
    assert batch.status_code == 303, batch.text
    assert "Batch B7" in editor.open(f"/passports/{model}").words
    words = editor.open(batch.headers["location"].split("/edit")[0]).words
    assert "This is the passport of a batch of this model." in words


def test_the_editor_is_for_whoever_answers(people: Town) -> None:
    model = people.model(FAIRPHONE)
    for who in ("reparateur", "eigenaar", "fabrikant"):
        clicker = Clicker(people.client).sign_in(who)
        assert clicker.open(f"/passports/{model}/edit").status == 403, who
        assert f"/passports/{model}/edit" not in clicker.open(f"/passports/{model}").links()
    assert people.client.get(f"/passports/{model}/edit").status_code in {401, 403}
