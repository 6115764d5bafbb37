"""The words of the papers, from `words.toml` beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Words:
    """One language's words: of the papers themselves (`text`, `statement`), and of the vocabularies in them."""

    language: str
    tables: Mapping[str, Mapping[str, str]]

    def __call__(self, table: str, word: str) -> str:
        """KeyError for a word that the file does not have."""
        return self.tables[table][word]

    @property
    def texts(self) -> Mapping[str, str]:
        return self.tables["text"]

    def moment(self, at: datetime | None) -> str:
        """As in `21-11-2026 14:05`, in Dutch time; of nothing a dash."""
        return "-" if at is None else at.astimezone(_ZONE).strftime("%d-%m-%Y %H:%M")


@cache
def words(language: str) -> Words:
    """The words of `nl` or `en`; KeyError for another language."""
    said = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    return Words(
        language, {table: {word: both[language] for word, both in entries.items()} for table, entries in said.items()}
    )
