"""A document that no parser reads (a scan, a photo, a letter): that it was seen, and which one it was.

Rules:
1. A picture, or a page that somebody wrote, cannot be stripped by a machine: nothing tells a name from a serial number
   there. So nothing of it is kept but its hash, its size and its kind. Whoever has the document can show later that it
   is the one; what it says of the device, a person records as events that name the hash.
2. This is no policy that an organisation can change: a file that was kept by mistake is worse than one that has to be
   asked for again.
"""

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.evidence.guard import Removed
from lifecycle.domain.evidence.reading import Reading
from lifecycle.domain.evidence.stripping import Stripped, stripped

NAME = "document"
PARSER = "by-hand"
PARSER_VERSION = "1.0"

_KINDS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}
_ANY = "application/octet-stream"


def seen_document(content: bytes) -> tuple[Stripped, Reading]:
    """What is kept of a document, and a reading that says nothing; InvalidInput for an empty file."""
    if not content.strip():
        raise InvalidInput(message("The file is empty."), remedy=message("Export it again, then send it."))
    kind = next((media_type for start, media_type in _KINDS.items() if content.startswith(start)), _ANY)
    kept = canonical({"document": {"mediaType": kind, "sha256": sha256(content), "size": len(content)}})
    return stripped(content, kept, {Removed.UNNEEDED}), Reading(NAME, PARSER, PARSER_VERSION)
