"""What was seen of which page: a look that ended early goes on, and one after a change sees only what changed.

`looked.jsonl` in the folder has a line for each page in a language: a hash, and what was seen. The hash is of the page
and of what is asked of it. The page names its styles and scripts with a hash of their own, so that a change of those is
one of the page; not so the modules that a script fetches itself (the station's).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from scripts.look.report import Looked

_HERE = Path(__file__).parent
_ASKED = ("checks.py", "ways.py")


class Memory:
    """Of one folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "looked.jsonl"
        self._asked = "".join((_HERE / name).read_text("utf-8") for name in _ASKED)

    def seen(self, language: str, way: str | None, pages: Mapping[str, str]) -> dict[str, list[Looked]]:
        """What was seen of those of these pages that are still the same, by name."""
        if not self._file.is_file():
            return {}
        lines = [json.loads(line) for line in self._file.read_text("utf-8").splitlines()]
        wanted = {self._hash(name, language, way, html): name for name, html in pages.items()}
        known = {line["hash"]: line["seen"] for line in lines}
        return {
            name: [Looked(**{**each, "complaints": tuple(each["complaints"])}) for each in known[key]]
            for key, name in wanted.items()
            if key in known
        }

    def remember(self, way: str | None, html: str, seen: Sequence[Looked]) -> None:
        """Adds what was seen of one page, unless the browser gave up on it."""
        if any(each.broken for each in seen):
            return
        key = self._hash(seen[0].name, seen[0].language, way, html)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"hash": key, "seen": [asdict(each) for each in seen]}) + "\n")

    def forget(self) -> None:
        """Before a look at everything."""
        self._file.unlink(missing_ok=True)

    def _hash(self, name: str, language: str, way: str | None, html: str) -> str:
        return sha256("\0".join((name, language, way or "", self._asked, html)).encode()).hexdigest()
