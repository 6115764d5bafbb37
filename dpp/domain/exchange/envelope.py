"""Opens an enveloped credential (W3C VC 2.0, `application/vc+jwt`) to look at what it says, without verifying it.

Rules:
1. An envelope is the text of a JWT itself, or an EnvelopedVerifiableCredential with that text in a `data:` URI.
2. Only the payload is decoded. Neither the header nor the signature is used, and no key is looked up: who reads this
   has verified nothing.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message

_DATA = re.compile(r"data:application/(?:vc|vp|vc-ld)\+jwt(?:;[^,]*)?,(?P<jwt>.*)", re.DOTALL)
_JWT = re.compile(rb"\s*[A-Za-z0-9_-]+\.(?P<payload>[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*\s*")


def is_token(received: bytes) -> bool:
    """Whether these bytes are the text of a JWT."""
    return _JWT.fullmatch(received) is not None


def enveloped_token(content: Any) -> bytes | None:
    """The JWT in an EnvelopedVerifiableCredential; nothing for other content. InvalidInput for an empty one."""
    if not isinstance(content, Mapping) or not _is_envelope(content.get("type")):
        return None
    address = content.get("id")
    matched = _DATA.fullmatch(address) if isinstance(address, str) else None
    if matched is None:
        raise InvalidInput(
            message("The envelope holds no credential."),
            remedy=message("Its 'id' is 'data:application/vc+jwt,' followed by the credential."),
        )
    return matched["jwt"].encode()


def payload(token: bytes) -> bytes:
    """The bytes that a JWT carries, not verified; InvalidInput where there is no JWT."""
    matched = _JWT.fullmatch(token)
    try:
        if matched is not None:
            inside = matched["payload"]
            return base64.b64decode(inside + b"=" * (-len(inside) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        pass
    raise InvalidInput(message("This is not a JWT: three parts of base64url with points between them are expected."))


def _is_envelope(types: Any) -> bool:
    return "EnvelopedVerifiableCredential" in (types if isinstance(types, list) else [types])
