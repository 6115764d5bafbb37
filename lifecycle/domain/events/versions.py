"""Versions of the kinds of event, and how an older reading is lifted to the newest form.

Rules:
1. Each class of event carries its `version`. What is stored names the version where it is not 1; what names none is of
   version 1, as everything was before there were versions.
2. What is stored never changes: no hash, no leaf. An older form is lifted when it is read, step by step, from each
   version to the next; a step is a pure function from plain data to plain data, and may give another kind.
3. A field that is added and may be None needs no new version: it is left out of what is stored, and absent in what was.
   A new version is for a field whose name, type or meaning changes, or that every event must have.
4. For every version but the newest there is a step; a version that this code does not know is a fault (ValueError).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from lifecycle.domain.events.kinds import KINDS, Happening

VERSION = "version"
"""Where stored data names its version."""

FIRST = 1

Step = Callable[[Mapping[str, Any]], dict[str, Any]]
"""From the plain form of one version to that of the next, without `version`. It changes nothing that it is given."""

Steps = Mapping[tuple[str, int], Step]
"""By kind and the version that the step starts from."""

STEPS: Steps = MappingProxyType({})
"""Every step. There is none yet: all kinds are of version 1."""


def versioned(happening: Happening, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a happening, with its version where that is not the first."""
    return dict(kept) if happening.version == FIRST else {**kept, VERSION: happening.version}


def lifted(
    stored: Mapping[str, Any], steps: Steps = STEPS, kinds: Mapping[str, type[Happening]] = KINDS
) -> dict[str, Any]:
    """The plain form of the newest version, without `version`; ValueError for what this code does not know."""
    plain = {name: value for name, value in stored.items() if name != VERSION}
    version = int(stored.get(VERSION, FIRST))
    while (kind := plain["kind"]) not in kinds or version != kinds[kind].version:
        step = steps.get((kind, version))
        if step is None:
            raise ValueError(f"version {version} of {kind} is not known here")
        plain, version = step(plain), version + 1
    return plain


def unlifted(kinds: Mapping[str, type[Happening]] = KINDS, steps: Steps = STEPS) -> list[tuple[str, int]]:
    """The older versions of known kinds that no step lifts."""
    older = ((kind, number) for kind, each in kinds.items() for number in range(FIRST, each.version))
    return [each for each in older if each not in steps]


if missing := unlifted():
    raise TypeError(f"older versions of events without a step to the next: {missing}")
