"""Rules of where a plain request leads."""

from urllib.parse import urlsplit

from dpp.domain.conformance.exchange import Answer
from dpp.domain.conformance.probe import Probe
from dpp.domain.conformance.verdict import Verdict, first_failure, judged, not_applicable
from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, parse

_QUERY = "x-check=1&text=a%20b"
_VALUES = {"7040": "1ABC"}
_VALUE = "CHECK-9Z"
"""A value that hardly anybody has registered."""


def sends_on(probe: Probe) -> Verdict:
    absolute = urlsplit(probe.plain.location).scheme in {"http", "https"}
    return judged(probe.plain.is_redirect and absolute, "a redirect to a whole address", probe.plain)


def sends_on_for_now(probe: Probe) -> Verdict:
    return judged(
        probe.plain.status == 307, "307: links may change, and no client may keep where they led", probe.plain
    )


def passes_the_query_on(probe: Probe) -> Verdict:
    answer = probe.ask(f"{probe.path}?{_QUERY}")
    kept = answer.is_redirect and _QUERY in urlsplit(answer.location).query
    return judged(kept, f"a redirect whose query holds {_QUERY}", answer)


def tolerates_a_slash(probe: Probe) -> Verdict:
    answer = probe.ask(f"{probe.path}/")
    same = answer.is_redirect and answer.location == probe.plain.location
    return judged(same, f"the same as without the slash: {probe.plain}", answer)


def answers_every_qualifier(probe: Probe) -> Verdict:
    """Also one that is not registered: some level above it has a default link."""
    answers = _qualified(probe)
    if not answers:
        return not_applicable(f"key {probe.link.key} has no qualifiers")
    return first_failure(
        [
            judged(answer.is_redirect, f"a redirect from {path}: a level above answers", answer)
            for path, answer in answers
        ]
    )


def stays_between_levels(probe: Probe) -> Verdict:
    answers = [(path, answer) for path, answer in _qualified(probe) if answer.is_redirect]
    if not answers:
        return not_applicable("no qualifier is answered with a redirect")
    return first_failure(
        [judged(not _is_own_link(probe, answer), f"from {path} straight to a link", answer) for path, answer in answers]
    )


def _qualified(probe: Probe) -> list[tuple[str, Answer]]:
    """Each qualifier of the key with a value that is not registered, below the key itself."""
    key = f"{probe.link.stem}/{probe.link.key}/{probe.link.path.split('/')[2]}"
    qualifiers = sorted({ai for allowed in PRIMARY_KEYS[probe.link.key] for ai in allowed})
    paths = [f"{key}/{ai}/{_VALUES.get(ai, _VALUE)}" for ai in qualifiers]
    return [(path, probe.ask(path)) for path in paths]


def _is_own_link(probe: Probe, answer: Answer) -> bool:
    """Whether an answer leads to another identifier of the same resolver."""
    try:
        link = parse(answer.location)
    except InvalidInput:
        return False
    return link.host == probe.link.host
