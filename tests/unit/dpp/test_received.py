"""What comes in is one JSON object that everything later can go through."""

import pytest

from dpp.domain.errors import InvalidInput
from dpp.domain.exchange.walk import DEEPEST
from dpp.service.received import read_object


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


@pytest.mark.parametrize(
    "received",
    [
        b"[]",
        b"{",
        b'{"a":NaN}',
        b'{"a":"\\ud800"}',
        b'{"a":1,"a":1}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 400 + b"}",
        nested(DEEPEST + 1),
        nested(100_000),
    ],
    ids=["list", "broken", "NaN", "half a pair", "twice", "infinite", "400 digits", "deep", "very deep"],
)
def test_what_no_passport_can_be_is_refused_in_words(received: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_object(received)


def test_what_is_as_deep_as_may_be_is_read() -> None:
    assert read_object(nested(DEEPEST)).keys() == {"a"}


def test_numbers_keep_what_they_are() -> None:
    assert read_object(b'{"a":1,"b":1.0,"c":-7,"d":123456789012345678901234567890}') == {
        "a": 1,
        "b": 1.0,
        "c": -7,
        "d": 123456789012345678901234567890,
    }
