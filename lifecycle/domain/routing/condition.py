"""The gate "can it be made to work": grades, tests, battery, storage, charger.

Rules:
1. A device that neither as it is, nor refurbished, nor repaired reaches the lowest functional grade that any reuse
   asks, is not reused.
2. Each option asks its own grades. Where the policy lets the receiver refurbish (`reachable_grade_counts`), the grade
   that refurbishing can reach is enough.
3. Battery: full charge capacity in percent of design capacity.
4. A disk fails on its own verdict (SMART) or past the policy's numbers; a disk that fails, must be destroyed or is
   absent is no storage to work with.
"""

from collections.abc import Callable, Iterator
from math import floor

from dpp.domain.message import Message, message
from lifecycle.domain.facts import MediumSeen
from lifecycle.domain.routing.data import GONE, to_destroy
from lifecycle.domain.routing.facts import Medium, RepairOption
from lifecycle.domain.routing.findings import Case, Finding, Gate, Rule, Verdict, judged
from lifecycle.domain.routing.limits import REUSE, DiskLimits, Limit, OptionLimits
from lifecycle.domain.routing.plain import number
from lifecycle.domain.routing.words import OPTION
from lifecycle.domain.vocabulary import Route

SayGrade = Callable[[Message, int, int], Message]

_FUNCTIONAL = ("functional_grade", "reachable_functional_grade")
_COSMETIC = ("cosmetic_grade", "reachable_cosmetic_grade")


def _possible(case: Case) -> Iterator[Finding]:
    grade = case.value("functional_grade")
    minima = [limit for _, asks in case.reuse() if (limit := asks.functional_grade_at_least)]
    if grade is None or not minima:
        return
    lowest = min(minima, key=lambda limit: limit.value)
    repairs: tuple[RepairOption, ...] = case.value("repair_options") or ()
    best = max(grade, case.value("reachable_functional_grade") or 0, *(it.functional_grade or 0 for it in repairs))
    fits = best >= lowest.value
    if fits:
        why = message("it works, or can be made to work, at grade F{best}", best=best)
    else:
        why = message("it works at F{best} at best, and every reuse asks for F{needed}", best=best, needed=lowest.value)
    verdict = Verdict.PASSES if fits else Verdict.CLOSES
    yield Finding(lowest.place, verdict, why, REUSE, (*_FUNCTIONAL, "repair_options"))


def _functional(case: Case) -> Iterator[Finding]:
    for route, asks in case.reuse():
        if (limit := asks.functional_grade_at_least) is not None:
            yield _graded(case, route, limit, _FUNCTIONAL, _say_functional)


def _say_functional(option: Message, needed: int, found: int) -> Message:
    return message(
        "{option} asks for functional grade F{needed} and this one has F{found}",
        option=option,
        needed=needed,
        found=found,
    )


def _cosmetic(case: Case) -> Iterator[Finding]:
    for route, asks in case.reuse():
        if (limit := asks.cosmetic_grade_at_least) is not None:
            yield _graded(case, route, limit, _COSMETIC, _say_cosmetic)


def _say_cosmetic(option: Message, needed: int, found: int) -> Message:
    return message(
        "{option} asks for cosmetic grade C{needed} and this one has C{found}",
        option=option,
        needed=needed,
        found=found,
    )


def _graded(case: Case, route: Route, limit: Limit[int], names: tuple[str, str], say: SayGrade) -> Finding:
    assert case.line is not None
    found, facts = _grade(case, case.line.options[route], names)
    if found is None:
        return case.unknown(facts[:1], (route,))
    why = say(OPTION[route], limit.value, found)
    return judged(limit, why, route, facts, fits=found >= limit.value)


def _grade(case: Case, asks: OptionLimits, names: tuple[str, str]) -> tuple[int | None, tuple[str, ...]]:
    """The grade that counts for an option, and the facts that it rests on."""
    grade, reachable = case.value(names[0]), case.value(names[1])
    counts = asks.reachable_grade_counts is not None and asks.reachable_grade_counts.value
    if counts and reachable is not None and reachable > (grade or 0):
        return reachable, names
    return grade, names[:1]


