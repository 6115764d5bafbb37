"""Finds the models that rows name, each only once for many rows."""

from collections.abc import Callable
from dataclasses import dataclass

from dpp.domain.catalogue import Granularity
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.imports.items import ModelName
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.service.ports import PassportReads, StoredPassport
from dpp.service.publishing import Publisher


@dataclass(frozen=True)
class NamedModel:
    """A model, and the GTIN that it says it has."""

    passport: StoredPassport
    gtin: str | None


class ModelFinder:
    """For the rows of one transaction. `check` may refuse a model that was found; it is asked once for each."""

    def __init__(
        self, reads: PassportReads, publisher: Publisher, check: Callable[[StoredPassport], None] = lambda _: None
    ) -> None:
        self._reads = reads
        self._publisher = publisher
        self._check = check
        self._found: dict[ModelName, NamedModel | InvalidInput | NotFound] = {}
        self._models: dict[PassportId, NamedModel] = {}

    def find(self, name: ModelName) -> NamedModel:
        """The model of this name; InvalidInput where a row names none, NotFound where there is none such."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        found = self._found[name]
        if isinstance(found, NamedModel):
            return found
        raise found

    def _look_up(self, name: ModelName) -> NamedModel | InvalidInput | NotFound:
        if name.says_nothing:
            what = message("Expected the passport of the model, its GTIN, or its brand and name.")
            return InvalidInput(message("The row names no model."), (Problem("$.model", what),))
        identity = self._identity(name)
        passport = identity and self._reads.passports.get(identity)
        if not passport:
            return NotFound(
                message("There is no model passport for {name}.", name=name),
                remedy=message("Register the model first, or correct the name."),
            )
        return self._model(passport.model_id)

    def _identity(self, name: ModelName) -> PassportId | None:
        if name.passport is not None:
            found = self._reads.passports.get(name.passport)
            return name.passport if found and found.granularity == Granularity.MODEL else None
        if name.gtin is not None and (found_id := self._reads.gs1_keys.get(f"/01/{name.gtin}")):
            return found_id
        if name.brand is None or name.name is None:
            return None
        model = self._reads.models.named(name.brand, name.name)
        return model.model_id if model else None

    def _model(self, identity: PassportId) -> NamedModel:
        if identity not in self._models:
            passport = self._reads.passports.get(identity)
            assert passport is not None
            self._check(passport)
            gtin = self._publisher.own_elements(self._reads, passport).get("gtin")
            self._models[identity] = NamedModel(passport, gtin)
        return self._models[identity]
