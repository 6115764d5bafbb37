"""Words of hand-overs and of counted goods."""

from collections.abc import Mapping
from enum import StrEnum

from dpp.domain.message import Message, message
from lifecycle.domain.consignment import ConsignmentState as Stage
from lifecycle.domain.consignment import LineState, LoadKind, MassSource, Resolution, Side, WeightStage
from lifecycle.domain.credentials import Party
from lifecycle.domain.events import Difference
from lifecycle.domain.goods import GoodsAct, GoodsCondition
from lifecycle.domain.things import Unit
from web.pages.contexts.consignment import ConsignmentState

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, Message]] = {
    ConsignmentState: {
        ConsignmentState.DRAFT: message("Being made"),
        ConsignmentState.OFFERED: message("Handed over, waits for receipt"),
        ConsignmentState.PARTLY_RECEIVED: message("Partly received"),
        ConsignmentState.RECEIVED: message("Received complete"),
        ConsignmentState.DISPUTED: message("Received with differences"),
        ConsignmentState.WITHDRAWN: message("Taken back by the sender"),
    },
    LineState: {
        LineState.EXPECTED: message("to come"),
        LineState.RECEIVED: message("arrived"),
        LineState.MISSING: message("did not arrive"),
        LineState.SET_APART: message("set apart"),
        LineState.WITHDRAWN: message("stays with the sender"),
        LineState.LOST: message("lost"),
    },
    Resolution: {
        Resolution.RECEIVED: message("Received after all"),
        Resolution.ACCEPTED: message("Accepted"),
        Resolution.STAYS_WITH_SENDER: message("Stays with the sender"),
        Resolution.LOST: message("Lost"),
    },
    Side: {
        Side.SENDER: message("sender"),
        Side.RECEIVER: message("receiver"),
    },
    Stage: {
        Stage.DRAFT: message("being made"),
        Stage.OFFERED: message("handed over"),
        Stage.PARTLY_RECEIVED: message("partly received"),
        Stage.RECEIVED: message("received"),
        Stage.WITHDRAWN: message("taken back by the sender"),
    },
    Difference: {
        Difference.MISSING: message("On the list, and not there"),
        Difference.EXTRA: message("There, and not on the list"),
        Difference.OTHER_CONDITION: message("In another condition"),
        Difference.BROKEN_SEAL: message("Broken seal"),
    },
    LoadKind: {
        LoadKind.PALLET: message("Pallet"),
        LoadKind.CAGE: message("Cage"),
        LoadKind.BOX: message("Box"),
    },
    MassSource: {
        MassSource.SCALES: message("weighed"),
        MassSource.MODELS: message("summed from the models"),
    },
    WeightStage: {
        WeightStage.RECEIVED: message("Received, weighed at the gate"),
        WeightStage.TREATED: message("Treated"),
    },
    Party: {
        Party.RECEIVER: message("receiver"),
        Party.CARRIER: message("carrier"),
    },
    Unit: {
        Unit.PIECE: message("pieces"),
        Unit.KILOGRAM: message("kg"),
    },
    GoodsCondition: {
        GoodsCondition.WORKING: message("works"),
        GoodsCondition.UNTESTED: message("not tested"),
        GoodsCondition.BROKEN: message("broken"),
    },
    GoodsAct: {
        GoodsAct.TAKEN_IN: message("Taken in"),
        GoodsAct.SORTED: message("Sorted"),
        GoodsAct.MOVED: message("Moved"),
        GoodsAct.OFFERED: message("Handed over, waits for receipt"),
        GoodsAct.RECEIVED: message("Received"),
        GoodsAct.WITHDRAWN: message("Taken back by the sender"),
        GoodsAct.DONATED: message("Donated"),
        GoodsAct.RECYCLED: message("Recycled"),
        GoodsAct.WRITTEN_OFF: message("Written off"),
    },
}
