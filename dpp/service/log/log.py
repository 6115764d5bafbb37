"""The log as a whole: what the service does by itself now and then."""

from collections.abc import Callable
from dataclasses import dataclass

from dpp.service.log.auditing import Audit
from dpp.service.log.bundles import Bundles
from dpp.service.log.ports import LogFiles, LogStorage, Signer
from dpp.service.log.proving import Proofs
from dpp.service.log.publishing import LogPublisher, Published
from dpp.service.log.sequencing import Sequenced, Sequencer
from dpp.service.log.witnessing import Cosignatures
from dpp.service.ports import Clock


@dataclass(frozen=True)
class Log:
    """`origin` is the name that a new log gets."""

    storage: LogStorage
    files: LogFiles
    signer: Signer
    clock: Clock
    origin: str

    def sweep(self, stopping: Callable[[], bool] = lambda: False) -> tuple[Sequenced, Published]:
        """Number and sign what came lately, and publish it."""
        return self.sequencer.run(stopping=stopping), self.publisher.run()

    def sweep_all(self, stopping: Callable[[], bool] = lambda: False) -> tuple[Sequenced, Published]:
        """The same for every leaf without a number, whenever it came."""
        return self.sequencer.run(thorough=True, stopping=stopping), self.publisher.run()

    @property
    def sequencer(self) -> Sequencer:
        return Sequencer(self.storage, self.files, self.signer, self.clock, self.origin)

    @property
    def publisher(self) -> LogPublisher:
        return LogPublisher(self.storage, self.files, self.clock)

    @property
    def proofs(self) -> Proofs:
        return Proofs(self.files)

    @property
    def bundles(self) -> Bundles:
        return Bundles(self.storage, self.proofs, self.clock)

    @property
    def audit(self) -> Audit:
        return Audit(self.storage, self.files, self.signer)

    @property
    def cosignatures(self) -> Cosignatures:
        return Cosignatures(self.storage, self.signer.verify, self.clock)
