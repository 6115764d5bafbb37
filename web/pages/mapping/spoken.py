"""Words for what is kept as plain text: formats and sources of facts, tests, and values of stored messages.

A decision is stored as data, so that a member of a fixed list comes back as its value; by its name in the message it is
known which list that was.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.message import Message, listed, message
from lifecycle.domain.vocabulary import Classification, Lock
from web.pages.contexts.passport import ProductKind

SOURCES: Mapping[str, Message] = MappingProxyType(
    {
        "registration": message("registration"),
        "scan": message("scan"),
        "looked at the device": message("somebody who looked at the device"),
        "glpi-inventory": message("GLPI inventory"),
        "smartctl": message("smartctl"),
        "nwipe-log": message("log of nwipe"),
        "edid": message("EDID of the screen"),
        "document": message("document that somebody saw"),
        "registration or intake": message("registration or intake"),
        "model passport": message("model passport"),
        "ownership events": message("transfers of ownership"),
        "events": message("what was recorded"),
        "owner": message("the owner"),
        "evidence and erasure events": message("evidence and recorded erasures"),
        "SMART": message("SMART"),
        "inspection": message("inspection"),
        "inventory of the device": message("inventory of the device"),
        "administration of the owner": message("administration of the owner"),
        "quotes": message("quotes"),
        "register of organisations": message("register of organisations"),
    }
)
"""What a claim, a file or a fact rests on, by the word that the domain keeps."""

TESTS: Mapping[str, Message] = MappingProxyType(
    {
        "display": message("screen"),
        "keyboard": message("keyboard"),
        "touchpad": message("touchpad"),
        "camera": message("camera"),
        "speaker": message("speaker"),
        "wireless": message("wireless"),
        "ports": message("ports"),
        "charging": message("charging"),
    }
)
"""The tests of an inspection."""

_LISTS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"classification": Classification, "locks": Lock, "category": ProductKind}
)


def source(kept: str) -> Message | str:
    """Who or what says so; a source of its own name stays as it is."""
    first, _, title = kept.partition(": ")
    if first == "model passport" and title:
        return message("model passport, from {title}", title=title)
    return SOURCES.get(kept, kept)


def test(name: str) -> Message | str:
    return TESTS.get(name, name)


def spoken(said: Message) -> Message:
    """A stored message with the members of fixed lists in their places."""
    return Message(said.template, {name: _value(name, value) for name, value in said.values.items()})


def _value(name: str, value: object) -> object:
    if isinstance(value, Message):
        return spoken(value)
    if isinstance(value, str) and name in _LISTS:
        members = [_LISTS[name](each) if each in set(_LISTS[name]) else each for each in value.split(", ")]
        return members[0] if len(members) == 1 else listed(members)
    return value
