"""Reads the elements of a passport from the bytes that came in.

Rules:
1. It is one JSON object, in UTF-8. What Python reads and JSON cannot write (NaN, half of a surrogate pair) is refused.
2. Two members of one object that bear the same name are refused, because parsers disagree about which counts.
3. An element's name is one word: lists of names are kept with spaces between them.
4. What is nested deeper than any passport needs is refused, and so is a number that no double can hold: what looks at
   the content later must neither run out of stack nor of range.
"""

import json
from collections import Counter
from typing import Any

from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.exchange.walk import DEEPEST
from dpp.domain.message import message
from dpp.domain.proof import canonical

_MOST_DIGITS = 300


def read_object(received: bytes) -> dict[str, Any]:
    """The object in these bytes; InvalidInput where there is none (rules 1, 2 and 4)."""
    content = read_json(received)
    if not isinstance(content, dict):
        raise InvalidInput(message("A passport is a JSON object of elements."))
    return content


def read_json(received: bytes) -> Any:
    """The JSON value in these bytes; InvalidInput where there is none (rules 1, 2 and 4)."""
    try:
        content = json.loads(received, object_pairs_hook=_without_duplicates, parse_int=_whole_number)
        canonical(content)
    except RecursionError as error:
        raise InvalidInput(message("This JSON is nested too deeply.")) from error
    except ValueError as error:
        raise InvalidInput(message("This is not JSON: {error}.", error=error)) from error
    if _is_deep(content):
        raise InvalidInput(message("This JSON is nested too deeply."))
    return content


def no_names(elements: Elements) -> tuple[Problem, ...]:
    """Every element whose name is not one word (rule 3)."""
    return tuple(
        Problem(f"$.{name}", message("'{name}' is no name for an element: it is one word.", name=name))
        for name in elements
        if name.split() != [name]
    )


def _whole_number(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise InvalidInput(message("This number is too large to calculate with: {number}...", number=text[:20]))
    return int(text)


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(DEEPEST):
        inner = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = sorted(name for name, count in counts.items() if count > 1)
        problems = tuple(Problem(f"$.{name}", message("'{name}' stands here twice.", name=name)) for name in twice)
        raise InvalidInput(message("Two members of one object have the same name."), problems)
    return content
