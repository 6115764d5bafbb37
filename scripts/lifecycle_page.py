"""Write `docs/lifecycle.md` from the code of the life of devices; with `--check`, only say whether it is up to date."""

import re
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import ModuleType

from lifecycle.domain import guards, vocabulary
from lifecycle.domain.events import KINDS
from lifecycle.domain.guards.existence import TOLERATED_SKEW
from lifecycle.domain.permissions import USE_CASES
from lifecycle.service.devices import ELSEWHERE
from lifecycle.service.event_batches import MOST_EVENTS

PAGE = Path(__file__).parents[1] / "docs" / "lifecycle.md"
_ROW = re.compile(r"^\| .* \|$", re.MULTILINE)

_HEAD = """# The life of a device

What happens to a device is an **event**: one frozen class per kind (`lifecycle/domain/events`), in an envelope that
says which device, when it happened, when it was recorded, and by whom. A device's **state** is what its events add up
to (`lifecycle/domain/fold`); nobody ever sets it. Which event may come next is for the **guards**
(`lifecycle/domain/guards`). This page is generated: `python -m scripts.lifecycle_page`.

## Axes

State has separate axes, so that one never hides another: a locked device can be lost, waste can be in repair. Where
several words hold on the lifecycle at once, missing comes before quarantined, that before in transit, in repair and
reserved; when such an interruption ends, the device is where it was.

{axes}

Custody (who answers for it, and where it is) and ownership (whose it is, on which ground) are apart. There is exactly
one custodian at any instant.

## Kinds of event

`version` is that of the newest form. A kind with a use case is recorded by `POST /api/v1/devices/{{key}}/events`, or
comes with what the last column says.

{kinds}

## The nine rules

They hold for every sequence of events, in whatever order they are recorded.

{nine}

Tests generate lives of all kinds (valid, late, repeated, refused) and judge them by an oracle that reads the accepted
events alone (`tests/unit/lifecycle/stateful`); for each of the nine rules a test takes the guard away, and sees the
oracle find the breach.

## All guards

Every refusal names its rule, the fact that broke it and what would make it possible. A guard looks at the state at the
event's own time.

{guards}

## Late events

`occurred_at` is when it happened, by whoever saw it, and may be late; `recorded_at` is ours. A late event is judged by
the state at its own time, and every later event once more after it: what would have been refused then is refused now,
and nothing is put in another order. Ids of events are made by the client: the same id with the same content is one
event, however often it is sent; with other content it is a conflict (409).

## Scanners that were offline

`POST /api/v1/event-batches` takes up to {most} events of many devices, each with the id and the time that the scanner
gave it, and `sent_at`: the scanner's clock at the moment of sending. A scan at intake needs no device; an event that
follows it names it (`scan`), so that a scanner need not know the device's key.

The difference between `sent_at` and our clock is the **skew** of the scanner. It is told in the answer and shown with
all that came, and it corrects nothing. Within {minutes} minutes (`KRINGPAS_SCANNER_SKEW_MINUTES`) events are recorded
at the times that the scanner gave; beyond that, none of the batch is. Each event is a transaction of its own, and the
answer says what became of it:

| outcome | meaning |
|---|---|
| `recorded` | It is in the device's life, at its own time. |
| `repeated` | It was there already: a retry. |
| `set-aside` | It waits for a person, in the inbox: the answer names the rule, the fact and the remedy. |
| `dismissed` | A person decided not to record it. |

Who may record a late event is judged at its own time too: what an organisation did while it had the device counts,
also where the device went on before the scanner could send.

## The inbox

`/inbox`, and `/api/v1/inbox`, hold what was set aside, for who sent it, DRZ and the auditor: what came and when, why it
waits, and what the device's life says around that time. A person tries again (it is recorded at the scanner's time, on
the authority of who sent it) or dismisses it with a reason. Each attempt is kept, with who and when; what came stays
readable. A remark of a person is kept apart and can be erased. Of two contents under one id, a person picks one.

Numbers that two devices claim stand there too; they are settled where identities are confirmed.

## Versions

Each class of event carries a `version`, 1 today. What is stored names its version where that is not 1. A field that may
be absent needs no new version; for any other change a pure step lifts the older form to the next one when it is read
(`lifecycle/domain/events/versions.py`). What is stored is never rewritten, so that no hash and no proof changes.
`tests/fixtures/events` holds the stored form of every kind, and a test compares.
"""

_AXES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("lifecycle", vocabulary.Lifecycle),
    ("data, per storage medium; the worst wins, in this order", vocabulary.DataState),
    ("waste", vocabulary.Waste),
    ("ownership: kind of owner", vocabulary.Holding),
    ("ownership: legal ground of a change", vocabulary.Ground),
    ("locks, a set", vocabulary.Lock),
    ("hazards, a set", vocabulary.Hazard),
    ("classification of the data", vocabulary.Classification),
)


def page() -> str:
    return _HEAD.format(
        axes=_table(("axis", "words"), ((name, ", ".join(words)) for name, words in _AXES)),
        kinds=_table(("kind", "what", "version", "use case", "comes with"), map(_kind, sorted(KINDS))),
        nine="\n".join(rows_of(guards)),
        guards="\n\n".join(map(_of_module, guard_modules())),
        most=MOST_EVENTS,
        minutes=round(TOLERATED_SKEW.total_seconds() / 60),
    )


def guard_modules() -> list[ModuleType]:
    """The modules of guards that have a table of rules, in the order in which they are asked."""
    found = (getattr(guards, name) for name in vars(guards))
    modules = {each for each in found if isinstance(each, ModuleType) and hasattr(each, "RULES")}
    return sorted(modules, key=lambda module: guards.RULES.index(module.RULES[0]))


def rows_of(module: ModuleType) -> list[str]:
    """The lines of the table in a module's docstring."""
    return _ROW.findall(f"{module.__doc__}".replace("|---|---|", "| --- | --- |"))


def _of_module(module: ModuleType) -> str:
    title = f"{module.__doc__}".partition("\n")[0].rstrip(".")
    return f"### {title}\n\n" + "\n".join(rows_of(module))


def _kind(kind: str) -> tuple[str, ...]:
    cls = KINDS[kind]
    what = " ".join(f"{cls.__doc__}".partition("\n\n")[0].split())
    return f"`{kind}`", what, str(cls.version), USE_CASES.get(kind, ""), ELSEWHERE.get(kind, "")


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(heads)]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
        for row in (*cells, ["---"] * len(cells[0]), *map(list, rows))
    )


def main() -> int:
    if "--check" in sys.argv:
        if PAGE.read_text(encoding="utf-8") == page():
            return 0
        print("docs/lifecycle.md is not up to date: run python -m scripts.lifecycle_page")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
