"""Differences between manifest and arrival are answered, by the side whose they are.

Rules:
1. The sender answers what is missing or extra, the receiver what arrived in another condition
   (`lifecycle.domain.consignment.differences`).
2. What is extra is offered after all only by who has it, and only when it is in no other consignment.
3. What an answer changes of a device is recorded as events, in the transaction of the answer; a rule that refuses one
   of them refuses the answer.
"""

from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, Refused
from dpp.domain.message import message
from lifecycle.domain.consignment import (
    Answer,
    Consignment,
    DifferenceId,
    DifferenceItem,
    Given,
    Resolution,
    Side,
    answer_happenings,
    answered,
    check_answer,
)
from lifecycle.domain.events import ConsignmentId, Difference
from lifecycle.service.consignment_desk import ConsignmentDesk, check_side
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.ports import LifecycleWork

USE_CASES = {Side.SENDER: "answer_sent_difference", Side.RECEIVER: "answer_received_difference"}


@dataclass(frozen=True)
class Differences(ConsignmentDesk):
    """Each method is one transaction and checks its actor first."""

    def answer(
        self, actor: Actor, consignment: ConsignmentId, difference: DifferenceId, given: Given
    ) -> ConsignmentView:
        """Resolve one difference."""
        with self.storage.writing() as work:
            work.consignments.hold(consignment)
            offer, item = self._item(work, actor, consignment, difference)
            check_answer(item, given)
            self._check_free(work, offer, item, given.resolution)
            now = self.recorder.clock()
            answer = Answer(given.resolution, actor.account, actor.organisation, now)
            after = answered(offer, item, answer)
            work.consignments.put(after, now)
            self.record(work, actor, {item.device: answer_happenings(offer, item, given)})
            work.commit()
            return self.view(work, after)

    def _item(
        self, work: LifecycleWork, actor: Actor, consignment: ConsignmentId, difference: DifferenceId
    ) -> tuple[Consignment, DifferenceItem]:
        """The difference, for the side that answers it."""
        offer = self.seen(work, actor, consignment)
        item = next((each for each in offer.items if each.id == difference), None)
        if item is None:
            raise NotFound(message("There is no difference '{id}' in this consignment.", id=difference[:40]))
        self.found(work, actor, USE_CASES[item.side], consignment)
        check_side(actor, offer, item.side)
        return offer, item

    @staticmethod
    def _check_free(work: LifecycleWork, offer: Consignment, item: DifferenceItem, resolution: Resolution) -> None:
        """Rule 2: that the sender has it is asked by the guards of the offer."""
        if item.difference is not Difference.EXTRA or resolution is not Resolution.ACCEPTED:
            return
        work.devices.hold(item.device)
        other = work.consignments.open_with(item.device)
        if other is not None and other != offer.id:
            raise Refused(
                "one-offer-at-a-time",
                message(
                    "Device {device} is in consignment {consignment} already.", device=item.device, consignment=other
                ),
                remedy=message("Take it out of that consignment first."),
            )
