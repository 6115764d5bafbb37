"""Security support as pages say it, from what the service knows."""

from collections.abc import Iterator
from datetime import date

from dpp.domain.message import Message, message
from lifecycle.domain.routing.windows11 import Capability, Capable
from lifecycle.domain.support.endings import Ending, Standing
from lifecycle.domain.support.matching import MatchedBy
from lifecycle.domain.support.of_model import DatasetWord, ModelUpdates, PassportWord
from lifecycle.domain.support.releases import LICENCE, TITLE, Release
from lifecycle.service.support import KnownRelease, ModelSupport
from web.pages.contexts.frame import Choice, Link, Tone
from web.pages.contexts.support import MatchLine, ReleaseLine, UpdatesBlock, UpdatesLine

PLACE = "/support"
_TONES = {
    Standing.ENDS: Tone.GOOD,
    Standing.ENDED: Tone.ATTENTION,
    Standing.NOT_ANNOUNCED: Tone.GOOD,
    Standing.UNKNOWN: Tone.UNKNOWN,
}
_CAPABLE = {Capable.YES: Tone.GOOD, Capable.NO: Tone.ATTENTION, Capable.UNKNOWN: Tone.UNKNOWN}


def updates_block(updates: ModelUpdates, windows: Capability | None, today: date) -> UpdatesBlock | None:
    """What counts first, then what else is said; None where nobody says anything."""
    lines = _lines(updates, today)
    if not lines and windows is None:
        return None
    return UpdatesBlock(
        lines=lines,
        differ=updates.differ,
        after=updates.alternatives,
        windows=None if windows is None else windows.why,
        windows_tone=Tone.UNKNOWN if windows is None else _CAPABLE[windows.capable],
    )


def says(ending: Ending, today: date) -> Message:
    """An end in a sentence; what is not known is not hidden."""
    match ending.standing(today):
        case Standing.ENDS:
            return message("Security updates until {day}", day=ending.day)
        case Standing.ENDED if ending.day is not None:
            return message("Security updates ended on {day}", day=ending.day)
        case Standing.ENDED:
            return message("Security updates have ended; the day is not given")
        case Standing.NOT_ANNOUNCED:
            return message("Gets security updates; no end is announced")
        case Standing.UNKNOWN:
            return message("No end of security updates is given")


def _lines(updates: ModelUpdates, today: date) -> tuple[UpdatesLine, ...]:
    lines = []
    if updates.passport is not None:
        lines.append(_of_passport(updates.passport, today))
    if updates.dataset is not None:
        lines.append(_of_dataset(updates.dataset, today))
    return tuple(lines[::-1] if updates.dataset_leads else lines)


def _of_passport(word: PassportWord, today: date) -> UpdatesLine:
    source: Message | str
    if word.compiled:
        source = word.source or message("this passport, compiled from public sources")
    else:
        source = message("this passport, by who answers for it")
    notes = (message("source of {date}", date=word.source_date),) if word.source_date else ()
    return UpdatesLine(says(Ending(day=word.until), today), Link(source, word.source_address or ""), notes)


def _of_dataset(word: DatasetWord, today: date) -> UpdatesLine:
    source = f"{TITLE}: {word.release.title}, {word.release.label} ({LICENCE})"
    return UpdatesLine(
        says=says(word.release.security, today),
        source=Link(source, word.release.link or word.release.page),
        notes=tuple(_notes(word)),
    )


def _notes(word: DatasetWord) -> Iterator[Message]:
    yield message("as it was on {dated}, taken in on {retrieved}", dated=word.dated, retrieved=word.retrieved)
    if word.match.by is MatchedBy.PERSON:
        yield message("a person said that this is the model")
    if word.gone:
        yield message("not listed there any more")


def release_line(known: KnownRelease, today: date) -> ReleaseLine:
    """A release in the register."""
    release = known.release
    return ReleaseLine(
        label=release.label,
        says=says(release.security, today),
        tone=_TONES[release.security.standing(today)],
        link=release.link,
        gone=known.gone,
    )


def match_line(found: ModelSupport, today: date) -> MatchLine:
    """A model in the register."""
    model, word = found.model, found.updates.dataset
    name = model.name if model.name.lower().startswith(model.brand.lower()) else f"{model.brand} {model.name}"
    return MatchLine(
        model=Link(name, f"/passports/{model.model_id}"),
        send_to=f"{PLACE}/models/{model.model_id}",
        release=None if word is None else f"{word.release.title}, {word.release.label}",
        says=None if word is None else says(word.release.security, today),
        by_person=word is not None and word.match.by is MatchedBy.PERSON,
        choices=tuple(map(_choice, found.proposals)),
        none_chosen=found.said is not None and found.said.release is None,
    )


def _choice(release: Release) -> Choice:
    return Choice(str(release.name), f"{release.title}, {release.label}")
