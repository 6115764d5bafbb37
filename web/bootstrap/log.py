"""What the log of the service is made of, also where it is read without the service."""

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dpp.adapters import clock
from dpp.adapters.log.contents import (
    SqlAccessContents,
    SqlClaimContents,
    SqlContradictionContents,
    SqlErasureContents,
    SqlVersionContents,
)
from dpp.adapters.log.files import FolderFiles
from dpp.adapters.log.store import Makers
from dpp.domain.log.notes import KeyKind
from dpp.service.log.ports import LogFiles
from dpp.service.log.witnessing import Witness
from lifecycle.adapters.log import SqlEventContents
from web.settings import Settings

if TYPE_CHECKING:
    from dpp.adapters.log.keys import KeyFile

LEAF_CONTENTS: Makers = MappingProxyType(
    {
        "event": SqlEventContents,
        "version": SqlVersionContents,
        "access": SqlAccessContents,
        "model-claim": SqlClaimContents,
        "contradiction": SqlContradictionContents,
        "erasure": SqlErasureContents,
    }
)
"""What the leaves of each kind commit to, read back."""


def log_signer(settings: Settings) -> "KeyFile":
    """The keys of the log. Its name is that of the address under which it is read."""
    from dpp.adapters.log.keys import KeyFile  # noqa: PLC0415 - a start need not wait for cryptography

    given, address = settings.log_key_file, urlsplit(settings.public_url)
    name = f"{address.netloc}{address.path}/log"
    return KeyFile(given or settings.data_dir / "log.keys", name, made_here=given is None)


def log_files(folder: Path) -> LogFiles:
    """A published log in a folder."""
    return FolderFiles(folder, folder / ".lock")


def witness(settings: Settings, key: Path | None, name: str | None) -> Witness:
    """This service as a witness of other logs, with its key (made at first use) and its memory."""
    from dpp.adapters.log.keys import KeyFile  # noqa: PLC0415 - a start need not wait for cryptography
    from dpp.adapters.log.memory import FolderMemory  # noqa: PLC0415 - the same

    address = urlsplit(settings.public_url)
    named = name or f"{address.netloc}{address.path}/witness"
    keys = KeyFile(key or settings.data_dir / "witness.keys", named, KeyKind.COSIGNATURE)
    memory = FolderMemory(settings.data_dir / "witness")
    return Witness(keys.signing[0].verifier, keys.signing[0].sign, memory, clock.utc_now)
