"""The real clock and the real source of chance: the only place where they are read."""

import secrets
from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


def random_bytes(size: int) -> bytes:
    return secrets.token_bytes(size)
