"""What an audience sees of a repair guide (ESPR art. 11(b); Reg. (EU) 2023/1670, Annex II, B and C, 1.1(2)).

Rules:
1. Default deny: a piece is shown where its class allows it to the audience, and is hidden otherwise.
2. The classes are those of the catalogue and a lattice: an authority does not see what is for professionals.
3. Who answers for the model's passport sees everything.
4. Of what is hidden a reader learns for whom it is and on which ground; not what it is, nor how much.
5. A step that is shown names no hidden step; that there is one right before it is kept apart (`broken`).
6. A larger audience (more roles, or more passports for which it answers) never sees less.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dpp.domain.audience import Audience
from dpp.domain.catalogue import Access, AccessClass
from dpp.domain.repair_guide.guide import NO_GUIDE, Piece, RepairGuide, Step

Allows = Callable[[AccessClass], bool]


@dataclass(frozen=True)
class SeenGuide:
    """What is shown, the classes of what is not, and the shown steps with a hidden one right before them."""

    guide: RepairGuide = NO_GUIDE
    withheld: frozenset[AccessClass] = frozenset()
    broken: frozenset[str] = frozenset()


def allows(audience: Audience, passport: str, classes: Mapping[AccessClass, Access]) -> Allows:
    """Whether an audience may see a piece of this class in the guide of a model (rules 1 to 3)."""
    answers = passport in audience.owns

    def allowed(access: AccessClass) -> bool:
        if answers or access is AccessClass.PUBLIC:
            return True
        return not classes[access].roles.isdisjoint(audience.roles)

    return allowed


def seen(guide: RepairGuide, allowed: Allows) -> SeenGuide:
    """The guide as an audience may see it."""
    shown = frozenset(step.id for step in guide.steps if allowed(step.access))
    kept = RepairGuide(
        steps=tuple(_only(step, shown) for step in guide.steps if step.id in shown),
        views=tuple(filter(_by(allowed), guide.views)),
        fault_codes=tuple(filter(_by(allowed), guide.fault_codes)),
        procedures=tuple(filter(_by(allowed), guide.procedures)),
        documents=tuple(filter(_by(allowed), guide.documents)),
    )
    hidden = frozenset(piece.access for piece in guide.pieces() if not allowed(piece.access))
    broken = frozenset(step.id for step in guide.steps if step.id in shown and not shown.issuperset(step.after))
    return SeenGuide(kept, hidden, broken)


def _by(allowed: Allows) -> Callable[[Piece], bool]:
    return lambda piece: allowed(piece.access)


def _only(step: Step, shown: frozenset[str]) -> Step:
    """Rule 5."""
    return replace(step, after=tuple(each for each in step.after if each in shown))
