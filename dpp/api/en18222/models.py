"""The objects of EN 18222 and EN 18223, as the API description shows them.

Only the bodies that are no passports are read by these classes: a passport is read liberally, and its elements are
described by the schema of our catalogue.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from dpp.api.en18222.results import MessageType, StatusCode
from dpp.domain.catalogue import ElementType, Granularity
from dpp.domain.document import PassportStatus
from dpp.service.en18222.dpps import MOST_PRODUCTS

Identifier = Annotated[str, Field(description="A URI: best a GS1 Digital Link.", min_length=1)]


class Message(BaseModel):
    """What a failure says (EN 18222, table 13)."""

    messageType: MessageType  # noqa: N815 - the names of the standard
    text: str
    code: str
    correlationId: str  # noqa: N815
    timestamp: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Result(BaseModel):
    """What every failure answers with (EN 18222, table 12)."""

    statusCode: StatusCode  # noqa: N815
    message: list[Message]


class Header(BaseModel):
    """The header of a passport (EN 18223, table 1)."""

    model_config = ConfigDict(extra="allow")

    digitalProductPassportId: Identifier  # noqa: N815
    uniqueProductIdentifier: Identifier  # noqa: N815
    granularity: Granularity
    dppSchemaVersion: Annotated[str, Field(examples=["EN 18223:2026"])]  # noqa: N815
    dppStatus: PassportStatus  # noqa: N815
    lastUpdated: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    economicOperatorId: Identifier  # noqa: N815
    facilityId: Annotated[str | None, Field(description="Where it was made.")] = None  # noqa: N815
    contentSpecificationIds: list[str]  # noqa: N815


class DataElement(BaseModel):
    """One element of the full form (EN 18223, annex A)."""

    model_config = ConfigDict(extra="allow")

    elementId: Annotated[str, Field(min_length=1)]  # noqa: N815
    objectType: ElementType  # noqa: N815
    dictionaryReference: Annotated[str | None, Field(description="What the element means.")] = None  # noqa: N815
    valueDataType: str | None = None  # noqa: N815
    value: Any = None


class FullPassport(Header):
    """A passport in the full form: its header, and a list of typed elements."""

    elements: list[DataElement]


class CompressedPassport(Header):
    """A passport in the compressed form: its header, its dictionary, and each element under its own name."""

    context: Annotated[str, Field(alias="@context", description="The dictionary in which the names stand.")]


class ProductIds(BaseModel):
    """Products whose passports are sought."""

    productIds: Annotated[list[Identifier], Field(min_length=1, max_length=MOST_PRODUCTS)]  # noqa: N815


class DppIdPage(BaseModel):
    """The passports of some of the products, in their order; with `nextCursor` where there are more."""

    dppIds: list[Identifier]  # noqa: N815
    nextCursor: Annotated[str | None, Field(description="The `cursor` of the next page.", min_length=1)] = None  # noqa: N815


class CreatedDpp(BaseModel):
    """The id that a new passport got."""

    digitalProductPassportId: Identifier  # noqa: N815


class RegistryEntry(BaseModel):
    """What a registry takes (EN 18222, table 11); this service is none."""

    uniqueProductIdentifier: Identifier  # noqa: N815
    digitalProductPassportId: Identifier  # noqa: N815
    uniqueEconomicOperatorIdentifier: Identifier  # noqa: N815
    backupUniqueEconomicOperatorIdentifier: str | None = None  # noqa: N815
    dppApiEndpoint: Identifier  # noqa: N815
