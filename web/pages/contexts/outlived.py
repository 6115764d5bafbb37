"""Context of what nobody reserved on the government marketplace, for who decides about it again."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from lifecycle.domain.vocabulary import Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import NEW_FORM, FormState


@dataclass(frozen=True)
class OutlivedLine:
    """A device that nobody reserved in its days."""

    key: Annotated[str, "Its key"]
    device: Annotated[DeviceHead, "What it is"]
    owner: Annotated[str, "Whose it is"]
    custodian: Annotated[str, "Who has it"]
    since: Annotated[date, "The first day on which it was offered"]
    until: Annotated[date, "The last day on which it was offered inside government"]
    next: Annotated[Route | None, "What the rules would propose today"]


@dataclass(frozen=True)
class OutlivedPage:
    """What nobody inside government reserved, and where the rules would send it now."""

    template: ClassVar[str] = "marketplace_outlived.html"
    lines: Annotated[tuple[OutlivedLine, ...], "What waits longest first"]
    routes: Annotated[tuple[tuple[Route, int], ...], "How many would go where, most first"]
    most: Annotated[int, "So many are listed at most"]
    form: Annotated[FormState, "What is ticked"] = NEW_FORM
