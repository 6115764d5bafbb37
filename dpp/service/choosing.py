"""Choosing a model in a form: the newest of many, or any other by its name or the code of its passport."""

from collections.abc import Sequence
from dataclasses import dataclass

from dpp.domain.actor import Actor
from dpp.domain.document import PassportStatus
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.service.ports import PassportReads, PassportStorage, StoredModel


@dataclass(frozen=True)
class Choosable:
    """A model that can be chosen."""

    model_id: PassportId
    name: str
    archived: bool


@dataclass(frozen=True)
class Choosables:
    """Models by name; `more` where there are others."""

    models: Sequence[Choosable]
    more: bool


@dataclass(frozen=True)
class ModelChoices:
    """Reads no more models than are shown, however many there are."""

    storage: PassportStorage

    def newest(self, actor: Actor, limit: int, chosen: str = "") -> Choosables:
        """Those that changed last, and the one that was chosen already (as in `named`)."""
        PERMISSIONS.check("list_models", actor)
        with self.storage.reading() as reads:
            found = reads.models.newest(limit + 1)
            one = _named(reads, chosen)
            shown = {each.model_id: each for each in (*found[:limit], *([one] if one else ()))}
            passports = reads.passports.known(list(shown))
        archived = {each.passport_id for each in passports.values() if each.status == PassportStatus.ARCHIVED}
        models = (
            Choosable(each.model_id, f"{each.brand} {each.name}", each.model_id in archived) for each in shown.values()
        )
        return Choosables(tuple(sorted(models, key=lambda each: each.name)), len(found) > limit)

    def named(self, actor: Actor, text: str) -> PassportId | None:
        """The model with this brand and name, whatever the case and the spaces, or with this code."""
        PERMISSIONS.check("list_models", actor)
        with self.storage.reading() as reads:
            found = _named(reads, text)
        return None if found is None else found.model_id


def _named(reads: PassportReads, text: str) -> StoredModel | None:
    code = text.strip()
    return (reads.models.get(PassportId(code)) or reads.models.named("", code)) if code else None
