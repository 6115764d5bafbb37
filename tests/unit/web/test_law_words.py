"""No word of ours claims that a product or a passport meets a law: acts ask, and something is missing or not."""

import re

from babel.messages.catalog import Message

from tests.support import words

A_CLAIM = re.compile(r"\bcompl(y|ies|ied|iant|iance)\b|\bconform|voldoe[tn] aan|\bvoldaan", re.IGNORECASE)
OURS = re.compile(r"applicability|/claims|contradiction|law\.html|sides\.html|claim\w*\.html|passport\.html|/words\.py")


def _ours() -> list[Message]:
    return [entry for entry in words.said() if entry.id and any(OURS.search(place) for place, _ in entry.locations)]


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text),)


def test_neither_language_claims_that_a_law_is_met() -> None:
    """In what the register's page, the passport, the claims and the contradictions say."""
    known = words.known()
    said = [form for entry in _ours() for form in _forms(entry.id)]
    dutch = [form for entry in _ours() if (found := known.get(entry.id)) for form in _forms(found.string)]
    assert len(said) > 150, "the messages were not found"
    assert [form for form in (*said, *dutch) if A_CLAIM.search(form)] == []
