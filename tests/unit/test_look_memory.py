"""What the look at every page remembers of pages that did not change."""

from pathlib import Path

from scripts.look.memory import Memory
from scripts.look.report import Looked

SEEN = [Looked("home", "nl", "phone", "home.nl.phone.jpg", ("axe: image-alt",)), Looked("home", "nl", "desk", None, ())]


def test_a_page_that_is_the_same_is_known_with_what_fails(tmp_path: Path) -> None:
    Memory(tmp_path).remember(None, "<h1>home</h1>", SEEN)
    assert Memory(tmp_path).seen("nl", None, {"home": "<h1>home</h1>"}) == {"home": SEEN}


def test_a_page_that_changed_or_was_not_looked_at_in_this_way_is_not_known(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.remember(None, "<h1>home</h1>", SEEN)
    assert memory.seen("nl", None, {"home": "<h1>other</h1>"}) == {}
    assert memory.seen("en", None, {"home": "<h1>home</h1>"}) == {}
    assert memory.seen("nl", "phone", {"home": "<h1>home</h1>"}) == {}


def test_a_page_that_the_browser_could_not_show_is_looked_at_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.remember(None, "<h1>home</h1>", [Looked("home", "nl", "phone", None, ("closed",), broken=True)])
    assert memory.seen("nl", None, {"home": "<h1>home</h1>"}) == {}


def test_a_look_at_everything_begins_anew(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.remember(None, "<h1>home</h1>", SEEN)
    memory.forget()
    assert memory.seen("nl", None, {"home": "<h1>home</h1>"}) == {}
