"""A small dataset of support ends, written by hand in the two shapes in which endoflife.date gives it."""

import json
from typing import Any

from lifecycle.domain.support.dataset import read_dataset
from lifecycle.domain.support.releases import Release

BY_PRODUCT: dict[str, Any] = {
    "pixel": {
        "title": "Google Pixel",
        "releases": [
            {"releaseCycle": "7", "releaseLabel": "Pixel 7", "releaseDate": "2022-10-13", "eol": "2027-10-01"},
            {"releaseCycle": "5", "releaseLabel": "Pixel 5", "releaseDate": "2020-10-15", "eol": True},
        ],
    },
    "iphone": {
        "title": "Apple iPhone",
        "releases": [
            {"releaseCycle": "15", "releaseLabel": "15", "releaseDate": "2023-09-22", "eol": False},
            {"releaseCycle": "15-pro", "releaseLabel": "15 Pro", "releaseDate": "2023-09-22", "discontinued": False},
        ],
    },
    "surface": {
        "title": "Microsoft Surface",
        "releases": [
            {"releaseCycle": "laptop-4", "releaseLabel": "Surface Laptop 4", "eol": "2027-04-15", "link": None},
            {"releaseCycle": "laptop", "releaseLabel": "Surface Laptop", "eol": "2021-11-13"},
        ],
    },
    "windows": {
        "title": "Microsoft Windows",
        "releases": [
            {
                "releaseCycle": "11-25h2-e",
                "releaseLabel": "11 25H2 (E)",
                "releaseDate": "2025-09-30",
                "eol": "2028-10-10",
            },
            {"releaseCycle": "10-22h2", "releaseLabel": "10 22H2", "eol": "2025-10-14", "eoes": "2028-10-10"},
        ],
    },
}

WHOLE_LIST: dict[str, Any] = {
    "schema_version": "1.2.1",
    "generated_at": "2026-10-01T00:08:50+00:00",
    "result": [
        {
            "name": "pixel",
            "label": "Google Pixel",
            "category": "device",
            "releases": [
                {"name": "7", "label": "Pixel 7", "releaseDate": "2022-10-13", "isEol": False, "eolFrom": "2027-10-01"},
                {"name": "5", "label": "Pixel 5", "releaseDate": "2020-10-15", "isEol": True, "eolFrom": None},
            ],
        },
        {"name": "nodejs", "label": "Node.js", "category": "framework", "releases": []},
    ],
}


def file_of(content: object) -> bytes:
    """A file with this content."""
    return json.dumps(content).encode()


def releases() -> dict[str, Release]:
    """The sample's releases by their names, as `pixel/7`."""
    return {str(each.name): each for each in read_dataset(BY_PRODUCT).releases}
