"""The gate "security support and operating system": how long the device can still be used safely.

Rules:
1. Each option asks its own age at most (whole months since the likely start of use).
2. A computer made for Windows must run Windows 11, or, where the option allows it, an alternative system.
3. Each option asks for months of security support after the day of the decision. Where the end is not known, a
   computer that runs Windows 11 counts as having the months that the policy gives it. An alternative system, where
   the option allows it, is support enough.
"""

from collections.abc import Iterator

from dpp.domain.message import message
from lifecycle.domain.routing.facts import Platform, months_between
from lifecycle.domain.routing.findings import Case, Finding, Gate, Rule, judged
from lifecycle.domain.routing.limits import Limit, OptionLimits
from lifecycle.domain.routing.windows11 import Capability, Capable, Computer, capability
from lifecycle.domain.routing.words import OPTION
from lifecycle.domain.vocabulary import Route

_COMPUTER = ("processor", "tpm", "uefi", "memory_gib")
_SYSTEM = (*_COMPUTER, "platform", "alternative_system")


def _age(case: Case) -> Iterator[Finding]:
    facts = ("in_use_since",)
    since = case.value("in_use_since")
    for route, asks in case.reuse():
        limit = asks.age_months_at_most
        if limit is None:
            continue
        if since is None:
            yield case.unknown(facts, (route,))
            continue
        months = max(0, months_between(since.value, case.on))
        why = message(
            "{option} takes devices of at most {needed} months and this one is {found} months old",
            option=OPTION[route],
            needed=limit.value,
            found=months,
        )
        yield judged(limit, why, route, facts, fits=months <= limit.value)


def platform(case: Case) -> Platform:
    """What the device was made for: what is known, else what its category is as a rule."""
    known: Platform | None = case.value("platform")
    if known is not None:
        return known
    return Platform.NONE if case.line is None else case.line.platform


def windows_11(case: Case) -> Capability | None:
    """None for what was not made for Windows."""
    if platform(case) is not Platform.WINDOWS:
        return None
    computer = Computer(
        processor=case.value("processor"),
        tpm=case.value("tpm"),
        uefi=case.value("uefi"),
        memory_gib=case.value("memory_gib"),
        model_name=case.value("model_name"),
    )
    return capability(computer, case.policy.windows_11)


def _system(case: Case) -> Iterator[Finding]:
    windows = windows_11(case)
    if windows is None:
        return
    for route, asks in case.reuse():
        limit = asks.support_months_at_least
        if limit is None:
            continue
        if windows.capable is Capable.YES:
            yield judged(limit, windows.why, route, _COMPUTER, fits=True)
        elif _alternative(case, asks):
            yield _runs_alternative(route, asks)
        elif windows.capable is Capable.NO:
            why = message("{option} asks for Windows 11, and {reason}", option=OPTION[route], reason=windows.why)
            yield judged(limit, why, route, _COMPUTER, fits=False)
        else:
            yield case.unknown(windows.missing, (route,))


def _support(case: Case) -> Iterator[Finding]:
    windows = windows_11(case)
    for route, asks in case.reuse():
        limit = asks.support_months_at_least
        if limit is None or platform(case) is Platform.NONE:
            continue
        if windows is not None and windows.capable is not Capable.YES:
            continue  # the rule of the operating system answers
        yield _supported(case, route, asks, limit)


def _supported(case: Case, route: Route, asks: OptionLimits, limit: Limit[int]) -> Finding:
    end = case.value("security_support_end")
    facts: tuple[str, ...] = ("security_support_end",)
    if end is not None:
        months = months_between(case.on, end)
    elif windows_11(case) is not None:
        return _counts_as_supported(case, route, limit)
    elif _alternative(case, asks):
        return _runs_alternative(route, asks)
    else:
        return case.unknown(facts, (route,))
    fits = months >= limit.value
    if not fits and _alternative(case, asks):
        return _runs_alternative(route, asks)
    why = message(
        "{option} asks for {needed} months of security support and it ends on {day}",
        option=OPTION[route],
        needed=limit.value,
        day=end.isoformat(),
    )
    return judged(limit, why, route, facts, fits=fits)


def _counts_as_supported(case: Case, route: Route, limit: Limit[int]) -> Finding:
    months = case.policy.windows_11.support_months
    why = message(
        "{option} asks for {needed} months of security support and what runs Windows 11 counts as having {found}",
        option=OPTION[route],
        needed=limit.value,
        found=months,
    )
    return judged(limit, why, route, _COMPUTER, fits=months >= limit.value)


def _alternative(case: Case, asks: OptionLimits) -> bool:
    allowed = asks.alternative_system is not None and asks.alternative_system.value
    return allowed and case.value("alternative_system") is True


def _runs_alternative(route: Route, asks: OptionLimits) -> Finding:
    assert asks.alternative_system is not None
    why = message("{option} accepts an alternative operating system, which runs on it", option=OPTION[route])
    return judged(asks.alternative_system, why, route, ("alternative_system",), fits=True)


_READS = frozenset({"category", "model_name", *_SYSTEM})

RULES = (
    Rule("support.age", Gate.SUPPORT, frozenset({"category", "in_use_since"}), _age),
    Rule("support.system", Gate.SUPPORT, _READS, _system),
    Rule("support.updates", Gate.SUPPORT, _READS | {"security_support_end"}, _support),
)
