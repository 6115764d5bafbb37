"""Rules of the linkset: how it is asked for, its form (RFC 9264; GS1's schema of 2025-03), and the default link."""

import re
from collections.abc import Iterator
from typing import Any

from dpp.domain.conformance.exchange import Answer
from dpp.domain.conformance.probe import LINKSET_JSON, Probe, is_default, leads_to, links_of, name_of
from dpp.domain.conformance.ratified import RATIFIED
from dpp.domain.conformance.verdict import Verdict, first_failure, judged, not_applicable

_TEXTS = ("anchor", "itemDescription", "description")
_MEMBERS = {"href", "title", "type", "hreflang", "context", "fwqs", "public"}
_LANGUAGE = re.compile(r"[A-Za-z]{2}(-[A-Za-z]{2})?")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?")
_NO_LINKSET = not_applicable("there is no linkset")


def by_link_type(probe: Probe) -> Verdict:
    return _is_linkset(probe.ask(f"{probe.path}?linkType=linkset"), "200 with a linkset")


def by_accept(probe: Probe) -> Verdict:
    answer = probe.ask(probe.path, accept=LINKSET_JSON)
    verdict = _is_linkset(answer, f"200 {LINKSET_JSON}")
    return first_failure([verdict, judged(answer.media_type == LINKSET_JSON, f"200 {LINKSET_JSON}", answer)])


def as_json(probe: Probe) -> Verdict:
    answer = probe.ask(f"{probe.path}?linkType=linkset", accept="application/json")
    kept = (
        answer.status == 200 and answer.media_type in {"application/json", LINKSET_JSON} and answer.json() is not None
    )
    return judged(kept, "200 application/json", answer)


def as_json_ld(probe: Probe) -> Verdict:
    answer = probe.ask(f"{probe.path}?linkType=linkset", accept="application/ld+json")
    document = answer.json()
    kept = answer.status == 200 and isinstance(document, dict) and "@context" in document
    return judged(kept, "200 with an @context in the document", f"{answer}, without it" if not kept else answer)


def as_a_page(probe: Probe) -> Verdict:
    answer = probe.ask(f"{probe.path}?linkType=linkset", accept="text/html")
    return judged(answer.status == 200 and answer.media_type == "text/html", "200 text/html", answer)


def names_its_context(probe: Probe) -> Verdict:
    link = probe.linkset_answer.header("link")
    kept = "http://www.w3.org/ns/json-ld#context" in link and "application/ld+json" in link
    return judged(kept, "a Link header to the JSON-LD context", link or "no Link header")


def has_the_form(probe: Probe) -> Verdict:
    document = probe.linkset_answer.json()
    faults = list(_faults(document))
    return judged(not faults, "a document of RFC 9264 with whole link objects", "; ".join(faults[:5]) or "it has")


def has_the_anchor(probe: Probe) -> Verdict:
    anchors = [str(context.get("anchor")) for context in probe.contexts()]
    wanted = f"{probe.root}{probe.link.path}"
    return judged(wanted in anchors, f"a link context with the anchor {wanted}", ", ".join(anchors) or "no anchors")


def has_every_level(probe: Probe) -> Verdict:
    if not probe.link.qualifiers:
        return not_applicable("the identifier has no qualifiers")
    wanted = f"{probe.root}{probe.link.levels[-1]}"
    anchors = [str(context.get("anchor")) for context in probe.contexts()]
    return judged(wanted in anchors, f"the level of the key as well: {wanted}", ", ".join(anchors) or "no anchors")


def names_types_in_full(probe: Probe) -> Verdict:
    keys = [key for context in probe.contexts() for key in context if key not in _TEXTS]
    if not keys:
        return _NO_LINKSET
    wrong = [key for key in keys if not key.startswith(("https://", "http://"))]
    return judged(not wrong, "link types as whole addresses", ", ".join(wrong) or "they are")


def uses_ratified_types(probe: Probe) -> Verdict:
    keys = {key for context in probe.contexts() for key in context if key not in _TEXTS}
    of_gs1 = {name_of(key) for key in keys if name_of(key) != key}
    if not keys:
        return _NO_LINKSET
    unknown = sorted(of_gs1 - RATIFIED)
    return judged(not unknown, "link types of GS1's vocabulary 1.16", ", ".join(unknown) or "they are")


def has_one_default(probe: Probe) -> Verdict:
    counts = [sum(map(is_default, links_of(context))) for context in probe.contexts()]
    if not counts:
        return _NO_LINKSET
    kept = max(counts) == 1
    return judged(kept, "one default link, at some level, and at no level two", f"{counts} at the levels")


