"""`LoadPrinter` and `TestRecordPrinter`: the papers of a load, set by typst from `load.typ` beside this file."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dpp.domain.opaque import LabelCode, print_label_code
from lifecycle.adapters.papers.setting import qr_picture, set_paper
from lifecycle.adapters.papers.words import Words, words
from lifecycle.domain.consignment import Condition, Line, LoadUnit, LoadUnitId, Mass, MassSource
from lifecycle.domain.credentials import SHORT_NAMES
from lifecycle.domain.waste import WASTE_CODES
from lifecycle.service.load_papers import LoadPaper, LoadSheet
from lifecycle.service.test_records import TestRecordSheet

_UNKNOWN = "-"
_TEMPLATE = "load.typ"


@dataclass(frozen=True)
class Block:
    """A part of a paper: paragraphs, then a table, of which the column `wide` takes what is left."""

    heading: str
    texts: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wide: str = ""


class TypstLoads:
    """`LoadPrinter`."""

    def pdf(self, sheet: LoadSheet, language: str) -> bytes:
        return set_paper(_TEMPLATE, plain_sheet(sheet, words(language)))


class TypstTestRecords:
    """`TestRecordPrinter`."""

    def pdf(self, sheet: TestRecordSheet, language: str) -> bytes:
        return set_paper(_TEMPLATE, plain_record(sheet, words(language)))


def plain_sheet(sheet: LoadSheet, say: Words) -> dict[str, Any]:
    """What the template sets: texts, in the reader's language."""
    signed = sheet.paper is not LoadPaper.PACKING_LIST
    return _plain(
        say("paper", sheet.paper),
        sheet.name,
        sheet.address,
        tuple(_facts(sheet, say)),
        tuple(_BLOCKS[sheet.paper](sheet, say)),
        (sheet.view.sender, sheet.view.receiver) if signed else (),
        say,
    )


def plain_record(sheet: TestRecordSheet, say: Words) -> dict[str, Any]:
    """The record of the tests of one device; its points are those of Annex VI, point 3, step 2."""
    record, text = sheet.record, say.tables["test"]
    facts = (
        (text["basis"], text["law"]),
        (text["item"], record.name),
        (text["category"], _or_unknown(record.weee_category, say)),
        (text["identification"], ", ".join(record.identification)),
        (text["produced"], _or_unknown(record.produced, say)),
        (text["company"], sheet.company),
        (text["address"], text["fill"]),
        (text["date"], record.tested_on.strftime("%d-%m-%Y")),
        (text["result"], text["works" if record.works else "fails"]),
        (text["hazards"], ", ".join(say("hazard", each) for each in record.hazards) or text["no_hazards"]),
        (text["grade"], f"{record.functional}/{record.cosmetic}"),
    )
    rows = tuple((test.test, text["passed" if test.passed else "failed"]) for test in record.tests)
    tests = Block(
        text["tests"],
        () if rows else (text["none"],),
        (text["test"], text["result"]),
        rows,
        text["test"],
    )
    blocks = (tests, Block(text["fix_title"], (text["fixed"],)))
    return _plain(text["title"], record.identification[0], sheet.address, facts, blocks, (), say)


def _plain(
    title: str,
    name: str,
    address: str,
    facts: tuple[tuple[str, str], ...],
    blocks: tuple[Block, ...],
    sides: tuple[str, ...],
    say: Words,
) -> dict[str, Any]:
    return {
        "language": say.language,
        "title": title,
        "name": name,
        "address": address,
        "code": qr_picture(address),
        "page": say.texts["page"],
        "facts": [list(fact) for fact in facts],
        "blocks": [asdict(block) for block in blocks],
        "sides": list(sides),
        "words": {name: say.texts[name] for name in ("signatures", "signature_name", "signature_date", "signature")},
    }


def _or_unknown(value: object | None, say: Words) -> str:
    return say.texts["unknown"] if value is None else str(value)


def _facts(sheet: LoadSheet, say: Words) -> Iterable[tuple[str, str]]:
    view, consignment, text = sheet.view, sheet.view.consignment, say.texts
    yield text["number"], sheet.name
    parties = (
        ("sender", consignment.sender, view.sender),
        ("receiver", consignment.receiver, view.receiver),
        ("carrier", consignment.terms.carrier, view.carrier or text["none"]),
    )
    for word, party, name in parties:
        yield text[word], name
        shown = () if party is None else sheet.numbers.get(party, ())
        if shown:
            held = (f"{SHORT_NAMES[each.kind]} {each.number}" for each in shown if each.kind in SHORT_NAMES)
            yield f"  {say('load', 'numbers')}", ", ".join(held) or _UNKNOWN
    yield text["seal"], consignment.terms.seal or text["none"]
    if consignment.terms.export:
        yield say("load", "export"), say("load", "yes")
    yield text["offered"], say.moment(consignment.offered_at)
    collection = view.load.collection
    yield say("load", "collected"), say.moment(None if collection is None else collection.collected_at)
    yield say("load", "mass"), mass_text(view.load.total, say)
    yield text["hash"], sheet.manifest_sha256


def mass_text(mass: Mass, say: Words) -> str:
    """Kilograms with their range, their source, and what they leave out."""
    number = f"{mass.kilograms.normalize():f} kg"
    if mass.low != mass.high:
        number += f" ({mass.low.normalize():f}-{mass.high.normalize():f})"
    source = say("load", "scales" if mass.source is MassSource.SCALES else "models")
    missing = say("load", "without").replace("{count}", str(mass.without)) if mass.without else None
    return ", ".join(filter(None, (number, source, missing)))


