"""Rows that are item passports of models that are known: many at once, each judged by itself.

Rules:
1. Which model and which device a row means, `dpp.domain.imports.items` says. A row about a device that is not known yet
   makes a passport; one about a passport that this import made before revises it, or leaves it as it is.
2. Whoever may revise the passport of a model makes item passports of it; who answers for an item passport revises it.
3. A device with a life here has a passport that follows its events: a row does not overwrite what was recorded.
4. The unique product identifier is the maker's own GS1 address where GTIN and serial number are known, else the link of
   its label, else the passport's address. A label code is made only where the row asks for one.
   Where that GS1 address is longer than the EU registry takes, the report of the row says so.
5. A batch is named by its passport, or by its number where that is registered under the GTIN.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Granularity
from dpp.domain.errors import InvalidInput, KringpasError, Refused
from dpp.domain.gs1.digital_link import DigitalLink
from dpp.domain.imports.fields import Field, element_fields
from dpp.domain.imports.items import ROW_FIELDS, ItemRow, read_item
from dpp.domain.imports.rows import ImportRow, Outcome, RowReport, refusal
from dpp.domain.message import message
from dpp.domain.opaque import PassportId, label_code
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import canonical, sha256
from dpp.service.acts import Act, Subject
from dpp.service.imports.models_named import ModelFinder, NamedModel
from dpp.service.imports.ports import ImportWork, Seen
from dpp.service.imports.seen import said_otherwise
from dpp.service.passports import Passports
from dpp.service.ports import StoredLabel, StoredPassport
from dpp.service.received import read_object

GTIN, BATCH = "gtin", "batchNumber"


@dataclass(frozen=True)
class _Wanted:
    """A row, the model that it means, what the device is known by (the surest first), and a digest of what it says."""

    row: ImportRow
    item: ItemRow
    model: NamedModel
    things: tuple[str, ...]
    digest: str
    known: PassportId | None = None


@dataclass(frozen=True)
class ItemTarget:
    """`Target` of item passports."""

    passports: Passports
    use_case: str = "import_passports"

    def check(self, actor: Actor) -> None:
        """May import passports, and has an identifier to answer for them."""
        PERMISSIONS.check(self.use_case, actor)
        self.passports.act(actor)

    def fields(self) -> Sequence[Field]:
        own = {field.name for field in ROW_FIELDS}
        return (*ROW_FIELDS, *element_fields(self.passports.publisher.catalogue, Granularity.ITEM, without=own))

    def handle(self, work: ImportWork, actor: Actor, rows: Sequence[ImportRow], seen: Seen) -> Sequence[RowReport]:
        return _Chunk(self.passports, work, self.passports.act(actor), seen).handled(rows)


class _Chunk:
    """The rows of one transaction: read all, look all up, then store all."""

    def __init__(self, passports: Passports, work: ImportWork, act: Act, seen: Seen) -> None:
        self._publisher = passports.publisher
        self._passports = passports
        self._work = work
        self._act = act
        self._seen = seen
        self._models = ModelFinder(work, passports.publisher, self._may_make_items)
        self._reports: dict[int, RowReport] = {}

    def handled(self, rows: Sequence[ImportRow]) -> list[RowReport]:
        wanted = [each for row in rows if (each := self._wanted(row))]
        self._seen.load([each.things[0] for each in wanted])
        while wanted:
            wanted = self._judged(wanted)
        return [self._reports[row.line] for row in rows]

    def _judged(self, wanted: Sequence[_Wanted]) -> list[_Wanted]:
        """Judge the first row about each device; those are left that said more of a device whose row was refused."""
        first = {}
        for each in wanted:
            line, _ = self._seen.first(each.things[0], each.row.line, each.digest)
            if line == each.row.line:
                first[line] = each
        located = self._located(list(first.values()))
        self._old([each for each in located if each.known is not None])
        self._new([each for each in located if each.known is None])
        for line in first:
            if self._reports[line].outcome is Outcome.REFUSED:
                self._seen.withdraw(line)
        return self._later([each for each in wanted if each.row.line not in first])

    def _may_make_items(self, model: StoredPassport) -> None:
        """Rule 2."""
        PERMISSIONS.check("revise_passport", self._act.actor, self._passports.relations(self._act.actor, model))

    def _wanted(self, row: ImportRow) -> _Wanted | None:
        """What a row means; None where it is refused."""
        try:
            content = read_object(row.content) if isinstance(row.content, bytes) else row.content
            item = read_item(content)
            model = self._models.find(item.model)
            things = item.things(model.passport.passport_id, model.gtin)
            if not things:
                raise _nameless()
        except KringpasError as error:
            self._reports[row.line] = refusal(row.line, error)
            return None
        return _Wanted(row, item, model, things, sha256(canonical(content)))

    def _located(self, wanted: Sequence[_Wanted]) -> list[_Wanted]:
        """With the passports that are known under what the devices go by."""
        things = [thing for each in wanted for thing in each.things]
        known = {
            **self._work.gs1_keys.known([thing for thing in things if thing.startswith("/")]),
            **self._work.imports.referred(
                self._act.actor.organisation, [thing for thing in things if not thing.startswith("/")]
            ),
        }
        return [
            replace(each, known=next((known[thing] for thing in each.things if thing in known), None))
            for each in wanted
        ]

    def _later(self, wanted: Sequence[_Wanted]) -> list[_Wanted]:
        """Report the rows about a device of which a row was accepted; the others have to be judged yet."""
        left, held = [], set()
        for each in wanted:
            thing = each.things[0]
            line, digest = (each.row.line, "") if thing in held else self._seen.first(thing, each.row.line, each.digest)
            if line == each.row.line:
                self._seen.withdraw(line)
                held.add(thing)
                left.append(each)
            elif digest == each.digest:
                self._reports[each.row.line] = RowReport(each.row.line, Outcome.UNCHANGED, self._subject_of(line))
            else:
                self._reports[each.row.line] = refusal(each.row.line, said_otherwise(line), self._subject_of(line))
        return left

    def _subject_of(self, line: int) -> str | None:
        """The passport of an earlier row, where that row is one of these."""
        report = self._reports.get(line)
        return report.subject if report else None

    def _old(self, wanted: Sequence[_Wanted]) -> None:
        ids = [each.known for each in wanted if each.known is not None]
        passports, digests = self._work.passports.known(ids), self._work.passports.digests(ids)
        for each in wanted:
            assert each.known is not None
            try:
                self._reports[each.row.line] = self._revised(each, passports[each.known], digests[each.known])
            except KringpasError as error:
                self._reports[each.row.line] = refusal(each.row.line, error, each.known)

    def _revised(self, wanted: _Wanted, passport: StoredPassport, digest: str) -> RowReport:
        line = wanted.row.line
        fresh = self._own(wanted, self._batch(wanted))
        if sha256(canonical(fresh)) == digest:
            return RowReport(line, Outcome.UNCHANGED, passport.passport_id)
        _refuse_others(wanted, passport)
        own = {**wanted.item.left_of(self._publisher.own_elements(self._work, passport)), **fresh}
        PERMISSIONS.check("revise_passport", self._act.actor, self._passports.relations(self._act.actor, passport))
        with self._work.undoing():
            revised = self._publisher.revise(self._work, self._act, passport, own)
        outcome = Outcome.UNCHANGED if revised.version == passport.version else Outcome.REVISED
        return RowReport(line, outcome, passport.passport_id)

    def _new(self, wanted: Sequence[_Wanted]) -> None:
        labels: dict[int, StoredLabel] = {}
        subjects = []
        for each in wanted:
            batch = self._batch(each)
            subjects.append((self._subject(each, batch, labels), canonical(self._own(each, batch))))
        made = self._publisher.new_items(self._work, self._act, subjects)
        created = []
        for each, passport in zip(wanted, made, strict=True):
            if isinstance(passport, KringpasError):
                self._reports[each.row.line] = refusal(each.row.line, passport)
            else:
                created.append((each, passport.passport_id))
                self._reports[each.row.line] = self._created(each, passport.passport_id)
        self._name(created, labels)

    def _created(self, wanted: _Wanted, passport: PassportId) -> RowReport:
        """With a warning where the address by which the device is named is longer than the EU registry takes."""
        product = wanted.things[0]
        links, warning = self._publisher.links, None
        if product.startswith("/"):
            warning = self._publisher.warning_about(links.gs1(product), links.passport(passport))
        return RowReport(wanted.row.line, Outcome.CREATED, passport, warning)

    def _name(self, created: Sequence[tuple[_Wanted, PassportId]], labels: Mapping[int, StoredLabel]) -> None:
        """By their GS1 addresses, which are surest and need no other name; else by what the organisation calls them."""
        named = [(thing, passport) for each, passport in created for thing in _names(each)]
        self._work.gs1_keys.add({thing: passport for thing, passport in named if thing.startswith("/")})
        self._work.imports.refer(
            self._act.actor.organisation, {thing: passport for thing, passport in named if not thing.startswith("/")}
        )
        self._work.labels.add_all(
            [replace(labels[each.row.line], passport_id=passport) for each, passport in created if each.item.label]
        )

    def _subject(self, wanted: _Wanted, batch: PassportId | None, labels: dict[int, StoredLabel]) -> Subject:
        """Rule 4."""
        links = self._publisher.links
        product = links.gs1(wanted.things[0]) if wanted.things[0].startswith("/") else None
        if wanted.item.label:
            code = label_code(self._publisher.chance(16))
            labels[wanted.row.line] = StoredLabel(code, None, "active", self._act.at)
            product = product or links.label(code)
        return Subject(wanted.model.passport.passport_id, product, batch)

    def _own(self, wanted: _Wanted, batch: PassportId | None) -> dict[str, Any]:
        """What the passport says itself: nothing that its model or batch says just so."""
        links = self._publisher.links
        own = {**wanted.item.elements, "modelPassport": links.passport(wanted.model.passport.passport_id)}
        if wanted.model.gtin is not None and own.get(GTIN) == wanted.model.gtin:
            del own[GTIN]
        if batch is not None:
            own["batchPassport"] = links.passport(batch)
        return own

    def _batch(self, wanted: _Wanted) -> PassportId | None:
        """Rule 5."""
        if wanted.item.batch is not None:
            return wanted.item.batch
        number, gtin = wanted.item.elements.get(BATCH), wanted.item.gtin or wanted.model.gtin
        if not isinstance(number, str) or gtin is None:
            return None
        return self._work.gs1_keys.get(DigitalLink("", "", "01", gtin, (("10", number),)).path)


def _names(wanted: _Wanted) -> tuple[str, ...]:
    return wanted.things[:1] if wanted.things[0].startswith("/") else wanted.things


def _refuse_others(wanted: _Wanted, passport: StoredPassport) -> None:
    if passport.model_id != wanted.model.passport.passport_id:
        raise InvalidInput(
            message("This device has a passport of another model."),
            remedy=message("Correct the model, or the number of the device."),
        )
    if passport.device_key is not None:
        raise Refused(
            "device-has-a-life",
            message("This device has a life here, and its passport follows what is recorded of it."),
            remedy=message("Record what happened to the device instead."),
        )


def _nameless() -> InvalidInput:
    return InvalidInput(
        message("Nothing says which device this is."),
        remedy=message("Give its serial number, or a reference of your own."),
    )
