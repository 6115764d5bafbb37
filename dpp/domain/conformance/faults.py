"""Rules of what is answered to what is malformed, or not known."""

from dpp.domain.conformance.exchange import Answer
from dpp.domain.conformance.probe import Probe
from dpp.domain.conformance.verdict import Verdict, first_failure, judged, not_applicable

_UNKNOWN_GTINS = ("09529999999993", "09529999999986")
"""GTINs under prefix 952, which GS1 keeps for demonstrations: valid, and nobody's product."""


def refuses_what_is_malformed(probe: Probe) -> Verdict:
    return first_failure(
        [judged(answer.status == 400, f"400 for {path}", answer) for path, answer in _malformed(probe)]
    )


def misses_what_is_unknown(probe: Probe) -> Verdict:
    unknown = _unknown(probe)
    if not unknown:
        return not_applicable(f"nothing is known to be unknown under key {probe.link.key}")
    return first_failure([judged(answer.status == 404, f"404 for {path}", answer) for path, answer in unknown])


def tells_no_error_with_200(probe: Probe) -> Verdict:
    answers = [*_malformed(probe), *_unknown(probe)]
    return first_failure([judged(answer.status != 200, f"no 200 for {path}", answer) for path, answer in answers])


def _malformed(probe: Probe) -> list[tuple[str, Answer]]:
    """A segment too many; and a key whose check digit is wrong, where it ends in one."""
    paths = [f"{probe.path}/foo"]
    if probe.link.key == "01":
        value = probe.link.value
        paths.append(f"{probe.link.stem}/01/{value[:-1]}{(int(value[-1]) + 1) % 10}")
    return [(path, probe.ask(path)) for path in paths]


def _unknown(probe: Probe) -> list[tuple[str, Answer]]:
    if probe.link.key != "01":
        return []
    gtin = next(gtin for gtin in _UNKNOWN_GTINS if gtin != probe.link.value)
    path = f"{probe.link.stem}/01/{gtin}"
    return [(path, probe.ask(path))]
