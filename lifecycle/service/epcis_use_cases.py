"""Everything that can be asked of EPCIS."""

from dataclasses import dataclass
from typing import Self

from dpp.domain.links import Links
from lifecycle.domain.epcis.reading import ReadHappening
from lifecycle.service.epcis_capture import Capturing
from lifecycle.service.epcis_ports import EventSchema
from lifecycle.service.epcis_queries import EpcisQueries
from lifecycle.service.ports import LifecycleStorage
from lifecycle.service.recording import Recorder


@dataclass(frozen=True)
class EpcisUseCases:
    """Events in, and events out."""

    capturing: Capturing
    queries: EpcisQueries

    @classmethod
    def of(
        cls, storage: LifecycleStorage, recorder: Recorder, links: Links, schema: EventSchema, read: ReadHappening
    ) -> Self:
        return cls(
            Capturing(storage, recorder, links, schema, read, recorder.clock),
            EpcisQueries(storage, links, recorder.clock),
        )
