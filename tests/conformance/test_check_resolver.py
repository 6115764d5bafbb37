"""The conformance test of resolvers: ours keeps every rule, and every rule can be broken."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dpp.domain.conformance.exchange import Answer, Ask, Fetch
from dpp.domain.conformance.probe import Probe, probe
from dpp.domain.conformance.ratified import RATIFIED
from dpp.domain.conformance.table import RULES, check
from dpp.domain.conformance.verdict import Duty, Outcome
from dpp.domain.errors import InvalidInput
from tests.support import templates
from tests.support.broken_resolver import BREAKS, breaking
from tests.support.client import settings_for
from tests.support.live import free_port, served
from tests.support.raw_asgi import ask as ask_app
from tests.support.resolver_world import GTIN, PUBLIC, resolver
from tests.support.shared import shared_data
from web.cli import application

SERIAL = f"/01/{GTIN}/21/A%2F7"
NAMES = [rule.name for rule in RULES]


def ours(public_url: str = PUBLIC) -> Fetch:
    application = resolver(public_url=public_url)

    def fetch(asked: Ask) -> Answer:
        headers = {"accept": asked.accept, "accept_language": asked.language}
        answer = ask_app(
            application, asked.path, asked.method, **{name: value for name, value in headers.items() if value}
        )
        return Answer(answer.status, answer.headers, answer.body)

    return fetch


def outcomes(asked: Probe) -> dict[str, Outcome]:
    return {finding.name: finding.verdict.outcome for finding in check(asked)}


def test_this_resolver_keeps_every_rule_and_each_is_tried() -> None:
    assert outcomes(probe(PUBLIC, SERIAL, ours())) == dict.fromkeys(NAMES, Outcome.PASS)


@pytest.mark.parametrize(
    ("identifier", "untried"),
    [
        (f"/01/{GTIN}", {"linkset-levels"}),
        ("/8004/9521ASSET1", {"linkset-levels", "unknown"}),
        (f"/01/{GTIN}/10/LOT", set()),
    ],
)
def test_it_keeps_them_for_keys_of_every_kind(identifier: str, untried: set[str]) -> None:
    found = outcomes(probe(PUBLIC, identifier, ours()))
    assert {name for name, outcome in found.items() if outcome is Outcome.FAIL} == set()
    assert {name for name, outcome in found.items() if outcome is Outcome.NOT_APPLICABLE} == untried


@pytest.mark.parametrize("rule", NAMES)
def test_every_rule_can_be_broken_and_says_what_came_instead(rule: str) -> None:
    """A test that cannot fail would say nothing."""
    public = PUBLIC.replace("https", "http") if rule == "tls" else PUBLIC
    findings = {finding.name: finding for finding in check(probe(public, SERIAL, breaking(ours(public), rule)))}
    finding = findings[rule]
    assert finding.verdict.outcome is Outcome.FAIL
    assert finding.verdict.expected
    assert finding.verdict.got
    assert finding.breaks_conformance == (finding.duty is Duty.SHALL)


def test_each_rule_has_a_way_to_break_it_and_a_source() -> None:
    assert list(BREAKS) == NAMES
    assert len(set(NAMES)) == len(NAMES)
    assert all(rule.source and rule.says.endswith(".") for rule in RULES)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"linkset": 7}', b'{"linkset": [7, {"x": [7, {}]}]}', b"[" * 5000]
)
@pytest.mark.parametrize("status", [200, 307, 404, 500])
def test_a_server_that_is_no_resolver_fails_and_breaks_nothing_here(status: int, body: bytes) -> None:
    found = outcomes(probe(PUBLIC, SERIAL, lambda _: Answer(status, (("content-type", "application/json"),), body)))
    assert Outcome.FAIL in found.values()
    assert found["linkset-form"] is Outcome.FAIL


def test_a_resolver_is_asked_for_each_thing_once() -> None:
    asked: list[Ask] = []
    fetch = ours()

    def counting(ask: Ask) -> Answer:
        asked.append(ask)
        return fetch(ask)

    check(probe(PUBLIC, SERIAL, counting))
    assert len(asked) == len(set(asked))
    assert len(asked) < len(NAMES)


def test_the_list_of_ratified_link_types_is_that_of_the_vocabulary() -> None:
    assert set(json.loads(shared_data("gs1/linktypes-1.16.json").read_text())) == RATIFIED


@pytest.mark.parametrize(("url", "identifier"), [(PUBLIC, None), (PUBLIC, "/01/123"), ("id.example.org", SERIAL)])
def test_an_address_without_an_identifier_is_refused(url: str, identifier: str | None) -> None:
    with pytest.raises(InvalidInput):
        probe(url, identifier, ours())


# The command, over the wire


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole service, empty, on a port of this machine."""
    folder: Path = tmp_path_factory.mktemp("resolver")
    path = folder / "kringpas.sqlite"
    path.write_bytes(templates.sqlite_template().read_bytes())
    with served(settings_for(f"sqlite:///{path}", folder, public_url=f"http://127.0.0.1:{free_port()}")) as found:
        yield found


def test_the_command_tells_every_rule_as_json_and_leaves_with_1_where_one_is_broken(address: str) -> None:
    """Nothing is registered in an empty service: what it shall find is not there, and the rest holds."""
    ran = CliRunner().invoke(application(), ["check-resolver", address, "--identifier", f"/01/{GTIN}", "--json"])
    told = json.loads(ran.stdout)
    found = {rule["name"]: rule["verdict"]["outcome"] for rule in told["rules"]}
    assert (ran.exit_code, told["conforms"], told["identifier"]) == (1, False, f"/01/{GTIN}")
    assert list(found) == NAMES
    assert found["redirect"] == "fail"
    for name in ("description-file", "description-form", "options", "cors", "malformed", "unknown", "head"):
        assert found[name] == "pass", name
    assert found["tls"] == "not applicable"


def test_the_command_speaks_plainly_and_says_where_nobody_answers(address: str) -> None:
    ran = CliRunner().invoke(application(), ["check-resolver", f"{address}/01/{GTIN}"])
    assert ran.exit_code == 1
    words = " ".join(ran.stdout.split())
    assert "redirect (shall): A plain request is sent on to the default link." in words
    assert "came 404" in words
    nobody = CliRunner().invoke(application(), ["check-resolver", f"http://127.0.0.1:{free_port()}/01/{GTIN}"])
    assert nobody.exit_code == 1
    assert "does not answer" in str(nobody.exception)
