"""The reasoned decision (*gemotiveerde beslissing*) for the file: what, which devices, why, and how to check it.

The parts are the same for one device and for a class, and for the page and the paper. A class shows the rules as they
were found for one of its devices, which is named; what is true of each device by itself is in the table of devices.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpp.domain.actor import AccountId
from dpp.domain.message import Message, listed, message
from lifecycle.domain.class_decisions import Closing, Exceptional
from lifecycle.domain.events import Event, RouteApproved, RouteOverridden, RouteProposed
from lifecycle.domain.mandates import Mandate
from lifecycle.domain.routing.alternatives import Alternative
from lifecycle.domain.routing.decision import Decision, TraceLine, UsedFact
from lifecycle.domain.routing.findings import Verdict
from lifecycle.domain.routing.gates import OptionState
from lifecycle.domain.routing.words import FACT, spread
from lifecycle.domain.vocabulary import Classification, Lock, Route
from lifecycle.service.class_decisions import ClassView
from lifecycle.service.reasoned import ReasonedSheet, SheetSection, SheetTable
from lifecycle.service.views import DecisionView, DeviceView
from web.pages.contexts.approvals import PaperSection, PaperTable, ReasonedPage, Sayable
from web.pages.contexts.passport import ProductKind
from web.pages.mapping.approvals import CLASSES, described, exceptionally
from web.pages.mapping.decision import SIGNS
from web.pages.mapping.heads import address_of, head_of, head_of_line
from web.pages.mapping.spoken import source, spoken
from web.pages.reading import Reader

_NOBODY = message("somebody of another organisation")
_NOT_KNOWN = message("not known")
_MANY = 200
"""So many devices stand in the table of a class; the hash is over all."""


@dataclass(frozen=True)
class Signatures:
    """Who did what, as it can be told to the reader. `mandates` by their ids."""

    people: Mapping[AccountId, str]
    mandates: Mapping[str, Mandate]


def reasoned_device(view: DecisionView, of: DeviceView, signed: Signatures) -> ReasonedPage:
    """The paper about one device."""
    decision, head, at = view.decision, head_of(of), f"{address_of(view.device)}/decisions/{view.decision_id}"
    override = None if view.overridden is None else view.overridden.happening
    route = override.route if isinstance(override, RouteOverridden) else decision.route
    name = " ".join(filter(None, (head.name, head.tag))) or str(view.device)
    return ReasonedPage(
        title=message("Reasoned decision"),
        lead=message("{device}: {route}. {state}", device=name, route=route, state=_state(view)),
        sections=(
            PaperSection(message("What is decided"), tuple(_what(decision, override))),
            PaperSection(message("For which device"), facts=tuple(_device(of, name))),
            *_grounds(decision),
            PaperSection(message("Who decided"), facts=tuple(_signers(view, signed))),
            PaperSection(message("How to check it"), (_HOW,), facts=tuple(_hashes(view))),
        ),
        back=at,
        paper=f"{at}/reasons.pdf",
        name=f"{head.tag or view.device}-{view.decision_id[:8]}",
    )


def reasoned_class(
    view: ClassView, example: DecisionView | None, names: Mapping[str, str], mandate: Mandate | None
) -> ReasonedPage:
    """The paper about a class; `example` is the decision about one of its devices, `names` of models and owners."""
    it = view.decision
    rules = () if example is None else _grounds(example.decision)
    return ReasonedPage(
        title=message("Reasoned decision about a class"),
        lead=message("{name}: {route}. {state}", name=it.name, route=it.selection.route, state=_class_state(view)),
        sections=(
            PaperSection(message("What is decided"), tuple(_class_what(view))),
            PaperSection(message("Which devices"), points=tuple(described(it.selection, names)), table=_members(view)),
            PaperSection(message("Exceptions"), (_EXCEPTIONS_SAID,), table=_exceptions(view)),
            PaperSection(message("The sample"), facts=tuple(_sample(view))),
            *(_of_example(example, view) if example is not None else ()),
            *rules,
            PaperSection(message("Who decided"), facts=tuple(_class_signers(view, mandate))),
            PaperSection(message("How to check it"), (_HOW,), facts=tuple(_class_hashes(view))),
        ),
        back=f"{CLASSES}/{it.id}",
        paper=f"{CLASSES}/{it.id}/reasons.pdf",
        name=f"class-{it.id[:8]}",
    )


_HOW = message(
    "Who has the same facts and the same policy can compute the hashes again, and finds the same answer. "
    "The events are in the log that nobody can rewrite unseen."
)
_EXCEPTIONS_SAID = message("A person decides about these devices one by one. They are not approved with the class.")


def _state(view: DecisionView) -> Message:
    states = {
        "approved": message("This is approved."),
        "overridden": message("Somebody chose another destination than the rules; a second person has to approve it."),
        "proposed": message("This is a proposal; it is not approved yet."),
    }
    return states[view.state]


def _what(decision: Decision, override: object) -> Iterator[Sayable]:
    if isinstance(override, RouteOverridden):
        yield message("A person decided otherwise than the rules: {route}.", route=override.route)
        if override.reason_code is not None:
            yield message("Ground: {ground}.", ground=override.reason_code)
        yield message("Reason: {reason}", reason=override.reason)
        yield message("The rules proposed this:")
    yield spoken(decision.why)
    for step in decision.repair:
        yield message("Before that it is repaired: {what}.", what=spoken(step.what))


def _device(of: DeviceView, name: str) -> Iterator[tuple[Message, Sayable]]:
    line = of.line
    yield message("Device"), name
    if line.serial:
        yield message("Serial number"), line.serial
    if line.asset_tag:
        yield message("Asset tag"), line.asset_tag
    if line.owner is not None:
        yield message("Owner"), of.names.get(line.owner, _NOT_KNOWN)
    yield message("Key here"), str(line.device_key)


def _grounds(decision: Decision) -> tuple[PaperSection, ...]:
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
    rows = tuple((FACT[it.name], _value(it), source(it.source), *_age(it)) for it in used.values())
    heads = (message("Fact"), message("What it says"), message("Source"), message("Since"), message("Days old"))
    return PaperTable(heads, rows)


def _value(fact: UsedFact) -> Sayable:
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
        return str(value["value"]) if isinstance(value.get("value"), str | int | float) else _NOT_SHOWN
    kind = _LISTS.get(fact.name)
    return kind(value) if kind is not None and value in set(kind) else str(value)


_LISTS: Mapping[str, type[StrEnum]] = {"category": ProductKind, "classification": Classification, "locks": Lock}
"""The facts of which the value is a member of a fixed list that has words."""
_NOT_SHOWN = message("see the data of the decision")


def _count(value: list[Any]) -> Sayable:
    return message("{count} (see the data of the decision)", count=len(value)) if value else message("none")


def _age(fact: UsedFact) -> tuple[Sayable, Sayable]:
    since: Sayable = fact.observed if fact.observed is not None else _NOT_KNOWN
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
    return _NOT_KNOWN if value is None else spread(value)


def _signers(view: DecisionView, signed: Signatures) -> Iterator[tuple[Message, Sayable]]:
    steps = (
        (message("Proposed by the rules, asked by"), view.proposed),
        (message("Another destination proposed by"), view.overridden),
        (message("Approved by"), view.approved),
    )
    for step, event in steps:
        if event is not None:
            who = signed.people.get(event.actor, _NOBODY)
            yield step, message("{who}, {when}", who=who, when=event.recorded_at)
    yield message("Under which mandate"), _mandate_of(view.approved, signed.mandates)


def _mandate_of(approval: Event | None, mandates: Mapping[str, Mandate]) -> Sayable:
    if approval is None:
        return message("not approved yet")
    named = approval.happening.mandate if isinstance(approval.happening, RouteApproved) else None
    if named is None:
        return message("by role: the organisation had no mandates then")
    found = mandates.get(named)
    return named if found is None else _mandate(found)


def _mandate(it: Mandate) -> Message:
    return message("{reference}, from {day}", reference=it.reference, day=it.from_day)


def _hashes(view: DecisionView) -> Iterator[tuple[Message, Sayable]]:
    proposed = None if view.proposed is None else view.proposed.happening
    yield message("Decision"), view.decision_id
    yield message("Facts, policy and day (SHA-256)"), view.inputs_hash
    if isinstance(proposed, RouteProposed):
        yield message("The whole reasoning (SHA-256)"), proposed.trace_sha256
    yield message("Policy (SHA-256)"), view.decision.policy.digest
    if view.approved is not None:
        yield message("Event of the approval"), view.approved.id


def _class_state(view: ClassView) -> Message:
    closed = view.decision.closed
    if closed is None:
        return message("This is a proposal; it is not approved yet.")
    if closed.how is Closing.WITHDRAWN:
        return message("This was withdrawn: nothing was approved by it.")
    return message("This is approved.")


def _class_what(view: ClassView) -> Iterator[Sayable]:
    it = view.decision
    count = len(it.approved) if it.closed is not None else len(it.agreeing)
    yield message(
        "{count} of {all} devices go together: {route}.",
        count=count,
        all=len(it.members),
        route=it.selection.route,
    )
    yield message("Exceptions: {count}.", count=len(it.exceptions))
    if it.closed is not None and it.closed.left_out:
        yield message("Left out of the approval: {count}.", count=len(it.closed.left_out))


def _members(view: ClassView) -> PaperTable:
    it = view.decision
    shown = (it.approved if it.closed is not None else it.agreeing)[:_MANY]
    rows = tuple((*_named(view, each.device), each.inputs_hash or "-") for each in shown)
    return PaperTable((message("Device"), message("Number"), message("Facts, policy and day (SHA-256)")), rows)


def _named(view: ClassView, device: Any) -> tuple[Sayable, Sayable]:
    line = view.lines.get(device)
    if line is None:
        return _NOT_KNOWN, str(device)
    head = head_of_line(line)
    return head.name or _NOT_KNOWN, head.tag or str(device)


def _exceptions(view: ClassView) -> PaperTable:
    it = view.decision
    left = it.closed.left_out if it.closed is not None else {}
    rows = [(*_named(view, each.device), _reasons(each.exceptions)) for each in it.exceptions]
    rows += [(*_named(view, key), _reasons((why,))) for key, why in left.items()]
    return PaperTable((message("Device"), message("Number"), message("Why")), tuple(rows[:_MANY]))


def _reasons(reasons: tuple[Exceptional, ...]) -> Message:
    return listed(_reason(each) for each in reasons)


def _reason(it: Exceptional) -> Sayable:
    said = exceptionally(it)
    return message("{why} ({about})", why=said.why, about=listed(said.about)) if said.about else said.why


def _sample(view: ClassView) -> Iterator[tuple[Message, Sayable]]:
    it = view.decision
    right = sum(look.right for look in it.looks)
    yield message("Rule"), message("ISO 2859-1, general inspection level II; not one may be wrong")
    yield message("Drawn to be looked at"), message("{count} of {all}", count=len(it.sample), all=len(it.agreeing))
    yield message("Found right"), right
    yield message("Found wrong"), len(it.looks) - right
    looked = sorted({view.people.get(look.signed.by, "") for look in it.looks} - {""})
    yield message("Looked at by"), listed(looked) if looked else message("nobody yet")
    yield message("Seed of the draw"), it.seed


def _of_example(example: DecisionView, view: ClassView) -> tuple[PaperSection, ...]:
    name, number = _named(view, example.device)
    said = message(
        "The rules are the same for every device. Below they are told for one of them: {name}, {number}.",
        name=name,
        number=number,
    )
    return (PaperSection(message("Why"), (said, spoken(example.decision.why))),)


def _class_signers(view: ClassView, mandate: Mandate | None) -> Iterator[tuple[Message, Sayable]]:
    it, closed = view.decision, view.decision.closed
    yield message("Proposed by"), _signed(view, it.proposed.by, it.proposed.at)
    if closed is None:
        yield message("Under which mandate"), message("not approved yet")
        return
    yield (
        message("Approved by") if closed.how is Closing.APPROVED else message("Withdrawn by"),
        _signed(view, closed.signed.by, closed.signed.at),
    )
    if mandate is not None:
        yield message("Under which mandate"), _mandate(mandate)
        if closed.deputy:
            yield message("As"), message("deputy")


def _signed(view: ClassView, by: AccountId, at: object) -> Message:
    return message("{who}, {when}", who=view.people.get(by, _NOBODY), when=at)


def _class_hashes(view: ClassView) -> Iterator[tuple[Message, Sayable]]:
    it = view.decision
    yield message("Decision"), str(it.id)
    yield message("The whole decision (SHA-256)"), it.digest
    for name, digest in it.policies.items():
        yield message("Policy {name} (SHA-256)", name=name), digest
    yield message("Transaction of the proposals"), str(it.transaction)
    yield message("Transaction of the approvals"), str(it.id)


def sheet_of(page: ReasonedPage, reader: Reader, public_url: str) -> ReasonedSheet:
    """The page as the paper has it: every text said in the reader's language."""
    say = reader.say
    return ReasonedSheet(
        title=say(page.title),
        lead=say(page.lead),
        name=page.name,
        address=f"{public_url}{page.back}",
        footer=f"{say(page.title)} · {page.name}",
        sections=tuple(
            SheetSection(
                heading=say(it.heading),
                paragraphs=tuple(map(say, it.paragraphs)),
                points=tuple(map(say, it.points)),
                facts=tuple((say(name), say(value)) for name, value in it.facts),
                table=_said_table(it.table, reader),
            )
            for it in page.sections
        ),
    )


def _said_table(table: PaperTable | None, reader: Reader) -> SheetTable | None:
    if table is None or not table.rows:
        return None
    rows = tuple(tuple(map(reader.say, row)) for row in table.rows)
    return SheetTable(tuple(map(reader.say, table.heads)), rows)
