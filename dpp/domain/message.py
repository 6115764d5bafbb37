"""A sentence for a person, kept apart from its values so that it can be said in another language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """An English template with named places, and the values that go there.

    `str()` gives the English sentence. A page translates the template first and fills in the values after.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def message(template: str, **values: object) -> Message:
    """Make a message; gettext collects the first argument of every call to this function."""
    return Message(template, values)
