"""The use cases of the government marketplace together."""

from dataclasses import dataclass

from lifecycle.service.marketplace import Marketplace
from lifecycle.service.marketplace_ports import PhotoFiles
from lifecycle.service.photos import Photos
from lifecycle.service.ports import LifecycleStorage, Organisations, Policies
from lifecycle.service.recording import Recorder
from lifecycle.service.reservations import Reservations
from lifecycle.service.scanning import OwnCodes


@dataclass(frozen=True)
class MarketUseCases:
    """What is on offer, what is kept for whom, and the photos of both."""

    marketplace: Marketplace
    reservations: Reservations
    photos: Photos

    @classmethod
    def of(
        cls,
        storage: LifecycleStorage,
        recorder: Recorder,
        organisations: Organisations,
        policies: Policies,
        codes: OwnCodes,
        files: PhotoFiles,
    ) -> "MarketUseCases":
        return cls(
            Marketplace(storage, recorder, organisations, policies),
            Reservations(storage, recorder, organisations, policies, codes),
            Photos(storage, recorder, organisations, files),
        )
