"""A sentence for a person, kept apart from its values so that it can be said in another language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


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


def listed(values: Iterable[object]) -> Message:
    """Values with commas between them, each said in the reader's language; as a value of another message."""
    named = {f"part{number}": value for number, value in enumerate(values)}
    return Message(", ".join(f"{{{name}}}" for name in named), named)


def message(template: str, **values: object) -> Message:
    """Make a message; gettext collects the first argument of every call to this function."""
    return Message(template, values)
