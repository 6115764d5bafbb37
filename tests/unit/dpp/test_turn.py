"""One writer at a time, whoever it is."""

import fcntl
from pathlib import Path

import pytest

from dpp.adapters.turn import WriterTurn


def test_another_process_waits_while_a_writer_has_its_turn(tmp_path: Path) -> None:
    """The lock is on the file, so that a command and the service exclude each other too."""
    lock = tmp_path / "kringpas.sqlite-writer"
    with WriterTurn(lock).taken(), lock.open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_turn_ends_when_the_writer_fails(tmp_path: Path) -> None:
    """An error gives the turn back: the next writer does not wait for ever."""
    turn = WriterTurn(tmp_path / "kringpas.sqlite-writer")
    with pytest.raises(ValueError, match="full"), turn.taken():
        raise ValueError("the disk is full")
    with turn.taken():
        pass


def test_a_database_in_memory_needs_no_file() -> None:
    """Only threads can share it."""
    with WriterTurn(None).taken():
        pass
