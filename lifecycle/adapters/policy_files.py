"""Reads a routing policy from its file (TOML), and names the line of every fault.

Rules:
1. A file that is no TOML is refused with the line where the parser stopped.
2. A fault of the policy keeps its path and gets the line where that name stands, or else the nearest table above it: a
   name that is missing has no line of its own.
3. A line is found by the parser itself: the smallest number of lines that is TOML by itself is one statement.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.message import message
from lifecycle.domain.routing.policy import Policy

MOST_BYTES = 200_000

_STOPPED = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)


def read_policy(content: bytes) -> Policy:
    """`PolicyReader`: raises InvalidInput with every fault, and TooLarge for what no policy needs."""
    if len(content) > MOST_BYTES:
        raise TooLarge(message("A routing policy has at most {most} bytes.", most=MOST_BYTES))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(message("The file is not in UTF-8.")) from error
    text = text.replace("\r\n", "\n")
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(str(error), text.count("\n") + 1) from error
    try:
        return Policy.parse(parsed)
    except InvalidInput as error:
        raise _with_lines(error, text) from error


def _no_toml(said: str, last_line: int) -> InvalidInput:
    """Rule 1."""
    stopped = _STOPPED.match(said)
    what = stopped["what"] if stopped else said
    line = int(stopped["line"]) if stopped and stopped["line"] else last_line
    found = message("line {line}: this is not TOML ({what})", line=line, what=what)
    return InvalidInput(
        message("The file of the routing policy cannot be read. {found}", found=found),
        (Problem("$", found),),
        remedy=message("Mend the line that is named, and load it again."),
    )


def _with_lines(error: InvalidInput, text: str) -> InvalidInput:
    """Rule 2."""
    lines = lines_of(text)
    problems = tuple(
        Problem(
            problem.path,
            message("line {line}: {what}", line=_nearest(problem.path, lines), what=problem.what),
        )
        for problem in error.problems
    )
    return InvalidInput(error.what, problems, remedy=error.remedy)


def _nearest(path: str, lines: Mapping[str, int]) -> int:
    while path not in lines and path != "$":
        path = path[: max(path.rfind("."), path.rfind("["))]
    return lines.get(path, 1)


def lines_of(text: str) -> dict[str, int]:
    """The line on which each name of a TOML file stands, by its path (`$.missing.tpm.effect`), counted from 1."""
    lines: dict[str, int] = {}
    table, seen = "$", dict[str, int]()
    for number, statement in _statements(text):
        content = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _opened(content, seen)
            lines.setdefault(table, number)
        else:
            for path in _paths(content, table):
                lines.setdefault(path, number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Rule 3: each statement with the number of its first line."""
    collected: list[str] = []
    first = 1
    for number, line in enumerate(text.split("\n"), start=1):
        if not collected:
            first = number
        collected.append(line)
        statement = "\n".join(collected)
        if _is_toml(statement):
            if statement.strip():
                yield first, statement
            collected = []


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _opened(content: Mapping[str, Any], seen: dict[str, int]) -> str:
    """The path of the table that a heading opens; `seen` counts the tables of each list."""
    path, inside = "$", content
    while inside:
        ((name, value),) = inside.items()
        path = f"{path}.{name}"
        if isinstance(value, list):
            seen[path] = seen.get(path, -1) + 1
            value = value[-1]
        if path in seen:
            path = f"{path}[{seen[path]}]"
        inside = value
    return path


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inside in value.items():
            yield f"{path}.{name}"
            yield from _paths(inside, f"{path}.{name}")
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            yield from _paths(inside, f"{path}[{place}]")
