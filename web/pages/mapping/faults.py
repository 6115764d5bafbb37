"""From figures of faults to their page, and to the section on the repair page of a model."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from types import MappingProxyType
from urllib.parse import urlencode

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from lifecycle.domain.faults.counts import FaultFigures, FaultLine, GroupLine, Share, Wanted
from lifecycle.domain.faults.kinds import NOT_CLASSIFIED, NOT_KNOWN, OTHER_BRAND, Fault, ProductKind
from lifecycle.domain.faults.loads import FaultLoad
from lifecycle.service.faults import FaultReport, ModelFaults
from web.bootstrap import Parts
from web.pages.contexts.faults import (
    Counted,
    FaultRow,
    FaultsPage,
    FaultsSection,
    FaultTable,
    LoadLine,
    Part,
    Sayable,
)
from web.pages.contexts.frame import Choice, FormState
from web.pages.contexts.model_repair import ModelInHand
from web.pages.plots.bars import Row, bars
from web.pages.plots.drawing import Plot

FAULTS = "/faults"
FILES = f"{FAULTS}/files"
ANY = ""
UNKNOWN = "unknown"
"""What the address has for a brand or an age that was not given."""

_SHOWN, _OF_MODEL = 15, 5
_OTHERS, _OWN = message("Repairs of others"), message("Our own repairs")
_WORDS = MappingProxyType(
    {
        NOT_CLASSIFIED: message("Described, not classified"),
        NOT_KNOWN: message("Not known"),
        OTHER_BRAND: message("Another brand"),
    }
)
_OF_KIND = MappingProxyType(
    {
        ProductKind.LAPTOP: message("laptops"),
        ProductKind.PHONE: message("phones"),
        ProductKind.DISPLAY: message("screens and televisions"),
        ProductKind.TABLET: message("tablets"),
        ProductKind.DESKTOP: message("desktop computers"),
    }
)


def faults_page(report: FaultReport, *, files: bool, export: bool) -> FaultsPage:
    """`files` and `export`: whether this reader takes files in, and may take repairs out."""
    wanted = report.wanted
    brand, age = (UNKNOWN if word == NOT_KNOWN else word or ANY for word in (wanted.brand, wanted.age))
    asked = {"kind": wanted.kind.value if wanted.kind else ANY, "brand": brand, "age": age}
    return FaultsPage(
        form=FormState(asked),
        kinds=tuple(Choice(kind.value, kind) for kind in ProductKind),
        brands=(*(Choice(name, name) for name in report.brands), Choice(OTHER_BRAND, _WORDS[OTHER_BRAND])),
        ages=(*(Choice(band, band_text(band)) for band in report.ages), Choice(UNKNOWN, _WORDS[NOT_KNOWN])),
        query=urlencode({name: word for name, word in asked.items() if word and word != UNKNOWN}),
        others=_counted(report.others),
        own=_counted(report.own),
        tables=tuple(_tables(report)),
        sources=report.sources,
        small=report.small,
        files=files,
        export=export,
    )


def faults_section(parts: Parts, actor: Actor, model: ModelInHand) -> FaultsSection | None:  # noqa: ARG001 (public)
    """What usually breaks of a model; None where nothing was counted of it, or of its kind."""
    kind = ProductKind(model.kind.value)
    return section_of(parts.use.faults.figures.of_model(model.id, kind, str(model.values["brand"])))


def section_of(found: ModelFaults) -> FaultsSection | None:
    if not found.own.repairs and not found.others.repairs:
        return None
    wanted = found.others_of
    assert wanted.kind is not None
    of_kind = _OF_KIND[wanted.kind]
    of = message("{brand} {kind}", brand=wanted.brand, kind=of_kind) if wanted.brand else of_kind
    both = found.others.faults or found.own.faults
    asked = {"kind": wanted.kind.value} | ({"brand": wanted.brand} if wanted.brand else {})
    return FaultsSection(
        own=_counted(found.own),
        others=_counted(found.others),
        others_of=of,
        faults=_faults(found.others, found.own, _OF_MODEL) if both else None,
        barrier=_barrier(found.others),
        more=f"{FAULTS}?{urlencode(asked)}",
        sources=found.sources,
    )


def load_line(load: FaultLoad) -> LoadLine:
    """A file as the list of files has it."""
    taken = load.taken
    counts = message(
        "{new} new, {changed} changed, {same} unchanged, {left} of other products",
        new=taken.new,
        changed=taken.changed,
        same=taken.same,
        left=taken.left,
    )
    return LoadLine(
        number=load.number,
        name=load.name,
        dated=load.dated,
        asked_at=load.asked_at,
        state=load.state,
        rows=taken.rows,
        counts=counts,
        refused=taken.refused,
        why=load.why,
    )


def band_text(band: str) -> Message:
    """An age band as people say it."""
    if band.endswith("+"):
        return message("{years} years and older", years=band.removesuffix("+"))
    first, _, last = band.partition("-")
    return message("{first} to {last} years", first=first, last=last)


def _tables(report: FaultReport) -> Iterable[FaultTable]:
    others, own, wanted = report.others, report.own, report.wanted
    yield _faults(others, own, len(Fault))
    yield _ends(others, own)
    yield _fixed(others, own)
    yield _barriers(others, own)
    if wanted.brand is None:
        title = message("By brand")
        yield _groups("brands", title, others.brands[:_SHOWN], own.brands, lambda name: _WORDS.get(name, name))
    if wanted.age is None:
        title = message("By age")
        yield _groups("ages", title, others.ages, own.ages, lambda name: _WORDS[name] if not name else band_text(name))


def _faults(others: FaultFigures, own: FaultFigures, most: int) -> FaultTable:
    names = list(dict.fromkeys(line.fault for line in chain(others.faults, own.faults)))
    known = [name for name in names if name != NOT_CLASSIFIED]
    names = known[:most] + [NOT_CLASSIFIED] * (NOT_CLASSIFIED in names)
    of_others, of_own = (_by_name(figures.faults) for figures in (others, own))
    shares = [(_fault(name), of_others.get(name), of_own.get(name)) for name in names]
    return _of_shares(
        "what-breaks",
        message("What breaks"),
        message(
            "Share of the repairs of which the problem was described. One repair can have several faults, so the "
            "shares add up to more than 100%."
        ),
        shares,
    )


def _by_name(lines: tuple[FaultLine, ...]) -> dict[str, Share]:
    return {line.fault: line.repairs for line in lines}


def _ends(others: FaultFigures, own: FaultFigures) -> FaultTable:
    of_others, of_own = dict(others.ends), dict(own.ends)
    shares = [(end, of_others.get(end), of_own.get(end)) for end in dict.fromkeys([*of_others, *of_own])]
    return _of_shares("ends", message("How it ended"), message("Share of all repairs."), shares)


def _fixed(others: FaultFigures, own: FaultFigures) -> FaultTable:
    of_others = {line.fault: line.fixed for line in others.faults}
    of_own = {line.fault: line.fixed for line in own.faults}
    names = dict.fromkeys([*of_others, *of_own])
    shares = [(_fault(name), of_others.get(name), of_own.get(name)) for name in names if name != NOT_CLASSIFIED]
    definition = message("Share of the repairs with this fault of which the end is known.")
    return _of_shares("fixed", message("How often it was fixed"), definition, shares)


def _barriers(others: FaultFigures, own: FaultFigures) -> FaultTable:
    of_others, of_own = dict(others.barriers), dict(own.barriers)
    shares = [(each, of_others.get(each), of_own.get(each)) for each in dict.fromkeys([*of_others, *of_own])]
    definition = message("Share of the devices at the end of their life for which somebody said why.")
    return _of_shares("barriers", message("What stood in the way"), definition, shares)


def _of_shares(
    name: str, title: Message, definition: Message, shares: Sequence[tuple[Sayable, Share | None, Share | None]]
) -> FaultTable:
    rows = [(label, _part(of_others), _part(of_own)) for label, of_others, of_own in shares]
    summary, has_own = _summary(rows), any(own is not None and own.percent for _, _, own in rows)
    drawn = [
        Row(label, _both(others, own, has_own=has_own), (_percent(others) or 0, _percent(own) if has_own else None))
        for label, others, own in rows
    ]
    is_drawn = any(amount for row in drawn for amount in row.amounts)
    return FaultTable(
        name=name,
        title=title,
        definition=definition,
        summary=summary,
        heads=(title, _OTHERS, _OWN),
        rows=tuple(FaultRow(label, (others, own)) for label, others, own in rows),
        plot=Plot(name, title, summary, *bars(drawn)) if is_drawn else None,
        has_own=has_own,
    )


def _both(others: Part | None, own: Part | None, *, has_own: bool) -> Sayable:
    """The numbers over the bars; a dash where there are too few."""
    told = _in_words(others)
    return Message("{others} / {own}", {"others": told, "own": _in_words(own)}) if has_own else told


def _in_words(part: Part | None) -> Sayable:
    percent = _percent(part)
    return "\N{EN DASH}" if percent is None else Message("{percent}%", {"percent": round(percent)})


def _percent(part: Part | None) -> float | None:
    return None if part is None else part.percent


def _summary(rows: list[tuple[Sayable, Part | None, Part | None]]) -> Message:
    """What is most frequent among repairs of others, or among our own where there are none."""
    for place, whose in ((1, message("Of repairs of others")), (2, message("Of our own repairs"))):
        known = [(part.percent, row[0]) for row in rows if isinstance(part := row[place], Part) and part.percent]
        if known:
            percent, label = max(known, key=lambda each: each[0])
            return message("{whose} most is {label}: {percent}%.", whose=whose, label=label, percent=round(percent))
    return message("There are too few repairs to draw.") if rows else message("Nothing was counted.")


def _groups(
    name: str,
    title: Message,
    others: tuple[GroupLine, ...],
    own: tuple[GroupLine, ...],
    text: Callable[[str], Sayable],
) -> FaultTable:
    of_others, of_own = ({line.name: line for line in lines} for lines in (others, own))
    names = list(dict.fromkeys([*of_others, *of_own]))
    return FaultTable(
        name=name,
        title=title,
        definition=message("How many repairs, and which share of those with a known end was fixed."),
        summary=message("Of each: how many, and how often it was fixed."),
        heads=(title, _OTHERS, message("Fixed (others)"), _OWN, message("Fixed (ours)")),
        rows=tuple(FaultRow(text(each), (*_group(of_others.get(each)), *_group(of_own.get(each)))) for each in names),
    )


def _group(line: GroupLine | None) -> tuple[int | None, Part | None]:
    return (None, None) if line is None else (line.repairs, _part(line.fixed))


def _barrier(figures: FaultFigures) -> Message | None:
    if not figures.barriers:
        return None
    barrier, share = figures.barriers[0]
    return message(
        "What stood most in the way of others: {barrier} ({count} of {of}).",
        barrier=barrier,
        count=share.count,
        of=share.of,
    )


def _fault(name: str) -> Sayable:
    return _WORDS[NOT_CLASSIFIED] if name == NOT_CLASSIFIED else Fault(name)


def _part(share: Share | None) -> Part | None:
    if share is None or share.of == 0:
        return None
    if share.share is None or share.low is None or share.high is None:
        return Part(share.count, share.of)
    return Part(share.count, share.of, 100 * share.share, 100 * share.low, 100 * share.high)


def _counted(figures: FaultFigures) -> Counted:
    return Counted(figures.repairs, figures.described, figures.classified)


def wanted_of(kind: str, brand: str, age: str) -> Wanted:
    """The selection of an address; a kind that there is not is none."""
    known = ProductKind(kind) if kind in set(ProductKind) else None
    named, band = (NOT_KNOWN if word == UNKNOWN else word or None for word in (brand, age))
    return Wanted(known, named, band)
