"""Mandates, decisions about classes and deviations as their pages show them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from dpp.domain.actor import AccountId, Role
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.class_decisions import ClassDecision, Exceptional, Look, Member, Selection, Why
from lifecycle.domain.mandates import Mandate
from lifecycle.domain.routing.words import FACT
from lifecycle.domain.vocabulary import Route
from lifecycle.service.class_decisions import ClassView
from lifecycle.service.mandates import MandateView
from lifecycle.service.overrides import Override, OverrideList
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.approvals import (
    ClassLine,
    ClassPage,
    Exceptionally,
    MandateLine,
    MandateStepLine,
    MemberLine,
    OverrideLine,
    OverridesPage,
    Sayable,
)
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import FormState, Refusal, Tone
from web.pages.contexts.passport import ProductKind
from web.pages.mapping.heads import address_of, head_of_line

CLASSES, MANDATES, OVERRIDES = "/class-decisions", "/mandates", "/overrides"
_UNKNOWN_PERSON = message("somebody of another organisation")


def kind_of(category: str) -> Sayable:
    """A kind of device in words, where there is a word."""
    return ProductKind(category) if category in set(ProductKind) else category


def mandate_line(view: MandateView, on: date) -> MandateLine:
    it = view.mandate
    tone, state = _standing(it, on)
    last = it.ending.last_day if it.ending else it.until
    return MandateLine(
        address=f"{MANDATES}/{it.id}",
        holder=holder_of(it, view.people),
        organisation=view.organisation,
        acts=tuple(sorted(it.acts)),
        routes=tuple(each for each in Route if each in it.routes),
        categories=tuple(kind_of(each) for each in sorted(it.categories)),
        limits=tuple(_limits(it)),
        first=it.from_day,
        last=last,
        tone=tone,
        state=state,
    )


def holder_of(it: Mandate, people: Mapping[AccountId, str]) -> Sayable:
    if it.role is not None:
        return it.role
    return people.get(AccountId(str(it.account)), _UNKNOWN_PERSON)


def _standing(it: Mandate, on: date) -> tuple[Tone, Message]:
    if it.confirmed is None and it.ending is None:
        return Tone.ATTENTION, message("waits for a second person")
    if it.counts(on):
        return Tone.GOOD, message("in force")
    if it.ending is None and on < it.from_day:
        return Tone.INFO, message("not yet in force")
    return Tone.UNKNOWN, message("ended")


def _limits(it: Mandate) -> Iterator[Message]:
    if it.devices_at_most is not None:
        yield message("at most {most} devices in one act", most=it.devices_at_most)
    if it.value_eur_at_most is not None:
        yield message("at most EUR {most} in one act", most=it.value_eur_at_most)


def mandate_steps(view: MandateView) -> tuple[MandateStepLine, ...]:
    """What was done about it, in order."""
    return tuple(sorted(_steps(view), key=lambda step: step.at))


def _steps(view: MandateView) -> Iterator[MandateStepLine]:
    it, people = view.mandate, view.people
    yield MandateStepLine(message("Granted"), people.get(it.granted.by), it.granted.at)
    if it.confirmed is not None:
        yield MandateStepLine(message("Confirmed"), people.get(it.confirmed.by), it.confirmed.at)
    for each in it.deputies:
        what = message(
            "{name} stands in from {first} to {last}",
            name=people.get(each.account, _UNKNOWN_PERSON),
            first=each.first_day,
            last=each.last_day,
        )
        yield MandateStepLine(what, people.get(each.named_by), each.named_at)
    if it.ending is not None:
        what = message("Ended; its last day is {day}", day=it.ending.last_day)
        yield MandateStepLine(what, people.get(it.ending.by), it.ending.at)


def class_line(it: ClassDecision) -> ClassLine:
    return ClassLine(
        address=f"{CLASSES}/{it.id}",
        name=it.name,
        route=it.selection.route,
        members=len(it.members),
        exceptions=len(it.exceptions),
        at=it.proposed.at,
        closed=it.closed.how if it.closed else None,
    )


def class_page(view: ClassView, models: Mapping[str, str], form: FormState, *, may_look: bool) -> ClassPage:
    """`models` and owners by their ids, as they are called."""
    it, closed = view.decision, view.decision.closed
    looks = {look.device: look for look in it.looks}
    obstacle = view.obstacle
    return ClassPage(
        at=f"{CLASSES}/{it.id}",
        name=it.name,
        route=it.selection.route,
        described=tuple(described(it.selection, models)),
        agreeing=tuple(member_line(each, view.lines) for each in view.together),
        exceptions=tuple(member_line(each, view.lines) for each in it.exceptions),
        sample=tuple(_looked(each, view, looks.get(each.device)) for each in it.sample),
        left_out=tuple(
            member_line(replace(each, exceptions=(view.left_out[each.device],)), view.lines)
            for each in it.agreeing
            if each.device in view.left_out
        ),
        proposed_by=view.people.get(it.proposed.by),
        proposed_at=it.proposed.at,
        closed=closed.how if closed else None,
        closed_by=view.people.get(closed.signed.by) if closed else None,
        closed_at=closed.signed.at if closed else None,
        mandate=view.mandate.reference if view.mandate else None,
        seed=it.seed,
        digest=it.digest,
        may_look=may_look and closed is None,
        obstacle=None if obstacle is None else Refusal(obstacle.what, obstacle.remedy),
        form=form,
    )


def described(it: Selection, names: Mapping[str, str]) -> Iterator[Message]:
    """The facts by which a class is described, one sentence each; `names` are those of models and owners."""
    if it.category is not None:
        yield message("Kind of device: {kind}", kind=kind_of(it.category))
    if it.model is not None:
        yield message("Model: {model}", model=names.get(it.model, it.model))
    if it.owner is not None:
        yield message("Owner: {owner}", owner=names.get(it.owner, it.owner))
    ranges = (
        (message("Functional grade"), it.functional_at_least, it.functional_at_most),
        (message("Cosmetic grade"), it.cosmetic_at_least, it.cosmetic_at_most),
        (message("Battery condition in percent"), it.battery_at_least, it.battery_at_most),
        (message("Age in months"), it.age_at_least, it.age_at_most),
    )
    for name, low, high in ranges:
        if low is not None and high is not None:
            yield message("{name}: {low} to {high}", name=name, low=low, high=high)
        elif low is not None:
            yield message("{name}: {low} or more", name=name, low=low)
        elif high is not None:
            yield message("{name}: at most {high}", name=name, high=high)


def member_line(member: Member, lines: Mapping[DeviceKey, DeviceLine]) -> MemberLine:
    line = lines.get(member.device)
    head = DeviceHead(None, address_of(member.device), None) if line is None else head_of_line(line)
    decision = f"{address_of(member.device)}/decisions/{member.decision}" if member.decision else None
    return MemberLine(head, decision, tuple(map(exceptionally, member.exceptions)), look_at=member.device)


def _looked(member: Member, view: ClassView, look: Look | None) -> MemberLine:
    line = member_line(member, view.lines)
    if look is None:
        return line
    return MemberLine(line.head, line.decision, (), line.look_at, look.right, view.people.get(look.signed.by))


def exceptionally(it: Exceptional) -> Exceptionally:
    return Exceptionally(it.why, tuple(_about(it)))


def _about(it: Exceptional) -> Iterator[Sayable]:
    for each in it.about:
        if it.why in {Why.OTHER_ROUTE, Why.OVERRIDDEN}:
            yield Route(each)
        elif it.why in {Why.FACT_MISSING, Why.ENDS_DISAGREE}:
            yield FACT.get(each, each)
        elif it.why is Why.REFUSED:
            yield each


def overrides_page(found: OverrideList, first: date, last: date) -> OverridesPage:
    counted = Counter(it.ground for it in found.overrides)
    return OverridesPage(
        lines=tuple(_override_line(it, found) for it in found.overrides),
        grounds=tuple((ground or message("no ground"), count) for ground, count in counted.most_common()),
        first=first,
        last=last,
        form=FormState({"first": first.isoformat(), "last": last.isoformat()}),
    )


def _override_line(it: Override, found: OverrideList) -> OverrideLine:
    line = found.lines.get(it.device)
    return OverrideLine(
        head=None if line is None else head_of_line(line),
        decision=f"{address_of(it.device)}/decisions/{it.overrides}",
        at=it.at,
        owner=found.owners.get(it.owner) if it.owner else None,
        before=it.before,
        after=it.after,
        ground=it.ground,
        reason=it.reason,
        by=found.people.get(it.proposed_by),
        approved_by=found.people.get(it.approved_by) if it.approved_by else None,
        is_approved=it.approved_at is not None,
    )


def waiting_models(lines: Iterable[DeviceLine]) -> Mapping[str, str]:
    """The models of these devices by their ids, as they are called."""
    named = {line.model_id: head_of_line(line).name for line in lines if line.model_id}
    return {str(model): name for model, name in named.items() if name}


ROLES = (Role.DRZ,)
"""The roles that can get a mandate: those that may approve at all."""
