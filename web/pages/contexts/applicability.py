"""Context of the register's page: which act applies to a product group."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from web.pages.contexts.frame import NEW_FORM, Choice, FormState
from web.pages.contexts.law import ActLine
from web.pages.contexts.passport import ProductKind


@dataclass(frozen=True)
class ApplicabilityPage:
    """Which act applies to a product group, by the date of placing on the market, on a day."""

    template: ClassVar[str] = "applicability.html"
    kinds: Annotated[tuple[Choice, ...], "The product groups"]
    form: Annotated[FormState, "What was asked, and what is wrong with it"] = NEW_FORM
    kind: Annotated[ProductKind | None, "The product group that was asked about"] = None
    on: Annotated[date | None, "The day from which it is seen"] = None
    as_of: Annotated[date | None, "When the register was last compared with its sources"] = None
    lines: Annotated[tuple[ActLine, ...], "What applies first"] = ()
    unknown_placing: Annotated[str | None, "What an unknown date of placing does, where it is unknown"] = None
