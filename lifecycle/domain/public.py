"""What the public sees of a device's life, by allow-list.

Rules:
1. Only what stands in `SAID` or is said below is said; a kind of event that is not named is not shown.
2. The kind of event and its month, nothing finer. The month is that of UTC: the domain needs no time zone database,
   and an event in the first hours of a month may count to the month before.
3. Redeployed, donated and sold are all told as new use: the page follows a person.
4. The same thing in the same month is told once, so that counts tell nothing.
5. The data is safe from the month in which the last medium became so, and only as long as all are.
6. What a correction declares to be in error is not told.
7. Of a case nothing is told. While it is open that data may not have been erased, no erasure is; when that was not
   refuted, none from before the case is ever told again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from dpp.domain.history import PublicEntry, PublicHistory, PublicKind, PublicPart
from lifecycle.domain.device import Device
from lifecycle.domain.events import ComponentInstalled, Event, effective
from lifecycle.domain.fold import apply, fold
from lifecycle.domain.vocabulary import ComponentKind

SAID: Mapping[str, PublicKind] = MappingProxyType(
    {
        "passport_registered": PublicKind.REGISTERED,
        "repaired": PublicKind.REPAIRED,
        "component_installed": PublicKind.PART_REPLACED,
        "refurbished": PublicKind.REFURBISHED,
        "redeployed": PublicKind.NEW_USE,
        "donated": PublicKind.NEW_USE,
        "sold": PublicKind.NEW_USE,
        "recycled": PublicKind.RECYCLED,
    }
)
ERASING = frozenset({"sanitisation_verified", "media_destroyed"})
NAMED_PARTS: Mapping[ComponentKind, PublicPart] = MappingProxyType(
    {
        ComponentKind.BATTERY: PublicPart.BATTERY,
        ComponentKind.DISPLAY: PublicPart.DISPLAY,
        ComponentKind.KEYBOARD: PublicPart.KEYBOARD,
        ComponentKind.MEMORY: PublicPart.MEMORY,
        ComponentKind.STORAGE: PublicPart.STORAGE,
        ComponentKind.CHARGER: PublicPart.CHARGER,
    }
)
"""Every other component is told as another part."""
_TELLING = frozenset({*SAID, *ERASING, "component_installed", "corrected", "evidence_read_again"})


def may_tell_more(before: Device, now: Device, new: Sequence[Event]) -> bool:
    """Whether these new events can change what the public sees; most of what happens on a bench does not."""
    stands = (before.is_data_safe, before.missing, before.has_left_the_state, before.cases, before.passports.current)
    unchanged = stands == (now.is_data_safe, now.missing, now.has_left_the_state, now.cases, now.passports.current)
    told = any(event.kind in _TELLING or event.occurred_at < before.changed_at for event in new)
    return told or not unchanged


def public_history(events: Iterable[Event], now: Device | None = None) -> PublicHistory:
    """The public side of a device's events, given in the order of recording; `now` is what they add up to, if known."""
    life = effective(events)
    relied_on = _relied_on(now or fold(life))
    entries: dict[PublicEntry, None] = {}
    device: Device | None = None
    data_safe: str | None = None
    for event in life:
        was_safe = device is not None and device.is_data_safe
        device = apply(device, event)
        became_safe = device.is_data_safe and not was_safe and event.kind in ERASING
        told = became_safe and relied_on(event)
        data_safe = (data_safe or _since(event, became=told)) if device.is_data_safe else None
        if (told or not became_safe) and (entry := _entry(event, erased=told)):
            entries[entry] = None
    if device is None:
        return PublicHistory()
    state_owned = not device.has_left_the_state
    return PublicHistory(tuple(entries), data_safe, device.missing and state_owned, state_owned)


def _relied_on(device: Device | None) -> Callable[[Event], bool]:
    """Rule 7: whether an erasure can still be told of."""
    if device is None or device.has_open_data_case:
        return lambda _: False
    doubted = max((case.opened_at for case in device.cases if case.doubts_erasure), default=None)
    return lambda event: doubted is None or event.occurred_at > doubted


def _since(event: Event, *, became: bool) -> str | None:
    return month(event.occurred_at) if became else None


def _entry(event: Event, *, erased: bool) -> PublicEntry | None:
    kind = PublicKind.DATA_ERASED if erased else SAID.get(event.kind)
    if kind is None:
        return None
    part = _part(event.happening) if isinstance(event.happening, ComponentInstalled) else None
    return PublicEntry(month(event.occurred_at), kind, part)


def _part(installed: ComponentInstalled) -> PublicPart:
    return NAMED_PARTS.get(installed.component, PublicPart.OTHER)


def month(moment: datetime) -> str:
    """`2026-05`, in UTC."""
    return f"{moment:%Y-%m}"
