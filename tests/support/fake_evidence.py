"""Evidence in memory: what is known of files, their bytes, and a reader that reads in this process."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import sha256 as hash_of
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.recognise import FORMATS, read_evidence, read_stored
from lifecycle.domain.evidence.stripping import Stripped
from lifecycle.service.evidence_ports import StoredEvidence


@dataclass
class FakeEvidence:
    rows: dict[tuple[DeviceKey, str], StoredEvidence] = field(default_factory=dict)

    def put(self, evidence: StoredEvidence) -> None:
        self.rows.setdefault((evidence.device_key, evidence.sha256), evidence)

    def get(self, key: DeviceKey, sha256: str) -> StoredEvidence | None:
        return self.rows.get((key, sha256))

    def of_device(self, key: DeviceKey) -> tuple[StoredEvidence, ...]:
        mine = (replace(row, content=None) for row in self.rows.values() if row.device_key == key)
        return tuple(sorted(mine, key=lambda row: (row.recorded_at, row.sha256)))

    def with_content(self, sha256: str) -> tuple[StoredEvidence, ...]:
        """Nobody else is here."""
        return tuple(self.rows[place] for place in sorted(self.rows) if place[1] == sha256)

    def change(self, evidence: StoredEvidence) -> None:
        self.rows[evidence.device_key, evidence.sha256] = evidence

    def read_by_others(self, versions: Mapping[str, str]) -> Iterator[tuple[DeviceKey, str]]:
        for place, row in sorted(self.rows.items()):
            if row.erased_at is None and versions.get(row.format, row.parser_version) != row.parser_version:
                yield place

    def addresses(self) -> Iterator[tuple[str, bool, bool]]:
        for sha256 in sorted({row.sha256 for row in self.rows.values()}):
            rows = self.with_content(sha256)
            in_rows = any(row.content is not None for row in rows)
            yield sha256, in_rows, any(row.erased_at is not None for row in rows)


@dataclass
class FakeEvidenceFiles:
    """`EvidenceFiles` in a dictionary, where a test can spoil a file."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> None:
        self.contents[hash_of(content)] = content

    def get(self, sha256: str) -> bytes:
        content = self.contents.get(sha256)
        if content is None or hash_of(content) != sha256:
            raise Unavailable(message("The file of evidence {sha256} is gone.", sha256=sha256))
        return content

    def erase(self, sha256: str) -> None:
        self.contents.pop(sha256, None)

    def addresses(self) -> Iterator[str]:
        yield from sorted(self.contents)


@dataclass
class ReaderHere:
    """`EvidenceReader` without a process of its own: for tests of what becomes of a reading."""

    formats: Sequence[Format] = FORMATS

    @property
    def versions(self) -> Mapping[str, str]:
        return {each.name: each.parser_version for each in self.formats}

    def read(self, content: bytes, *, file_name: str | None = None) -> tuple[Stripped, Reading]:
        return read_evidence(content, formats=self.formats, file_name=file_name)

    def read_again(self, content: bytes, *, format_name: str) -> Reading:
        return read_stored(content, format_name=format_name, formats=self.formats)
