"""The page about the resolver says what the resolver does."""

import re
import shlex
from collections import defaultdict
from pathlib import Path

import pytest

from dpp.domain.linkset.feeds import FEEDS, LEFT_OUT
from dpp.domain.linkset.link import LINK_TYPES
from tests.support.raw_asgi import ask
from tests.support.resolver_world import PUBLIC, resolver

PAGE = (Path(__file__).parents[4] / "docs" / "resolver.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(curl .*?)\n```\n\n```http\n(.*?)\n```", PAGE, re.DOTALL)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("curl -i") > 5


@pytest.mark.parametrize(("command", "expected"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_is_answered_as_it_says(command: str, expected: str) -> None:
    _, _, url, *options = shlex.split(command)
    sent = dict(option.split(": ", 1) for option in options if option != "-H")
    assert url.startswith(PUBLIC)
    answer = ask(resolver(), url.removeprefix(PUBLIC), **{name.lower().replace("-", "_"): sent[name] for name in sent})
    status, *headers = expected.splitlines()
    assert answer.status == int(status)
    for header in headers:
        name, value = header.split(": ", 1)
        assert answer[name] == value


def test_the_table_of_link_types_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE.split("## Link types")[1], re.MULTILINE)
    assert {kind for kind, _ in rows} == set(LINK_TYPES)
    fed: dict[str, list[str]] = defaultdict(list)
    for feed in FEEDS:
        fed[feed.type].append(feed.element_id)
    for kind, source in rows:
        if kind in fed:
            assert re.findall(r"`(\w+)`", source) == fed[kind]
    assert all(f"`{name}`" in PAGE for name in LEFT_OUT)
