"""The act of looking for locks: the checklist of a kind of device as one form, answered with one key where none is."""

from collections.abc import Iterator

from dpp.domain.message import message
from lifecycle.domain.checklists import Checklist, checklists_for
from lifecycle.domain.device import Device
from lifecycle.domain.events import Happening, LocksChecked, LookedFor
from lifecycle.domain.facts import ClaimKind
from lifecycle.service.lines import claimed
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, Act, Fields, Setting
from web.pages.contexts.frame import Link
from web.pages.contexts.things import LockCheck, LocksPage
from web.pages.mapping.heads import head_of
from web.pages.rendering import Page
from web.pages.serving import Sent

THERE, ABSENT = "there", "absent"
NONE = "none"
"""The name of the button that says: I looked for all of them, and what is left open is not there."""


def _page(view: DeviceView, setting: Setting) -> Page:
    lists = checklists_for(view.device.category)
    chosen = _chosen(lists, setting.form.values.get("checklist") or setting.asked.get("list"), view.device)
    if chosen is None:
        return LocksPage(head_of(view), setting.send_to, setting.form)
    return LocksPage(
        head_of(view),
        setting.send_to,
        setting.form,
        checklist=chosen.name,
        title=chosen.title,
        checks=tuple(_checks(chosen, view.device)),
        lists=tuple(Link(each.title, f"{setting.send_to}?list={each.name}") for each in lists if each is not chosen),
    )


def _chosen(lists: tuple[Checklist, ...], name: str | None, device: Device) -> Checklist | None:
    """The one that was asked for or used before; else the one that fits the maker."""
    before = None if device.locks_looked_for is None else device.locks_looked_for.checklist
    by_name = {each.name: each for each in lists}
    apple = "apple" in (claimed(device, ClaimKind.MAKER) or "").lower()
    wanted = (name, before, *(("mac", "iphone-ipad") if apple else ()))
    return next((by_name[each] for each in wanted if each in by_name), lists[0] if lists else None)


def _checks(chosen: Checklist, device: Device) -> Iterator[LockCheck]:
    looked = device.locks_looked_for
    answered = looked.answered if looked is not None and looked.checklist == chosen.name else frozenset()
    for check in chosen.checks:
        yield LockCheck(
            lock=check.lock,
            look=check.look,
            release=check.release,
            proof=check.proof,
            required=check.required,
            answered=check.lock in answered,
            locked=check.lock in device.locks,
        )


def _read(sent: Sent, view: DeviceView) -> tuple[Happening, ...]:
    """A lock that was found before is released by its own act; it is not asked again."""
    fields = Fields(sent)
    chosen = next((each for each in checklists_for(view.device.category) if each.name == sent.text("checklist")), None)
    if chosen is None:
        fields.wrong("", message("Choose the checklist for this device."))
        return fields.checked()
    answers = [
        LookedFor(
            check.lock,
            there=_answer(fields, sent, check.lock) == THERE,
            shown_by=fields.optional(f"shown-{check.lock}"),
        )
        for check in chosen.checks
        if check.lock not in view.device.locks
    ]
    return fields.checked(LocksChecked(checklist=chosen.name, answers=tuple(answers), remark=fields.optional(REMARK)))


def _answer(fields: Fields, sent: Sent, lock: str) -> str:
    name = f"lock-{lock}"
    if sent.text(NONE) and not sent.text(name):
        return ABSENT
    return fields.choice(name, THERE, ABSENT)


ACTS = (Act("locks", "record_lock", "locks_checked", _page, _read),)
