"""The statements of both engines, with `{}` where the value goes, and what all their rows have in common."""

from collections.abc import Collection
from typing import Any, LiteralString

from dpp.service.reading import Label, Target

CLOSED: LiteralString = """
SELECT c.element_id
  FROM closure c
 WHERE c.passport_id IS NULL AND NOT EXISTS (SELECT 1 FROM closure_lifting l WHERE l.closure_id = c.closure_id)
"""
"""The elements that are closed in every passport."""
LABEL: LiteralString = """
SELECT l.state, p.passport_id, p.model_id, p.granularity
  FROM label l
  LEFT JOIN passport p ON p.passport_id = l.passport_id
 WHERE l.code = {}
"""
GS1: LiteralString = """
SELECT k.uri, p.passport_id, p.model_id, p.granularity
  FROM gs1_key k
  JOIN passport p ON p.passport_id = k.passport_id
 WHERE k.uri {}
"""
SECONDS = 5.0
"""How long a question may wait for the database."""


def label_of(row: Any) -> Label:
    state, *target = row
    return Label(state, None if target[0] is None else Target._make(target))


def in_order(closed: frozenset[str], also: Collection[str]) -> str:
    """Element ids as `PublicParts.closed` has them."""
    return " ".join(sorted(closed.union(also))) if closed or also else ""
