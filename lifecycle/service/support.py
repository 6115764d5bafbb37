"""Until when models and systems get security updates: taking files of the dataset in, reading, confirming matches.

Rules:
1. A file has a day: its own, or the one that is given with it. One that is older than what is known of its products is
   refused; the same file for the same day changes nothing.
2. What was said before stays, with the load that said it. A fact is of the day of the last load that held its product.
3. What is known of a model is public, as its passport is; who confirmed a match is for insiders.
4. A match is found when it is asked for, by the model's own name, so that a model that comes later finds its release.
   A person's word is kept (`lifecycle.domain.support.matching`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.document import Elements
from dpp.domain.errors import Conflict, InvalidInput, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import sha256
from dpp.service.ports import Clock, StoredPassport
from dpp.service.publishing import Publisher
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.support.dataset import LARGEST, Dataset, read_dataset
from lifecycle.domain.support.loading import Entry, Load, LoadReport, Outcome, compare
from lifecycle.domain.support.matching import (
    Confirmation,
    Match,
    NamedModel,
    match,
    model_keys,
    proposals,
)
from lifecycle.domain.support.of_model import NOTHING_KNOWN, DatasetWord, ModelUpdates, updates_of
from lifecycle.domain.support.products import PRODUCTS, of_brand
from lifecycle.domain.support.releases import Kind, Release, ReleaseName
from lifecycle.service.ports import LifecycleReads, LifecycleStorage


@dataclass(frozen=True)
class KnownRelease:
    """A release as the last load that spoke of its product leaves it; `gone` where that did not list it."""

    release: Release
    dated: date
    retrieved: date
    gone: bool


@dataclass(frozen=True)
class ModelSupport:
    """A model with what is known of it, or with the releases that a person may choose from."""

    model: NamedModel
    updates: ModelUpdates
    said: Confirmation | None
    proposals: tuple[Release, ...]


@dataclass(frozen=True)
class SupportTable:
    """Every release of the products that were asked for, and the loads, newest first."""

    releases: tuple[KnownRelease, ...]
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class Support:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    publisher: Publisher
    clock: Clock

    def load(self, actor: Actor, content: bytes, dated: date | None = None, *, dry_run: bool = False) -> LoadReport:
        """Take a file in. InvalidInput where it cannot be read or has no day, Conflict where it is older."""
        PERMISSIONS.check("load_support", actor)
        dataset = read_dataset(_parsed(content))
        day = self._day_of(dataset, dated)
        with self.storage.writing() as work:
            loads = work.support.loads()
            _refuse_older(dataset, day, loads)
            rows = compare(dataset, _listed(work.support.newest(dataset.products)))
            report = LoadReport(rows, dataset.refused, dataset.left, day)
            made = Load(
                number=len(loads) + 1,
                dated=day,
                retrieved_at=self.clock(),
                by=actor.account,
                sha256=sha256(content),
                products=dataset.products,
            )
            if dry_run or _is_known(made, loads):
                return report
            work.support.add_load(made)
            work.support.add_entries([row.entry(made.number) for row in rows if row.outcome is not Outcome.SAME])
            work.commit()
        return LoadReport(rows, dataset.refused, dataset.left, day, made)

    def table(self, actor: Actor, products: Sequence[str] = ()) -> SupportTable:
        """Every release of these products (all when none is named), newest first within its product."""
        PERMISSIONS.check("read_support", actor)
        if unknown := [each for each in products if each not in PRODUCTS]:
            raise NotFound(message("There is no product '{product}' here.", product=unknown[0][:40]))
        with self.storage.reading() as reads:
            known = _Known(reads)
            found = [known.of(entry) for entry in reads.support.newest(products or tuple(PRODUCTS)).values()]
        found.sort(key=lambda each: each.release.name)
        found.sort(key=lambda each: each.release.released or date.min, reverse=True)
        return SupportTable(tuple(sorted(found, key=lambda each: each.release.title)), known.loads[::-1])

    def dated(self, actor: Actor) -> date | None:
        """Of which day the newest dates are; None where nothing was taken in."""
        PERMISSIONS.check("read_support", actor)
        with self.storage.reading() as reads:
            return reads.support.dated()

    def history(self, actor: Actor, name: ReleaseName) -> tuple[tuple[Load, Entry], ...]:
        """What each load said anew of a release, oldest first."""
        PERMISSIONS.check("read_support", actor)
        with self.storage.reading() as reads:
            loads = {load.number: load for load in reads.support.loads()}
            entries = reads.support.history(name)
        if not entries:
            raise NotFound(message("There is no release '{release}' here.", release=str(name)[:80]))
        return tuple((loads[entry.load], entry) for entry in entries)

    def systems(self, on: date) -> tuple[KnownRelease, ...]:
        """The releases of operating systems that get security updates on a day, or of which no end is announced."""
        with self.storage.reading() as reads:
            known = _Known(reads)
            entries = reads.support.newest([name for name, each in PRODUCTS.items() if each.kind is Kind.SYSTEM])
            found = map(known.of, entries.values())
            return tuple(each for each in found if not each.gone and _is_supported(each, on))

    def models(self, actor: Actor) -> tuple[ModelSupport, ...]:
        """Every model of a brand that the dataset knows, those without a release first."""
        PERMISSIONS.check("read_support", actor)
        with self.storage.reading() as reads:
            known, said = _Known(reads), reads.support.confirmations()
            entries = reads.support.newest(tuple(PRODUCTS))
            found = [
                _of_model(named, own, known, entries, said.get(named.model_id))
                for named, own in self._models(reads)
                if of_brand(named.brand) or named.model_id in said
            ]
        found.sort(key=lambda each: (each.model.brand, each.model.name))
        return tuple(sorted(found, key=lambda each: each.updates.dataset is not None))

    def of_model(self, model: PassportId) -> ModelUpdates:
        """What everybody may know of a model; NotFound where there is no such model."""
        with self.storage.reading() as reads:
            passport = _model_passport(reads, model)
            return updates_in(reads, model, self.publisher.own_elements(reads, passport))

    def of_elements(self, model: PassportId, elements: Elements) -> ModelUpdates:
        """As `of_model`, where what its passport says was read already."""
        with self.storage.reading() as reads:
            return updates_in(reads, model, elements)

    def confirm(self, actor: Actor, model: PassportId, release: ReleaseName | None) -> ModelUpdates:
        """Say which release a model is, or that none is. NotFound for a model or release that is not there."""
        PERMISSIONS.check("confirm_support", actor)
        with self.storage.writing() as work:
            elements = self.publisher.own_elements(work, _model_passport(work, model))
            if release is not None:
                _check_release(work, release, elements)
            before = work.support.confirmation(model)
            if before is None or before.release != release:
                number = 1 if before is None else before.number + 1
                work.support.confirm(Confirmation(model, number, release, self.clock(), actor.account))
                work.commit()
            return updates_in(work, model, elements)

    def _day_of(self, dataset: Dataset, given: date | None) -> date:
        """Rule 1."""
        day = given or dataset.dated
        if day is None:
            raise InvalidInput(
                message("This file does not say of which day it is."),
                remedy=message("Give the day on which it was fetched."),
            )
        if day > self.clock().date():
            raise InvalidInput(message("The dataset cannot be of a day that has yet to come ({day}).", day=day))
        return day

    def _models(self, reads: LifecycleReads) -> Iterable[tuple[NamedModel, Elements]]:
        for stored in reads.models.all():
            passport = reads.passports.get(stored.model_id)
            assert passport is not None
            elements = self.publisher.own_elements(reads, passport)
            named = NamedModel.of(stored.model_id, elements)
            if named is not None:
                yield named, elements


def updates_in(reads: LifecycleReads, model: PassportId, elements: Elements) -> ModelUpdates:
    """What is known of a model within a transaction that reads; `elements` are those of its passport."""
    named = NamedModel.of(model, elements)
    if named is None:
        return NOTHING_KNOWN
    said = reads.support.confirmation(model)
    if said is not None:
        names = () if said.release is None else (said.release,)
        entries = reads.support.newest([each.product for each in names])
    else:
        entries = reads.support.named(tuple(of_brand(named.brand)), model_keys(named))
    return updates_of(elements, _Known(reads).word(match(named, _listed(entries).values(), said), entries))


class _Known:
    """What the loads say, read once for each transaction."""

    def __init__(self, reads: LifecycleReads) -> None:
        self.loads = reads.support.loads()

    def of(self, entry: Entry) -> KnownRelease:
        """Rule 2; one that is gone is of the last load that listed it."""
        product = entry.name.product
        held = [load for load in self.loads if product in load.products]
        load = held[-1] if entry.listed else [each for each in held if each.number < entry.load][-1]
        return KnownRelease(entry.release, load.dated, load.retrieved_at.date(), not entry.listed)

    def word(self, found: Match | None, entries: Mapping[ReleaseName, Entry]) -> DatasetWord | None:
        if found is None or found.release not in entries:
            return None
        known = self.of(entries[found.release])
        return DatasetWord(known.release, found, known.dated, known.retrieved, known.gone)


def _of_model(
    named: NamedModel,
    elements: Elements,
    known: _Known,
    entries: Mapping[ReleaseName, Entry],
    said: Confirmation | None,
) -> ModelSupport:
    listed = _listed(entries).values()
    found = match(named, listed, said)
    updates = updates_of(elements, known.word(found, entries))
    return ModelSupport(named, updates, said, () if found is not None else proposals(named, listed))


def _listed(entries: Mapping[ReleaseName, Entry]) -> dict[ReleaseName, Release]:
    return {name: entry.release for name, entry in entries.items() if entry.listed}


def _is_supported(known: KnownRelease, on: date) -> bool:
    ending = known.release.security
    return ending.ended is not True and (ending.day is None or ending.day >= on)


def _parsed(content: bytes) -> object:
    if len(content) > LARGEST:
        raise InvalidInput(message("The file is larger than {most} MB.", most=LARGEST // 2**20))
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            message("The file cannot be read as JSON."), remedy=message("Fetch it again from endoflife.date.")
        ) from error


def _refuse_older(dataset: Dataset, day: date, loads: Iterable[Load]) -> None:
    newer = [load for load in loads if load.dated > day and not set(load.products).isdisjoint(dataset.products)]
    if newer:
        raise Conflict(
            message("This file is of {day}, and one of {newer} was taken in already.", day=day, newer=newer[-1].dated),
            remedy=message("Fetch a newer one."),
        )


def _is_known(made: Load, loads: Sequence[Load]) -> bool:
    """Rule 1: the last load that held these products was this very file, of this day."""
    last = next((each for each in reversed(loads) if not set(each.products).isdisjoint(made.products)), None)
    return last is not None and (last.sha256, last.dated) == (made.sha256, made.dated)


def _model_passport(reads: LifecycleReads, model: PassportId) -> StoredPassport:
    passport = None if reads.models.get(model) is None else reads.passports.get(model)
    if passport is None:
        raise NotFound(message("There is no model '{model}'.", model=model[:40]))
    return passport


def _check_release(reads: LifecycleReads, name: ReleaseName, elements: Elements) -> None:
    """A release of another brand is never the model's, whoever says so."""
    known = reads.support.newest([name.product])
    if name not in known or not known[name].listed:
        raise NotFound(message("There is no release '{release}' here.", release=str(name)[:80]))
    if name.product not in of_brand(str(elements.get("brand", ""))):
        raise InvalidInput(
            message("'{release}' is of another brand than this model.", release=str(name)),
            remedy=message("Choose a release of the model's own brand, or none."),
        )
