"""Evidence as files: under their own hash, once, whole, and never believed when they were changed."""

from pathlib import Path

import pytest

from dpp.domain.errors import NotFound, Unavailable
from dpp.domain.proof import sha256
from lifecycle.adapters.evidence_files import EvidenceFolder
from tests.support.together import together

CONTENT = b'{"content":{}}'
ADDRESS = sha256(CONTENT)


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


def path_of(folder: EvidenceFolder, address: str = ADDRESS) -> Path:
    return folder.folder / address[:2] / address[2:4] / address


def test_a_file_lies_under_its_hash_for_its_owner_alone(folder: EvidenceFolder) -> None:
    folder.put(CONTENT)
    assert path_of(folder).read_bytes() == CONTENT
    assert path_of(folder).stat().st_mode & 0o777 == 0o600
    assert folder.get(ADDRESS) == CONTENT
    assert list(folder.addresses()) == [ADDRESS]


def test_the_same_bytes_are_written_once(folder: EvidenceFolder) -> None:
    folder.put(CONTENT)
    before = path_of(folder).stat()
    folder.put(CONTENT)
    after = path_of(folder).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_changed_file_is_told_and_mended_by_its_right_bytes(folder: EvidenceFolder) -> None:
    folder.put(CONTENT)
    path_of(folder).write_bytes(b"rewritten")
    with pytest.raises(Unavailable, match="was changed"):
        folder.get(ADDRESS)
    folder.put(CONTENT)
    assert folder.get(ADDRESS) == CONTENT


def test_a_file_that_is_gone_is_told(folder: EvidenceFolder) -> None:
    with pytest.raises(Unavailable, match="is gone"):
        folder.get(ADDRESS)


@pytest.mark.parametrize("address", ["../../etc/passwd", "", "A" * 64, "0" * 63, f"{'0' * 64}\n"])
def test_what_is_no_address_leads_nowhere(folder: EvidenceFolder, address: str) -> None:
    for asked in (folder.get, folder.erase):
        with pytest.raises(NotFound):
            asked(address)


def test_erasing_twice_is_erasing(folder: EvidenceFolder) -> None:
    folder.put(CONTENT)
    folder.erase(ADDRESS)
    folder.erase(ADDRESS)
    assert list(folder.addresses()) == []


def test_what_somebody_else_put_there_is_no_evidence(folder: EvidenceFolder) -> None:
    """A file of another name, an unfinished one, or one in the wrong place."""
    folder.put(CONTENT)
    for stray in ("notes.txt", ".unfinished", sha256(b"elsewhere")):
        (path_of(folder).parent / stray).write_bytes(b"x")
    assert list(folder.addresses()) == [ADDRESS]


def test_many_at_once_write_one_whole_file(folder: EvidenceFolder) -> None:
    big = b"x" * 1_000_000
    together(*[lambda: folder.put(big)] * 8)
    assert folder.get(sha256(big)) == big
    assert list(path_of(folder, sha256(big)).parent.iterdir()) == [path_of(folder, sha256(big))]