def _packing(sheet: LoadSheet, say: Words) -> Iterable[Block]:
    """A block for each unit, in which its boxes follow their pallet; what is loose comes last."""
    units = sheet.view.consignment.units
    standing = [sheet.unit] if sheet.unit is not None else [each for each in units if each.stands_on is None]
    for unit in standing:
        yield _unit(unit, sheet, say)
        yield from (_unit(box, sheet, say, unit) for box in units if box.stands_on == unit.id)
    if sheet.unit is None:
        loose = _contents(None, sheet, say)
        if loose.rows or not units:
            yield loose
    yield from _goods(sheet, say, None if sheet.unit is None else {unit.id for unit in standing})


def _unit(unit: LoadUnit, sheet: LoadSheet, say: Words, carrier: LoadUnit | None = None) -> Block:
    inside = _contents(unit.id, sheet, say)
    where = "" if carrier is None else f" ({say('load', 'on')} {carrier.code})"
    weights = [f"{say('load', 'net')} {mass_text(sheet.view.load.masses[unit.id], say)}"]
    if unit.gross_kg is not None:
        weights.insert(0, f"{say('load', 'gross')} {unit.gross_kg.normalize():f} kg")
    if unit.seal:
        weights.append(f"{say('load', 'unit_seal')} {unit.seal}")
    texts = ("; ".join(weights), *((unit.remark,) if unit.remark else ()))
    return Block(f"{say('load', unit.kind)} {unit.code}{where}", texts, inside.head, inside.rows, inside.wide)


def _contents(unit: LoadUnitId | None, sheet: LoadSheet, say: Words) -> Block:
    lines = [line for line in sheet.view.consignment.lines if line.packed_in == unit and not line.extra]
    return _device_table(say("load", "loose"), lines, say)


def _device_table(heading: str, lines: Iterable[Line], say: Words) -> Block:
    text = say.texts
    head = ("", text["label"], text["model"], text["serial"], text["grade"], text["data"], "kg")
    rows = tuple(_device(number, line, say) for number, line in enumerate(lines, start=1))
    return Block(heading, (), head, rows, text["model"])


def _device(number: int, line: Line, say: Words) -> tuple[str, ...]:
    was = line.condition or Condition()
    return (
        str(number),
        _UNKNOWN if was.label is None else print_label_code(LabelCode(was.label)),
        was.model or _UNKNOWN,
        was.serial or line.device,
        "/".join(filter(None, (was.functional, was.cosmetic))) or _UNKNOWN,
        _UNKNOWN if was.data is None else say("data", was.data),
        _UNKNOWN if was.mass is None else f"{was.mass.kilograms.normalize():f}",
    )


def _goods(sheet: LoadSheet, say: Words, within: set[LoadUnitId] | None = None) -> Iterable[Block]:
    codes = {unit.id: unit.code for unit in sheet.view.consignment.units}
    lines = [line for line in sheet.view.consignment.goods if within is None or line.packed_in in within]
    if not lines:
        return
    rows = tuple(
        (
            line.lot.kind,
            say("goods_condition", line.lot.condition),
            f"{line.quantity.normalize():f} {say('unit', line.lot.unit)}",
            say("load", "loose") if line.packed_in is None else codes[line.packed_in],
        )
        for line in lines
    )
    head = (say("load", "kind"), say("load", "state"), say("load", "quantity"), sheet_word(say))
    yield Block(say("load", "goods"), (), head, rows, say("load", "kind"))


def sheet_word(say: Words) -> str:
    """How the column is called that says in what goods are packed."""
    return f"{say('load', 'pallet')}/{say('load', 'box')}"


def _deed(sheet: LoadSheet, say: Words) -> Iterable[Block]:
    terms = sheet.view.consignment.terms
    ground = _UNKNOWN if terms.ground is None else say("ground", terms.ground)
    gift = sheet.paper is LoadPaper.GIFT
    agreed = ("gift", "accepted", "passes", "data", "as_is") if gift else ("transfer", "passes", "data", "as_is")
    names = {"{sender}": sheet.view.sender, "{receiver}": sheet.view.receiver, "{ground}": ground}
    clauses = (*agreed, *(("export",) if terms.export else ()), "frozen")
    yield Block(say("deed", "terms"), tuple(_filled(say("deed", clause), names) for clause in clauses))
    listed = [line for line in sheet.view.consignment.lines if not line.extra]
    yield _device_table(f"{say.texts['lines']} ({len(listed)})", listed, say)
    yield from _goods(sheet, say)


def _filled(template: str, names: Mapping[str, str]) -> str:
    for mark, name in names.items():
        template = template.replace(mark, name)
    return template


def _waste(sheet: LoadSheet, say: Words) -> Iterable[Block]:
    text = say.tables["waste"]
    yield Block(text["honest_title"], (text["honest"], text["hazard"]))
    rows = tuple(
        (
            text["fill"] if each.weee_category is None else str(each.weee_category),
            each.code or text["fill"],
            _UNKNOWN if each.code is None else say("ewc", each.code),
            str(each.devices),
            mass_text(each.mass, say),
        )
        for each in sheet.waste
    )
    head = (text["category"], text["code"], text["what"], text["devices"], say("load", "kilograms"))
    yield Block(text["sums"], (), head, rows, text["what"])
    yield from _goods(sheet, say)
    codes = tuple((code, say("ewc", code)) for code in WASTE_CODES)
    yield Block(text["codes"], (text["batteries"],), (text["code"], text["what"]), codes, text["what"])


_BLOCKS = {
    LoadPaper.PACKING_LIST: _packing,
    LoadPaper.TRANSFER: _deed,
    LoadPaper.GIFT: _deed,
    LoadPaper.WASTE_NOTE: _waste,
}
