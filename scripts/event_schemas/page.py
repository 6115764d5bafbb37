"""The table of docs/epcis.md: how each kind of event is told. The rest of the page is written by hand."""

from pathlib import Path

from lifecycle.domain.epcis.table import TELLINGS, Telling, possible_dispositions
from lifecycle.domain.epcis.vocabulary import NAMESPACE
from lifecycle.domain.events import KINDS

BEGIN, END = "<!-- made by scripts/generate_schemas.py -->\n", "<!-- end -->"


def page(path: Path) -> str:
    """The page with the table as the code makes it."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def table() -> str:
    rows = ["| kind | type | action | step | disposition | parties | about |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*rows, *(_row(kind, TELLINGS[kind]) for kind in KINDS if kind in TELLINGS)]) + "\n"


def _row(kind: str, told: Telling) -> str:
    cells = (
        f"`{kind}`",
        told.type.removesuffix("Event"),
        told.action or "-",
        _word(told.biz_step),
        " or ".join(map(_word, possible_dispositions(kind))) or "-",
        ", ".join(f"{_side(party.list)} {party.type}: {_field(party.field)}" for party in told.parties) or "-",
        f"{_word(told.about[0])}: `{told.about[1]}`" if told.about else "-",
    )
    return "| " + " | ".join(cells) + " |"


def _word(word: str) -> str:
    """A word of ours is bold."""
    return f"**{word.removeprefix(NAMESPACE).partition('-')[2]}**" if word.startswith(NAMESPACE) else word


def _side(name: str) -> str:
    return "from" if name == "sourceList" else "to"


def _field(name: str) -> str:
    return "who acts" if name == "@actor" else f"`{name}`"
