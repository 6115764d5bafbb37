"""The fields of the form with which devices are asked for."""

from dataclasses import asdict
from datetime import date

from dpp.domain.actor import Role
from dpp.domain.message import Message, message
from lifecycle.domain.requests.request import ROUTE_OF, Wanted
from lifecycle.domain.requests.specification import System
from lifecycle.domain.things import KINDS_OF_THING
from lifecycle.domain.vocabulary import ComponentKind, Route
from web.pages.acts.base import choices
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice

_NUMBER, _TEXT, _DATE, _SELECT = FieldKind.NUMBER, FieldKind.TEXT, FieldKind.DATE, FieldKind.SELECT
_ANY = message("Does not matter")


def request_fields(role: Role | None, *, is_new: bool) -> tuple[Field, ...]:
    """What is asked of everybody, and what only this role can ask."""
    route = None if role is None else ROUTE_OF[role]
    more = _PARTS if route is Route.PARTS else _SPECIFICATION
    orders = _ORDER if route is Route.REDEPLOY else ()
    keep = (_KEEP,) if is_new else ()
    return (*_ALWAYS, *more, _PROGRAMME, *orders, *keep)


def typed(wanted: Wanted) -> dict[str, str]:
    """A request as the values of the form."""
    found: dict[str, str] = {}
    for name, value in asdict(wanted).items():
        inside = {f"{name}.{part}": each for part, each in value.items()} if isinstance(value, dict) else {name: value}
        found |= {field: _text(each) for field, each in inside.items() if each is not None}
    return found


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _asked(kind: FieldKind, name: str, label: Message, hint: Message | None = None) -> Field:
    return Field(kind, f"specification.{name}", label, hint, required=False)


_KINDS = tuple(Choice(kind.code, kind.name) for kind in KINDS_OF_THING.values())
_ALWAYS = (
    Field(_SELECT, "category", message("Which kind of device?"), choices=_KINDS, empty=message("Choose a kind")),
    Field(_NUMBER, "number", message("How many?")),
    Field(_TEXT, "place", message("Where are they needed?"), message("A town or a site, never a home address.")),
    Field(_DATE, "deadline", message("By which day?")),
)
_SPECIFICATION = (
    _asked(_NUMBER, "memory_gib", message("Memory in GiB, at least")),
    _asked(_NUMBER, "storage_gb", message("Storage in GB, at least")),
    _asked(_NUMBER, "diagonal_inch", message("Screen in inch, at least")),
    _asked(_NUMBER, "functional_grade", message("Functional grade, at least"), message("1 to 6; 5 works fully.")),
    _asked(
        _NUMBER, "cosmetic_grade", message("Cosmetic grade, at least"), message("0 to 9; 4 has light traces of use.")
    ),
    _asked(_NUMBER, "battery_percent", message("What is left of the battery, in percent, at least")),
    _asked(_NUMBER, "age_months_at_most", message("Age in months, at most")),
    _asked(_DATE, "supported_until", message("Security updates at least until")),
    Field(
        _SELECT,
        "specification.system",
        message("Operating system"),
        choices=choices(System),
        required=False,
        empty=_ANY,
    ),
)
_PARTS = (
    Field(
        _SELECT,
        "specification.part",
        message("Which part?"),
        choices=choices(ComponentKind),
        empty=message("Choose a part"),
    ),
    _asked(_TEXT, "part_number", message("The maker's number of the part"), message("Leave empty if any will do.")),
)
_PROGRAMME = Field(
    _TEXT, "programme", message("Your own reference"), message("The name of a programme or project."), required=False
)
_ORDER = (
    Field(
        _TEXT,
        "cancelled_order.reference",
        message("Number of a purchase order that you cancel because of this"),
        message("Then all of the impact of new devices counts as avoided. You confirm it when the devices are in use."),
        required=False,
    ),
    Field(_NUMBER, "cancelled_order.devices", message("For how many devices?"), required=False),
    Field(_DATE, "cancelled_order.cancelled_on", message("Cancelled on"), required=False),
)
_KEEP = Field(
    FieldKind.RADIOS,
    "keep",
    message("What now?"),
    choices=(Choice("open", message("Hand it in")), Choice("draft", message("Keep it as a draft for now"))),
)
