"""Which release of the dataset is about which of our models.

Rules:
1. A release is a model's where brand and name are the same: without case, punctuation and the brand in front. Of the
   model its name counts, and its maker's own code for it.
2. A person can say which release it is, or that none is; that goes before rule 1.
3. Two releases that fit by name are for a person, and so is a name that says more or less than the release's: those are
   proposals, and nothing is shown of them before somebody confirmed one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dpp.domain.actor import AccountId
from dpp.domain.catalogue import ProductGroup
from dpp.domain.document import Elements
from dpp.domain.opaque import PassportId
from dpp.domain.sources.matching import name_key
from lifecycle.domain.support.products import PRODUCTS, of_brand
from lifecycle.domain.support.releases import Kind, Release, ReleaseName

MOST_PROPOSALS = 5


class MatchedBy(StrEnum):
    """Why a release is a model's."""

    NAME = "name"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class NamedModel:
    """What a model passport says of its own name."""

    model_id: PassportId
    brand: str
    name: str
    identifier: str | None = None

    @classmethod
    def of(cls, model_id: PassportId, elements: Elements) -> "NamedModel | None":
        """None where it has no name."""
        brand, name, identifier = (elements.get(each) for each in ("brand", "modelName", "modelIdentifier"))
        if not isinstance(brand, str) or not isinstance(name, str):
            return None
        return cls(model_id, brand, name, identifier if isinstance(identifier, str) else None)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's word on a model: this release, or none (None). `number` counts from 1; the last one holds."""

    model_id: PassportId
    number: int
    release: ReleaseName | None
    at: datetime
    by: AccountId


@dataclass(frozen=True, slots=True)
class Match:
    """The release of a model, and why."""

    release: ReleaseName
    by: MatchedBy


def release_key(release: Release) -> str:
    """The name of a device by which it is found; empty for a system."""
    product = PRODUCTS[release.name.product]
    if release.kind is not Kind.DEVICE:
        return ""
    label, line = _plain(release.label, product.brands[0]), _plain(product.line, product.brands[0])
    return label if f"{label} ".startswith(f"{line} ") or not line else f"{line} {label}"


def model_keys(model: NamedModel) -> frozenset[str]:
    """The names under which a model may be found (rule 1)."""
    names = [model.name, *([model.identifier] if model.identifier else [])]
    brands = {model.brand, *(product.brands[0] for product in of_brand(model.brand).values())}
    return frozenset(_plain(name, brand) for name in names for brand in brands)


def exact(model: NamedModel, releases: Iterable[Release]) -> ReleaseName | None:
    """The one release with the model's own name (rule 1)."""
    keys, products = model_keys(model), of_brand(model.brand)
    found = {each.name for each in releases if each.name.product in products and release_key(each) in keys}
    return found.pop() if len(found) == 1 else None


def match(model: NamedModel, releases: Iterable[Release], said: Confirmation | None) -> Match | None:
    """Rules 1 and 2."""
    if said is not None:
        return None if said.release is None else Match(said.release, MatchedBy.PERSON)
    name = exact(model, releases)
    return None if name is None else Match(name, MatchedBy.NAME)


def proposals(model: NamedModel, releases: Iterable[Release]) -> tuple[Release, ...]:
    """Releases of the brand whose name says more or less than the model's, the nearest first (rule 3)."""
    products = of_brand(model.brand)
    near = (
        (distance, each.label, each)
        for each in releases
        if each.name.product in products and (distance := _distance(model, each)) is not None
    )
    return tuple(each for *_, each in sorted(near, key=lambda it: it[:2])[:MOST_PROPOSALS])


def _distance(model: NamedModel, release: Release) -> int | None:
    """How many words one name has more than the other that it holds whole; None where neither holds the other."""
    words = frozenset(release_key(release).split())
    apart = [len(own ^ words) for own in _word_sets(model) if _holds(own, words) or _holds(words, own)]
    return min(apart, default=None)


def _word_sets(model: NamedModel) -> Iterator[frozenset[str]]:
    return (frozenset(key.split()) for key in model_keys(model))


def _holds(long: frozenset[str], short: frozenset[str]) -> bool:
    """A single word without a digit (`Surface`) says too little to hold on to."""
    says = len(short) > 1 or any(letter.isdigit() for word in short for letter in word)
    return says and short <= long


def _plain(name: str, brand: str) -> str:
    """Without the brand in front, case and punctuation; `Smartphone` at the end says nothing."""
    return name_key(name, brand, ProductGroup.PHONE) if name else ""
