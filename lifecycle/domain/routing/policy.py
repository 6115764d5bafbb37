"""A routing policy: every number that a decision uses, with the place where it stands.

Rules:
1. A policy is data with an id, a version, a date and an owner; `Policy.parse` refuses what is not whole and names the
   path of every wrong line. A name that it does not know is wrong, so that a typing error cannot switch a rule off.
2. A number of a category goes before the same number of the option in general.
3. What is absent asks nothing; `false` as well.
4. Each fact that a rule needs has a stated effect for when it is not known (`missing`).
5. `date` is the first day on which it may be in force, `until` the last, where it has one; `scope` names the devices
   that it is for (`lifecycle.domain.routing.scope`). A category of its scope has a line of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.routing.absence import Missing, read_missing
from lifecycle.domain.routing.advising import AdviceRules, read_advice
from lifecycle.domain.routing.facts import Platform
from lifecycle.domain.routing.limits import (
    DIRECT,
    CategoryRules,
    DiskLimits,
    Limit,
    MediaRules,
    OptionLimits,
    Unverified,
)
from lifecycle.domain.routing.offering import DonationRules, Marketplace, Party, ReservationRules
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.reading import Reading
from lifecycle.domain.routing.scope import EVERY_DEVICE, Scope
from lifecycle.domain.routing.windows11 import BlockedProcessors, ProcessorException, Windows11Rules
from lifecycle.domain.vocabulary import Classification, Route

Day = date

_MONTHS = 1200
_DAYS = 3650

_WHOLE = {
    "age_months_at_most": (0, _MONTHS),
    "functional_grade_at_least": (1, 6),
    "cosmetic_grade_at_least": (0, 9),
    "lines_at_least": (1, 100_000),
    "support_months_at_least": (0, _MONTHS),
}
_NUMBER = {
    "battery_percent_at_least": (0, 100),
    "memory_gib_at_least": (0, 100_000),
    "storage_gb_at_least": (0, 1_000_000),
    "diagonal_inch_at_least": (0, 1_000),
    "value_after_costs_eur_above": (-1_000_000, 1_000_000),
}
_TEXT = ("credential",)
_LIMIT_NAMES = tuple(field.name for field in fields(OptionLimits))


@dataclass(frozen=True, slots=True)
class PolicyName:
    """Which policy a decision was made by; `digest` is the SHA-256 of its content. `scope` says why this one."""

    id: str
    title: str
    version: str
    date: date
    owner: str
    digest: str
    until: Day | None = None
    scope: Scope = EVERY_DEVICE


@dataclass(frozen=True, slots=True)
class Policy:
    name: PolicyName
    missing: Mapping[str, Missing]
    media: MediaRules
    disk: DiskLimits
    release_lock_eur: float
    repair_percent_of_value: Mapping[str, float]
    categories: Mapping[str, CategoryRules]
    windows_11: Windows11Rules
    marketplace: Marketplace
    reservation: ReservationRules
    donation: DonationRules
    advice: AdviceRules | None = None

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """A policy from parsed TOML or JSON; InvalidInput with every fault and its path (`$.options.donate...`)."""
        top = Reading(content)
        policy = cls._read(top, content)
        top.finish()
        if top.problems:
            first = top.problems[0]
            raise InvalidInput(
                message(
                    "The routing policy has {count} faults; the first: {path} {what}.",
                    count=len(top.problems),
                    path=first.path,
                    what=first.what,
                ),
                tuple(top.problems),
                remedy=message("Mend the lines that are named, and load it again."),
            )
        return policy

    @classmethod
    def _read(cls, top: Reading, content: Mapping[str, Any]) -> Self:
        return cls(
            name=_read_name(top, content),
            missing=read_missing(top.table("missing")),
            media=_read_media(top.table("media")),
            disk=_read_disk(top.table("disk")),
            release_lock_eur=_read_release(top.table("locks")),
            repair_percent_of_value=_read_shares(top.table("repair")),
            categories=_read_categories(top),
            windows_11=_read_windows_11(top.table("windows_11")),
            marketplace=_read_marketplace(top.table("marketplace")),
            reservation=_read_reservation(top.table("reservation")),
            donation=_read_donation(top.table("donation")),
            advice=read_advice(top.table("advice")) if top.has("advice") else None,
        )


def _read_name(top: Reading, content: Mapping[str, Any]) -> PolicyName:
    try:
        digest = sha256(canonical(plain(content)))
    except (TypeError, ValueError):
        top.fault("$", message("holds a value that JSON cannot carry"))
        digest = ""
    return PolicyName(
        id=top.text("id"),
        title=top.text("title"),
        version=top.text("version"),
        date=top.day("date"),
        owner=top.text("owner"),
        digest=digest,
        until=_read_until(top),
        scope=_read_scope(top.table("scope"), top.raw("categories")),
    )


def _read_until(top: Reading) -> date | None:
    until = top.day("until") if top.has("until") else None
    if until is not None and until < top.day("date"):
        top.fault("$.until", message("is before the day from which the policy is in force"))
    return until


def _read_scope(table: Reading, lines: Any) -> Scope:
    scope = Scope(tuple(sorted(table.texts("owners"))), tuple(sorted(table.texts("categories"))))
    for category in scope.categories:
        if not isinstance(lines, Mapping) or category not in lines:
            what = message("the policy has no line for this category: {category}", category=category)
            table.fault(f"{table.path}.categories", what)
    table.finish()
    return scope


def _read_marketplace(table: Reading) -> Marketplace:
    rules = Marketplace(
        internal_days=table.whole("internal_days", 0, _DAYS),
        donation_days=table.whole("donation_days", 0, _DAYS),
    )
    table.finish()
    return rules


def _read_reservation(table: Reading) -> ReservationRules:
    rules = ReservationRules(
        days=table.whole("days", 1, _DAYS), devices_at_most=table.whole_or_none("devices_at_most", 1)
    )
    table.finish()
    return rules


def _read_donation(table: Reading) -> DonationRules:
    parties = table.words("parties", Party)
    if len(set(parties)) < len(parties):
        table.fault(f"{table.path}.parties", message("names a party twice"))
    table.finish()
    return DonationRules(parties)


def _read_media(table: Reading) -> MediaRules:
    destroy_from = table.word("destroy_from", Classification)
    if destroy_from is Classification.UNKNOWN:
        table.fault(f"{table.path}.destroy_from", message("expects a classification, not unknown"))
        destroy_from = Classification.STG_C
    rules = MediaRules(table.word("unverified", Unverified), destroy_from)
    table.finish()
    return rules


def _read_disk(table: Reading) -> DiskLimits:
    limits = DiskLimits(
        pending_above=table.whole("pending_above"),
        reallocated_above=table.whole("reallocated_above"),
        media_errors_above=table.whole("media_errors_above"),
        percentage_used_from=table.whole("percentage_used_from", 1, 255),
    )
    table.finish()
    return limits


def _read_release(table: Reading) -> float:
    price = table.number("release_eur")
    table.finish()
    return price


def _read_shares(repair: Reading) -> dict[str, float]:
    """Percent of the market value by part; `total` is needed."""
    table = repair.table("percent_of_value_at_most")
    repair.finish()
    if not table.has("total"):
        table.number("total")
    shares = {part: table.number(part, 0, 10_000) for part in table.names()}
    table.finish()
    return shares


def _read_categories(top: Reading) -> dict[str, CategoryRules]:
    options = top.table("options")
    general = {route: _read_limits(options.table(route.value)) for route in DIRECT}
    options.finish()
    table = top.table("categories")
    categories = {name: _read_category(name, table.table(name), general) for name in table.names()}
    if not categories:
        table.fault(table.path, message("is missing: a policy names one category at least"))
    return categories


def _read_category(name: str, table: Reading, general: Mapping[Route, dict[str, Limit[Any]]]) -> CategoryRules:
    options = {route: OptionLimits(**(general[route] | _read_limits(table.table(route.value)))) for route in DIRECT}
    rules = CategoryRules(
        name=name,
        battery=table.flag("battery"),
        storage=table.flag("storage"),
        platform=table.word_or_none("platform", Platform) or Platform.NONE,
        reuse_needs_erasure_method=table.flag("reuse_needs_erasure_method"),
        erasure_methods=table.texts("erasure_methods"),
        options=options,
        wipe_eur=table.number("wipe_eur") if table.has("wipe_eur") else None,
        handling_eur=table.number("handling_eur") if table.has("handling_eur") else None,
    )
    table.finish()
    return rules


def _read_limits(table: Reading) -> dict[str, Limit[Any]]:
    place = table.path.removeprefix("$.")
    limits = {name: Limit(_read_limit(table, name), f"{place}.{name}") for name in _LIMIT_NAMES if table.has(name)}
    table.finish()
    return limits


def _read_limit(table: Reading, name: str) -> Any:
    if name in _WHOLE:
        return table.whole(name, *_WHOLE[name])
    if name in _NUMBER:
        return table.number(name, *_NUMBER[name])
    return table.text(name) if name in _TEXT else table.flag(name)


def _read_windows_11(table: Reading) -> Windows11Rules:
    rules = Windows11Rules(
        blocked=tuple(map(_read_blocked, table.tables("blocked"))),
        exceptions=tuple(map(_read_exception, table.tables("exceptions"))),
        tpm_at_least=table.number("tpm_at_least", 0, 10),
        memory_gib_at_least=table.number("memory_gib_at_least"),
        support_months=table.whole("support_months", 0, _MONTHS),
    )
    table.finish()
    return rules


def _read_blocked(table: Reading) -> BlockedProcessors:
    line = BlockedProcessors(
        vendor=table.text("vendor"),
        family=table.whole_or_none("family"),
        family_at_most=table.whole_or_none("family_at_most"),
        models=table.wholes("models"),
        model_at_most=table.whole_or_none("model_at_most"),
        except_models=table.wholes("except_models"),
        stepping=table.whole_or_none("stepping"),
    )
    table.finish()
    return line


def _read_exception(table: Reading) -> ProcessorException:
    line = ProcessorException(table.text("processor"), table.texts("models"))
    table.finish()
    return line
