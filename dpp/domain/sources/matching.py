"""Which model passport a row of a source is about. Nothing is guessed: a row fits one model, or a person decides.

Rules:
1. A registration of EPREL is the model's whose passport names its number **and** whose brand is its supplier. Its model
   text never counts.
2. A report of a maker is the model's with the same maker and the same name, in the same product group. Names are
   compared without case, punctuation, the maker's own name in front, and words that every product of the group bears.
   What stands between brackets belongs to the name; as a whole it may also be the model's identifier.
3. Two models that fit, or two rows about one model, are for a person.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dpp.domain.catalogue import ProductGroup
from dpp.domain.document import Elements
from dpp.domain.opaque import PassportId

_LEGAL_FORMS = frozenset("ab ag bv co company corp corporation gmbh inc limited ltd llc nv oy sa se srl".split())  # noqa: SIM905
_SAME_MAKER: Mapping[str, str] = {
    "dell technologies": "dell",
    "hewlett packard": "hp",
    "hp development": "hp",
    "samsung electronics": "samsung",
}
_OF_EVERY_PRODUCT: Mapping[ProductGroup, frozenset[str]] = {
    ProductGroup.LAPTOP: frozenset({"laptop", "notebook", "pc"}),
    ProductGroup.DISPLAY: frozenset({"monitor", "display"}),
    ProductGroup.PHONE: frozenset({"smartphone"}),
}
_BRACKETS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class KnownModel:
    """A model passport as it stands: what it says itself."""

    passport_id: PassportId
    elements: Elements

    def says(self, name: str) -> str:
        value = self.elements.get(name)
        return value if isinstance(value, str) else ""


def maker_key(maker: str) -> str:
    """A maker's name without case, punctuation and legal form."""
    words = _words(maker)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    name = " ".join(words)
    return _SAME_MAKER.get(name, name)


def name_key(name: str, maker: str, group: ProductGroup) -> str:
    """Rule 2: a model's name to compare with."""
    words = _words(name)
    for in_front in (_words(maker), maker_key(maker).split()):
        if in_front and words[: len(in_front)] == in_front and words != in_front:
            words = words[len(in_front) :]
            break
    while len(words) > 1 and words[-1] in _OF_EVERY_PRODUCT[group]:
        words.pop()
    return " ".join(words)


class Models:
    """The model passports that there are, to find one in."""

    def __init__(self, known: Iterable[KnownModel]) -> None:
        self.known = {model.passport_id: model for model in known}
        self._by_number: dict[str, list[KnownModel]] = defaultdict(list)
        self._by_gtin: dict[str, list[KnownModel]] = defaultdict(list)
        self._by_name: dict[tuple[str, str, str], list[KnownModel]] = defaultdict(list)
        for model in self.known.values():
            if number := model.says("eprelRegistrationNumber"):
                self._by_number[number].append(model)
            if gtin := model.says("gtin"):
                self._by_gtin[gtin].append(model)
            for key in set(_keys_of(model)):
                self._by_name[key].append(model)

    def with_number(self, number: str) -> tuple[KnownModel, ...]:
        """The models whose passport names this registration, whoever their maker is."""
        return tuple(self._by_number.get(number, ()))

    def with_gtin(self, gtin: str) -> tuple[KnownModel, ...]:
        """The models whose passport has this article number."""
        return tuple(self._by_gtin.get(gtin, ()))

    def registered(self, number: str, supplier: str) -> tuple[KnownModel, ...]:
        """Rule 1."""
        wanted = maker_key(supplier)
        return tuple(model for model in self.with_number(number) if maker_key(model.says("brand")) == wanted)

    def named(self, maker: str, name: str, group: ProductGroup) -> tuple[KnownModel, ...]:
        """Rule 2: every model that fits."""
        of_maker = maker_key(maker)
        found = list(self._by_name.get((group, of_maker, name_key(name, maker, group)), ()))
        for identifier in _BRACKETS.findall(name):
            candidates = self._by_name.get((group, of_maker, name_key(identifier, maker, group)), ())
            found += [model for model in candidates if _words(model.says("modelIdentifier")) == _words(identifier)]
        return tuple({model.passport_id: model for model in found}.values())


def _keys_of(model: KnownModel) -> Iterator[tuple[str, str, str]]:
    group, brand = model.says("productGroup"), model.says("brand")
    if group not in set(ProductGroup):
        return
    for name in (model.says("modelName"), model.says("modelIdentifier")):
        if name:
            yield (group, maker_key(brand), name_key(name, brand, ProductGroup(group)))


def _words(text: str) -> list[str]:
    """The words of a name: letters, digits and what holds them together (`+`, and a point between digits)."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"\d+(?:\.\d+)+|\w+\+*", plain)
