"""The working of the French *indice de réparabilité*: Code de l'environnement, Article L. 541-9-2.

Rules:
1. The index is the sum of five criteria of 0 to 20 each, divided by ten. The passport declares the criteria, not what
   each is made of.
2. One decimal is how the public format of the index writes it; which way a half is rounded was not confirmed: either
   is allowed for.
3. It covers laptops and smartphones, and televisions but no monitors. It is not the index of the EU.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_DOWN, Decimal

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.finding import number, text
from dpp.domain.repairability.rounding import half_up
from dpp.domain.repairability.working import Input, Result, Term, Verdict, Working, compared, missing_of

SOURCE = "Code de l'environnement, Article L. 541-9-2"
INDEX, SCORES = "frenchRepairabilityIndex", "frenchRepairabilityScores"
CRITERIA: Mapping[str, Message] = {
    "documentationScore": message("Documentation"),
    "disassemblyScore": message("Disassembly"),
    "partsScore": message("Spare parts"),
    "partsPriceScore": message("Price of parts"),
    "specificScore": message("Updates and help"),
}
WEIGHT = Decimal("0.1")
_TENTH = Decimal("0.1")
_LARGEST = Decimal(1_000_000)
TITLE = message("French repairability index")
_A_HALF = message("How a half is rounded was not confirmed in the French decree: both ways are allowed for.")


def workings(elements: Elements) -> Iterator[Working]:
    """The index, where the passport says anything of it."""
    if {INDEX, SCORES} & elements.keys():
        yield _index(elements)


def of_a_display(elements: Elements) -> Working:
    """Rule 3: there is none; a television's is not an element of a passport here."""
    why = (
        message("The French index covers televisions; a passport here does not declare it for one.")
        if text(elements, "displayCategory") == "television"
        else message("The French index covers televisions, not monitors.")
    )
    return Working("french.index", TITLE, f"$.{INDEX}", SOURCE, Verdict.NO_SCORE, why=(why,))


def _index(elements: Elements) -> Working:
    scores = elements.get(SCORES)
    terms = tuple(_criterion(scores if isinstance(scores, Mapping) else {}, name) for name in CRITERIA)
    working = Working(
        rule="french.index",
        title=TITLE,
        path=f"$.{INDEX}",
        source=SOURCE,
        verdict=Verdict.INCOMPLETE,
        declared=number(elements, INDEX),
        terms=terms,
        formula=message("the sum of five criteria of 0 to 20 each, divided by 10"),
        rounding=message("to one decimal"),
        missing=missing_of(terms),
    )
    total = sum((share.low for term in terms if (share := term.contribution)), Decimal(0))
    if working.missing or abs(total) > _LARGEST:
        return working
    result = Result(total.quantize(_TENTH, ROUND_HALF_DOWN), half_up(total, _TENTH))
    doubts = () if result.low == result.high else (_A_HALF,)
    known = compared(replace(working, result=result, doubts=doubts))
    say = message(
        "The five declared criteria give a French index of {recomputed}; {declared} is declared.",
        recomputed=result,
        declared=known.declared,
    )
    return replace(known, why=(say,)) if known.verdict is Verdict.DIFFERS else known


def _criterion(scores: Elements, name: str) -> Term:
    declared = number(scores, name)
    if declared is None:
        return Term(name, CRITERIA[name], weight=WEIGHT, missing=(f"{SCORES}.{name}",))
    read = (Input(f"$.{SCORES}.{name}", declared),)
    return Term(name, CRITERIA[name], Between.of(declared), weight=WEIGHT, inputs=read)
