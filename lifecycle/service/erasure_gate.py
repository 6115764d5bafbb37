"""The gate of erasure tools: by policy a tool without a valid advice on the day of the wipe is refused.

With the policy `warn` nothing is refused here: verifying together sets such media apart (`erasure_pallet`).
"""

from dpp.domain.errors import Refused
from dpp.domain.message import message
from lifecycle.domain import media as on_media
from lifecycle.domain.device import Device
from lifecycle.domain.erasure.known_tools import register_of
from lifecycle.domain.erasure.pallet import ErasurePolicy, standing
from lifecycle.domain.erasure.tools import Gate, Standing
from lifecycle.domain.events import Event, SanitisationVerified
from lifecycle.service.ports import LifecycleReads


def refuse_unadvised(reads: LifecycleReads, device: Device | None, event: Event, policy: ErasurePolicy) -> None:
    """Refused (`tool-advised`) for verifying an erasure by a tool that the policy does not let through."""
    it = event.happening
    if policy.gate is Gate.WARN or device is None or not isinstance(it, SanitisationVerified):
        return
    medium = on_media.find(device.media, it.medium)
    erasure = None if medium is None else medium.erasure
    if erasure is None or standing(erasure, register_of(reads.erasure_tools.all())) is Standing.ADVISED:
        return
    raise Refused(
        "tool-advised",
        message(
            "{tool} {version} had no valid advice on {day}, when it erased storage medium {serial}.",
            tool=erasure.tool,
            version=erasure.tool_version or "",
            day=erasure.at.date().isoformat(),
            serial=it.medium,
        ),
        remedy=message("Erase it with a tool that the register lists with an advice, or have the register completed."),
    )
