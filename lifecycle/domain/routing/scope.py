"""For which devices a policy is: the owners and the categories that it names.

What it does not name it does not narrow. Without either it is for every device.
"""

from dataclasses import dataclass

from dpp.domain.message import Message, message


@dataclass(frozen=True, slots=True)
class Scope:
    """The owners (ids of organisations) and categories that a policy is for; empty: all of them."""

    owners: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[bool, bool]:
        """Higher is more specific (`lifecycle.domain.routing.in_force`, rule 1)."""
        return bool(self.owners), bool(self.categories)

    def covers(self, owner: str | None, category: str | None) -> bool:
        return (not self.owners or owner in self.owners) and (not self.categories or category in self.categories)

    @property
    def why(self) -> Message:
        """Why this policy counts for a device that it covers."""
        match self.rank:
            case (True, True):
                return message("it is for this owner and this kind of device, and nothing more specific is in force")
            case (True, False):
                return message("it is for devices of this owner, and nothing more specific is in force")
            case (False, True):
                return message("it is for this kind of device, and nothing more specific is in force")
            case _:
                return message("it is for every device, and nothing more specific is in force")


EVERY_DEVICE = Scope()
