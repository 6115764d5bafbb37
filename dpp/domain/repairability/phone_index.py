"""The working of the repairability index and class of a phone or slate tablet: (EU) 2023/1669, Annex IV, point 5.

Rules:
1. The index is worked out from six scores (`phones.index`), the class from the declared index; where none is declared,
   from ours.
2. A score that is a sum over parts comes from the parts where the passport lists every one of them, else from the
   declared score, else from the parts that it lists, as a range (`disassembly`).
3. A declared score is held against the parts by itself as well. Where some parts are not listed and it can still be
   right, nothing is said: agreement with a wide range tells nobody anything.
4. Why an index differs is said where it can be seen: it follows from the declared scores and not from the parts, its
   last digit was cut off instead of rounded, or it follows with another score for what is offered. None of these is
   proof of what the maker did.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability import phones
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.disassembly import STEPS, TITLES, Criterion, is_listed, is_whole, sum_of_parts
from dpp.domain.repairability.finding import EXACT, number, text
from dpp.domain.repairability.phones import Score, Scores
from dpp.domain.repairability.rounding import HUNDREDTH
from dpp.domain.repairability.working import (
    Input,
    Result,
    Term,
    Verdict,
    Working,
    compared,
    doubts_of,
    missing_of,
)

SOURCE = "(EU) 2023/1669, Annex IV, point 5"
SCORES, YEARS, INDEX, CLASS = "repairabilityScores", "osUpdateYears", "repairabilityIndex", "repairabilityClass"
_OFFERED, _INFORMATION = "sparePartsOffered", "repairInformationOffered"
_FEWER = message("The scores of the act for fewer spare parts were not confirmed in the Official Journal: 1 to 3.")
_PROFESSIONALS = message(
    "That information which is free for professionals alone scores 5 was not confirmed in the Official Journal; "
    "two real registrations fit 5 and not 3."
)
_AT_COST = message("That information at a reasonable cost scores 1 was not confirmed in the Official Journal.")
_DOUBTS: Mapping[str, Message] = {"fewer": _FEWER, "free-for-professionals": _PROFESSIONALS, "at-cost": _AT_COST}
_OTHER_SCORES: Mapping[str, tuple[int, ...]] = {
    _OFFERED: (1, 2, 3, 4, 5),
    YEARS: (1, 3, 5),
    _INFORMATION: (1, 3, 5),
}
"""The scores that an answer can have in the act; for why an index differs."""


def workings(elements: Elements) -> Iterator[Working]:
    """The class, the index, and each declared score that can be held against parts."""
    index = _index(elements)
    yield _class(elements, index)
    yield index
    if is_listed(elements):
        for criterion in Criterion:
            if number(_declared(elements), criterion.value) is not None:
                yield from _score(elements, criterion)


def _index(elements: Elements) -> Working:
    terms = _terms(elements)
    working = Working(
        rule="repairability.index",
        title=message("Repairability index of the EU"),
        path=f"$.{INDEX}",
        source=SOURCE,
        verdict=Verdict.INCOMPLETE,
        declared=number(elements, INDEX),
        terms=terms,
        formula=message("0.25 × disassembly depth + 0.15 × each of the five others; each scores 1 to 5"),
        rounding=message("to two decimals, a half upwards"),
        doubts=doubts_of(terms),
        missing=missing_of(terms),
    )
    scores = _scores(terms)
    if scores is None:
        return working
    index = phones.index(scores)
    known = compared(replace(working, result=Result(index.low, index.high), tolerance=_tolerance(index)))
    return replace(known, why=_why(known, elements)) if known.verdict is Verdict.DIFFERS else known


def _tolerance(index: Between) -> Message:
    return EXACT if index.is_certain else message("the range of a score that the act does not make certain")


def _terms(elements: Elements) -> tuple[Term, ...]:
    """The six scores in the order of the act, each with its weight."""
    others = (
        *(_sum(elements, criterion) for criterion in (Criterion.FASTENERS, Criterion.TOOLS)),
        _answer(elements, _OFFERED, message("Spare parts for end users"), phones.SPARE_PARTS),
        _updates(elements),
        _answer(elements, _INFORMATION, message("Repair information"), phones.REPAIR_INFORMATION),
    )
    depth = _sum(elements, Criterion.DEPTH).weighing(phones.DEPTH_WEIGHT)
    return (depth, *(term.weighing(phones.OTHER_WEIGHT) for term in others))


def _declared(elements: Elements) -> Elements:
    declared = elements.get(SCORES)
    return declared if isinstance(declared, Mapping) else {}


def _sum(elements: Elements, criterion: Criterion) -> Term:
    """Rule 2."""
    parts = sum_of_parts(elements, criterion) if is_listed(elements) else None
    if parts is not None and is_whole(parts):
        return parts
    path, declared = f"{SCORES}.{criterion.value}", number(_declared(elements), criterion.value)
    if declared is not None:
        return Term(criterion.value, TITLES[criterion], Score.of(declared), inputs=(Input(f"$.{path}", declared),))
    return parts or Term(criterion.value, TITLES[criterion], missing=(path,))


def _answer(elements: Elements, member: str, label: Message, scores: Mapping[str, Score]) -> Term:
    """The score of what is offered; an answer that the act does not know is as none."""
    said = text(_declared(elements), member)
    score = scores.get(said or "")
    if said is None or score is None:
        return Term(member, label, missing=(f"{SCORES}.{member}",))
    return Term(member, label, score, inputs=(Input(f"$.{SCORES}.{member}", said),), doubt=_DOUBTS.get(said))


def _updates(elements: Elements) -> Term:
    label, years = message("Years of updates of the operating system"), number(elements, YEARS)
    if years is None:
        return Term(YEARS, label, missing=(YEARS,))
    read = (Input(f"$.{YEARS}", years, "years"),)
    score = phones.update_score(years)
    if score is None:
        too_few = message("The act scores five years at least.")
        return Term(YEARS, label, inputs=read, missing=(YEARS,), doubt=too_few)
    return Term(YEARS, label, score, inputs=read)


def _scores(terms: tuple[Term, ...]) -> Scores | None:
    found = [term.value for term in terms if term.value is not None]
    return Scores(*found) if len(found) == len(terms) else None


def _why(working: Working, elements: Elements) -> tuple[Message, ...]:
    """Rule 4: what was found first, then what would explain it."""
    declared = working.declared
    assert isinstance(declared, Decimal)
    assert working.result is not None
    numbers = {"recomputed": working.result, "declared": declared}
    if not any(term.terms for term in working.terms):
        found = message(
            "The six declared scores give a repairability index of {recomputed}; {declared} is declared.", **numbers
        )
        return (found, *_explanations(working.terms, declared))
    found = message("The six scores give a repairability index of {recomputed}; {declared} is declared.", **numbers)
    scores = _scores(_terms({name: value for name, value in elements.items() if name != STEPS}))
    if scores is not None and declared in phones.index(scores):
        return found, message("It does follow from the declared scores; how the parts come out gives other ones.")
    return (found, *_explanations(working.terms, declared))


def _explanations(terms: tuple[Term, ...], declared: Decimal) -> Iterator[Message]:
    shares = [term.contribution for term in terms]
    exact = sum((share.low for share in shares if share), Decimal(0))
    if exact.adjusted() < _LARGE and exact.quantize(HUNDREDTH, ROUND_DOWN) == declared:
        yield message("The last digit was cut off instead of rounded.")
        return
    others = [
        (term, other)
        for term in terms
        for other in _OTHER_SCORES.get(term.name, ())
        if _with(terms, term, other) == declared
    ]
    for term, other in others:
        yield message(
            "The declared index follows where '{score}' scores {other} instead of {ours}.",
            score=term.label,
            other=other,
            ours=term.value,
        )
    if not others:
        yield message("No other score for a single one of the offers explains the difference.")


_LARGE = 20


def _with(terms: tuple[Term, ...], changed: Term, score: int) -> Decimal | None:
    """The index where one term had this score; nothing where it is a range all the same."""
    scores = _scores(tuple(replace(term, value=Score.of(score)) if term is changed else term for term in terms))
    index = phones.index(scores) if scores else None
    return index.low if index and index.is_certain else None


def _class(elements: Elements, index: Working) -> Working:
    """Rule 1."""
    declared, letter = number(elements, INDEX), text(elements, CLASS)
    working = Working(
        rule="repairability.class",
        title=message("Repairability class of the EU"),
        path=f"$.{CLASS}",
        source=SOURCE,
        verdict=Verdict.INCOMPLETE,
        declared=letter,
        formula=message("A from 4.00, B from 3.35, C from 2.55, D from 1.75, else E"),
    )
    if declared is not None:
        recomputed = phones.index_class(declared)
        term = Term("index", message("Declared index"), Score.of(declared), inputs=(Input(f"$.{INDEX}", declared),))
        known = compared(replace(working, terms=(term,), result=Result.of(recomputed)))
        say = message(
            "A repairability index of {index} is class {recomputed}; class {declared} is declared.",
            index=declared,
            recomputed=recomputed,
            declared=letter,
        )
        return replace(known, why=(say,)) if known.verdict is Verdict.DIFFERS else known
    if index.result is None:
        return replace(working, missing=(INDEX,))
    return _class_of_ours(working, index)


def _class_of_ours(working: Working, index: Working) -> Working:
    assert index.result is not None
    low, high = index.result.low, index.result.high
    assert isinstance(low, Decimal)
    assert isinstance(high, Decimal)
    term = Term("index", message("The index as worked out here"), Score(low, high))
    result = Result(phones.index_class(high), phones.index_class(low))
    known = compared(replace(working, terms=(term,), result=result, tolerance=index.tolerance, doubts=index.doubts))
    say = message(
        "The index that follows from the declared scores is class {recomputed}; class {declared} is declared.",
        recomputed=result,
        declared=working.declared,
    )
    return replace(known, why=(say,)) if known.verdict is Verdict.DIFFERS else known


def _score(elements: Elements, criterion: Criterion) -> Iterator[Working]:
    """Rule 3."""
    term = sum_of_parts(elements, criterion)
    declared = number(_declared(elements), criterion.value)
    assert term.value is not None
    known = compared(
        Working(
            rule=f"repairability.{_RULES[criterion]}",
            title=message("Score '{name}' from the parts", name=TITLES[criterion]),
            path=f"$.{SCORES}.{criterion.value}",
            source=SOURCE,
            verdict=Verdict.INCOMPLETE,
            declared=declared,
            result=Result(term.value.low, term.value.high),
            terms=term.terms,
            formula=message("the sum of weight × score over the priority parts"),
            tolerance=EXACT if term.value.is_certain else message("parts whose score is not known"),
            doubts=doubts_of(term.terms),
        )
    )
    say = message(
        "How the parts come out gives a score of {recomputed} for '{name}'; {declared} is declared.",
        recomputed=term.value,
        name=TITLES[criterion],
        declared=declared,
    )
    if known.verdict is Verdict.DIFFERS:
        yield replace(known, why=(say,))
    elif is_whole(term):
        yield known


_RULES: Mapping[Criterion, str] = {
    Criterion.DEPTH: "disassembly-depth",
    Criterion.FASTENERS: "fasteners",
    Criterion.TOOLS: "tools",
}
