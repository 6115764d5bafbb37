"""Routing policies as pages show them: the register, every number with its meaning, and runs."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import Message, message
from lifecycle.domain.routing.absence import Effect
from lifecycle.domain.routing.plain import plain
from lifecycle.domain.routing.policy import PolicyName
from lifecycle.domain.routing.register import RegisteredPolicy
from lifecycle.domain.routing.runs import Move, RoutingRun, RunKind, RunState, Transition
from lifecycle.domain.routing.words import FACT, OPTION
from lifecycle.domain.vocabulary import Route
from lifecycle.service.ports import DeviceLine
from lifecycle.service.routing_policies import PolicyList, PolicyView, RunView
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import Tone
from web.pages.contexts.routing_policies import (
    MoveRow,
    NumberGroup,
    NumberRow,
    PolicyPage,
    PolicyRow,
    RoutingRunPage,
    RunRow,
    TransitionRow,
)
from web.pages.mapping.heads import address_of, head_of_line
from web.pages.mapping.spoken import spoken
from web.pages.words.policies import KINDS, MEANINGS, PARTS, SECTIONS, SHARE_OF_PART, VALUES

PLACE = "/routing-policies"

_IN_FORCE = (Tone.GOOD, message("in force"))
_WAITS_FOR_DAY = (Tone.INFO, message("activated: waits for its day"))
_OVER = (Tone.UNKNOWN, message("not in force (any more)"))
_WAITS_FOR_PERSON = (Tone.ATTENTION, message("waits for a second person"))

_STATES: Mapping[RunState, tuple[Tone, Message]] = {
    RunState.WAITING: (Tone.INFO, message("waits for its turn")),
    RunState.RUNNING: (Tone.INFO, message("under way")),
    RunState.FINISHED: (Tone.GOOD, message("done")),
    RunState.FAILED: (Tone.STOP, message("stopped")),
}
_RUNS: Mapping[RunKind, Message] = {
    RunKind.PREVIEW: message("Preview: nothing is changed"),
    RunKind.DECIDE_AGAIN: message("Deciding again"),
}
_HEAD = frozenset({"id", "title", "version", "date", "until", "owner", "scope"})


def policy_rows(found: PolicyList) -> tuple[PolicyRow, ...]:
    """The register, newest version first, and last what holds for all other devices."""
    rows = [policy_row(line.policy, found.owners, in_force=line.in_force) for line in reversed(found.lines)]
    return (*rows, _row(found.packaged.name, (), *_IN_FORCE))


def policy_row(policy: RegisteredPolicy, owners: Mapping[OrganisationId, str], *, in_force: bool) -> PolicyRow:
    if in_force:
        state = _IN_FORCE
    elif policy.activated_at is None:
        state = _WAITS_FOR_PERSON
    else:
        state = _WAITS_FOR_DAY if policy.name.date > policy.activated_at.date() else _OVER
    return _row(policy.name, _of(policy.name, owners), *state)


def _row(name: PolicyName, of: tuple[Message | str, ...], tone: Tone, state: Message) -> PolicyRow:
    address = f"{PLACE}/{name.id}/{name.version}"
    return PolicyRow(address, name.title, f"{name.id} {name.version}", of, name.date, name.until, tone, state)


def _of(name: PolicyName, owners: Mapping[OrganisationId, str]) -> tuple[Message | str, ...]:
    named = (owners.get(OrganisationId(owner), owner) for owner in name.scope.owners)
    return (*named, *(KINDS.get(category, category) for category in name.scope.categories))


def policy_page(view: PolicyView, names: Mapping[AccountId, str], *, may_change: bool, account: str) -> PolicyPage:
    """`may_change`: whether this person previews and activates policies."""
    of, name = view.registered, view.policy.name
    row = _row(name, (), *_IN_FORCE) if of is None else policy_row(of, view.owners, in_force=view.in_force)
    page = PolicyPage(
        row=row,
        owner=name.owner,
        groups=tuple(number_groups(tomllib.loads(view.file.decode("utf-8-sig")))),
        runs=tuple(map(run_row, view.runs)),
        sha256="" if of is None else of.sha256,
        digest=name.digest,
        file_at=f"/api/v1{row.address}/file",
    )
    return page if of is None else _with_acts(page, of, names, may_change=may_change, account=account)


def _with_acts(
    page: PolicyPage, of: RegisteredPolicy, names: Mapping[AccountId, str], *, may_change: bool, account: str
) -> PolicyPage:
    waits = may_change and of.activated_at is None
    own = waits and of.loaded_by == account
    acts: dict[str, Any] = {
        "loaded": names.get(of.loaded_by),
        "loaded_at": of.loaded_at,
        "activated": None if of.activated_by is None else names.get(of.activated_by),
        "activated_at": of.activated_at,
        "preview_at": f"{page.row.address}/preview" if waits else None,
        "activate_at": f"{page.row.address}/activation" if waits and not own else None,
        "refusal": message("You loaded it, so a colleague reads the preview and activates it.") if own else None,
    }
    return replace(page, **acts)


def number_groups(content: Mapping[str, Any]) -> Iterator[NumberGroup]:
    """Every number of a policy as its file has it, in the order of the file."""
    for section, table in content.items():
        if section in _HEAD:
            continue
        if section == "categories":
            for category, line in table.items():
                yield from _of_category(category, line)
        elif section == "advice":
            yield from _of_advice(table)
        elif section == "options":
            yield from _of_options((SECTIONS[section],), table, section)
        else:
            yield NumberGroup((SECTIONS[section],), tuple(_rows(table, section)))


def _of_category(category: str, line: Mapping[str, Any]) -> Iterator[NumberGroup]:
    title, place = (_kind(category),), f"categories.{category}"
    own = {name: value for name, value in line.items() if not isinstance(value, Mapping)}
    yield NumberGroup(title, tuple(_rows(own, place)))
    yield from _of_options(title, {name: it for name, it in line.items() if isinstance(it, Mapping)}, place)


def _of_options(title: tuple[Message, ...], options: Mapping[str, Any], place: str) -> Iterator[NumberGroup]:
    for route, limits in options.items():
        yield NumberGroup((*title, OPTION[Route(route)]), tuple(_rows(limits, f"{place}.{route}")))


def _of_advice(table: Mapping[str, Any]) -> Iterator[NumberGroup]:
    """A group for the advice itself, and one for each kind of device with the prices and times of its parts."""
    title = (SECTIONS["advice"],)
    yield NumberGroup(title, tuple(_rows({name: it for name, it in table.items() if name != "parts"}, "advice")))
    for category, parts in table.get("parts", {}).items():
        yield NumberGroup((*title, _kind(category)), tuple(_rows(parts, f"advice.parts.{category}")))


def _range(amounts: Sequence[float]) -> Message:
    """Amounts of the advice are [low, likely, high]."""
    low, likely, high = amounts
    return message("{value} ({low} to {high})", value=likely, low=low, high=high)


def _kind(category: str) -> Message:
    return KINDS.get(category) or message("Kind of device: {category}", category=category)


def _rows(table: Mapping[str, Any], place: str) -> Iterator[NumberRow]:
    for name, value in table.items():
        at = f"{place}.{name}"
        if place == "missing":
            yield NumberRow(FACT[name], tuple(_absence(value)), "", at)
        elif isinstance(value, Mapping):
            yield from _rows(value, at)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, item in enumerate(value):
                yield NumberRow(_meaning(name, place)[0], (_line(item),), "", f"{at}[{number}]")
        else:
            meaning, unit = _meaning(name, place)
            is_range = place.partition(".")[0] == "advice" and isinstance(value, list)
            yield NumberRow(meaning, (_range(value),) if is_range else tuple(_values(value)), unit, at)


def _meaning(name: str, place: str) -> tuple[Message, str]:
    if place == "repair.percent_of_value_at_most" and name != "total":
        return Message(SHARE_OF_PART.template, {"part": PARTS.get(name, name)}), "%"
    if place.startswith("advice.parts."):
        meaning, unit = MEANINGS[name]
        part = place.rpartition(".")[2]
        return message("{part}: {meaning}", part=PARTS.get(part) or part, meaning=meaning), unit
    return MEANINGS[name]


def _absence(effect: Mapping[str, Any]) -> Iterator[Message | str | float]:
    if effect["effect"] != Effect.DEFAULT.value:
        yield VALUES[effect["effect"]]
        return
    yield message("counts as:")
    yield from _values(effect["value"])


def _values(value: Any) -> Iterator[Message | str | float]:
    if isinstance(value, bool):
        yield message("yes") if value else message("no")
    elif isinstance(value, list):
        found = [each for item in value for each in _values(item)]
        yield from found or [message("none")]
    elif isinstance(value, str):
        yield VALUES.get(value, value)
    else:
        yield plain(value)


def _line(item: Mapping[str, Any]) -> str:
    """A line of numbers of processors, as the file has it."""
    return ", ".join(f"{name} {_written(value)}" for name, value in item.items())


def _written(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def run_row(run: RoutingRun) -> RunRow:
    tone, state = _STATES[run.state]
    return RunRow(
        address=_run_address(run),
        what=_RUNS[run.kind],
        asked=run.asked_at,
        on=run.on,
        tone=Tone.ATTENTION if run.refused and run.state is RunState.FINISHED else tone,
        state=state,
        total=run.total,
        seen=run.seen,
        decided=run.decided,
        moved=run.moved,
        refused=run.refused,
        why=None if run.why is None else spoken(run.why),
    )


def _run_address(run: RoutingRun) -> str:
    return f"{PLACE}/runs/{run.run_id}"


def run_page(view: RunView, policy: PolicyRow, asked: Mapping[str, str], limit: int) -> RoutingRunPage:
    """`asked`: which devices, as the address has it."""
    row, run, address = run_row(view.run), view.run, _run_address(view.run)
    more = None
    if len(view.moves) == limit:
        more = f"{address}?{urlencode({**asked, 'beyond': view.moves[-1].device})}"
    return RoutingRunPage(
        run=row,
        policy=policy,
        preview=run.kind is RunKind.PREVIEW,
        working=not run.is_over,
        transitions=tuple(_transition(each, address) for each in view.transitions),
        moves=tuple(_move(each, view.lines.get(each.device)) for each in view.moves),
        more=more,
    )


def _transition(each: Transition, address: str) -> TransitionRow:
    asked = {"before": each.before.value, "after": each.after.value}
    if each.category is not None:
        asked["category"] = each.category
    kind = message("Kind not known") if each.category is None else _kind(each.category)
    return TransitionRow(each.devices, kind, each.before, each.after, f"{address}?{urlencode(asked)}#devices")


def _move(each: Move, line: DeviceLine | None) -> MoveRow:
    head = DeviceHead(None, address_of(each.device), None) if line is None else head_of_line(line)
    return MoveRow(head, each.before, each.after, None if each.refusal is None else spoken(each.refusal))
