"""The use cases around approving where devices go: mandates, classes, deviations, and the paper for the file."""

from dataclasses import dataclass
from typing import Self

from lifecycle.service.class_decisions import ClassDecisions
from lifecycle.service.mandates import Mandates
from lifecycle.service.overrides import Overrides
from lifecycle.service.reasoned import ReasonedPrinter
from lifecycle.service.routing import Routing


@dataclass(frozen=True)
class ApprovalUseCases:
    """Everything beside the approval of single devices, which is `Routing.approve`."""

    mandates: Mandates
    classes: ClassDecisions
    overrides: Overrides
    printer: ReasonedPrinter

    @classmethod
    def of(cls, routing: Routing, printer: ReasonedPrinter) -> Self:
        """Over the same storage as routing."""
        storage, recorder, organisations = routing.storage, routing.recorder, routing.organisations
        return cls(
            Mandates(storage, recorder, organisations),
            ClassDecisions(storage, recorder, routing),
            Overrides(storage, organisations, recorder.clock),
            printer,
        )
