"""Corrections as pages show them."""

from collections.abc import Sequence

from lifecycle.domain.differences import Axis
from lifecycle.domain.events import Event
from lifecycle.domain.proposals import WantedCorrection
from lifecycle.service.correcting import Preview, ProposalView
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.corrections import (
    Change,
    CorrectionPage,
    EventLine,
    NoLonger,
    ProposalRow,
    ProposedBy,
)
from web.pages.contexts.frame import Choice
from web.pages.mapping.happenings import CALLED, details
from web.pages.mapping.heads import address_of, head_of_line

_IN_FULL = frozenset({"media", "grades", "custody", "ownership", "proposal", "approval", "cases"})
"""Fields whose axis tells what a person wants to know of them (`differences.REST` tells the whole)."""


def event_line(event: Event) -> EventLine:
    address = f"{address_of(event.device)}/timeline#event-{event.id}"
    return EventLine(CALLED[event.kind], event.occurred_at, details(event.happening), address)


def preview_page(
    line: DeviceLine,
    wanted: WantedCorrection,
    preview: Preview,
    *,
    hidden: Sequence[Choice] = (),
    stale: bool = False,
    may_open_case: bool = False,
) -> CorrectionPage:
    """What a correction would change, for who is about to confirm or propose it."""
    address = address_of(line.device_key)
    return CorrectionPage(
        head=head_of_line(line),
        wrong=event_line(preview.wrong),
        reason=wanted.reason,
        right=tuple(map(_new_line, preview.right)),
        changes=_changes(preview),
        broken=_broken(preview),
        send_to=f"{address}/corrections" if preview.is_possible else None,
        hidden=(*hidden, Choice("digest", preview.digest)),
        by_two=preview.by_two,
        stale=stale,
        open_case=f"{address}/cases/new?event={wanted.event}" if may_open_case and preview.broken else None,
    )


def proposal_page(view: ProposalView, proposed_by: str | None, *, own: bool, stale: bool = False) -> CorrectionPage:
    """A proposal, for who looks at it second."""
    preview, proposal = view.preview, view.proposal
    address = f"{address_of(proposal.device)}/corrections/{proposal.id}"
    proposed = ProposedBy(proposed_by, proposal.proposed_at, proposal.state, own)
    if preview is None:
        return CorrectionPage(head_of_line(view.line), None, None, proposed=proposed)
    return CorrectionPage(
        head=head_of_line(view.line),
        wrong=event_line(preview.wrong),
        reason=proposal.wanted.reason if proposal.wanted else None,
        right=tuple(map(_new_line, preview.right)),
        changes=_changes(preview),
        broken=_broken(preview),
        send_to=f"{address}/approval" if preview.is_possible and not own else None,
        hidden=(Choice("digest", preview.digest),),
        by_two=preview.by_two,
        stale=stale,
        proposed=proposed,
        decline=f"{address}/refusal",
    )


def proposal_row(view: ProposalView) -> ProposalRow:
    address = f"{address_of(view.proposal.device)}/corrections/{view.proposal.id}"
    return ProposalRow(head_of_line(view.line), address, view.proposal.proposed_at)


def _new_line(event: Event) -> EventLine:
    """It is not recorded yet, and so has no place in the timeline."""
    return EventLine(CALLED[event.kind], event.occurred_at, details(event.happening))


def _changes(preview: Preview) -> tuple[Change, ...]:
    """What is told in full as well as bit by bit is told bit by bit alone: the whole is for programs."""
    bits = [each for each in preview.differences if each.axis is not Axis.REST or each.of not in _IN_FULL]
    return tuple(Change(each.axis, each.of, each.before, each.after) for each in bits or preview.differences)


def _broken(preview: Preview) -> tuple[NoLonger, ...]:
    return tuple(NoLonger(event_line(each.event), each.refusal.what, each.refusal.rule) for each in preview.broken)
