"""What is asked of a resolver and what comes back, as plain values."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ask:
    """One request. `path` begins with a slash, is undecoded, and may have a query; an empty header is not sent."""

    path: str
    method: str = "GET"
    accept: str = ""
    language: str = ""

    def __str__(self) -> str:
        headers = [f"Accept: {self.accept}"] if self.accept else []
        headers += [f"Accept-Language: {self.language}"] if self.language else []
        return f"{self.method} {self.path}" + (f" ({'; '.join(headers)})" if headers else "")


@dataclass(frozen=True)
class Answer:
    """One answer; no redirect was followed. Header names are lower case, a header that came twice is there twice."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def location(self) -> str:
        return self.header("location")

    @property
    def is_redirect(self) -> bool:
        return self.status in {301, 302, 303, 307, 308} and bool(self.location)

    @property
    def media_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def __str__(self) -> str:
        if self.location:
            return f"{self.status} to {self.location}"
        return f"{self.status} {self.media_type}".strip()


Fetch = Callable[[Ask], Answer]
