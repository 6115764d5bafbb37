"""Evidence as files, each under the SHA-256 of its bytes: `aa/bb/aabb...`.

A file is there whole or not at all, also when the power goes (`write_whole`), and is never changed. What is read back
is hashed again, so that a file that somebody changed is told and not believed.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dpp.adapters.log.files import write_whole
from dpp.domain.errors import NotFound, Unavailable
from dpp.domain.message import message
from dpp.domain.proof import sha256 as hash_of

_ADDRESS = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class EvidenceFolder:
    """`EvidenceFiles` in a folder, which is made when the first file comes."""

    folder: Path

    def put(self, content: bytes) -> None:
        path = self._path(hash_of(content))
        with suppress(FileNotFoundError):
            if path.read_bytes() == content:
                return
        write_whole(path, content, mode=0o600)

    def get(self, sha256: str) -> bytes:
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Unavailable(
                message("The file of evidence {sha256} is gone.", sha256=sha256), remedy=_RESTORE
            ) from error
        if hash_of(content) != sha256:
            raise Unavailable(message("The file of evidence {sha256} was changed.", sha256=sha256), remedy=_RESTORE)
        return content

    def erase(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def addresses(self) -> Iterator[str]:
        for path in sorted(self.folder.glob("??/??/*")):
            if _ADDRESS.fullmatch(path.name) and path == self._path(path.name):
                yield path.name

    def _path(self, sha256: str) -> Path:
        """NotFound for what is no address: it could lead out of the folder."""
        if not _ADDRESS.fullmatch(sha256):
            raise NotFound(message("There is no evidence {sha256}.", sha256=sha256[:64]))
        return self.folder / sha256[:2] / sha256[2:4] / sha256


_RESTORE = message("Whoever runs this service restores it from a backup: 'kringpas evidence check' tells all of them.")
