"""What of a device needs repair, from the facts of routing.

Rules:
1. A battery below what internal reuse asks of one, or swollen, is replaced; so is a screen with broken glass.
2. A test that failed names the part by its own name. What a test says nothing of is not known to be broken.
3. A device that needs storage and has no medium that works and may be used needs one; a charger where an option asks
   for one and it has none.
4. A quote that stands is a repairer's word that its parts are needed: its price counts for all of them together, and
   goes before any estimate. Of quotes for the same part the cheapest counts.
5. A functional grade below F5 that no failed test explains is a defect that nobody has found yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dpp.domain.message import Message, message
from lifecycle.domain.routing.condition import usable_media
from lifecycle.domain.routing.facts import RepairOption
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.plain import number
from lifecycle.domain.vocabulary import Hazard, Route

FULLY_FUNCTIONAL = 5
"""R2v3, F5: every test passes."""
LOOKED_AT = ("battery_health", "failed_tests", "functional_grade", "hazards", "repair_options")
"""Facts of which one at least must be known before anybody can say that nothing is broken."""


@dataclass(frozen=True, slots=True)
class Need:
    """A part that has to be replaced or mended. `facts` say so; `mends` are the tests that pass afterwards."""

    part: str
    why: Message
    facts: tuple[str, ...]
    mends: frozenset[str] = frozenset()


def needs(case: Case) -> tuple[Need, ...]:
    """Each part once, in the order of the rules; quotes apart (rule 4)."""
    found: dict[str, Need] = {}
    for need in (*_battery(case), *_screen(case), *_tests(case), *_storage(case), *_charger(case)):
        known = found.get(need.part)
        found[need.part] = need if known is None else _both(known, need)
    return tuple(found.values())


def quoted(case: Case) -> tuple[RepairOption, ...]:
    """The quotes that count: the cheapest first, and none whose parts the others cover already (rule 4)."""
    options: tuple[RepairOption, ...] = case.value("repair_options") or ()
    chosen: list[RepairOption] = []
    covered: set[str] = set()
    for option in sorted(options, key=lambda it: (it.price.value, it.parts)):
        if not covered.issuperset(option.parts):
            chosen.append(option)
            covered.update(option.parts)
    return tuple(chosen)


def is_undiagnosed(case: Case) -> bool:
    """Rule 5."""
    grade = case.value("functional_grade")
    return grade is not None and grade < FULLY_FUNCTIONAL and not case.value("failed_tests")


def was_looked_at(case: Case) -> bool:
    return any(case.is_known(name) for name in LOOKED_AT)


def _both(first: Need, second: Need) -> Need:
    facts = tuple(dict.fromkeys((*first.facts, *second.facts)))
    return Need(first.part, first.why, facts, first.mends | second.mends)


def _battery(case: Case) -> Iterator[Need]:
    if case.line is None or not case.line.battery:
        return
    if Hazard.SWOLLEN_BATTERY in (case.value("hazards") or ()):
        yield Need("battery", message("its battery is swollen"), ("hazards",))
    limit, health = case.line.options[Route.REDEPLOY].battery_percent_at_least, case.value("battery_health")
    if limit is not None and health is not None and health < limit.value:
        why = message(
            "its battery holds {found} % of its design capacity, and internal reuse asks for {needed} %",
            found=number(health),
            needed=number(limit.value),
        )
        yield Need("battery", why, ("battery_health",))


def _screen(case: Case) -> Iterator[Need]:
    if Hazard.BROKEN_GLASS in (case.value("hazards") or ()):
        yield Need("display", message("its glass is broken"), ("hazards",))


def _tests(case: Case) -> Iterator[Need]:
    for test in sorted(case.value("failed_tests") or ()):
        why = message("this test failed: {test}", test=test)
        yield Need(test, why, ("failed_tests",), frozenset({test}))


def _storage(case: Case) -> Iterator[Need]:
    facts = ("media", "disk_health", "classification")
    if case.line is None or not case.line.storage or not case.is_known("media"):
        return
    if case.value("media") and not usable_media(case):
        yield Need("storage", message("it has no storage medium that works and may be used again"), facts)


def _charger(case: Case) -> Iterator[Need]:
    asked = any(limits.charger is not None and limits.charger.value for _, limits in case.reuse())
    if asked and case.value("charger_present") is False:
        yield Need("charger", message("its charger is not there"), ("charger_present",))
