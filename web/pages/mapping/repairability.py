"""The workings of scores as pages show them: in the reader's words, with labels of the catalogue.

Rules:
1. The declared value stands first, ours beside it; a difference asks for attention and is never called a fault.
2. What is not certain is said in the sentence that the working itself has.
3. A path of the passport is shown as the label that people know, and its value as the code's label.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from babel import Locale
from babel.numbers import format_decimal

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, Code, Element, Member
from dpp.domain.message import Message, message
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.finding import EXACT
from dpp.domain.repairability.working import Input, Result, Term, Value, Verdict, Working
from dpp.domain.repairability.workings import workings
from web.bootstrap import Parts
from web.pages.contexts.frame import Figure, Language, Tone
from web.pages.contexts.model_repair import ModelInHand
from web.pages.contexts.repairability import ScoresSection, TermLine, WorkingBlock
from web.pages.reading import Reader

_VERDICTS: Mapping[Verdict, tuple[Tone, Message]] = MappingProxyType(
    {
        Verdict.AGREES: (Tone.GOOD, message("agrees with what is declared")),
        Verdict.DIFFERS: (Tone.ATTENTION, message("differs from what is declared")),
        Verdict.NOT_DECLARED: (Tone.INFO, message("worked out here; not declared")),
        Verdict.INCOMPLETE: (Tone.UNKNOWN, message("cannot be worked out")),
        Verdict.AS_GIVEN: (Tone.INFO, message("as given; nothing is worked out")),
        Verdict.NOT_COMPARABLE: (Tone.INFO, message("another use was assumed")),
        Verdict.NO_SCORE: (Tone.INFO, message("there is no such score")),
    }
)
_WITHIN = message("can be right: ours is a range")
_ENOUGH = message("at least what the act asks")
_TOO_LITTLE = message("less than the act asks")
_WORKED_OUT, _LEAST = message("worked out here"), message("least of the act")
_TO = message("{low} to {high}")
_LARGEST = Decimal(10) ** 12
_BY_PART = frozenset({"disassemblySteps", "serialisedParts"})
"""Elements of which the line itself says the part: what is read there needs no more than its own name."""
_FIXED = "\u00a0"
_FINE, _ROUGH = "#,##0.####", "#,##0.##"
"""A number as it was worked out, and the ends of a range."""
_MEMBER = re.compile(r"\[\d+\]")
_LIMIT = re.compile(r"\d+\.\d+")
_INDEX = "repairability.index"
_OF_PARTS = frozenset({"repairability.disassembly-depth", "repairability.fasteners", "repairability.tools"})
"""Scores that have a working of their own, part by part: the index then need not tell the parts again."""
_LOCALES: Mapping[Language, Locale] = MappingProxyType({"nl": Locale("nl", "NL"), "en": Locale("en", "GB")})


def scores_section(parts: Parts, _actor: Actor, model: ModelInHand) -> ScoresSection | None:
    """The scores of the model on its repair page; nothing for a product that has none.

    `model.values` are what this reader may read, so the workings count with nothing else.
    """
    found = workings(model.values)
    if not found:
        return None
    shown = Shown(parts.passports.publisher.catalogue, model.language)
    apart = any(working.rule in _OF_PARTS for working in found)
    return ScoresSection(
        workings=tuple(shown.block(working, deep=not apart or working.rule != _INDEX) for working in found),
        compare=f"/repair/compare?group={model.kind.value}",
        data=f"/api/v1/models/{model.id}/repairability?format=jsonld",
    )


class Shown:
    """Workings in one language."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self._catalogue, self._language = catalogue, language
        self._reader, self._locale = Reader(language), _LOCALES[language]

    def block(self, working: Working, *, deep: bool = True) -> WorkingBlock:
        """`deep`: with what each score follows from in its turn."""
        tone, verdict = self.verdict(working)
        return WorkingBlock(
            name=working.rule.replace(".", "-"),
            title=self.spoken(working.title),
            tone=tone,
            verdict=verdict,
            declared=self.declared(working),
            ours=self.ours(working),
            ours_label=_LEAST if working.is_bound else _WORKED_OUT,
            why=tuple(self.spoken(each) for each in working.why),
            doubts=working.doubts,
            missing=tuple(dict.fromkeys(self.named(name) for name in working.missing)),
            lines=tuple(line for term in working.terms for line in self._lines(term) if deep or not line.depth),
            formula=None if working.formula is None else self._formula(working.formula),
            rounding=working.rounding,
            tolerance=None if working.tolerance == EXACT else self.spoken(working.tolerance),
            source=working.source,
        )

    def _formula(self, formula: Message) -> Message:
        """The limits of an act, in the digits of the reader."""
        limits = {name: _LIMIT.sub(self._limit, str(value)) for name, value in formula.values.items()}
        return Message(formula.template, limits)

    def _limit(self, limit: re.Match[str]) -> str:
        return self.number(Decimal(limit[0]), "0.00")

    def verdict(self, working: Working) -> tuple[Tone, Message]:
        tone, verdict = _VERDICTS[working.verdict]
        if working.is_bound and working.verdict in {Verdict.AGREES, Verdict.DIFFERS}:
            return tone, _ENOUGH if working.verdict is Verdict.AGREES else _TOO_LITTLE
        result = working.result
        if working.verdict is Verdict.AGREES and result is not None and result.low != result.high:
            return Tone.GOOD, _WITHIN
        return tone, verdict

    def declared(self, working: Working) -> str | None:
        return None if working.declared is None else self._value(working.declared, working)

    def ours(self, working: Working) -> str | None:
        """One value, or the range of it."""
        result = working.result
        if result is None:
            return None
        if isinstance(result.low, Decimal) and isinstance(result.high, Decimal) and result.low != result.high:
            return self._between(Between(result.low, result.high), working.unit)
        low, high = self._value(result.low, working), self._value(result.high, working)
        return low if low == high else self._reader.say(Message(_TO.template, {"low": low, "high": high}))

    def _value(self, value: Value, working: Working) -> str:
        if isinstance(value, str):
            return value
        if working.rule == _INDEX:
            return self.number(value, "#,##0.00")
        return self._with_unit(value, working.unit)

    def _lines(self, term: Term, depth: int = 0) -> Iterator[TermLine]:
        """The term and what it follows from; classes of one part stand in one line."""
        letters = [inner for inner in term.terms if inner.letter]
        share = term.contribution
        yield TermLine(
            label=self._label(term),
            score=self._letters(letters) if letters else self._between(term.value, term.unit),
            read=() if letters else tuple(self._read(read, self._reader.say(term.label)) for read in term.inputs),
            weight=None if term.weight is None else self.number(term.weight, "0.##"),
            share=None if share is None else self._between(share, "1"),
            doubt=term.doubt,
            depth=depth,
        )
        if not letters:
            for inner in term.terms:
                yield from self._lines(inner, depth + 1)

    def _label(self, term: Term) -> Message | str:
        """A part of EN 45554 as the catalogue calls it."""
        if term.label.template == "{part}":
            part = str(term.label.values["part"])
            element = self._catalogue.element("repairClasses")
            return _code(next(iter(element.members)).codes, part, self._language)
        return term.label

    def _letters(self, letters: list[Term]) -> str:
        return ", ".join(f"{self._reader.say(term.label)} {term.letter}" for term in letters)

    def _between(self, value: Between | None, unit: str) -> str | None:
        if value is None:
            return None
        if value.is_certain:
            return self._with_unit(value.low, unit)
        low, high = self.number(value.low, _ROUGH), self._with_unit(value.high, unit, _ROUGH)
        return self._reader.say(Message(_TO.template, {"low": low, "high": high}))

    def _with_unit(self, number: Decimal, unit: str, pattern: str = _FINE) -> str:
        if unit == "1" or abs(number) > _LARGEST:
            return self.number(number, pattern)
        whole = self._reader.figure(Figure(float(number), unit))
        return f"{self.number(number, pattern)}{_FIXED}{whole.partition(_FIXED)[2]}"

    def number(self, number: Decimal, pattern: str = _FINE) -> str:
        return format_decimal(number, pattern, locale=self._locale) if abs(number) <= _LARGEST else f"{number:.2E}"

    def _read(self, read: Input, beside: str) -> str:
        """Rule 3; a member that has the same label as the line beside it is not named twice."""
        label, codes = self._about(read.path.removeprefix("$."), beside)
        value = self._with_unit(read.value, read.unit) if isinstance(read.value, Decimal) else read.value
        return f"{label}: {_code(codes, value, self._language)}"

    def named(self, path: str) -> str:
        """An element, or a member of one, by its label."""
        return self._about(path)[0]

    def _about(self, path: str, beside: str = "") -> tuple[str, tuple[Code, ...]]:
        name, _, rest = _MEMBER.sub("", path).partition(".")
        element: Element | Member | None = self._catalogue.find(name)
        if element is None:
            return path, ()
        label = element.label.of(self._language)
        member = next((each for each in element.members if each.name == rest), None)
        if member is None:
            return label, element.codes
        inner = member.label.of(self._language)
        if name in _BY_PART:
            return inner, member.codes
        return label if inner == beside else f"{label}, {inner.lower()}", member.codes

    def spoken(self, said: Message) -> Message:
        """The sentence with its numbers as the reader writes them."""
        return Message(said.template, {name: self._spoken(value) for name, value in said.values.items()})

    def _spoken(self, value: object) -> object:
        if isinstance(value, Decimal):
            return self.number(value, "#,##0.00##" if value.as_tuple().exponent == _HUNDREDTHS else "#,##0.####")
        if isinstance(value, Between):
            return self._between(value, "1")
        if isinstance(value, Result):
            low, high = self._spoken(value.low), self._spoken(value.high)
            return low if low == high else Message(_TO.template, {"low": low, "high": high})
        return value


_HUNDREDTHS = -2


def _code(codes: tuple[Code, ...], value: str, language: Language) -> str:
    """The label of a code; anything else as it stands."""
    return next((code.label.of(language) for code in codes if code.value == value), value)
