"""The reasoned decision about a class.

It shows the rules as they were found for one of its devices, which is named; what is true of each device by itself is
in the table of devices.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dpp.domain.actor import AccountId
from dpp.domain.message import Message, listed, message
from lifecycle.domain.class_decisions import Closing, Exceptional, Member
from lifecycle.domain.mandates import Mandate
from lifecycle.service.class_decisions import ClassView
from lifecycle.service.views import DecisionView
from web.pages.contexts.approvals import PaperSection, PaperTable, ReasonedPage, Sayable
from web.pages.mapping.approvals import CLASSES, described, exceptionally
from web.pages.mapping.grounds import HOW, NOBODY, NOT_KNOWN, grounds, mandate_said
from web.pages.mapping.heads import head_of_line
from web.pages.mapping.spoken import spoken

_MANY = 200
"""So many devices stand in the table of a class; the hash is over all."""


def reasoned_class(
    view: ClassView, example: DecisionView | None, names: Mapping[str, str], mandate: Mandate | None
) -> ReasonedPage:
    """The paper about a class; `example` is the decision about one of its devices, `names` of models and owners."""
    it = view.decision
    rules = () if example is None else grounds(example.decision)
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
            PaperSection(message("How to check it"), (HOW,), facts=tuple(_class_hashes(view))),
        ),
        back=f"{CLASSES}/{it.id}",
        paper=f"{CLASSES}/{it.id}/reasons.pdf",
        name=f"class-{it.id[:8]}",
    )


_EXCEPTIONS_SAID = message("A person decides about these devices one by one. They are not approved with the class.")


def _class_state(view: ClassView) -> Message:
    closed = view.decision.closed
    if closed is None:
        return message("This is a proposal; it is not approved yet.")
    if closed.how is Closing.WITHDRAWN:
        return message("This was withdrawn: nothing was approved by it.")
    return message("This is approved.")


def _class_what(view: ClassView) -> Iterator[Sayable]:
    it = view.decision
    yield message(
        "{count} of {all} devices go together: {route}.",
        count=len(_together(view)),
        all=len(it.members),
        route=it.selection.route,
    )
    yield message("Exceptions: {count}.", count=len(it.exceptions))
    if view.left_out:
        yield message("Left out of the approval: {count}.", count=len(view.left_out))


def _members(view: ClassView) -> PaperTable:
    shown = _together(view)[:_MANY]
    rows = tuple((*_named(view, each.device), each.inputs_hash or "-") for each in shown)
    return PaperTable((message("Device"), message("Number"), message("Facts, policy and day (SHA-256)")), rows)


def _together(view: ClassView) -> tuple[Member, ...]:
    """A class that was withdrawn approved nothing."""
    return view.together if view.decision.closed is None else view.decision.approved


def _named(view: ClassView, device: Any) -> tuple[Sayable, Sayable]:
    line = view.lines.get(device)
    if line is None:
        return NOT_KNOWN, str(device)
    head = head_of_line(line)
    return head.name or NOT_KNOWN, head.tag or str(device)


def _exceptions(view: ClassView) -> PaperTable:
    rows = [(*_named(view, each.device), _reasons(each.exceptions)) for each in view.decision.exceptions]
    rows += [(*_named(view, key), _reasons((why,))) for key, why in view.left_out.items()]
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
        yield message("Under which mandate"), mandate_said(mandate)
        if closed.deputy:
            yield message("As"), message("deputy")


def _signed(view: ClassView, by: AccountId, at: object) -> Message:
    return message("{who}, {when}", who=view.people.get(by, NOBODY), when=at)


def _class_hashes(view: ClassView) -> Iterator[tuple[Message, Sayable]]:
    it = view.decision
    yield message("Decision"), str(it.id)
    yield message("The whole decision (SHA-256)"), it.digest
    for name, digest in it.policies.items():
        yield message("Policy {name} (SHA-256)", name=name), digest
    yield message("Transaction of the proposals"), str(it.transaction)
    yield message("Transaction of the approvals"), str(it.id)
