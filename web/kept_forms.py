"""What somebody typed into a form that was not taken, sealed, so that the next page can carry it: nothing is lost.

A session ends, another tab signs out, a rule refuses: the answer is a page, and what was typed travels in that page's
own form, encrypted, until it is sent again. Rules:

1. The server keeps nothing: no table, no file. What is sealed lives in the page of the person who typed it.
2. It is encrypted and authenticated (AES-256-GCM, NIST SP 800-38D) under a key of this service: who opens the page
   later cannot read it, and nobody can make one that says something else or leads elsewhere.
3. It names for whom the form was made (an HMAC of the account), and is opened for that account alone.
4. Passwords, PINs and keys are never in it (`SECRETS`, `SECRET_FORMS`), files neither: they are named, to be chosen
   again.
5. It is at most `LARGEST` characters of text, and ends after `KEPT`.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dpp.domain.actor import AccountId
from web.accounts.domain.tokens import same

KEPT = timedelta(hours=12)
LARGEST = 256 * 1024
"""Characters of all names and values together: the longest of our forms, a passport's, has some twenty thousand."""
LARGEST_SEALED = 4 * LARGEST
"""Characters: what does not compress, each character of four bytes, fits with its base64 for all but invented texts."""
SECRETS = frozenset({"password", "current", "again", "pin", "badge", "secret", "csrf"})
"""Names of fields whose value never comes back into a page."""
SECRET_FORMS = ("/repair-key", "/station", "/sign-in", "/sign-out", "/kept-form")
"""Forms that are secret as a whole (a code is a key there), or that have nothing to keep."""
_LABEL = b"kringpas kept forms 1"
_MARK_BYTES = 16
_NONCE_BYTES = 12


@dataclass(frozen=True)
class KeptForm:
    """One form as it was sent: `action` and `page` are paths with their queries, fields in the order of the form."""

    action: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    mark: str
    sent_at: datetime

    @property
    def size(self) -> int:
        return sum(len(name) + len(value) for name, value in self.fields)


def may_keep(action: str) -> bool:
    """Whether the form to this path may be kept at all."""
    path = action.partition("?")[0]
    return not any(path == secret or path.startswith(f"{secret}/") for secret in SECRET_FORMS)


def without_secrets(fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in fields if name not in SECRETS)


def mark_in(csrf: str) -> str:
    """For whom a form was made, as its CSRF field says: the part behind the dot; empty for a visitor's form."""
    return csrf.partition(".")[2]


@dataclass(frozen=True)
class Sealer:
    """Seals and opens. `secret` is a key of the service that all its processes share."""

    secret: bytes = field(repr=False)
    chance: Callable[[int], bytes]
    clock: Callable[[], datetime]

    def mark(self, account: AccountId) -> str:
        """Tells this account from others without naming it; the same at every sign-in."""
        return _text(digest(self._key, b"account " + account.encode(), "sha256")[:_MARK_BYTES])

    def is_for(self, form: KeptForm, account: AccountId) -> bool:
        return same(form.mark, self.mark(account))

    def seal(self, form: KeptForm) -> str | None:
        """The form in base64url; None when it is larger than rule 5 allows."""
        if form.size > LARGEST:
            return None
        said = [form.action, form.page, form.fields, form.files, form.mark, form.sent_at.timestamp()]
        nonce = self.chance(_NONCE_BYTES)
        packed = zlib.compress(json.dumps(said, ensure_ascii=True).encode())
        sealed = _text(nonce + AESGCM(self._key).encrypt(nonce, packed, _LABEL))
        return sealed if len(sealed) <= LARGEST_SEALED else None

    def open(self, sealed: str) -> KeptForm | None:
        """The form; None when it is not one of ours, was changed, or is too old."""
        try:
            box = urlsafe_b64decode(sealed.encode() + b"==")
            packed = AESGCM(self._key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], _LABEL)
        except (NotBase64, InvalidTag, ValueError):
            return None
        form = _form(json.loads(zlib.decompress(packed)))
        return form if self.clock() - form.sent_at < KEPT else None

    @property
    def _key(self) -> bytes:
        return digest(self.secret, _LABEL, sha256)


def _form(said: list[Any]) -> KeptForm:
    action, page, fields, files, mark, sent_at = said
    pairs = tuple((str(name), str(value)) for name, value in fields)
    return KeptForm(action, page, pairs, tuple(files), mark, datetime.fromtimestamp(sent_at, UTC))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
