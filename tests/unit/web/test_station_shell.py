"""The shell of the intake station: what the browser keeps of it, and that its scripts and its template agree."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.html import check_page
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.rendering import STATIC
from web.pages.station_shell import Shell

MODULES = sorted((STATIC / "station").glob("*.js"))
SCRIPTS = "\n".join(path.read_text("utf-8") for path in MODULES)


def kept(shell: Shell) -> dict[str, object]:
    """What its worker keeps."""
    found: dict[str, object] = json.loads(shell.worker.partition(";\n")[0].removeprefix("const KEPT = "))
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The static files of the station, without those that are built."""
    for path in (*STATIC.glob("*.*"), *(STATIC / "station").iterdir()):
        (tmp_path / path.relative_to(STATIC)).parent.mkdir(exist_ok=True)
        shutil.copyfile(path, tmp_path / path.relative_to(STATIC))
    return tmp_path


def test_the_worker_keeps_every_module_that_the_station_is_made_of() -> None:
    """Without one of them the page would not open when there is no network."""
    paths = {str(address).split("?")[0] for address in kept(Shell())["assets"]}  # type: ignore[attr-defined]  # a list
    imported = set(re.findall(r'from "\./([a-z]+\.js)"', SCRIPTS))
    assert imported
    assert {f"/static/station/{name}" for name in imported} <= paths


@pytest.mark.parametrize("name", ["station/queue.js", "station-worker.js", "decoder.js"])
def test_another_content_is_another_version(copy: Path, name: str) -> None:
    """A browser that sees another worker keeps the new files, and then drops the old ones."""
    before = kept(Shell(copy))["version"]
    assert kept(Shell(copy))["version"] == before
    (copy / name).write_text((copy / name).read_text("utf-8") + "\n// changed\n", "utf-8")
    assert kept(Shell(copy))["version"] != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shell_tells_nothing_of_anybody(language: Language) -> None:
    """It is kept by the browser, and is the same whoever works there: no session, no token, no organisation."""
    root = check_page(Shell().pages[language])
    assert root.get("lang") == language
    assert "csrf" not in Shell().pages[language]


def test_the_scripts_say_nothing_that_the_template_does_not_translate() -> None:
    """Every word that a script asks for stands in the template; and the template has none that nobody asks for."""
    page = Shell().pages["en"]
    words = set(re.findall(r'\bdata-([a-z-]+)="', page.partition('id="words"')[2])) - {"icons"}
    asked = {_kebab(name) for name in re.findall(r'\bword\(\s*"([A-Za-z-]+)"', SCRIPTS)}
    chosen = {_kebab(name) for name in re.findall(r'[?:] "([A-Za-z]+)"', SCRIPTS)}
    composed = set(re.findall(r"word\(`([a-z]+)-\$\{", SCRIPTS))
    steps = {"functional", "cosmetic", "charger", "photo", "label"}
    assert asked <= words
    told = asked | chosen | steps | {word for word in words if word.partition("-")[0] in composed}
    assert words <= told


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