def has_a_bare_default(probe: Probe) -> Verdict:
    found = [entry for context in probe.contexts() for entry in _defaults(context)]
    if not found:
        return not_applicable("there is no default link")
    wrong = sorted({name for entry in found for name in entry} - {"href", "title"})
    titled = all(entry.get("title") for entry in found)
    return judged(
        titled and not wrong, "a default link with href and title alone", f"also {wrong}" if wrong else "it has"
    )


def describes_the_default(probe: Probe) -> Verdict:
    undescribed = []
    for context in probe.contexts():
        links = links_of(context)
        others = {link.href for link in links if not link.type.startswith("defaultLink")}
        undescribed += [link.href for link in links if is_default(link) and link.href not in others]
    if not any(map(is_default, (link for context in probe.contexts() for link in links_of(context)))):
        return not_applicable("there is no default link")
    return judged(
        not undescribed, "the default link under a type that describes it too", ", ".join(undescribed) or "it is"
    )


def sends_on_to_the_default(probe: Probe) -> Verdict:
    defaults = [link.href for context in probe.contexts() for link in links_of(context) if is_default(link)]
    if not defaults:
        return not_applicable("there is no default link")
    return judged(leads_to(probe.plain, defaults[0]), f"a redirect to {defaults[0]}", probe.plain)


def has_one_passport(probe: Probe) -> Verdict:
    counts = [len({link.href for link in links_of(context) if link.type == "dpp"}) for context in probe.contexts()]
    if not any(counts):
        return not_applicable("there is no gs1:dpp")
    return judged(max(counts) == 1, "one gs1:dpp at each level", f"{counts} at the levels")


def _is_linkset(answer: Answer, expected: str) -> Verdict:
    document = answer.json()
    kept = answer.status == 200 and isinstance(document, dict) and isinstance(document.get("linkset"), list)
    return judged(kept, expected, answer if answer.status != 200 or kept else f"{answer}, which holds no linkset")


def _defaults(context: dict[str, Any]) -> list[dict[str, Any]]:
    entries = [entry for key, found in context.items() if name_of(key) == "defaultLink" for entry in _listed(found)]
    return [entry for entry in entries if isinstance(entry, dict)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _faults(document: Any) -> Iterator[str]:
    """What is wrong with the form of a linkset, in words."""
    contexts = document.get("linkset") if isinstance(document, dict) else None
    if not isinstance(contexts, list) or not contexts:
        yield "no array 'linkset' with a link context in it"
        return
    if set(document) - {"linkset", "@context"}:
        yield f"members beside 'linkset': {sorted(set(document) - {'linkset', '@context'})}"
    for place, context in enumerate(contexts):
        if not isinstance(context, dict):
            yield f"linkset[{place}] is no object"
            continue
        yield from (f"linkset[{place}] {fault}" for fault in _context_faults(context))


def _context_faults(context: dict[str, Any]) -> Iterator[str]:
    anchor = context.get("anchor")
    if not isinstance(anchor, str) or not anchor.startswith(("https://", "http://")):
        yield "has no anchor that is an address"
    if not any(isinstance(context.get(name), str) for name in ("itemDescription", "description")):
        yield "has no itemDescription"
    for key, links in context.items():
        if key in _TEXTS:
            continue
        if not isinstance(links, list):
            yield f"{key} is no array"
            continue
        yield from (f"{key}: {fault}" for link in links for fault in _link_faults(link))


def _link_faults(link: Any) -> Iterator[str]:
    if not isinstance(link, dict):
        yield "a link is no object"
        return
    if not str(link.get("href", "")).startswith(("https://", "http://")):
        yield "a link has no href that is an address"
    if not isinstance(link.get("title"), str) or not link["title"]:
        yield "a link has no title"
    if set(link) - _MEMBERS:
        yield f"a link has {sorted(set(link) - _MEMBERS)}"
    if "type" in link and not _MEDIA_TYPE.fullmatch(str(link["type"])):
        yield f"'{link['type']}' is no media type"
    if any(not _LANGUAGE.fullmatch(str(each)) for each in _listed(link.get("hreflang", []))):
        yield f"hreflang {link['hreflang']} is not of the form nl or nl-BE"
    if not isinstance(link.get("hreflang", []), list) or not isinstance(link.get("context", []), list):
        yield "hreflang and context are arrays"
