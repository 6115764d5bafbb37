"""Rules of methods, of TLS, of reading across origins, and of the header that names the linkset."""

from urllib.parse import urlsplit

from dpp.domain.conformance.exchange import Answer
from dpp.domain.conformance.probe import LINKSET_JSON, Probe
from dpp.domain.conformance.verdict import Verdict, first_failure, judged, not_applicable

_METHODS = ("GET", "HEAD", "OPTIONS")
_OWN_MACHINE = ("localhost", "127.", "[::1]", "::1")


def over_tls(probe: Probe) -> Verdict:
    host = urlsplit(probe.root).hostname or ""
    if probe.scheme != "https" and host.startswith(_OWN_MACHINE):
        return not_applicable("it runs on this machine")
    return judged(probe.scheme == "https", "an address that begins with https://", probe.root)


def answers_head(probe: Probe) -> Verdict:
    by_get, by_head = probe.plain, probe.ask(probe.path, "HEAD")
    same = (by_head.status, by_head.location, by_head.body) == (by_get.status, by_get.location, b"")
    return judged(same, f"{by_get}, without a body", f"{by_head}, {len(by_head.body)} bytes")


def answers_options(probe: Probe) -> Verdict:
    answer = _options(probe)
    told = f"{answer.header('allow')}, {answer.header('access-control-allow-methods')}".upper()
    kept = answer.status in {200, 204} and all(method in told for method in _METHODS)
    return judged(
        kept, "200 or 204 that names GET, HEAD and OPTIONS", f"{answer.status}, {told.strip(' ,') or 'no methods'}"
    )


def readable_across_origins(probe: Probe) -> Verdict:
    name = "access-control-allow-origin"
    return first_failure(
        [
            judged(bool(answer.header(name)), f"{name} on {what}", f"{answer}, without it")
            for what, answer in _all(probe)
        ]
    )


def names_methods_across_origins(probe: Probe) -> Verdict:
    told = _options(probe).header("access-control-allow-methods").upper()
    kept = all(method in told for method in _METHODS)
    return judged(kept, "access-control-allow-methods with GET, HEAD and OPTIONS", told or "no such header")


def names_the_linkset(probe: Probe) -> Verdict:
    return first_failure(
        [
            judged(
                _has_linkset_link(answer),
                f'a Link header with rel="linkset" on {what}',
                answer.header("link") or "none",
            )
            for what, answer in _all(probe)
        ]
    )


def _has_linkset_link(answer: Answer) -> bool:
    link = answer.header("link").replace("'", '"')
    return 'rel="linkset"' in link and LINKSET_JSON in link


def _options(probe: Probe) -> Answer:
    return probe.ask(probe.path, "OPTIONS")


def _all(probe: Probe) -> list[tuple[str, Answer]]:
    return [
        ("a redirect", probe.plain),
        ("OPTIONS", _options(probe)),
        ("a linkset", probe.linkset_answer),
        ("an error", probe.ask(f"{probe.path}/foo")),
    ]
