"""A resolver that breaks one rule at a time: our own answers, spoilt on their way."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dpp.domain.conformance.exchange import Answer, Ask, Fetch

GS1 = "https://ref.gs1.org/voc/"
Spoil = Callable[[Ask, Answer], Answer]
Level = dict[str, Any]


def breaking(fetch: Fetch, rule: str) -> Fetch:
    """The same resolver, but that it breaks this rule."""
    spoil = BREAKS[rule]
    return lambda ask: spoil(ask, fetch(ask))


def _without(name: str) -> Spoil:
    """A header is missing everywhere."""
    return lambda _, answer: replace(answer, headers=tuple(each for each in answer.headers if each[0] != name))


def _with(answer: Answer, name: str, value: str) -> Answer:
    return replace(answer, headers=(*(each for each in answer.headers if each[0] != name), (name, value)))


def _where(is_so: Callable[[Ask, Answer], bool], instead: Callable[[Answer], Answer]) -> Spoil:
    return lambda ask, answer: instead(answer) if is_so(ask, answer) else answer


def _status(status: int) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, status=status)


def _is_redirect(_: Ask, answer: Answer) -> bool:
    return answer.is_redirect


def _described(ask: Ask, _: Answer) -> bool:
    return ask.path == "/.well-known/gs1resolver"


def _describing(**members: Any) -> Spoil:
    """The description file with other members; None leaves one out."""

    def spoil(answer: Answer) -> Answer:
        document = {name: value for name, value in (answer.json() | members).items() if value is not None}
        return replace(answer, body=json.dumps(document).encode())

    return _where(_described, spoil)


def _levels(change: Callable[[list[Level]], list[Level]]) -> Spoil:
    """Every linkset with other levels."""

    def spoil(_: Ask, answer: Answer) -> Answer:
        document = answer.json()
        if answer.status != 200 or not isinstance(document, dict) or "linkset" not in document:
            return answer
        return replace(answer, body=json.dumps(document | {"linkset": change(document["linkset"])}).encode())

    return spoil


def _each(change: Callable[[Level], Level]) -> Spoil:
    return _levels(lambda levels: [change(level) for level in levels])


def _rename(change: Callable[[str], str]) -> Spoil:
    return _each(lambda level: {change(key) if key.startswith(GS1) else key: value for key, value in level.items()})


def _default(change: Callable[[list[Level]], list[Level]]) -> Spoil:
    return _each(lambda level: level | {f"{GS1}defaultLink": change(level[f"{GS1}defaultLink"])})


def _type_of(ask: Ask) -> str:
    return ask.path.partition("linkType=")[2].partition("&")[0]


def _to(address: str) -> Callable[[Answer], Answer]:
    return lambda answer: _with(answer, "location", address)


_ELSEWHERE = _to("https://elsewhere.example/")

BREAKS: dict[str, Spoil] = {
    "tls": lambda _, answer: answer,  # broken by its address alone
    "description-file": _where(_described, _status(404)),
    "description-form": _describing(supportedPrimaryKeys=["everything"]),
    "description-keys": _describing(supportedPrimaryKeys=["8004"]),
    "description-context": _describing(jsonLdContextLocation=None),
    "redirect": _where(_is_redirect, _status(200)),
    "redirect-307": _where(_is_redirect, _status(302)),
    "head": _where(lambda ask, _: ask.method == "HEAD", _status(405)),
    "options": _where(lambda ask, _: ask.method == "OPTIONS", _status(405)),
    "cors": _where(
        lambda _, answer: answer.status == 400, lambda answer: _without("access-control-allow-origin")(Ask(""), answer)
    ),
    "cors-methods": _without("access-control-allow-methods"),
    "linkset-header": _where(lambda ask, _: ask.method == "OPTIONS", lambda answer: _without("link")(Ask(""), answer)),
    "query": _where(_is_redirect, lambda answer: _with(answer, "location", answer.location.partition("?")[0])),
    "trailing-slash": _where(lambda ask, _: ask.path.endswith("/"), _status(404)),
    "qualifiers": _where(lambda ask, _: "/235/" in ask.path, _status(404)),
    "levels-without-redirect": _where(
        lambda ask, _: "CHECK-9Z" in ask.path, _to("https://id.example.org/01/09521234543213")
    ),
    "linkset-by-type": _where(lambda ask, _: _type_of(ask) == "linkset" and not ask.accept, _status(307)),
    "linkset-by-accept": _where(
        lambda ask, _: ask.accept == "application/linkset+json",
        lambda answer: _with(answer, "content-type", "application/json"),
    ),
    "linkset-as-json": _where(lambda ask, _: ask.accept == "application/json", _status(406)),
    "linkset-as-json-ld": _where(
        lambda ask, _: ask.accept == "application/ld+json", lambda answer: replace(answer, body=b'{"linkset": []}')
    ),
    "linkset-as-page": _where(
        lambda ask, _: ask.accept == "text/html", lambda answer: _with(answer, "content-type", "application/json")
    ),
    "linkset-context": _where(lambda _, answer: answer.status == 200, lambda answer: _without("link")(Ask(""), answer)),
    "linkset-form": _each(lambda level: level | {f"{GS1}dpp": [{"href": "https://a.example/"}]}),
    "linkset-anchor": _each(lambda level: level | {"anchor": level["anchor"].lower()}),
    "linkset-levels": _levels(lambda levels: levels[:1]),
    "types-in-full": _rename(lambda key: key.replace(GS1, "gs1:")),
    "types-ratified": _rename(lambda key: key.replace(f"{GS1}instructions", f"{GS1}repairInfo")),
    "one-default": _default(lambda links: [*links, {"href": "https://a.example/", "title": "Another"}]),
    "bare-default": _default(lambda links: [links[0] | {"type": "text/html"}]),
    "described-default": _default(lambda links: [links[0] | {"href": "https://a.example/alone"}]),
    "default-answers": _where(_is_redirect, _ELSEWHERE),
    "one-passport": _each(
        lambda level: level | {f"{GS1}dpp": [*level[f"{GS1}dpp"], {"href": "https://a.example/", "title": "Another"}]}
    ),
    "type-by-name": _where(lambda ask, _: _type_of(ask).startswith("gs1:"), _ELSEWHERE),
    "type-by-address": _where(lambda ask, _: _type_of(ask).startswith("https:"), _status(404)),
    "type-not-there": _where(lambda _, answer: answer.status == 404, _status(307)),
    "undecided": _where(lambda _, answer: answer.status == 300, _status(404)),
    "language": _where(lambda ask, _: bool(ask.language), _ELSEWHERE),
    "malformed": _where(lambda _, answer: answer.status == 400, _status(404)),
    "unknown": _where(lambda _, answer: answer.status == 404, _status(400)),
    "no-200-for-errors": _where(lambda _, answer: answer.status == 400, _status(200)),
}
"""How each rule is broken, by its name."""
