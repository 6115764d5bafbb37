"""The tables of faults as data: word lists, brands, and how the words of Open Repair Data map to ours."""

import tomllib
from functools import cache
from importlib.resources import files

from dpp.domain.proof import sha256
from lifecycle.domain.faults.reference import Reference


@cache
def load_fault_reference() -> Reference:
    """Read once. The version is a digest of the files: rows that other tables judged are judged anew."""
    folder = files(__name__)
    read = [folder.joinpath(f"{name}.toml").read_bytes() for name in ("products", "brands", "words")]
    tables, brands, words = (tomllib.loads(content.decode()) for content in read)
    return Reference.parse(sha256(b"".join(read))[:16], tables, brands, words)
