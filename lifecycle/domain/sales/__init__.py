"""Sale: lots (kavels) of devices, who is offered them, bids, and who gets them on which ground.

lot      what is sold together, to whom it is offered, and how it stands
bids     what buyers bid, sealed until the closing moment
award    who gets it, on which ground, and what follows
"""

from lifecycle.domain.sales.award import approved, awarded, chosen, closed, handed_over, rejected
from lifecycle.domain.sales.bids import Bid, BidId, admit, is_sealed, ranked, visible
from lifecycle.domain.sales.lot import (
    Award,
    Choice,
    Lot,
    LotDevice,
    LotId,
    LotKind,
    LotState,
    Offering,
    Way,
    kinds_of,
    offered,
)

__all__ = [
    "Award",
    "Bid",
    "BidId",
    "Choice",
    "Lot",
    "LotDevice",
    "LotId",
    "LotKind",
    "LotState",
    "Offering",
    "Way",
    "admit",
    "approved",
    "awarded",
    "chosen",
    "closed",
    "handed_over",
    "is_sealed",
    "kinds_of",
    "offered",
    "ranked",
    "rejected",
    "visible",
]
