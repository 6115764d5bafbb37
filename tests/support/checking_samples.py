"""Pages of the public validator, made by the real one."""

import json

from dpp.adapters.catalogue import load_catalogue
from dpp.adapters.validation import DocumentSchema, JsonSchemaValidator
from dpp.domain.actor import VISITOR
from dpp.domain.message import message
from dpp.service.checking import LARGEST, Checking
from web.pages.checking import checked_document
from web.pages.contexts.checking import CheckingPage
from web.pages.contexts.frame import FormState, Person
from web.pages.rendering import Page

CHECKING = Checking(load_catalogue(), JsonSchemaValidator(load_catalogue()), DocumentSchema("untp-passport", "0.7"))
PASSPORT = {
    "@context": "https://kringpas.nl/schemas/passport/1.0/context.jsonld",
    "digitalProductPassportId": "https://maker.example/passports/1",
    "uniqueProductIdentifier": "https://maker.example/p/1",
    "granularity": "model",
    "dppSchemaVersion": "EN 18223:2026",
    "dppStatus": "active",
    "lastUpdated": "2026-11-20T10:15:00Z",
    "economicOperatorId": "https://maker.example/",
    "productGroup": "laptop",
    "brand": "Voorbeeld",
    "modelName": "Een",
}
ODD = PASSPORT | {
    "dppStatus": "Active",
    "mass": {"value": "1.5", "unit": "KGM"},
    "gtin": "09520000074204",
    "<b>novelty</b>": {"_": 1},
    "manufacturerName": "Mail to anna@example.org",
}


def checked(document: object, name: str | None = None) -> CheckingPage:
    """The page of the report on a document."""
    report = CHECKING.check(VISITOR, json.dumps(document).encode())
    return CheckingPage(LARGEST, report=checked_document(name, report, CHECKING.catalogue, "en"))


def samples() -> dict[str, tuple[Page, Person | None, str]]:
    """Name, context, who reads it and the page's address."""
    nothing = FormState(problems={"content": message("Choose a file, or paste a passport.")})
    return {
        "validate": (CheckingPage(LARGEST), None, "/validate"),
        "validate-nothing": (CheckingPage(LARGEST, nothing), None, "/validate"),
        "validate-reads": (checked(PASSPORT, "laptop.json"), None, "/validate"),
        "validate-deviates": (checked(ODD, "laptop.json"), None, "/validate"),
        "validate-unreadable": (checked([]), None, "/validate"),
    }
