"""`GuideStore`, `GuidePictures` and `GuideDocuments` in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dpp.domain.errors import Conflict, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import sha256 as hash_of
from dpp.service.repair_guide_ports import GuideFile, StoredGuide


@dataclass
class FakeRepairGuides:
    """Versions and files by their keys."""

    rows: dict[tuple[PassportId, int], StoredGuide] = field(default_factory=dict)
    kept: dict[tuple[PassportId, str], GuideFile] = field(default_factory=dict)

    def newest(self, model_id: PassportId) -> StoredGuide | None:
        return next(reversed(self.versions(model_id)), None)

    def version(self, model_id: PassportId, number: int) -> StoredGuide | None:
        return self.rows.get((model_id, number))

    def versions(self, model_id: PassportId) -> Sequence[StoredGuide]:
        found = [each for each in self.rows.values() if each.model_id == model_id]
        return sorted(found, key=lambda each: each.version)

    def add(self, guide: StoredGuide) -> None:
        if (guide.model_id, guide.version) in self.rows:
            raise Conflict(message("Somebody else changed this guide first."))
        self.rows[guide.model_id, guide.version] = guide

    def file(self, model_id: PassportId, sha256: str) -> GuideFile | None:
        return self.kept.get((model_id, sha256))

    def files(self, model_id: PassportId) -> Sequence[GuideFile]:
        found = [each for each in self.kept.values() if each.model_id == model_id]
        return sorted(found, key=lambda each: (each.added_at, each.sha256))

    def add_file(self, file: GuideFile) -> None:
        if (file.model_id, file.sha256) in self.kept:
            raise Conflict(message("The model has this file already."))
        self.kept[file.model_id, file.sha256] = file


@dataclass
class FakeFiles:
    """Pictures and documents as they came: nothing is drawn anew."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        self.contents[hash_of(content)] = content
        return hash_of(content)

    keep = put

    def get(self, sha256: str, *, small: bool = False) -> bytes:  # noqa: ARG002 - the port's signature
        if sha256 not in self.contents:
            raise NotFound(message("There is no file {sha256}.", sha256=sha256))
        return self.contents[sha256]
