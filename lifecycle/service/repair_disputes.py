"""Disputes about the record of a repair: the owner says what is wrong, the repairer replies; nothing is deleted.

Rules:
1. The record stays as it was recorded; the dispute and the reply stand beside it, and are counted.
2. The owner ends a dispute by saying how it was settled.
"""

from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.errors import Refused
from dpp.domain.message import message
from lifecycle.domain.repair_orders import Disputed, EntryId, RepairOrderId, Replied, Said, Settled
from lifecycle.service.repair_desk import RepairDesk
from lifecycle.service.repair_order_views import OrderView


@dataclass(frozen=True)
class RepairDisputes:
    """Each method is one transaction and checks its actor first."""

    desk: RepairDesk

    def dispute(
        self,
        actor: Actor,
        order: RepairOrderId,
        reason: str,
        evidence: tuple[str, ...] = (),
        entry_id: EntryId | None = None,
    ) -> OrderView:
        """The owner does not agree with what was recorded."""
        return self._said(actor, order, Disputed(reason=reason, evidence=evidence), "dispute_repair", entry_id)

    def reply(
        self,
        actor: Actor,
        order: RepairOrderId,
        about: int,
        text: str,
        evidence: tuple[str, ...] = (),
        entry_id: EntryId | None = None,
    ) -> OrderView:
        """What the repairer says to it; also when the device went back."""
        return self._said(
            actor, order, Replied(about=about, text=text, evidence=evidence), "work_on_repair_order", entry_id
        )

    def settle(
        self, actor: Actor, order: RepairOrderId, about: int, how: str, entry_id: EntryId | None = None
    ) -> OrderView:
        """The owner says that it is over."""
        return self._said(actor, order, Settled(about=about, how=how), "dispute_repair", entry_id)

    def _said(
        self, actor: Actor, order: RepairOrderId, what: Said, use_case: str, entry_id: EntryId | None
    ) -> OrderView:
        with self.desk.storage.writing() as work:
            case = self.desk.held(work, actor, order, use_case)
            if isinstance(what, Disputed) and case.asking.own:
                raise Refused(
                    "repair-dispute",
                    message("Who repaired its own device has nobody to dispute with."),
                    remedy=message("Open a new order, and say in it what is wrong."),
                )
            if not self.desk.repeats(case, what, entry_id):
                case = self.desk.say(work, actor, case, what, entry_id)
                work.commit()
            return self.desk.view(work, actor, case)
