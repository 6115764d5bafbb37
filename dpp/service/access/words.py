"""What people write when they change rights: a reason that everybody may read."""

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.personal_data import personal_data

LONGEST = 500


def checked_words(**fields: str) -> None:
    """Return when every field says something, is not endless, and holds no personal data; else InvalidInput."""
    empty = [Problem(name, message("Say it in a sentence.")) for name, text in fields.items() if not text.strip()]
    long = [
        Problem(name, message("At most {count} characters.", count=LONGEST))
        for name, text in fields.items()
        if len(text) > LONGEST
    ]
    people = [Problem(problem.path.removeprefix("$."), problem.what) for problem in personal_data(fields)]
    if problems := (*empty, *long, *people):
        raise InvalidInput(message("The words of this change are not right."), problems)
