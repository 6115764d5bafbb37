"""Rows that are model passports: new ones, and revisions of those that are there.

Rules:
1. A row is known again by the passport that it names, by its GTIN, or by its brand and name.
2. A new passport keeps the bytes that came in. A row about one that is there changes what it names: an element that is
   null is taken away, one that is not named stays.
3. Every gate is that of `Publisher`; a row that is refused has changed nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Granularity
from dpp.domain.errors import KringpasError, NotFound
from dpp.domain.imports.fields import Field, element_fields
from dpp.domain.imports.items import passport_named
from dpp.domain.imports.rows import Content, ImportRow, Outcome, RowReport, refusal
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical, sha256
from dpp.service.acts import Act
from dpp.service.imports.ports import ImportWork, Seen
from dpp.service.imports.seen import said_otherwise
from dpp.service.passports import Passports
from dpp.service.ports import PassportReads, StoredPassport
from dpp.service.received import read_object

PASSPORT = "passport"
"""The member of a row that names the passport which it is about."""


@dataclass(frozen=True)
class ModelTarget:
    """`Target` of model passports."""

    passports: Passports
    use_case: str = "import_passports"

    def check(self, actor: Actor) -> None:
        """May import passports, and has an identifier to answer for them."""
        PERMISSIONS.check(self.use_case, actor)
        self.passports.act(actor)

    def fields(self) -> Sequence[Field]:
        return element_fields(self.passports.publisher.catalogue, Granularity.MODEL)

    def handle(self, work: ImportWork, actor: Actor, rows: Sequence[ImportRow], seen: Seen) -> Sequence[RowReport]:
        act = self.passports.act(actor)
        return [self._row(work, act, row, seen) for row in rows]

    def _row(self, work: ImportWork, act: Act, row: ImportRow, seen: Seen) -> RowReport:
        try:
            with work.undoing():
                return self._published(work, act, row, seen)
        except KringpasError as error:
            seen.withdraw(row.line)
            return refusal(row.line, error)

    def _published(self, work: ImportWork, act: Act, row: ImportRow, seen: Seen) -> RowReport:
        content = dict(_object(row.content))
        named = content.pop(PASSPORT, None)
        known = self._known(work, content, named)
        thing = _thing(content, known) or f"line {row.line}"
        digest = sha256(canonical(content))
        seen.load([thing])
        line, said = seen.first(thing, row.line, digest)
        if line != row.line:
            if said != digest:
                raise said_otherwise(line)
            return RowReport(row.line, Outcome.UNCHANGED, known.passport_id if known else None)
        return self._revised(work, act, row, known, content) if known else self._new(work, act, row, content)

    def _new(self, work: ImportWork, act: Act, row: ImportRow, content: Mapping[str, Any]) -> RowReport:
        PERMISSIONS.check("register_model", act.actor)
        passport = self.passports.publisher.new_model(work, act, _received(row, content))
        return RowReport(row.line, Outcome.CREATED, passport.passport_id)

    def _revised(
        self, work: ImportWork, act: Act, row: ImportRow, known: StoredPassport, content: Mapping[str, Any]
    ) -> RowReport:
        PERMISSIONS.check("revise_passport", act.actor, self.passports.relations(act.actor, known))
        publisher = self.passports.publisher
        merged = {**publisher.own_elements(work, known), **content}
        revised = publisher.revise_model(work, act, known, _received(row, merged))
        outcome = Outcome.UNCHANGED if revised.version == known.version else Outcome.REVISED
        return RowReport(row.line, outcome, known.passport_id)

    @staticmethod
    def _known(work: PassportReads, content: Mapping[str, Any], named: object) -> StoredPassport | None:
        """Rule 1."""
        if named is not None:
            passport = work.passports.get(passport_named(str(named)))
            if passport is None or passport.granularity != Granularity.MODEL:
                raise NotFound(message("There is no model passport '{model}'.", model=str(named)[:100]))
            return passport
        gtin, brand, name = (content.get(each) for each in ("gtin", "brand", "modelName"))
        identity: PassportId | None = work.gs1_keys.get(f"/01/{gtin}") if isinstance(gtin, str) else None
        if identity is None and isinstance(brand, str) and isinstance(name, str):
            model = work.models.named(brand, name)
            identity = model.model_id if model else None
        return None if identity is None else work.passports.get(identity)


def _object(content: Content) -> Mapping[str, Any]:
    return read_object(content) if isinstance(content, bytes) else content


def _received(row: ImportRow, elements: Mapping[str, Any]) -> bytes:
    """The bytes that came in, where they say exactly this; else canonical ones. What is null is left out."""
    said = canonical({name: value for name, value in elements.items() if value is not None})
    as_it_came = isinstance(row.content, bytes) and said == canonical(read_object(row.content))
    return row.content if as_it_came and isinstance(row.content, bytes) else said


def _thing(content: Mapping[str, Any], known: StoredPassport | None) -> str:
    """What a model is known by within its file, the same before its passport is there and after."""
    if "brand" in content and "modelName" in content:
        return " ".join(f"{content['brand']} {content['modelName']}".lower().split())
    return known.passport_id if known else ""
