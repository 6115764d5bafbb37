"""Rules of requests for one link type, and of what chooses between links of one type."""

from collections.abc import Iterator
from itertools import groupby

from dpp.domain.conformance.probe import Probe, TypedLink, is_default, leads_to
from dpp.domain.conformance.ratified import RATIFIED
from dpp.domain.conformance.verdict import Verdict, first_failure, judged, not_applicable

_FULL = "https://ref.gs1.org/voc/"
_NO_SUCH = "gs1:nosuchlinktype"


def sends_on_by_short_name(probe: Probe) -> Verdict:
    return _sends_on(probe, "gs1:")


def sends_on_by_address(probe: Probe) -> Verdict:
    return _sends_on(probe, _FULL)


def misses_with_404(probe: Probe) -> Verdict:
    """Both a type that nobody has and one that exists and is not here."""
    absent = sorted(RATIFIED - {link.type for link in probe.links()} - {"defaultLink", "defaultLinkMulti"})
    kinds = [_NO_SUCH, *(f"gs1:{kind}" for kind in absent[:1])]
    answers = [(kind, probe.of_type(kind)) for kind in kinds]
    return first_failure([judged(answer.status == 404, f"404 for linkType={kind}", answer) for kind, answer in answers])


def tells_what_it_cannot_decide(probe: Probe) -> Verdict:
    for kind, alike in _alike(probe):
        link = alike[0]
        answer = probe.of_type(
            f"gs1:{kind}", accept=link.media_type, language=_first(link.languages), context=_first(link.contexts)
        )
        return judged(answer.status == 300, f"300 with the {len(alike)} links of gs1:{kind} that are alike", answer)
    return not_applicable("no two links of one type are alike in language, form and context")


def chooses_by_language(probe: Probe) -> Verdict:
    for kind, link in _told_apart_by_language(probe):
        language = link.languages[0]
        regional = language if "-" in language else f"{language}-{'BE' if language == 'nl' else language.upper()}"
        answer = probe.of_type(f"gs1:{kind}", accept=link.media_type, language=regional, context=_first(link.contexts))
        return judged(leads_to(answer, link.href), f"a redirect to {link.href} for Accept-Language: {regional}", answer)
    return not_applicable("no two links of one type differ in their language alone")


def _sends_on(probe: Probe, prefix: str) -> Verdict:
    single = [links[0] for _, links in _by_type(probe) if len({link.href for link in links}) == 1]
    if not single:
        return not_applicable("no link type has a single link")
    link = single[0]
    answer = probe.of_type(f"{prefix}{link.type}")
    return judged(leads_to(answer, link.href), f"a redirect to {link.href}", answer)


def _by_type(probe: Probe) -> Iterator[tuple[str, list[TypedLink]]]:
    """The links of GS1's types at the level that was asked, without the default."""
    links = sorted((link for link in probe.links() if link.type in RATIFIED and not is_default(link)), key=_type)
    for kind, found in groupby(links, key=_type):
        yield kind, list(found)


def _alike(probe: Probe) -> Iterator[tuple[str, list[TypedLink]]]:
    for kind, links in _by_type(probe):
        for link in links:
            alike = [each for each in links if _attributes(each) == _attributes(link)]
            if len({each.href for each in alike}) > 1:
                yield kind, alike


def _told_apart_by_language(probe: Probe) -> Iterator[tuple[str, TypedLink]]:
    """Links whose one language no other link of their type has, where all have one and are alike in all else."""
    for kind, links in _by_type(probe):
        alike = all(link.languages and _form(link) == _form(links[0]) for link in links)
        for link in links if alike and len(links) > 1 else ():
            others = {language for each in links if each is not link for language in each.languages}
            if len(link.languages) == 1 and link.languages[0] not in others:
                yield kind, link


def _type(link: TypedLink) -> str:
    return link.type


def _form(link: TypedLink) -> tuple[str, tuple[str, ...]]:
    return link.media_type, link.contexts


def _attributes(link: TypedLink) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return link.media_type, link.languages, link.contexts


def _first(values: tuple[str, ...]) -> str:
    return values[0] if values else ""
