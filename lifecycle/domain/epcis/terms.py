"""By what an event of others can be looked up: its identifiers and business transactions, each under a name.

Rules:
1. An identifier of GS1 is found in whatever form it is asked for: it stands here as its canonical link.
2. A word stands here as a whole address, so that `receiving` and the old URN are one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lifecycle.domain.epcis.gs1_uris import canonical_uri
from lifecycle.domain.epcis.vocabulary import full_word

EPC, PARENT, INPUT, OUTPUT, CLASS, TRANSACTION = (
    "epc",
    "parentID",
    "inputEPC",
    "outputEPC",
    "epcClass",
    "bizTransaction",
)
_IDENTIFIERS = {"epcList": EPC, "childEPCs": EPC, "inputEPCList": INPUT, "outputEPCList": OUTPUT}
_QUANTITIES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")


@dataclass(frozen=True)
class Term:
    """`name` is one of the words above, a transaction's with its type; `value` a canonical identifier."""

    name: str
    value: str


def terms(event: Mapping[str, Any]) -> frozenset[Term]:
    return frozenset(_terms(event))


def identifiers(event: Mapping[str, Any]) -> frozenset[str]:
    """Every identifier of a single thing in the event."""
    return frozenset(term.value for term in terms(event) if term.name in {EPC, PARENT, INPUT, OUTPUT})


def _terms(event: Mapping[str, Any]) -> Iterator[Term]:
    for member, name in _IDENTIFIERS.items():
        for each in event.get(member, ()):
            yield Term(name, identifier(each))
    if "parentID" in event:
        yield Term(PARENT, identifier(event["parentID"]))
    for member in _QUANTITIES:
        for element in event.get(member, ()):
            yield Term(CLASS, identifier(element["epcClass"]))
    for entry in event.get("bizTransactionList", ()):
        yield Term(transaction(entry.get("type")), identifier(entry["bizTransaction"]))


def identifier(uri: str) -> str:
    return canonical_uri(uri) or uri


def transaction(kind: str | None) -> str:
    """The name of a term about a business transaction of a type, which may be left out."""
    return f"{TRANSACTION}:{full_word('BTT', kind)}" if kind else TRANSACTION
