"""One line of text as a person gives it: a name, a label, a number."""

from dpp.domain.errors import Problem
from dpp.domain.message import message


def line_problems(path: str, text: str) -> list[Problem]:
    """What is wrong with it: it is empty, or has a character that is no part of a line (control, half a surrogate)."""
    if not text.strip():
        return [Problem(path, message("This is empty."))]
    if not text.isprintable():
        return [Problem(path, message("This has a character that cannot be printed."))]
    return []
