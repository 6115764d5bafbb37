"""Rows that are devices: the lists of owners and ICT providers, registered one by one.

Rules:
1. A row is registered as a single device is (`Devices.register_in`): the same rights, the same guards, the same events.
2. A device that is known by one of its numbers is left as it is, where the row says nothing else of it. What a row says
   otherwise is told and not done: what happened to a device is an event that somebody records.
3. A device that was scanned before the list came gets its registration from the row, once somebody has confirmed which
   device it is: until then the guards refuse it.
4. The owner is the importing organisation, unless the row names another by its name or id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.catalogue import Code, Text, ValueType
from dpp.domain.errors import Conflict, InvalidInput, KringpasError, Problem
from dpp.domain.imei import read_imei
from dpp.domain.imports.fields import Field
from dpp.domain.imports.items import ModelName, passport_named
from dpp.domain.imports.rows import ImportRow, Outcome, RowReport, refusal
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from dpp.service.imports.models_named import ModelFinder, NamedModel
from dpp.service.imports.ports import ImportWork, Seen
from dpp.service.imports.seen import said_otherwise
from dpp.service.received import read_object
from lifecycle.domain.claims import claim_key
from lifecycle.domain.events import Place
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Classification, Holding
from lifecycle.service.devices import Devices
from lifecycle.service.identity import claiming
from lifecycle.service.ports import DeviceLine, LifecycleWork
from lifecycle.service.recording import state_of
from lifecycle.service.registering import STATED, Registration

GROUP = "device"
_LONGEST = 200
_CLASSIFICATIONS = (
    Code("none", Text("None", "Geen")),
    Code("dep-v", Text("Dep.V", "Dep.V")),
    Code("stg-c", Text("Stg.C", "Stg.C")),
    Code("stg-g", Text("Stg.G", "Stg.G")),
    Code("stg-zg", Text("Stg.ZG", "Stg.ZG")),
    Code("unknown", Text("Unknown", "Onbekend")),
)
_HOLDINGS = (Code("state", Text("Own", "Eigendom")), Code("lessor", Text("Leased", "Lease")))

FIELDS = (
    Field("serialNumber", GROUP, Text("Serial number", "Serienummer")),
    Field("assetTag", GROUP, Text("Asset tag", "Inventarisnummer")),
    Field("imei", GROUP, Text("IMEI", "IMEI")),
    Field("eid", GROUP, Text("EID", "EID")),
    Field("identificationLink", GROUP, Text("Identification link", "Identificatielink")),
    Field("brand", GROUP, Text("Brand", "Merk")),
    Field("modelName", GROUP, Text("Model name", "Modelnaam")),
    Field("gtin", GROUP, Text("GTIN", "GTIN"), digits=14),
    Field("model", GROUP, Text("Passport of the model", "Paspoort van het model")),
    Field("owner", GROUP, Text("Owner", "Eigenaar")),
    Field("lessee", GROUP, Text("Used by (of a leased device)", "In gebruik bij (van een leaseapparaat)")),
    Field("place", GROUP, Text("Place", "Plaats")),
    Field("inUseSince", GROUP, Text("In use since", "In gebruik sinds"), ValueType.DATE),
    Field("classification", GROUP, Text("Classification", "Rubricering"), ValueType.CODE, codes=_CLASSIFICATIONS),
    Field("holding", GROUP, Text("Own or leased", "Eigendom of lease"), ValueType.CODE, codes=_HOLDINGS),
)
_NAMES = frozenset(field.name for field in FIELDS)
_NUMBERS = (
    ("serialNumber", ClaimKind.SERIAL),
    ("imei", ClaimKind.IMEI),
    ("eid", ClaimKind.EID),
    ("assetTag", ClaimKind.ASSET_TAG),
    ("identificationLink", ClaimKind.IDENTIFICATION_LINK),
)


class OrganisationNames(Protocol):
    """Finds an organisation by what a list calls it."""

    def called(self, name: str) -> OrganisationId | None:
        """By its id, or by its name whatever the case and the spaces."""
        ...


class DeviceImportWork(LifecycleWork, ImportWork, Protocol):
    """One transaction over devices, passports and imports."""


@dataclass(frozen=True)
class DeviceTarget:
    """`Target` of device lists."""

    devices: Devices
    organisations: OrganisationNames
    use_case: str = "import_devices"

    def check(self, actor: Actor) -> None:
        PERMISSIONS.check(self.use_case, actor)

    def fields(self) -> Sequence[Field]:
        return FIELDS

    def handle(
        self, work: DeviceImportWork, actor: Actor, rows: Sequence[ImportRow], seen: Seen
    ) -> Sequence[RowReport]:
        models = ModelFinder(work, self.devices.recorder.publisher)
        at = _Row(work, actor, models, seen, {})
        return [self._row(at, row) for row in rows]

    def _row(self, at: "_Row", row: ImportRow) -> RowReport:
        try:
            with at.work.undoing():
                content = read_object(row.content) if isinstance(row.content, bytes) else row.content
                return self._registered(at, row.line, _checked(content))
        except KringpasError as error:
            at.seen.withdraw(row.line)
            return refusal(row.line, error)

    def _registered(self, at: "_Row", line: int, said: Mapping[str, Any]) -> RowReport:
        model = at.models.find(_model_name(said))
        thing, digest = _thing(said, model), sha256(canonical(said))
        at.seen.load([thing])
        first, before = at.seen.first(thing, line, digest)
        if first != line and before != digest:
            raise said_otherwise(first)
        known = self._known(at, said, model)
        if first != line:
            return RowReport(line, Outcome.UNCHANGED, known.device_key if known else None)
        wanted = self._wanted(at, said, model, known)
        if known is not None and known.passport_id is not None:
            self._refuse_otherwise(at, known, said, wanted)
            return RowReport(line, Outcome.UNCHANGED, known.device_key)
        recorded = self.devices.register_in(at.work, at.actor, wanted)
        return RowReport(line, Outcome.REVISED if known else Outcome.CREATED, recorded.device.key)

    @staticmethod
    def _known(at: "_Row", said: Mapping[str, Any], model: NamedModel) -> DeviceLine | None:
        """The device of one of these numbers, of the same maker; a serial number is unique per maker."""
        brand = at.work.models.get(model.passport.passport_id)
        assert brand is not None
        found = {
            line.device_key: line
            for name, kind in _NUMBERS
            if name in said
            for key in claiming(at.work, [IdentityClaim(kind, said[name], "registration", STATED)])
            if (line := at.work.devices.get(key)) and (line.brand or brand.brand).lower() == brand.brand.lower()
        }
        if len(found) > 1:
            raise Conflict(
                message("The numbers of this row belong to {count} devices.", count=len(found)),
                remedy=message("Look which number is wrong; devices: {devices}.", devices=", ".join(sorted(found))),
            )
        return next(iter(found.values()), None)

    def _wanted(self, at: "_Row", said: Mapping[str, Any], model: NamedModel, known: DeviceLine | None) -> Registration:
        owner = self._organisation(at, said, "owner") or at.actor.organisation
        if owner is None:
            what = message("Nothing says whose device this is.")
            raise InvalidInput(what, (Problem("$.owner", what),))
        return Registration(
            model=model.passport.passport_id,
            owner=owner,
            place=Place(said["place"]),
            serial=said.get("serialNumber"),
            imei=said.get("imei"),
            eid=said.get("eid"),
            identification_link=said.get("identificationLink"),
            asset_tag=said.get("assetTag"),
            classification=Classification(said.get("classification", Classification.UNKNOWN)),
            in_use_since=date.fromisoformat(said["inUseSince"]) if "inUseSince" in said else None,
            holding=Holding(said.get("holding", Holding.STATE)),
            lessee=self._organisation(at, said, "lessee"),
            device=known.device_key if known else None,
        )

    def _organisation(self, at: "_Row", said: Mapping[str, Any], name: str) -> OrganisationId | None:
        if name not in said:
            return None
        if said[name] not in at.called:
            at.called[said[name]] = self.organisations.called(said[name])
        found = at.called[said[name]]
        if found is None:
            what = message("There is no organisation '{name}' here.", name=said[name])
            raise InvalidInput(
                what, (Problem(f"$.{name}", what),), remedy=message("Write its name as the service knows it.")
            )
        return found

    @staticmethod
    def _refuse_otherwise(at: "_Row", known: DeviceLine, said: Mapping[str, Any], wanted: Registration) -> None:
        """Rule 2; whoever may not read the device is told no more than that its number is taken."""
        device = state_of(at.work, known.device_key)
        if not PERMISSIONS.allows("read_device", at.actor, device.relations(at.actor.organisation)):
            raise Conflict(message("One of these numbers belongs to a device of somebody else already."))
        claimed = {(claim.kind, claim_key(claim.value)) for claim in device.claims}
        numbers = [name for name, kind in _NUMBERS if name in said and (kind, claim_key(said[name])) not in claimed]
        others = {
            "model": device.passports.model != wanted.model,
            "owner": "owner" in said and (device.ownership is None or device.ownership.owner != wanted.owner),
        }
        names = [*numbers, *(name for name, differs in others.items() if differs)]
        if names:
            raise Conflict(
                message("The device is known, and other things are recorded of it: {names}.", names=", ".join(names)),
                remedy=message("Correct the row, or record what changed at device {device}.", device=known.device_key),
            )


@dataclass(frozen=True)
class _Row:
    """What the rows of one transaction share."""

    work: DeviceImportWork
    actor: Actor
    models: ModelFinder
    seen: Seen
    called: dict[str, OrganisationId | None]


def _checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, without what it leaves open; InvalidInput with every fault in it."""
    said = {name: value for name, value in content.items() if value is not None}
    problems = [
        Problem(f"$.{name}", message("Expected a text of 1 to {most} characters that can be printed.", most=_LONGEST))
        for name, value in said.items()
        if not (isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable())
    ]
    problems += [
        Problem(f"$.{name}", message("A device list has no '{name}'.", name=name)) for name in said.keys() - _NAMES
    ]
    if problems:
        raise InvalidInput(message("The row has {count} fault(s).", count=len(problems)), tuple(problems))
    if wrong := tuple(_wrong(said)):
        raise InvalidInput(message("The row has {count} fault(s).", count=len(wrong)), wrong)
    return said | ({"imei": read_imei(said["imei"])} if "imei" in said else {})


