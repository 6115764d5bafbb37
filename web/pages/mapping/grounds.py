"""What every reasoned decision tells alike: its rules, its facts, what was not known, and what would change it."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from dpp.domain.message import Message, listed, message
from lifecycle.domain.mandates import Mandate
from lifecycle.domain.routing.alternatives import Alternative
from lifecycle.domain.routing.decision import Decision, TraceLine, UsedFact
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.routing.gates import OptionState
from lifecycle.domain.routing.words import FACT, spread
from lifecycle.domain.vocabulary import Classification, Hazard, Holding, Lock, Route
from web.pages.contexts.approvals import PaperSection, PaperTable, Sayable
from web.pages.contexts.frame import Figure
from web.pages.contexts.passport import ProductKind
from web.pages.mapping.decision import SIGNS
from web.pages.mapping.spoken import source, spoken

NOBODY = message("somebody of another organisation")
NOT_KNOWN = message("not known")
HOW = message(
    "Who has the same facts and the same policy can compute the hashes again, and finds the same answer. "
    "The events are in the log that nobody can rewrite unseen."
)


def mandate_said(it: Mandate) -> Message:
    return message("{reference}, from {day}", reference=it.reference, day=it.from_day)


def grounds(decision: Decision) -> tuple[PaperSection, ...]:
    """Rules, facts, what was not known, alternatives and what would change it."""
    return tuple(section for section in _all_grounds(decision) if section is not None)


def _all_grounds(decision: Decision) -> Iterator[PaperSection | None]:
    policy = decision.policy
    by = message("The rules are those of {title}, version {version}.", title=policy.title, version=policy.version)
    yield PaperSection(message("Which rules, with which numbers"), (by,), table=_rules(decision))
    yield PaperSection(message("Which facts"), table=_facts(decision))
    missing = tuple(_missing(decision))
    if missing:
        yield PaperSection(message("What was not known"), points=missing)
    yield PaperSection(message("Which other destinations were looked at"), table=_alternatives(decision))
    changes = (*(spoken(it.what) for it in decision.flips), *(spoken(it.what) for it in decision.disagreements))
    nothing = () if changes else (message("Nothing that is known here."),)
    yield PaperSection(message("What would change it"), nothing, changes)


def _rules(decision: Decision) -> PaperTable:
    """What speaks against a destination or for the chosen one; what only speaks for another is left out."""
    chosen = {decision.route, decision.then}
    told = [line for line in decision.trace if _is_told(line, chosen)]
    rows = tuple((SIGNS[line.verdict][1], spoken(line.why), line.place) for line in told)
    return PaperTable((message("Outcome"), message("Rule"), message("Place in the policy")), rows)


def _is_told(line: TraceLine, chosen: set[Route | None]) -> bool:
    about = not line.routes or not chosen.isdisjoint(line.routes)
    return about if line.verdict in {Verdict.PASSES, Verdict.CONDITION} else True


def _facts(decision: Decision) -> PaperTable:
    used = {fact.name: fact for line in decision.trace for fact in line.facts}
    rows = tuple((FACT[it.name], fact_said(it), source(it.source), *_age(it)) for it in used.values())
    heads = (message("Fact"), message("What it says"), message("Source"), message("Since"), message("Days old"))
    return PaperTable(heads, rows)


def fact_said(fact: UsedFact) -> Sayable:
    """Plain values as they are; what is more than that is in the data of the decision."""
    value: Any = fact.value
    if value is True or value is False:
        return message("yes") if value else message("no")
    if isinstance(value, list):
        plain = [each for each in value if isinstance(each, str | int | float)]
        kind = _LISTS.get(fact.name)
        plain = [kind(each) if kind is not None and each in set(kind) else each for each in plain]
        return listed(plain) if plain and len(plain) == len(value) else _count(value)
    if isinstance(value, Mapping):
        value = value.get("value")
    if not isinstance(value, str | int | float):
        return _NOT_SHOWN
    kind = _LISTS.get(fact.name)
    return kind(value) if kind is not None and value in set(kind) else _plain(fact.name, value)


def _plain(name: str, value: str | float) -> Sayable:
    """With its unit or the letter of its grade; a day as a day."""
    if name in _GRADES:
        return f"{_GRADES[name]}{value}"
    if name in _UNITS and not isinstance(value, str):
        return message("{figure}", figure=Figure(value, _UNITS[name]))
    if name == "in_use_since" and isinstance(value, str):
        return date.fromisoformat(value)
    return str(value)


_GRADES = {
    "functional_grade": "F",
    "reachable_functional_grade": "F",
    "cosmetic_grade": "C",
    "reachable_cosmetic_grade": "C",
}
_UNITS = {
    "battery_health": "%",
    "memory_gib": "GiB",
    "storage_gb": "GB",
    "diagonal_inch": "in",
    "mass_kg": "kg",
    "market_value": "EUR",
    "wipe_cost": "EUR",
    "handling_cost": "EUR",
}
"""As `lifecycle.domain.routing.facts` states them."""


_LISTS: Mapping[str, type[StrEnum]] = {
    "category": ProductKind,
    "classification": Classification,
    "hazards": Hazard,
    "holding": Holding,
    "locks": Lock,
}
"""The facts of which the value is a member of a fixed list that has words."""
_NOT_SHOWN = message("see the data of the decision")


def _count(value: list[Any]) -> Sayable:
    return message("{count} (see the data of the decision)", count=len(value)) if value else message("none")


def _age(fact: UsedFact) -> tuple[Sayable, Sayable]:
    since: Sayable = fact.observed if fact.observed is not None else NOT_KNOWN
    return since, fact.age_days if fact.age_days is not None else "-"


def _missing(decision: Decision) -> Iterator[Sayable]:
    told: set[str] = set()
    for line in decision.trace:
        for it in line.missing:
            if it.effect is not None and it.name not in told:
                told.add(it.name)
                yield _EFFECTS[it.effect.value](FACT[it.name])


_EFFECTS = {
    "ask": lambda fact: message("{fact}: what needs it waits for the answer", fact=fact),
    "block": lambda fact: message("{fact}: what needs it is closed", fact=fact),
    "default": lambda fact: message("{fact}: a default of the policy counted", fact=fact),
}


def _alternatives(decision: Decision) -> PaperTable:
    others = [it for it in decision.alternatives if it.route is not decision.route]
    rows = tuple((it.route, _why_not(it), _worth(it)) for it in others)
    return PaperTable((message("Destination"), message("Why not"), message("Value after cost")), rows)


def _why_not(option: Alternative) -> Sayable:
    if option.closed_by:
        return listed(map(spoken, option.closed_by))
    open_said, waits = message("possible, and lower on the ladder"), message("it waits for an answer")
    return open_said if option.state is OptionState.OPEN else waits


def _worth(option: Alternative) -> Sayable:
    value = option.figures.get("net") or option.figures.get("value")
    return NOT_KNOWN if value is None else spread(value)
