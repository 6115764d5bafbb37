"""Events and consignments as JSON text, and back, checked by their types.

The domain's dataclasses say what an event holds; pydantic reads the plain form into them, telling the kinds apart by
`kind`; what an older version wrote is lifted first. What cannot be read is a fault of ours (rows are written from
the same classes), so it is not caught here.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from lifecycle.domain.events import Happening
from lifecycle.domain.events.versions import lifted

_HAPPENING: TypeAdapter[Happening] = TypeAdapter(Annotated[Happening, Field(discriminator="kind")])


def read_happening(plain: Mapping[str, Any]) -> Happening:
    """The happening in plain data, of whatever version; pydantic's ValidationError where it is none."""
    return _HAPPENING.validate_python(lifted(plain))
