"""Write `docs/settings.md` from the settings class; with `--check`, only say whether it is up to date."""

import sys
from pathlib import Path

from web.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
_HEAD = """# Settings

Environment variables, read once at the start; an empty one counts as not set. `make run` and the command line honour
them all. This page is generated from `web/settings.py`.

| variable | default | what it does |
|---|---|---|
"""
_TAIL = """
`make run` also takes `PORT=` and `HOST=`; with `HOST=` it speaks HTTPS with a self-signed certificate (a phone's
browser opens the camera only then), and links lead to that address unless `KRINGPAS_PUBLIC_URL` says otherwise.
Tests take `CHROMIUM` (the browser to drive) and `KRINGPAS_SHARED_DATA` (a folder of reference data).
"""


def page() -> str:
    rows = [
        f"| `KRINGPAS_{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return _HEAD + "\n".join(rows) + "\n" + _TAIL


def _default(value: object) -> str:
    return "" if value in {None, ""} else f"`{value}`"


def main() -> int:
    if "--check" in sys.argv:
        if PAGE.read_text(encoding="utf-8") == page():
            return 0
        print("docs/settings.md is not up to date: run python -m scripts.settings_page")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
