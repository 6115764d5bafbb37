"""The use cases of donation together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from lifecycle.service.donation_deliveries import Deliveries
from lifecycle.service.donation_desk import DonationDesk
from lifecycle.service.donation_feedback import FeedbackDesk, unlimited
from lifecycle.service.donation_ports import LinkDesk
from lifecycle.service.donation_programmes import Programmes
from lifecycle.service.loops import Loops
from lifecycle.service.ports import LifecycleStorage, Organisations, Policies
from lifecycle.service.recording import Recorder
from lifecycle.service.scanning import OwnCodes


@dataclass(frozen=True)
class DonationUseCases:
    """Programmes, deliveries, what intermediaries say of them, and what comes back."""

    programmes: Programmes
    deliveries: Deliveries
    feedback: FeedbackDesk
    loops: Loops

    @classmethod
    def of(
        cls,
        storage: LifecycleStorage,
        recorder: Recorder,
        organisations: Organisations,
        policies: Policies,
        codes: OwnCodes,
        links: LinkDesk | None = None,
        turn: Callable[[bytes], float] = unlimited,
    ) -> Self:
        """Over one storage; `turn` says how long a link that says too much has to wait, in seconds."""
        desk = DonationDesk(storage, recorder, organisations, policies)
        return cls(Programmes(desk), Deliveries(desk, links), FeedbackDesk(desk, turn), Loops(desk, codes))
