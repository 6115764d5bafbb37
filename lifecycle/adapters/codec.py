"""Events and consignments as JSON text, and back, checked by their types.

The domain's dataclasses say what an event holds; pydantic reads the plain form into them, telling the kinds apart by
`kind`; what an older version wrote is lifted first. What cannot be read is a fault of ours (rows are written from
the same classes), so it is not caught here.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from lifecycle.domain.events import Happening, join_erasable
from lifecycle.domain.events.versions import VERSION, lifted

_NAMES_VERSION = f'"{VERSION}":'
_HAPPENING: TypeAdapter[Happening] = TypeAdapter(Annotated[Happening, Field(discriminator="kind")])


def read_happening(plain: Mapping[str, Any]) -> Happening:
    """The happening in plain data, of whatever version; pydantic's ValidationError where it is none."""
    return _HAPPENING.validate_python(lifted(plain))


def read_stored(kept: str, erasable: str | None) -> Happening:
    """The happening in the texts that are stored of it; `erasable` is None where there is none, or it was erased.

    Nearly all have one text of the first version, which needs no step in between: a device's life has many.
    """
    if erasable is None and _NAMES_VERSION not in kept:
        return _HAPPENING.validate_json(kept)
    return read_happening(join_erasable(json.loads(kept), None if erasable is None else json.loads(erasable)))
