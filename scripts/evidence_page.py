"""Write the table of formats in `docs/evidence.md`; with `--check`, only say whether it is up to date."""

import sys
from pathlib import Path

from lifecycle.adapters.parsers import FORMATS

PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
_START = "<!-- formats: python -m scripts.evidence_page -->\n"
_END = "<!-- end of formats -->\n"


def page(now: str) -> str:
    """The page `now` with the formats that there are."""
    before, _, rest = now.partition(_START)
    _, _, after = rest.partition(_END)
    rows = [
        f"| {each.title} | {each.gives} | {each.made_with} | `{each.name}`, {each.parser} {each.parser_version} |"
        for each in FORMATS
    ]
    head = "| format | what it gives | how it is made | name, parser |\n|---|---|---|---|\n"
    return before + _START + head + "\n".join(rows) + "\n" + _END + after


def main() -> int:
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        if now == page(now):
            return 0
        print("docs/evidence.md is not up to date: run python -m scripts.evidence_page")
        return 1
    PAGE.write_text(page(now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
