"""The client of EPREL against a server that behaves as its API is described."""

import time
from collections.abc import Iterator

import pytest

from dpp.adapters.eprel import Eprel
from dpp.domain.errors import InvalidInput, Unavailable
from dpp.domain.sources.eprel.groups import GROUPS
from dpp.service.sources.fetching import fetch
from dpp.service.sources.ports import ProductDatabase
from tests.support.eprel_samples import DISPLAY_GROUP, PHONE_GROUP, display, phone
from tests.support.eprel_server import KEY, EprelServer, eprel

PHONES, DISPLAYS = GROUPS[PHONE_GROUP], GROUPS[DISPLAY_GROUP]
GTIN = "4006381333931"


@pytest.fixture
def server() -> Iterator[EprelServer]:
    phones = [phone(eprelRegistrationNumber=str(number)) for number in range(1, 204)]
    phones[0]["otherIdentifiers"] = [{"modelIdentifier": GTIN, "type": "EAN_13"}]
    with eprel({PHONE_GROUP: phones, DISPLAY_GROUP: [display()]}) as running:
        yield running


@pytest.fixture
def client(server: EprelServer) -> Iterator[Eprel]:
    with Eprel.opened(server.address, KEY) as opened:
        yield opened


def test_it_is_a_product_database(client: Eprel) -> None:
    database: ProductDatabase = client
    assert database.product("1") is not None


def test_one_registration_is_found_in_each_way(client: Eprel, server: EprelServer) -> None:
    found = [client.product("1"), client.product_in(PHONES, "1"), client.product_by_gtin(GTIN)]
    assert [product and product["eprelRegistrationNumber"] for product in found] == ["1", "1", "1"]
    assert server.asked == ["/api/product/1", f"/api/products/{PHONE_GROUP}/1", f"/api/product/gtin/{GTIN}"]


def test_what_is_not_there_is_nothing(client: Eprel) -> None:
    assert client.product("999") is None
    assert client.product_in(DISPLAYS, "1") is None


@pytest.mark.parametrize("number", ["", "x", "1/../2", "1234567890", "\u0661"])
def test_a_number_that_cannot_be_one_is_never_asked_for(client: Eprel, server: EprelServer, number: str) -> None:
    with pytest.raises(InvalidInput):
        client.product(number)
    with pytest.raises(InvalidInput):
        client.product_by_gtin(number)
    assert server.asked == []


def test_a_group_is_read_page_by_page(client: Eprel, server: EprelServer) -> None:
    server.moving = True
    assert len(fetch(client, PHONES)) == 203
    assert server.asked == [f"/api/products/{PHONE_GROUP}?_page={page}&_limit=100" for page in (1, 2, 3)]


def test_five_calls_a_second_are_never_exceeded(client: Eprel, server: EprelServer) -> None:
    started = time.monotonic()
    for number in range(1, 12):
        client.product(str(number))
    assert server.refused == 0
    assert time.monotonic() - started >= 2


def test_a_server_that_is_busy_or_broken_for_a_moment_is_asked_again(client: Eprel, server: EprelServer) -> None:
    server.next_answers.extend([503])
    assert client.product("1") is not None
    assert len(server.asked) == 2


def test_a_wrong_key_is_said_without_telling_the_key(server: EprelServer) -> None:
    with Eprel.opened(server.address, "wrong-and-secret") as client:
        with pytest.raises(Unavailable, match="does not accept our key") as error:
            client.product("1")
        assert "KRINGPAS_EPREL_API_KEY" in str(error.value.remedy)
        assert "secret" not in f"{error.value} {client!r} {vars(client)}"


def test_without_a_key_nobody_is_asked(server: EprelServer) -> None:
    with pytest.raises(Unavailable, match="no key"):
        Eprel.opened(server.address, "")
    assert server.asked == []


def test_an_error_of_the_server_is_a_sentence(client: Eprel, server: EprelServer) -> None:
    server.next_answers.extend([500])
    with pytest.raises(Unavailable, match="500"):
        client.product("1")


@pytest.mark.parametrize("content", ["text", 5, None])
def test_an_answer_in_another_shape_is_a_sentence(client: Eprel, server: EprelServer, content: object) -> None:
    server.products[DISPLAY_GROUP] = [{"eprelRegistrationNumber": "7"}]
    server.answer = lambda *_: (200, content)  # type: ignore[method-assign]  # a server that went wrong
    with pytest.raises(Unavailable, match="cannot be read"):
        client.listing(DISPLAYS, 1, 10)
