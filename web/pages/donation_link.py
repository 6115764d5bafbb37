"""What an intermediary says of a delivery by its link, from a phone and without an account: `/k/{token}/delivery`.

Rules:
1. The link's capability is the actor (`web.identity`): one use case on one delivery. A link that ended says so.
2. Each form carries the id of what it says: sending it twice says it once.
3. No cache keeps these pages, and no other site sends these forms: there is no session that could carry a token.
4. Serial numbers, keys and names of people are on none of them.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Problem, Refused, TooLarge, TooMany
from dpp.domain.message import message
from lifecycle.domain.donation import Defect, DeliveryId, EntryId, Said
from lifecycle.domain.donation.journal import OF_A_DEVICE
from lifecycle.service.donation_desk import GIVE_FEEDBACK
from lifecycle.service.donation_feedback import Feedback
from web.bootstrap import Parts
from web.identity import require_same_origin
from web.pages.acts.base import Fields
from web.pages.contexts.consignment import EndedLinkPage
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.mapping.donation import feedback_page
from web.pages.serving import Asking, Sent, Site, go, sent_form

ALL = "all"
LARGEST_FORM = 64 * 1024
"""Bytes: a number for each of some hundreds of devices fits many times."""


async def link_form(request: Request) -> Sent:
    """The form of somebody without a session (rule 3); refused before a long body is read."""
    require_same_origin(request.headers, message("Open the link again, and send the form from there."))
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM:
        raise TooLarge(message("The form is longer than this page accepts."), remedy=message("Say less at once."))
    return await sent_form(request)


LinkForm = Annotated[Sent, Depends(link_form)]


def donation_link_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes below the link of a delivery."""
    routes, counter = APIRouter(prefix="/k/{token}/delivery"), _Counter(parts, site)

    @routes.get("")
    def look(request: Request, actor: Asking, token: str) -> Response:
        return counter.page(request, actor, token, NEW_FORM)

    @routes.post("")
    def tell(request: Request, actor: Asking, token: str, sent: LinkForm) -> Response:
        delivery = delivery_of(actor)
        if delivery is None:
            return counter.page(request, actor, token, NEW_FORM)
        try:
            parts.use.donations.feedback.give(actor, delivery, told_in(sent))
        except (InvalidInput, Refused, Conflict, TooMany) as error:
            return counter.page(request, actor, token, sent.again(error), fault_of(error).status)
        return go(f"/k/{token}/delivery", said="recorded")

    return routes


@dataclass(frozen=True)
class _Counter:
    """What both handlers answer with."""

    parts: Parts
    site: Site

    def page(self, request: Request, actor: Actor, token: str, form: FormState, status: int = 200) -> Response:
        delivery = delivery_of(actor)
        if delivery is None:
            return self.site.page(request, EndedLinkPage(), status=410)
        view = self.parts.use.donations.feedback.look(actor, delivery)
        entry = self.parts.use.donations.feedback.desk.recorder.new_id()
        response = self.site.page(request, feedback_page(view, f"/k/{token}/delivery", entry, form), status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


def delivery_of(actor: Actor) -> DeliveryId | None:
    """The delivery that this link is for; None for a link that is not valid (any more), or is for something else."""
    subject = actor.subject_of(GIVE_FEEDBACK)
    return None if subject is None else DeliveryId(subject)


def told_in(sent: Sent) -> Feedback:
    """What a form says; InvalidInput with everything that is wrong with it."""
    fields = Fields(sent)
    said = fields.one_of("said", Said)
    defect = fields.one_of("defect", Defect) if said is Said.DEFECT else None
    count = fields.whole("count") if said is Said.RECIPIENTS else None
    if said is Said.RECIPIENTS and count is None and not fields.problems:
        fields.wrong("count", message("Give a whole number."))
    numbers = _numbers(sent, fields) if said in OF_A_DEVICE else None
    fields.check()
    entry = sent.text("entry")
    if not 8 <= len(entry) <= 64:
        what = message("This form is not complete. Open the link again.")
        raise InvalidInput(what, (Problem("", what),))
    note = sent.optional("note") if said is Said.DEFECT else None
    return Feedback(id=EntryId(entry), said=said, numbers=numbers, defect=defect, note=note, count=count)


def _numbers(sent: Sent, fields: Fields) -> tuple[int, ...] | None:
    """The devices that were ticked; None for all of them."""
    ticked = sent.lists.get("device", ())
    if ALL in ticked:
        return None
    if not ticked or not all(each.isascii() and each.isdigit() and len(each) < 5 for each in ticked):
        fields.wrong("device", message("Tick one device or more."))
        return ()
    return tuple(map(int, ticked))
