"""Finds the published contracts that this package carries: `<kind>/<version>/<file>`.

A released version never changes; `schemas/RELEASED` holds the checksum of every file of it.
"""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable


def kinds() -> tuple[str, ...]:
    """The kinds of contract, for example `passport`."""
    return tuple(sorted(folder.name for folder in files("schemas").iterdir() if _is_kind(folder)))


def versions(kind: str) -> tuple[str, ...]:
    """The versions of a kind, oldest first."""
    names = (folder.name for folder in _folder(kind).iterdir() if folder.is_dir() and folder.name[0].isdigit())
    return tuple(sorted(names, key=lambda name: tuple(map(int, name.split(".")))))


def paths(kind: str, version: str) -> tuple[str, ...]:
    """Every file of a version, relative to its folder: `catalogue.json`, `examples/laptop.json`."""
    return tuple(sorted(_walk(_folder(kind, version))))


def read_bytes(kind: str, version: str, path: str) -> bytes:
    """One file. Raises FileNotFoundError with the path that was looked for."""
    return _folder(kind, version).joinpath(*path.split("/")).read_bytes()


def read_text(kind: str, version: str, path: str) -> str:
    """One file as text. Raises FileNotFoundError with the path that was looked for."""
    return read_bytes(kind, version, path).decode()


def released() -> dict[str, str]:
    """The files that may never change: `passport/1.0/schema.json` and its SHA-256 in hexadecimal."""
    lines = files("schemas").joinpath("RELEASED").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return {path: checksum for checksum, path in pairs}


def checksums(kind: str, version: str) -> dict[str, str]:
    """The files of a version as they are now: path and SHA-256, in the form of `released()`."""
    return {
        f"{kind}/{version}/{path}": hashlib.sha256(read_bytes(kind, version, path)).hexdigest()
        for path in paths(kind, version)
    }


def _folder(kind: str, version: str | None = None) -> Traversable:
    folder = files("schemas").joinpath(kind)
    return folder.joinpath(version) if version else folder


def _is_kind(folder: Traversable) -> bool:
    return folder.is_dir() and not folder.name.startswith(("_", "."))


def _walk(folder: Traversable, prefix: str = "") -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        else:
            found.append(prefix + entry.name)
    return found
