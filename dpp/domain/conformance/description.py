"""Rules of the resolver description file (its schema 1.2.0)."""

from typing import Any

from dpp.domain.conformance.probe import Probe
from dpp.domain.conformance.verdict import Verdict, judged, not_applicable

_NAMES = "all 01 8006 8013 8010 410 411 412 413 414 415 417 8017 8018 255 00 253 401 402 8003 8004"
_KEYS = frozenset(_NAMES.split())
_NONE = not_applicable("there is no description file")


def is_there(probe: Probe) -> Verdict:
    answer = probe.ask("/.well-known/gs1resolver", accept="application/json")
    kept = answer.status == 200 and isinstance(answer.json(), dict)
    return judged(kept, "200 with a JSON object", answer)


def has_the_form(probe: Probe) -> Verdict:
    described = probe.described()
    if not isinstance(described, dict):
        return _NONE
    faults = [name for name, kept in _form(described).items() if not kept]
    return judged(
        not faults, "resolverRoot, supportedPrimaryKeys and the rest as the schema asks", ", ".join(faults) or "it has"
    )


def lists_the_key(probe: Probe) -> Verdict:
    described = probe.described()
    if not isinstance(described, dict):
        return _NONE
    keys = described.get("supportedPrimaryKeys")
    listed = isinstance(keys, list) and ("all" in keys or probe.link.key in keys)
    return judged(listed, f"{probe.link.key} or all among supportedPrimaryKeys", keys)


def names_its_context(probe: Probe) -> Verdict:
    described = probe.described()
    if not isinstance(described, dict):
        return _NONE
    context = described.get("jsonLdContextLocation")
    return judged(_is_address(context), "jsonLdContextLocation with an address", context)


def _form(described: dict[str, Any]) -> dict[str, bool]:
    keys = described.get("supportedPrimaryKeys")
    types = described.get("supportedLinkType", [])
    return {
        "resolverRoot": _is_address(described.get("resolverRoot")),
        "supportedPrimaryKeys": isinstance(keys, list) and bool(keys) and _KEYS.issuperset(map(str, keys)),
        "name": isinstance(described.get("name", ""), str),
        "supportedLinkType": isinstance(types, list),
        "linkTypeDefaultCanBeLinkset": isinstance(described.get("linkTypeDefaultCanBeLinkset", False), bool),
    }


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))
