"""How the stage of a device moves: each step names the stages that it may start from; from others nothing moves."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from lifecycle.domain.device import Device
from lifecycle.domain.vocabulary import Lifecycle as Stage

IN_SERVICE = frozenset({Stage.REGISTERED, Stage.IN_USE, Stage.IN_STORE, Stage.REDEPLOYED})
BEFORE_INTAKE = IN_SERVICE | {Stage.SURPLUS, Stage.RECEIVED}
ON_THE_BENCH = frozenset({Stage.RECEIVED, Stage.INTAKE, Stage.INSPECTED, Stage.SANITISED})
BEFORE_DECISION = ON_THE_BENCH | {Stage.SURPLUS, Stage.REFURBISHED}


def move(device: Device, to: Stage, start: AbstractSet[Stage]) -> Device:
    """The device at its next stage, when it is at one of those where the step starts; else as it was."""
    return replace(device, stage=to) if device.stage in start else device
