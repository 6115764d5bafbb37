"""What a person can tell right by a form: per kind of event its fields, filled in as they were recorded.

Rules:
1. A form shows what was recorded; what is not in it stays as it was.
2. An event of a kind without a form can be declared not to have happened; what is right is then recorded by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from dpp.domain.message import message
from lifecycle.domain.events import (
    Assigned,
    Classified,
    CustodyChanged,
    Found,
    Happening,
    HazardFound,
    IdentityMatched,
    Inspected,
    IntakeScanned,
    LockFound,
    LockReleased,
    PassportRegistered,
    Place,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
    VerificationKind,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.vocabulary import (
    Classification,
    CosmeticGrade,
    FunctionalGrade,
    Hazard,
    Lock,
    SanitisationCategory,
)
from web.pages.acts.base import Fields, choices
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice

Values = Mapping[str, str]


@dataclass(frozen=True)
class RightForm:
    """The fields of one kind of event, what is in them, and the event that a filled form tells."""

    fields: tuple[Field, ...]
    values: Callable[[Any], Values]
    read: Callable[[Fields, Any], Happening]


_YES_NO = (Choice("yes", message("Yes")), Choice("no", message("No")))
_PLACE = Field(FieldKind.TEXT, "place", message("Place"), required=False)
_SERIAL = Field(FieldKind.TEXT, "serial", message("Serial number"), required=False)
_TAG = Field(FieldKind.TEXT, "asset_tag", message("Asset tag"), required=False)


def _place(fields: Fields, it: Any) -> Happening:
    found: Happening = replace(it, place=Place(fields.text("place")))
    return found


def _claim_values(it: PassportRegistered | IdentityMatched) -> Values:
    said = {claim.kind: claim.value for claim in it.claims}
    return {"serial": said.get(ClaimKind.SERIAL, ""), "asset_tag": said.get(ClaimKind.ASSET_TAG, "")}


def _claims(fields: Fields, it: PassportRegistered | IdentityMatched) -> tuple[IdentityClaim, ...]:
    """The claims with another serial number and tag, said by whom they were said; an empty field takes one away."""
    told = {ClaimKind.SERIAL: fields.optional("serial"), ClaimKind.ASSET_TAG: fields.optional("asset_tag")}
    kept = [claim for claim in it.claims if claim.kind not in told]
    said = {claim.kind: claim for claim in it.claims}
    like = said.get(ClaimKind.SERIAL) or said.get(ClaimKind.ASSET_TAG) or next(iter(it.claims), None)
    source, confidence = ("registration", 0.9) if like is None else (like.source, like.confidence)
    new = [IdentityClaim(kind, value, source, confidence) for kind, value in told.items() if value]
    return (*kept, *new)


def _registered(fields: Fields, it: PassportRegistered) -> Happening:
    return replace(it, place=Place(fields.text("place")), claims=_claims(fields, it))


def _erasure_values(it: SanitisationPerformed) -> Values:
    return {
        "category": it.category,
        "technique": it.technique,
        "tool": it.tool,
        "tool_version": it.tool_version,
        "succeeded": "yes" if it.succeeded else "no",
    }


def _erasure(fields: Fields, it: SanitisationPerformed) -> Happening:
    return replace(
        it,
        category=fields.one_of("category", SanitisationCategory),
        technique=fields.text("technique"),
        tool=fields.text("tool"),
        tool_version=fields.text("tool_version"),
        succeeded=fields.choice("succeeded", "yes", "no") == "yes",
    )


def _check_values(it: SanitisationVerified | SanitisationFailed) -> Values:
    if isinstance(it, SanitisationFailed):
        return {"outcome": "failed"}
    return {"outcome": "clean", "verification": it.verification}


def _check(fields: Fields, it: SanitisationVerified | SanitisationFailed) -> Happening:
    """What was found decides which event it is."""
    if fields.choice("outcome", "clean", "failed") == "failed":
        return SanitisationFailed(medium=it.medium, remark=it.remark)
    extent = fields.one_of("verification", VerificationKind)
    if isinstance(it, SanitisationVerified):
        return replace(it, verification=extent)
    return SanitisationVerified(medium=it.medium, verification=extent, remark=it.remark)


def _grades(fields: Fields, it: Inspected) -> Happening:
    return replace(
        it,
        functional=fields.one_of("functional", FunctionalGrade),
        cosmetic=fields.one_of("cosmetic", CosmeticGrade),
    )


_AT_A_PLACE = RightForm((_PLACE,), lambda it: {"place": it.place}, _place)
_OUTCOMES = (Choice("clean", message("Nothing can be read any more")), Choice("failed", message("Data was found")))
_CHECK = RightForm(
    (
        Field(FieldKind.RADIOS, "outcome", message("What did the check find?"), choices=_OUTCOMES, required=False),
        Field(
            FieldKind.SELECT,
            "verification",
            message("How much was checked?"),
            choices=choices(VerificationKind),
            required=False,
        ),
    ),
    _check_values,
    _check,
)
_LOCK = RightForm(
    (Field(FieldKind.SELECT, "lock", message("Which lock?"), choices=choices(Lock), required=False),),
    lambda it: {"lock": it.lock},
    lambda fields, it: replace(it, lock=fields.one_of("lock", Lock)),
)

FORMS: Mapping[type[Happening], RightForm] = MappingProxyType(
    {
        SanitisationPerformed: RightForm(
            (
                Field(
                    FieldKind.SELECT,
                    "category",
                    message("How was it erased?"),
                    choices=choices(SanitisationCategory),
                    required=False,
                ),
                Field(FieldKind.TEXT, "technique", message("Technique"), required=False),
                Field(FieldKind.TEXT, "tool", message("Tool"), required=False),
                Field(FieldKind.TEXT, "tool_version", message("Version of the tool"), required=False),
                Field(FieldKind.RADIOS, "succeeded", message("Did it succeed?"), choices=_YES_NO, required=False),
            ),
            _erasure_values,
            _erasure,
        ),
        SanitisationVerified: _CHECK,
        SanitisationFailed: _CHECK,
        Inspected: RightForm(
            (
                Field(
                    FieldKind.SELECT,
                    "functional",
                    message("Does it work?"),
                    choices=choices(FunctionalGrade),
                    required=False,
                ),
                Field(
                    FieldKind.SELECT,
                    "cosmetic",
                    message("How does it look?"),
                    choices=choices(CosmeticGrade),
                    required=False,
                ),
            ),
            lambda it: {"functional": it.functional, "cosmetic": it.cosmetic},
            _grades,
        ),
        LockFound: _LOCK,
        LockReleased: _LOCK,
        HazardFound: RightForm(
            (Field(FieldKind.SELECT, "hazard", message("Which hazard?"), choices=choices(Hazard), required=False),),
            lambda it: {"hazard": it.hazard},
            lambda fields, it: replace(it, hazard=fields.one_of("hazard", Hazard)),
        ),
        Classified: RightForm(
            (
                Field(
                    FieldKind.SELECT,
                    "classification",
                    message("Classification"),
                    choices=choices(Classification),
                    required=False,
                ),
            ),
            lambda it: {"classification": it.classification},
            lambda fields, it: replace(it, classification=fields.one_of("classification", Classification)),
        ),
        Assigned: RightForm(
            (Field(FieldKind.TEXT, "unit", message("Unit"), required=False),),
            lambda it: {"unit": it.unit},
            lambda fields, it: replace(it, unit=fields.text("unit")),
        ),
        IntakeScanned: _AT_A_PLACE,
        Found: _AT_A_PLACE,
        CustodyChanged: _AT_A_PLACE,
        PassportRegistered: RightForm(
            (_SERIAL, _TAG, _PLACE), lambda it: {**_claim_values(it), "place": it.place}, _registered
        ),
        IdentityMatched: RightForm(
            (_SERIAL, _TAG), _claim_values, lambda fields, it: replace(it, claims=_claims(fields, it))
        ),
    }
)
"""The kinds of event that can be told right on a page."""
