"""A row about one device of a known model: which model, which device, and what its passport is to say.

Rules:
1. The model is named by its passport (id or address), by its GTIN, or by brand and name together.
2. The device is known again by the maker's GTIN and serial number (its GS1 address), by a reference of the importing
   organisation, or by its serial number under its model.
3. What names the model, the serial number and the reference are no elements of the item: a serial number is in no
   passport as such, and what the model says is not repeated.
4. An element that is null is taken away; one that is not named stays as it is.
5. What a passport says of itself (its model, its predecessor and successor) is not a row's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dpp.domain.catalogue import Text, ValueType
from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.check_digits import ends_in_check_digit
from dpp.domain.gs1.digital_link import DigitalLink
from dpp.domain.imports.fields import OWN_BUSINESS, Field
from dpp.domain.message import message
from dpp.domain.opaque import PassportId

ROW_GROUP = "row"
_LONGEST = 200
_TEXTS = ("model", "batch", "brand", "modelName", "serialNumber", "reference")
_OTHER = ("label",)

ROW_FIELDS = (
    Field("model", ROW_GROUP, Text("Passport of the model", "Paspoort van het model")),
    Field("brand", ROW_GROUP, Text("Brand", "Merk")),
    Field("modelName", ROW_GROUP, Text("Model name", "Modelnaam")),
    Field("serialNumber", ROW_GROUP, Text("Serial number", "Serienummer")),
    Field("batch", ROW_GROUP, Text("Passport of the batch", "Paspoort van de partij")),
    Field("reference", ROW_GROUP, Text("Own reference", "Eigen kenmerk")),
    Field("label", ROW_GROUP, Text("With a label code", "Met labelcode"), ValueType.BOOLEAN),
)
"""What a row says besides the elements of the passport."""


@dataclass(frozen=True)
class ModelName:
    """How a row names its model (rule 1)."""

    passport: PassportId | None = None
    gtin: str | None = None
    brand: str | None = None
    name: str | None = None

    @property
    def says_nothing(self) -> bool:
        return self.passport is None and self.gtin is None and (self.brand is None or self.name is None)

    def __str__(self) -> str:
        said = (self.passport, self.gtin, " ".join(part for part in (self.brand, self.name) if part))
        return ", ".join(part for part in said if part)


@dataclass(frozen=True)
class ItemRow:
    """One row, taken apart. `removed` are the elements that it takes away."""

    model: ModelName
    elements: Elements
    serial: str | None = None
    gtin: str | None = None
    batch: PassportId | None = None
    reference: str | None = None
    label: bool = False
    removed: frozenset[str] = field(default_factory=frozenset)

    def things(self, model: PassportId, model_gtin: str | None) -> tuple[str, ...]:
        """What the device is known by, the surest first (rule 2); a GS1 address begins with a slash."""
        gtin = self.gtin or model_gtin
        addresses = [gs1_address(gtin, self.serial)] if gtin and self.serial and is_gs1_serial(self.serial) else []
        references = [f"reference {self.reference}"] if self.reference else []
        serials = [f"serial {model} {self.serial}"] if self.serial else []
        return (*addresses, *references, *serials)

    def left_of(self, before: Elements) -> dict[str, Any]:
        """What the passport said and goes on saying, besides what the row says (rule 4)."""
        return {name: value for name, value in before.items() if name not in self.removed}


def read_item(content: Mapping[str, Any]) -> ItemRow:
    """Take a row apart; InvalidInput with every fault in what is no element."""
    if problems := tuple(_problems(content)):
        raise InvalidInput(message("The row has {count} fault(s).", count=len(problems)), problems)
    gtin, own = content.get("gtin"), set(_TEXTS) | set(_OTHER)
    passport = content.get("model")
    return ItemRow(
        model=ModelName(passport and passport_named(passport), gtin, content.get("brand"), content.get("modelName")),
        elements={name: value for name, value in content.items() if name not in own and value is not None},
        serial=content.get("serialNumber"),
        gtin=gtin,
        batch=passport_named(content["batch"]) if content.get("batch") else None,
        reference=content.get("reference"),
        label=bool(content.get("label")),
        removed=frozenset(name for name, value in content.items() if name not in own and value is None),
    )


def _problems(content: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for name in _TEXTS:
        value = content.get(name)
        if value is not None and not (isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()):
            what = message("Expected a text of 1 to {most} characters that can be printed.", most=_LONGEST)
            problems.append(Problem(f"$.{name}", what))
    problems += [
        Problem(f"$.{name}", message("Expected true or false."))
        for name in _OTHER
        if not isinstance(content.get(name, False), bool | None)
    ]
    gtin = content.get("gtin")
    if gtin is not None and not (isinstance(gtin, str) and len(gtin) == 14 and ends_in_check_digit(gtin)):
        problems.append(Problem("$.gtin", message("Expected a GTIN of 14 digits with the right check digit.")))
    for name in OWN_BUSINESS & set(content):
        what = message("'{name}' follows from the other passports; a row cannot say it.", name=name)
        problems.append(Problem(f"$.{name}", what))
    return problems


def passport_named(said: str) -> PassportId:
    """The id of a passport that is named by its id or its address."""
    return PassportId(said.strip().rstrip("/").rpartition("/")[2])


def gs1_address(gtin: str, serial: str) -> str:
    """The canonical GS1 Digital Link path of one device."""
    return DigitalLink("", "", "01", gtin, (("21", serial),)).path


def is_gs1_serial(serial: str) -> bool:
    """Whether GS1 can carry it (AI 21): at most 20 characters of its own set."""
    return IDENTIFIERS["21"].fault(serial) is None
