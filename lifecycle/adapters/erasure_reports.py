"""`ErasureReportReader` by worker processes: reports are strangers' files, and PDF above all."""

from dataclasses import dataclass, replace
from functools import cached_property

from dpp.domain.proof import sha256
from lifecycle.adapters.parsers.reports.envelope import envelope
from lifecycle.adapters.reading import ProcessReader
from lifecycle.domain.evidence import erasure_report
from lifecycle.domain.evidence.erasure_map import FieldMap
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped

PLACE = "lifecycle.adapters.parsers.reports.reading:FORMATS"


@dataclass
class MappedReports(ProcessReader):
    """Safe for threads; a worker starts when the first report comes."""

    place: str = PLACE
    most_workers: int = 1

    @cached_property
    def formats(self) -> tuple[Format, ...]:
        """The format that workers answer with, without importing their parsers here."""
        return (erasure_report.FORMAT,)

    def read_report(self, content: bytes, wanted: FieldMap) -> tuple[Stripped, Reading]:
        """What may be stored of a report, under the hash of the report itself, and what it says."""
        kept, reading = self.read(envelope(content, wanted))
        return replace(kept, original_sha256=sha256(content)), reading
