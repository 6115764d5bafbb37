"""Release a version of a published contract: from then on its files never change.

    python scripts/release_schemas.py passport 1.0

Writes the checksum of every file of the version into schemas/RELEASED. A version that is released already is only
compared: a change needs a new version.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from schemas import catalog  # noqa: E402  # after the path is set

HEADING = "# SHA-256 of every file of every released version, relative to schemas/. A released version never changes.\n"


def main(arguments: list[str]) -> int:
    """Exit 2 for a wrong call, 1 where a released file differs."""
    if len(arguments) != 2 or arguments[1] not in catalog.versions(arguments[0]):
        print(__doc__)
        return 2
    kind, version = arguments
    released, now = catalog.released(), catalog.checksums(kind, version)
    before = {path: checksum for path, checksum in released.items() if path.startswith(f"{kind}/{version}/")}
    if before and before != now:
        print(f"{kind} {version} is released and has changed: {', '.join(changed(before, now))}. Make a new version.")
        return 1
    lines = (f"{checksum}  {path}\n" for path, checksum in sorted((released | now).items()))
    (ROOT / "schemas" / "RELEASED").write_text(HEADING + "".join(lines), encoding="utf-8")
    print(f"{kind} {version}: {len(now)} files released")
    return 0


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """The files that were changed, added or removed."""
    return sorted(path for path in {*before, *now} if before.get(path) != now.get(path))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
