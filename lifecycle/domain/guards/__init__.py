"""Which event may come next in a device's life, and why not.

Nine rules hold for every sequence of events (domain rules 1 to 9), by these guards, each named by a word that stays:

| rule of the domain | guards |
|---|---|
| 1. nothing leaves the State with a medium that is not verified, destroyed or absent | unverified-medium, missing-medium, storage-by-serial, sealed-custody |
| 2. Stg. CONFIDENTIEEL and above: media destroyed, never reused | classified-media-destroyed, classification-unknown, declassified-by-decision |
| 3. redeployed, donated, sold: no lock, and somebody looked | locked-device, locks-checked, proof-of-release, was-not-found |
| 4. recycled: waste, and kilograms above zero | waste-and-kilograms, waste-codes |
| 5. performer is not verifier, proposer of an override is not its approver | own-verification, witnessed-destruction, own-approval, own-case, own-correction |
| 6. one custodian, two sides | offer-by-custodian, one-offer-at-a-time, two-sided-transfer, manifest-as-offered, custody-as-offered, ownership-as-offered, handed-over-first, ground-of-route, ground-of-exit, gone-once |
| 7. state depends on the events alone | `lifecycle.domain.fold` |
| 8. one id, one event | `lifecycle.domain.events.same_event` |
| 9. late is judged at its own time, never silently reordered | `lifecycle.domain.late.admit_among`, future-event |

Each module has the table of its own rules (all are in docs/lifecycle.md); `second-person` and `own-correction` stand in `lifecycle.domain.correcting`.

A rule is judged at the time of the event. Every refusal names its rule, the fact that broke it and what would help.
"""  # noqa: E501 (a table has one line per rule)

from collections.abc import Iterator

from dpp.domain.errors import Refused
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event
from lifecycle.domain.fold.birth import born
from lifecycle.domain.guards import (
    cases,
    checklists,
    condition,
    decision,
    erasure,
    evidence,
    existence,
    grounds,
    handover,
    labels,
    leaving,
)

RULES = (
    *existence.RULES,
    *condition.RULES,
    *erasure.RULES,
    *evidence.RULES,
    *leaving.RULES,
    *grounds.RULES,
    *checklists.RULES,
    *handover.RULES,
    *decision.RULES,
    *labels.RULES,
    *cases.RULES,
)
"""All rules, in the order in which they are asked: the first that refuses is the one that is told."""


def refusals(device: Device | None, event: Event) -> Iterator[Refused]:
    """What refuses this event on this device now, rule by rule; None when there is no device yet."""
    first = existence.before_all(device, event)
    if first is not None:
        yield first
        return
    state = born(event) if device is None else device
    for rule in RULES:
        if not rule.kinds or event.kind in rule.kinds:
            refusal = rule.refusal(state, event)
            if refusal is not None:
                yield refusal


def admit(device: Device | None, event: Event) -> None:
    """Return when the event may come next; raise Refused, with the first rule that forbids it, when not."""
    for refusal in refusals(device, event):
        raise refusal
