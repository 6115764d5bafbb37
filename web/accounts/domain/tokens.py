"""Secrets that programs and browsers carry: session tokens, API keys, link tokens.

Rules:
1. A token is 256 random bits, written in base64url without padding (43 characters).
2. Only the SHA-256 of a token is stored. It is random, so a slow hash would add nothing: it cannot be guessed.
3. Hashes are compared in constant time.
4. The CSRF token of a session is an HMAC-SHA-256 keyed with the session token: each session has its own, nobody who
   reads the database can make it, and nothing more needs storing.
5. A key starts with `kp_`, so that scanners for leaked secrets find it.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest

TOKEN_BYTES = 32
KEY_PREFIX = "kp_"
_CSRF_LABEL = b"kringpas csrf 1"


def token(chance: bytes) -> str:
    """A token of 256 random bits; ValueError for another size."""
    if len(chance) != TOKEN_BYTES:
        raise ValueError(f"a token needs {TOKEN_BYTES} random bytes, got {len(chance)}")
    return _text(chance)


def api_key(chance: bytes) -> str:
    return KEY_PREFIX + token(chance)


def token_hash(secret: str) -> str:
    """SHA-256 in hexadecimal, as stored."""
    return sha256(_bytes(secret)).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets or hashes are equal, in a time that does not tell where they differ."""
    return compare_digest(_bytes(one), _bytes(other))


def csrf_token(session_token: str) -> str:
    return _text(hmac_digest(_bytes(session_token), _CSRF_LABEL, "sha256"))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Of any text that somebody may send, half a surrogate included."""
    return text.encode(errors="surrogatepass")