def _tests(case: Case) -> Iterator[Finding]:
    for route, asks in case.reuse():
        limit = asks.no_failed_tests
        if limit is None or not limit.value:
            continue
        failed = case.value("failed_tests")
        if failed is None:
            yield case.unknown(("failed_tests",), (route,))
            continue
        if failed:
            names = ", ".join(sorted(failed))
            why = message(
                "{option} asks that every test passes and it failed: {tests}", option=OPTION[route], tests=names
            )
        else:
            why = message("{option} asks that every test passes, and no test failed", option=OPTION[route])
        yield judged(limit, why, route, ("failed_tests",), fits=not failed)


def _battery(case: Case) -> Iterator[Finding]:
    for route, asks in case.reuse():
        limit = asks.battery_percent_at_least
        if limit is None or case.line is None or not case.line.battery:
            continue
        found = case.value("battery_health")
        if found is None:
            yield case.unknown(("battery_health",), (route,))
            continue
        why = message(
            "{option} asks for a battery of at least {needed} % and this one has {found} %",
            option=OPTION[route],
            needed=number(limit.value),
            found=number(floor(found * 10) / 10),
        )
        facts = ("battery_health", "battery_cycles")
        yield judged(limit, why, route, facts, fits=found >= limit.value)


def _storage(case: Case) -> Iterator[Finding]:
    facts = ("media", "disk_health", "classification")
    for route, asks in case.reuse():
        limit = asks.working_storage
        if limit is None or not limit.value or case.line is None or not case.line.storage:
            continue
        absent = tuple(name for name in ("media", "disk_health") if case.value(name) is None)
        if absent:
            yield case.unknown(absent, (route,))
        elif usable_media(case):
            why = message("{option} asks for a working storage medium and it has one", option=OPTION[route])
            yield judged(limit, why, route, facts, fits=True)
        else:
            why = message(
                "{option} asks for a working storage medium and it has none that may be used again",
                option=OPTION[route],
            )
            yield judged(limit, why, route, facts, fits=False)


def usable_media(case: Case) -> tuple[Medium, ...]:
    """The media that are in the device, healthy, and need not be destroyed.

    A failing disk that the list of media does not name is one of them all the same: it takes one away.
    """
    media: tuple[Medium, ...] = case.value("media") or ()
    doomed = to_destroy(case)
    bad = {disk.serial for disk in case.value("disk_health") or () if fails(disk, case.policy.disk)}
    usable = [it for it in media if it.state not in GONE and it not in doomed and it.name not in bad]
    return tuple(usable[len(bad - {it.name for it in media}) :])


def fails(disk: MediumSeen, limits: DiskLimits) -> bool:
    """Whether a disk is too bad to go on with; what SMART does not say counts as good."""
    return (
        disk.healthy is False
        or (disk.pending_sectors or 0) > limits.pending_above
        or (disk.reallocated_sectors or 0) > limits.reallocated_above
        or (disk.media_errors or 0) > limits.media_errors_above
        or (disk.percentage_used or 0) >= limits.percentage_used_from
    )


def _charger(case: Case) -> Iterator[Finding]:
    for route, asks in case.reuse():
        limit = asks.charger
        if limit is None or not limit.value:
            continue
        present = case.value("charger_present")
        if present is None:
            yield case.unknown(("charger_present",), (route,))
        elif present:
            why = message("{option} asks for a charger and it has one", option=OPTION[route])
            yield judged(limit, why, route, ("charger_present",), fits=True)
        else:
            why = message("{option} asks for a charger and it has none", option=OPTION[route])
            yield judged(limit, why, route, ("charger_present",), fits=False)


def _rule(name: str, check: Callable[[Case], Iterator[Finding]], *reads: str) -> Rule:
    return Rule(f"working.{name}", Gate.WORKING, frozenset({"category", *reads}), check)


RULES = (
    _rule("possible", _possible, *_FUNCTIONAL, "repair_options"),
    _rule("functional-grade", _functional, *_FUNCTIONAL),
    _rule("cosmetic-grade", _cosmetic, *_COSMETIC),
    _rule("tests", _tests, "failed_tests"),
    _rule("battery", _battery, "battery_health", "battery_cycles"),
    _rule("storage", _storage, "media", "disk_health", "classification"),
    _rule("charger", _charger, "charger_present"),
)
