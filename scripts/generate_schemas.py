"""Write what follows from the field catalogue and from the kinds of event.

Of the catalogue: schema, context, shapes, examples and the documentation page. Of the kinds of event: vocabulary,
context, schema and examples.

Every version that is not released is written anew; a released one (`schemas/RELEASED`) is never touched. The
documentation page is about the newest version.

python scripts/generate_schemas.py            # write
python scripts/generate_schemas.py --check    # say what differs; exit 1 if anything does
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from passport_schemas.context import context  # noqa: E402  # after the path is set
from passport_schemas.examples import examples  # noqa: E402
from passport_schemas.json_schema import json_schema  # noqa: E402
from passport_schemas.page import page  # noqa: E402
from passport_schemas.shapes import shapes  # noqa: E402

from dpp.domain.catalogue import Catalogue  # noqa: E402
from dpp.domain.catalogue_file import parse_catalogue  # noqa: E402
from schemas import catalog  # noqa: E402
from scripts.event_schemas.files import files as event_files  # noqa: E402


def generated() -> dict[Path, str]:
    """Every generated file and its content."""
    files = {ROOT / "docs" / "passport-elements.md": page(_catalogue(catalog.versions("passport")[-1]))}
    for version in unreleased():
        files |= _version_files(_catalogue(version))
    return files | event_files(ROOT)


def unreleased() -> tuple[str, ...]:
    """The versions that may still change."""
    released = {path.rpartition("/catalogue.json")[0] for path in catalog.released()}
    return tuple(version for version in catalog.versions("passport") if f"passport/{version}" not in released)


def _version_files(catalogue: Catalogue) -> dict[Path, str]:
    folder = ROOT / "schemas" / "passport" / catalogue.version
    documents = {folder / "examples" / name: _json(document) for name, document in examples(catalogue).items()}
    return documents | {
        folder / "schema.json": _json(json_schema(catalogue)),
        folder / "context.jsonld": _json(context(catalogue)),
        folder / "shapes.ttl": shapes(catalogue),
    }


def _catalogue(version: str) -> Catalogue:
    return parse_catalogue(catalog.read_text("passport", version, "catalogue.json"))


def main() -> int:
    """The number of files that differ is what --check complains about."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    check = parser.parse_args().check
    stale = [(path, text) for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    for path, text in stale:
        print(("differs: " if check else "wrote: ") + str(path.relative_to(ROOT)))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
