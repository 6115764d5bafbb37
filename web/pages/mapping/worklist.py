"""The worklist of DRZ: groups first, each with what is proposed, why in half a sentence, and the exceptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.routing.decision import Decision
from lifecycle.domain.routing.record import from_plain
from lifecycle.domain.vocabulary import Route
from lifecycle.service.bulk_views import BulkView
from lifecycle.service.ports import DeviceLine
from lifecycle.service.views import WorkGroup
from web.pages.contexts.frame import Choice, Figure, FormState
from web.pages.contexts.routing import Group, Proposal, Refused, WorklistPage
from web.pages.mapping.heads import address_of, head_of_line, name_of
from web.pages.mapping.spoken import spoken

IN_THE_WAY: Mapping[str, Message] = {
    "identity": message("Two devices claim its number, or nobody confirmed which device it is"),
    "hazard": message("It is not safe to handle"),
    "hold": message("A legal hold is on it"),
    "lock": message("It is locked"),
}
WAITING = frozenset({"proposed", "override"})


@dataclass(frozen=True)
class Filters:
    """The filters as they stand in the address; empty ones ask for nothing. `opened` is the group shown open."""

    route: str = ""
    model: str = ""
    show: str = ""
    opened: str = ""

    def fits(self, group: Group) -> bool:
        """`model` is matched before, on the line."""
        wanted = {"exceptions": bool(group.exceptions), "clean": not group.exceptions}
        return self.route in {"", group.route.value} and wanted.get(self.show, True)

    def address(self, **other: str) -> str:
        rest = {name: value for name, value in {**vars(self), **other}.items() if value}
        return f"/worklist?{urlencode(rest)}" if rest else "/worklist"


def worklist_page(
    groups: Iterable[WorkGroup],
    filters: Filters,
    today: date,
    own: Mapping[DeviceKey, Message],
    refused: tuple[Refused, ...] = (),
) -> WorklistPage:
    """`own` are the devices that this person may not decide about, with the reason."""
    waiting = [group for group in groups if group.like.route_state in WAITING and group.decisions]
    models = {group.like.model_id: name_of(group.like) for group in waiting if group.like.model_id}
    of_model = [group for group in waiting if filters.model in {"", group.like.model_id}]
    shown = [shown for group in of_model if filters.fits(shown := _group(group, filters, own))]
    return WorklistPage(
        groups=tuple(shown),
        waiting=sum(len(group.lines) for group in waiting),
        today=today,
        models=tuple(
            Choice(model, name or model) for model, name in sorted(models.items(), key=lambda each: str(each[1]))
        ),
        filters=FormState(vars(filters)),
        refused=refused,
        address=filters.address(),
    )


def refused_of(view: BulkView, lines: Mapping[DeviceKey, DeviceLine]) -> tuple[Refused, ...]:
    """The devices that an approval left where they were, with the reasons."""
    return tuple(
        Refused(head_of_line(lines[each.device]), each.refusal.what, each.refusal.remedy)
        for each in view.answers
        if each.refusal is not None and each.device in lines
    )


def _group(group: WorkGroup, filters: Filters, own: Mapping[DeviceKey, Message]) -> Group:
    like = group.like
    name = f"{like.model_id or like.group or 'unknown'}-{like.route}-{like.route_state}"
    decisions = {key: from_plain(stored.content) for key, stored in group.decisions.items()}
    lines = [line for line in group.lines if line.device_key in decisions]
    proposals = [_proposal(line, group, decisions[line.device_key], own.get(line.device_key)) for line in lines]
    return Group(
        id=name,
        model=name_of(like),
        alike=_alike(lines),
        route=Route(str(like.route)),
        why=_why_of_all([half_a_sentence(decisions[line.device_key].why) for line in lines]),
        proposals=tuple(sorted(proposals, key=lambda each: each.exception is None)),
        open=filters.opened == name,
        address=filters.address(opened="" if filters.opened == name else name),
    )


def _proposal(line: DeviceLine, group: WorkGroup, decision: Decision, own: Message | None) -> Proposal:
    stored = group.decisions[line.device_key]
    return Proposal(
        head=head_of_line(line),
        decision=f"{address_of(line.device_key)}/decisions/{stored.decision_id}",
        id=f"{line.device_key}.{stored.decision_id}",
        route=Route(str(line.route)),
        why=half_a_sentence(decision.why),
        value=_value(decision),
        facts_from=min(
            (fact.observed for it in decision.trace for fact in it.facts if fact.observed), default=decision.on
        ),
        exception=own or _exception(line),
    )


def _exception(line: DeviceLine) -> Message | None:
    """What a person must look at; that its media are still to be erased is a matter of course."""
    if line.route_state == "override":
        return message("Somebody proposed another destination than the rules")
    return next((IN_THE_WAY[word] for word in line.blocked if word in IN_THE_WAY), None)


def half_a_sentence(why: Message) -> Message:
    """The reason inside the sentence of a decision; what is redeployed has none but that nothing is against it."""
    for name in ("reason", "question"):
        part = why.values.get(name)
        if isinstance(part, Message):
            return spoken(part)
    return message("it has all that is asked there")


def _why_of_all(reasons: list[Message]) -> Message:
    """The one reason of all, or that of one of them, said to be an example."""
    first = reasons[0]
    return first if all(reason == first for reason in reasons) else message("for example: {reason}", reason=first)


def _value(decision: Decision) -> Figure | None:
    """What selling it would bring, after costs where those are known."""
    figures = next((it.figures for it in decision.alternatives if it.route is Route.SELL), {})
    value = figures.get("net") or figures.get("value")
    return None if value is None else Figure(value.value, value.unit, *_ends(value.low, value.high))


def _ends(low: float, high: float) -> tuple[float | None, float | None]:
    return (None, None) if low == high else (low, high)


def _alike(lines: list[DeviceLine]) -> Message:
    """What they share: grades, battery, and whether the data is gone."""
    grades = " ".join(
        filter(None, (_span(line.functional_grade for line in lines), _span(line.cosmetic_grade for line in lines)))
    )
    health = [round(line.battery_health * 100) for line in lines if line.battery_health is not None]
    if not grades:
        return message("not inspected yet")
    if not health:
        return Message("{grades}", {"grades": grades})
    if min(health) == max(health):
        return message("{grades}, battery {percent} %", grades=grades, percent=health[0])
    return message("{grades}, battery {low} to {high} %", grades=grades, low=min(health), high=max(health))


def _span(grades: Iterable[str | None]) -> str:
    """`F5`, or `F4-F6`."""
    known = sorted({grade for grade in grades if grade})
    return "" if not known else known[0] if len(known) == 1 else f"{known[0]}-{known[-1]}"
