"""A sentence for a person, kept apart from its values so that it can be said in another language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


@dataclass(frozen=True)
class Message:
    """An English template with named places, and the values that go there.

    `str()` gives the English sentence. A page translates the template first and fills in the values after.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Of a message without values alone: TypeError for others, whose values may be anything."""
        if self.values:
            raise TypeError("a message with values has no hash")
        return hash(self.template)

    def __str__(self) -> str:
        return self.template.format(**self.values)


class Kept(str):
    """A member of a fixed list as it comes back from a store: its value, and the list it is of (`module:Name`).

    A page has the words of the list; to everything else it is its value.
    """

    __slots__ = ("of",)
    of: str

    def __new__(cls, value: str, of: str) -> Self:
        """`of` is what `list_of` said of the member."""
        made = super().__new__(cls, value)
        made.of = of
        return made


def list_of(kind: type[StrEnum]) -> str:
    """How a fixed list is called in a store."""
    return f"{kind.__module__}:{kind.__qualname__}"


def listed(values: Iterable[object]) -> Message:
    """Values with commas between them, each said in the reader's language; as a value of another message."""
    named = {f"part{number}": value for number, value in enumerate(values)}
    return Message(", ".join(f"{{{name}}}" for name in named), named)


def message(template: str, **values: object) -> Message:
    """Make a message; gettext collects the first argument of every call to this function."""
    return Message(template, values)
