"""From what nobody reserved to its page."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.vocabulary import Route
from lifecycle.service.marketplace import LISTED
from lifecycle.service.marketplace_views import OutlivedView
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.outlived import OutlivedLine, OutlivedPage
from web.pages.contexts.passport import full_name
from web.pages.mapping.heads import address_of


def outlived_page(
    found: Sequence[OutlivedView], names: Mapping[OrganisationId, str], foreseen: Mapping[DeviceKey, Route]
) -> OutlivedPage:
    """`foreseen` is what the rules would propose today."""
    lines = tuple(
        OutlivedLine(
            key=each.device,
            device=DeviceHead(full_name(each.brand, each.name), address_of(each.device), each.tag),
            owner=names.get(each.owner, each.owner),
            custodian=names.get(each.custodian, each.custodian),
            since=each.since,
            until=each.until,
            next=foreseen.get(each.device),
        )
        for each in found
    )
    return OutlivedPage(lines, tuple(Counter(foreseen.values()).most_common()), LISTED)
