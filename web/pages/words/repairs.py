"""Words of repair orders."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.repair_orders import Approval, OrderState
from lifecycle.service.repair_order_ports import Stage

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    OrderState: {
        OrderState.OPEN: message("open, no diagnosis yet"),
        OrderState.DIAGNOSED: message("diagnosed"),
        OrderState.WAITING: message("waits for approval"),
        OrderState.EXPIRED: message("the quote expired"),
        OrderState.DECLINED: message("the quote was declined"),
        OrderState.APPROVED: message("approved, not begun"),
        OrderState.IN_WORK: message("in work"),
        OrderState.REPAIRED: message("repaired"),
        OrderState.FAILED: message("not repaired"),
        OrderState.CANCELLED: message("cancelled"),
    },
    Approval: {
        Approval.OWNER: message("by the owner"),
        Approval.LINK: message("by its user, with a link"),
        Approval.LIMIT: message("within the limit below which nobody is asked"),
    },
    Stage: {
        Stage.OPEN: message("open"),
        Stage.WAITING: message("waits for approval"),
        Stage.IN_WORK: message("in work"),
        Stage.DONE: message("done"),
    },
}
