"""What a passport says, as far as links are made of it: to everybody, from prepared parts, or to one reader.

Rules:
1. A reader's links come from what that reader may read, and from nothing else.
2. The link to the events of a device is for who may read them; whoever composes the service says who that is.
3. A reading that gives a link which not everybody may see is recorded first, like every controlled reading
   (`dpp.service.access_log`): with the elements that gave such links, and no others.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dpp.domain.access_record import AccessPath, controlled, roles_used
from dpp.domain.actor import Actor
from dpp.domain.audience import for_audience
from dpp.domain.catalogue import Granularity
from dpp.domain.document import HISTORY, PassportStatus
from dpp.domain.errors import NotFound
from dpp.domain.links import Links
from dpp.domain.linkset.feeds import FED
from dpp.domain.linkset.passport import Said
from dpp.domain.opaque import PassportId
from dpp.domain.parts import read_history
from dpp.domain.permissions import PERMISSIONS
from dpp.service.access_log import AccessLog, Controlled
from dpp.service.passports import Passports, found
from dpp.service.reading import PublicParts

_NAMING = frozenset({"brand", "modelName"})
_ANSWERING = PERMISSIONS.roles("read_own_passport")


def said_in_public(parts: PublicParts, links: Links) -> Said:
    """What everybody may read."""
    document: dict[str, Any] = json.loads(parts.document())
    history = document.get(HISTORY)
    return Said(
        passport_id=parts.passport_id,
        model_id=parts.model_id,
        granularity=Granularity(parts.granularity),
        status=PassportStatus(parts.status),
        elements=document,
        history=read_history(history) if isinstance(history, dict) else None,
        batch_id=_own_id(document.get("batchPassport"), links),
    )


def _own_id(address: object, links: Links) -> str | None:
    """The id in the address of a passport of ours."""
    ours = links.passport("")
    return address.removeprefix(ours) if isinstance(address, str) and address.startswith(ours) else None


def _nobody(_: Actor, __: PassportId) -> bool:
    return False


@dataclass(frozen=True)
class LinkReading:
    """The use case of a reader with an account. One call is one transaction for reading, and one for its record."""

    passports: Passports
    may_read_events: Callable[[Actor, PassportId], bool] = _nobody

    def read(self, actor: Actor, passport_id: str) -> Said | None:
        """What this passport says to this actor of links; None where there is no such passport."""
        PERMISSIONS.check("read_passport", actor)
        try:
            said, shown = self._read(actor, PassportId(passport_id))
        except NotFound:
            return None
        if shown.elements:
            log = AccessLog(self.passports.publisher.chance, self.passports.readings_per_day)
            log.reading(self.passports.storage, actor, shown, AccessPath.API, self.passports.clock())
        return said

    def _read(self, actor: Actor, passport_id: PassportId) -> tuple[Said, Controlled]:
        passports = self.passports
        with passports.storage.reading() as reads:
            passport = found(reads, passport_id)
            document, version = passports.document(reads, passport)
            rules, audience = passports.rules(reads, passport), passports.audience(reads, actor, document)
        visible = for_audience(document, audience, rules).only(FED | _NAMING)
        shown = controlled(visible, rules)
        owned = any(element.origin.passport in audience.owns for element in visible.elements)
        roles = roles_used(rules, set(shown.values()), actor.roles, _ANSWERING if owned else ())
        said = Said(
            passport_id=passport.passport_id,
            model_id=passport.model_id,
            granularity=Granularity(passport.granularity),
            status=document.header.status,
            elements=visible.values(),
            history=document.history,
            batch_id=passport.batch_id,
            tells_events=self.may_read_events(actor, passport.passport_id),
        )
        return said, Controlled(passport.passport_id, version, shown, roles)
