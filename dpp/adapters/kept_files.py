"""Files beside the database as a backup takes them along, whatever keeps them: evidence, photos, documents, papers.

Rules:
1. A file is named by the SHA-256 of its bytes, with or without an ending: `aa/bb/aabb...`. One whose bytes are not what
   its name says is told, and not believed.
2. `aabb...-small.jpg` is a picture that was drawn from another one; it has no hash of its own.
3. What has another name is not ours, and is left alone. No name leads out of the folder.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dpp.adapters.log.files import write_whole
from dpp.domain.errors import InvalidInput, Unavailable
from dpp.domain.message import message
from dpp.domain.proof import sha256

_NAME = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})(-small)?(\.[a-z]+)?")


@dataclass(frozen=True)
class KeptFiles:
    """One such folder. It need not be there: then it holds nothing."""

    folder: Path

    def names(self) -> Iterator[str]:
        """In order."""
        for path in sorted(self.folder.glob("??/??/*")):
            name = path.relative_to(self.folder).as_posix()
            if _NAME.fullmatch(name):
                yield name

    def read(self, name: str) -> bytes:
        """Raises Unavailable where the file is not what it was: a backup of that would hide it."""
        content = (self.folder / name).read_bytes()
        if not is_named_so(name, content):
            raise Unavailable(
                message("The file {name} was changed.", name=str(self.folder / name)),
                remedy=message("Whoever runs this service restores it from a backup."),
            )
        return content

    def write(self, name: str, content: bytes) -> None:
        """Raises InvalidInput for a name that is none (rule 3)."""
        if not _NAME.fullmatch(name):
            raise InvalidInput(message("'{name}' is no name of a file that is kept.", name=name[:100]))
        write_whole(self.folder / name, content, mode=0o600)


def is_named_so(name: str, content: bytes) -> bool:
    """Rules 1 and 2: whether a file with these bytes may have this name."""
    read = _NAME.fullmatch(name)
    return read is not None and (read[4] is not None or read[3] == sha256(content))
