"""The definitions of our words, in English and Dutch: the one thing about the vocabulary that a person writes.

Rules:
1. Every word and member that the domain uses has a definition in both languages, and no other has one.
"""

import json
from collections.abc import Mapping
from typing import Any

from lifecycle.domain.epcis.table import TELLINGS, possible_dispositions
from lifecycle.domain.epcis.vocabulary import FIELDS, NAMESPACE
from lifecycle.domain.events import KINDS
from lifecycle.domain.vocabulary import ComponentKind
from schemas import catalog

KIND, VERSION = "lifecycle-events", "1.0"
GROUPS = {
    "kinds": ("Kind", "kind of event"),
    "bizSteps": ("BizStep", "business step"),
    "dispositions": ("Disp", "disposition"),
    "transactionTypes": ("BTT", "type of business transaction"),
    "measurements": ("Measurement", "type of measurement"),
}
"""The groups of words, with the start of their names and what they are."""

Texts = Mapping[str, Mapping[str, str]]


def definitions() -> Mapping[str, Texts]:
    """By group and word, by language."""
    read: dict[str, Texts] = json.loads(catalog.read_text(KIND, VERSION, "definitions.json"))
    return read


def used() -> dict[str, set[str]]:
    """The words and members of ours that the domain uses, by group."""
    states = {state for kind in KINDS for state in possible_dispositions(kind)}
    kinds = {told.about[0] for told in TELLINGS.values() if told.about is not None}
    return {
        "kinds": set(KINDS),
        "bizSteps": _own("BizStep", {told.biz_step for told in TELLINGS.values()}),
        "dispositions": _own("Disp", states),
        "transactionTypes": _own("BTT", kinds),
        "measurements": {"state_of_health"},
        "fields": set(FIELDS),
    }


def components() -> tuple[str, ...]:
    """The classes of components: their names say what they are."""
    return tuple(kind.value for kind in ComponentKind)


def term(group: str, word: str) -> str:
    """The local name of a word: `BizStep-wiping`; a member is its own name."""
    return word if group == "fields" else f"{GROUPS[group][0]}-{word}"


def _own(group: str, words: set[Any]) -> set[str]:
    start = f"{NAMESPACE}{group}-"
    return {word.removeprefix(start) for word in words if word.startswith(start)}