def _wrong(said: Mapping[str, str]) -> list[Problem]:
    problems = []
    if not any(name in said for name, _ in _NUMBERS):
        problems.append(Problem("$", message("Expected a serial number, an asset tag or an IMEI.")))
    if "place" not in said:
        problems.append(Problem("$.place", message("Say where the device is: the building, the store or the room.")))
    if "imei" in said:
        try:
            read_imei(said["imei"])
        except InvalidInput as error:
            problems.append(Problem("$.imei", error.what))
    if said.get("classification", Classification.NONE) not in set(Classification):
        problems.append(Problem("$.classification", message("This is no classification of the Dutch State.")))
    if said.get("holding", Holding.STATE) not in {Holding.STATE, Holding.LESSOR}:
        problems.append(Problem("$.holding", message("Expected 'state' or 'lessor'.")))
    try:
        date.fromisoformat(said.get("inUseSince", "2000-01-01"))
    except ValueError:
        problems.append(Problem("$.inUseSince", message("Expected a day such as 2026-01-31.")))
    return problems


def _model_name(said: Mapping[str, str]) -> ModelName:
    passport = said.get("model")
    named = passport_named(passport) if passport else None
    return ModelName(named, said.get("gtin"), said.get("brand"), said.get("modelName"))


def _thing(said: Mapping[str, str], model: NamedModel) -> str:
    """What the device of a row is known by within its file."""
    name, value = next((name, said[name]) for name, _ in _NUMBERS if name in said)
    return f"{name} {model.passport.passport_id if name == 'serialNumber' else ''} {claim_key(value)}"
