"""Every generated file about our events."""

import json
from pathlib import Path
from typing import Any

from schemas import catalog
from scripts.event_schemas.definitions import KIND, VERSION
from scripts.event_schemas.examples import examples
from scripts.event_schemas.json_schema import json_schema
from scripts.event_schemas.page import page
from scripts.event_schemas.vocabulary import context, jsonld, turtle


def files(root: Path) -> dict[Path, str]:
    """Path and content; of a released version only the page, because the rest never changes then."""
    described = root / "docs" / "epcis.md"
    pages = {described: page(described)}
    if any(path.startswith(f"{KIND}/{VERSION}/") for path in catalog.released()):
        return pages
    folder = root / "schemas" / KIND / VERSION
    made = {folder / "examples" / name: _json(document) for name, document in examples().items()}
    return (
        pages
        | made
        | {
            folder / "schema.json": _json(json_schema()),
            folder / "context.jsonld": _json(context()),
            folder / "vocabulary.jsonld": _json(jsonld()),
            folder / "vocabulary.ttl": turtle(),
        }
    )


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
