"""Which notices a version gives: one for each destination that is configured, none where there is none."""

from collections.abc import Sequence

from dpp.domain.registration.notices import Destination, Notice, NoticeKind, rank_of
from dpp.service.ports import StoredPassport, StoredVersion

STATUS = "dppStatus"


def notices_of(
    destinations: Sequence[Destination], passport: StoredPassport, version: StoredVersion
) -> tuple[Notice, ...]:
    """What has to be told of a version, to whom."""
    return tuple(
        Notice(
            destination=destination,
            passport_id=passport.passport_id,
            version=version.version,
            kind=_kind(version),
            rank=rank_of(passport.granularity),
            sha256=version.sha256,
            at=version.recorded_at,
        )
        for destination in destinations
    )


def _kind(version: StoredVersion) -> NoticeKind:
    if version.version == 1:
        return NoticeKind.CREATED
    return NoticeKind.STATUS if version.changed == (STATUS,) else NoticeKind.REVISED
