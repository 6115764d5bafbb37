"""The reasoned decision (*gemotiveerde beslissing*) for the file: what, which devices, why, and how to check it.

The parts are the same for one device and for a class, and for the page and the paper; here is the one about a device,
and how a page becomes a paper.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dpp.domain.actor import AccountId
from dpp.domain.message import Message, message
from lifecycle.domain.events import Event, RouteApproved, RouteOverridden, RouteProposed
from lifecycle.domain.mandates import Mandate
from lifecycle.domain.routing.decision import Decision
from lifecycle.service.reasoned import ReasonedSheet, SheetSection, SheetTable
from lifecycle.service.views import DecisionView, DeviceView
from web.pages.contexts.approvals import PaperSection, PaperTable, ReasonedPage, Sayable
from web.pages.mapping.actions import decision_address
from web.pages.mapping.grounds import HOW, NOBODY, NOT_KNOWN, grounds, mandate_said
from web.pages.mapping.heads import address_of, head_of
from web.pages.mapping.spoken import spoken
from web.pages.reading import Reader


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
        lead=message("{device}: {route}. {state}", device=name, route=route, state=_state(view, of)),
        sections=(
            PaperSection(message("What is decided"), tuple(_what(decision, override))),
            PaperSection(message("For which device"), facts=tuple(_device(of, name))),
            *grounds(decision),
            PaperSection(message("Who decided"), facts=tuple(_signers(view, signed))),
            PaperSection(message("How to check it"), (HOW,), facts=tuple(_hashes(view))),
        ),
        back=at,
        paper=f"{at}/reasons.pdf",
        name=f"{head.tag or view.device}-{view.decision_id[:8]}",
    )


def _state(view: DecisionView, of: DeviceView) -> Message:
    if view.state == "proposed" and decision_address(of) != f"{address_of(view.device)}/decisions/{view.decision_id}":
        return message("This proposal was never approved: another came in its place.")
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
        yield message("Owner"), of.names.get(line.owner, NOT_KNOWN)
    yield message("Key here"), str(line.device_key)


def _signers(view: DecisionView, signed: Signatures) -> Iterator[tuple[Message, Sayable]]:
    steps = (
        (message("Proposed by the rules, asked by"), view.proposed),
        (message("Another destination proposed by"), view.overridden),
        (message("Approved by"), view.approved),
    )
    for step, event in steps:
        if event is not None:
            who = signed.people.get(event.actor, NOBODY)
            yield step, message("{who}, {when}", who=who, when=event.recorded_at)
    yield message("Under which mandate"), _mandate_of(view.approved, signed.mandates)


def _mandate_of(approval: Event | None, mandates: Mapping[str, Mandate]) -> Sayable:
    if approval is None:
        return message("not approved yet")
    named = approval.happening.mandate if isinstance(approval.happening, RouteApproved) else None
    if named is None:
        return message("by role: the organisation had no mandates then")
    found = mandates.get(named)
    return named if found is None else mandate_said(found)


def _hashes(view: DecisionView) -> Iterator[tuple[Message, Sayable]]:
    proposed = None if view.proposed is None else view.proposed.happening
    yield message("Decision"), view.decision_id
    yield message("Facts, policy and day (SHA-256)"), view.inputs_hash
    if isinstance(proposed, RouteProposed):
        yield message("The whole reasoning (SHA-256)"), proposed.trace_sha256
    yield message("Policy (SHA-256)"), view.decision.policy.digest
    if view.approved is not None:
        yield message("Event of the approval"), view.approved.id


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
