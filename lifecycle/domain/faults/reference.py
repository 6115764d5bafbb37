"""The tables that map what Open Repair Data says to our words: brands, products, barriers, ages, and numbers of policy.

Rules:
1. A brand is known by its name or another way of writing it, as the whole text or else as its first word.
2. A text that names no maker ("Unknown", "laptop") is not known; every other text is `other`, and is not kept.
3. A product is known by its category's id, or by the category's name where the id is missing. Two that contradict each
   other are a fault of the row.
4. The tables are data (`lifecycle/adapters/fault_data`), each with its reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from lifecycle.domain.faults.kinds import NOT_KNOWN, OTHER_BRAND, Fault, ProductKind, RepairStatus
from lifecycle.domain.faults.words import WordLists, fold, read_word_lists
from lifecycle.domain.vocabulary import RepairBarrier


@dataclass(frozen=True)
class FaultPolicy:
    """Numbers that a policy may change. `ages` are the lower ends of bands, in years."""

    small: int
    score: float
    ages: tuple[int, ...]
    oldest: int

    def band(self, age: float | None) -> str:
        """The age band as a word (`0-2`, `10+`); `NOT_KNOWN` without an age."""
        if age is None:
            return NOT_KNOWN
        place = max(place for place, start in enumerate(self.ages) if start <= age)
        return self.bands[place]

    @property
    def bands(self) -> tuple[str, ...]:
        """All of them, youngest first."""
        ends = self.ages[1:]
        return (*(f"{start}-{end - 1}" for start, end in zip(self.ages, ends, strict=False)), f"{self.ages[-1]}+")


@dataclass(frozen=True)
class Brands:
    """Brand names by how they are written, folded; `NOT_KNOWN` for a text that names no maker."""

    names: Mapping[str, str]

    def of(self, text: str) -> str:
        """Rules 1 and 2; an empty text is not known."""
        folded = fold(text)
        if not folded:
            return NOT_KNOWN
        known = self.names.get(folded)
        return known if known is not None else self.names.get(folded.partition(" ")[0]) or OTHER_BRAND

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.names.values()) - {NOT_KNOWN}, key=str.casefold))


@dataclass(frozen=True)
class Product:
    """A product category of the standard that is one of our kinds."""

    kind: ProductKind
    category_id: int
    category: str


@dataclass(frozen=True)
class Reference:
    """Everything that reading and writing rows needs to know. `version` changes with any of it."""

    version: str
    policy: FaultPolicy
    brands: Brands
    products: tuple[Product, ...]
    statuses: Mapping[str, RepairStatus]
    barriers: Mapping[str, RepairBarrier]
    barrier_words: Mapping[RepairBarrier, str]
    fault_texts: Mapping[Fault, str]
    words: WordLists

    @classmethod
    def parse(
        cls, version: str, tables: Mapping[str, Any], brands: Mapping[str, Any], words: Mapping[str, Any]
    ) -> Self:
        """From the parsed files; KeyError or ValueError where one does not say what it must."""
        policy = tables["policy"]
        return cls(
            version=version,
            policy=FaultPolicy(policy["small"], policy["score"], tuple(policy["ages"]), policy["oldest"]),
            brands=_brands(brands),
            products=tuple(
                Product(ProductKind(each["kind"]), each["id"], each["category"]) for each in tables["product"]
            ),
            statuses={word: RepairStatus(name) for name, said in tables["status"].items() for word in said},
            barriers={word: RepairBarrier(name) for name, said in tables["barrier"].items() for word in said},
            barrier_words={RepairBarrier(name): said[0] for name, said in tables["barrier"].items()},
            fault_texts={Fault(name): text for name, text in tables["text"].items()},
            words=read_word_lists(words),
        )

    def product(self, kind: ProductKind) -> Product:
        return next(each for each in self.products if each.kind is kind)


def _brands(parsed: Mapping[str, Any]) -> Brands:
    """ValueError where one way of writing stands for two brands."""
    names: dict[str, str] = {}
    for brand in parsed["brand"]:
        _name(names, brand["name"], (brand["name"], *brand.get("also", ())))
    for group in parsed["not_known"]:
        _name(names, NOT_KNOWN, group["words"])
    return Brands(names)


def _name(names: dict[str, str], name: str, spellings: Sequence[str]) -> None:
    for spelling in map(fold, spellings):
        if names.setdefault(spelling, name) != name:
            raise ValueError(f"'{spelling}' stands for {names[spelling]} and for {name}")
