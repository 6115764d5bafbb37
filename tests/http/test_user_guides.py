"""The user guides as the service shows them: to everybody, in the language of the reader."""

import re
from collections.abc import Iterator

import pytest

from tests.support.clicking import Clicker
from tests.support.html import text_of
from tests.support.town import Town, town_in
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.guidebook import NAMES, guide


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Nothing is changed here."""
    with town_in(tmp_path_factory.mktemp("guides")) as opened:
        yield opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_every_guide_with_its_pictures(people: Town, language: Language) -> None:
    """A picture may be kept for ever: its address changes with it."""
    for name in NAMES:
        page = people.client.get(f"/guides/{name}", headers={"Accept-Language": language})
        assert page.status_code == 200
        assert page.extensions["page"].get("lang") == language
        for picture in re.findall(r'<img src="(/guides/pictures/[^"]+)"', page.text):
            answer = people.client.get(picture)
            assert answer.headers["content-type"] == "image/webp"
            assert "immutable" in answer.headers["cache-control"]


def test_every_page_that_a_guide_names_is_there(people: Town) -> None:
    """Whoever may not read it is told so; nothing is unknown."""
    addresses = {
        address
        for language in LANGUAGES
        for name in NAMES
        for section in guide(language, name).sections
        for address in section.addresses
    }
    answers = {address: people.client.get(address, headers={"Accept": "text/html"}) for address in addresses}
    assert not [address for address, answer in answers.items() if answer.status_code == 404]
    assert len(addresses) > 30


def test_the_list_begins_with_the_guides_for_the_reader(people: Town) -> None:
    """A visitor finds all of them in one list; an unknown one is not found."""
    coordinator = Clicker(people.client).sign_in("regie")
    links = coordinator.open("/guides").links()
    assert links[0] == "/guides/coordinator"
    assert len([link for link in links if link.startswith("/guides/")]) == len(NAMES)
    visitor = people.client.get("/guides", headers={"Accept": "text/html", "Cookie": ""})
    assert "For you" not in text_of(visitor.extensions["page"])
    assert people.client.get("/guides/nobody").status_code == 404
