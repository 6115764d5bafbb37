"""Texts of a repair order tell of the device: who brought it in is nobody's business here.

What is refused is what is refused in the texts of donations (`lifecycle.domain.donation.no_people`). The identity and
contact of the repairer are those of a business; they have fields of their own and are not looked at here.
"""

from collections.abc import Iterator

from dpp.domain.errors import Problem
from dpp.domain.message import message
from lifecycle.domain.donation.no_people import tells_of_a_person

LONGEST = 1000
"""Characters of a text."""


def problems_of(path: str, text: str | None, *, required: bool = True) -> Iterator[Problem]:
    """What is wrong with a text at `path`; one that is not required may be None."""
    if not (text or "").strip():
        if required or text is not None:
            yield Problem(path, message("Fill this in."))
        return
    assert text is not None
    if len(text) > LONGEST:
        yield Problem(path, message("Use at most {most} characters.", most=LONGEST))
    if tells_of_a_person(text):
        yield Problem(path, message("This looks like data of a person. Leave it out: write of the device alone."))
