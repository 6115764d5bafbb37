"""Work in the background: called by a bell, and gone on with after a mistake."""

from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread

import pytest
from structlog.testing import capture_logs

from web import background
from web.background import Bell, Working


@dataclass
class Pieces:
    """Works on what waits; the first piece goes wrong."""

    bell: Bell
    waiting: int = 0
    done: int = 0
    failed: Event = field(default_factory=Event)
    worked: Event = field(default_factory=Event)

    def run_pending(self) -> int:
        if self.waiting and not self.failed.is_set():
            self.failed.set()
            raise RuntimeError("the first piece")
        number, self.waiting = self.waiting, 0
        self.done += number
        if number:
            self.worked.set()
        return number


def test_a_mistake_in_one_piece_keeps_the_others_going_until_it_is_told_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The thread looks again soon after a mistake, waits for the bell otherwise, and ends when told."""
    monkeypatch.setattr(background, "AFTER_FAILURE", timedelta(milliseconds=1))
    bell = Bell()
    pieces = Pieces(bell, waiting=2)
    working = Working(name="test", worker=pieces, bell=bell)
    thread = Thread(target=working.work, daemon=True)
    thread.start()
    assert pieces.worked.wait(5)
    assert pieces.failed.is_set()
    pieces.worked.clear()
    pieces.waiting = 3
    bell.rung.set()
    assert pieces.worked.wait(5)
    assert pieces.done == 5
    bell.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_while_nothing_can_be_done_the_thread_takes_breath() -> None:
    """A database that is away is not asked a thousand times a second."""
    bell = Bell()
    tried: list[int] = []

    class Away:
        def run_pending(self) -> int:
            tried.append(1)
            raise RuntimeError("away")

    with capture_logs():
        thread = Thread(target=Working(name="test", worker=Away(), bell=bell).work, daemon=True)
        thread.start()
        thread.join(0.05)
        bell.stop()
        thread.join(5)
    assert not thread.is_alive()
    assert len(tried) == 1


def test_work_can_be_done_here_and_now() -> None:
    """A command does what waits without the thread."""
    bell = Bell()
    pieces = Pieces(bell, waiting=4)
    pieces.failed.set()
    assert Working(name="test", worker=pieces, bell=bell).run_pending() == 4
