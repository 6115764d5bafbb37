"""The document on evidence says what the code does."""

from lifecycle.adapters.reading.process import WALL_SECONDS
from lifecycle.adapters.reading.reader import FILES_EACH, WORKERS
from lifecycle.adapters.reading.worker import CPU_SECONDS, MEMORY_BYTES
from lifecycle.domain.evidence.limits import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES
from scripts.evidence_page import PAGE, page


def test_the_table_of_formats_is_up_to_date() -> None:
    now = PAGE.read_text(encoding="utf-8")
    assert now == page(now), "run: python -m scripts.evidence_page"


def test_the_limits_are_those_of_the_code() -> None:
    mebibyte = 1024**2
    told = [MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, CPU_SECONDS, WALL_SECONDS, MEMORY_BYTES, WORKERS, FILES_EACH]
    assert told == [4 * mebibyte, 64, 1_000, 1, 5, 100 * mebibyte, 2, 500], "docs/evidence.md tells these: change both"
