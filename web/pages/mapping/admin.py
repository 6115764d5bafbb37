"""From what is administered to one line for each part of it.

Rule: a part asks attention where something ended, failed or will end within `SOON`, or where it waits for somebody.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from dpp.domain.imports.run import Run, RunState
from dpp.domain.message import Message, message
from dpp.service.claims.claims import Tally
from lifecycle.domain.erasure.tools import Standing
from lifecycle.service.erasure_tools import ToolView
from lifecycle.service.mandate_ports import MandateTally
from lifecycle.service.routing_policies import PolicyTally
from web.accounts.domain.journal import JournalEntry
from web.accounts.service.tally_ports import KeyTally, OrganisationTally, PeopleTally, StationTally
from web.pages.contexts.admin import AdminLine, AdminPage

SOON = timedelta(days=30)
_STALE = timedelta(days=180)
"""After so long dates of support want another look: makers change them."""


def admin_page(lines: Iterable[AdminLine]) -> AdminPage:
    known = tuple(lines)
    return AdminPage(
        asking=tuple(line for line in known if line.attention),
        others=tuple(line for line in known if not line.attention),
    )


def organisations_line(found: OrganisationTally) -> AdminLine:
    ending = message("credentials that end within {days} days: {count}", days=SOON.days, count=found.ending)
    return AdminLine(
        message("Organisations"),
        "/admin/organisations",
        (_in_all(found.count), message("credentials that are valid: {count}", count=found.valid)),
        _some((ending, found.ending)),
    )


def people_line(found: PeopleTally) -> AdminLine:
    unchanged = message("with a first password that they did not change yet: {count}", count=found.unchanged)
    return AdminLine(
        message("People"),
        "/admin/people",
        (message("who can sign in: {count}", count=found.active), message("closed: {count}", count=found.closed)),
        _some((unchanged, found.unchanged)),
    )


def keys_line(found: KeyTally) -> AdminLine:
    return AdminLine(
        message("Keys for programs"),
        "/admin/keys",
        (message("valid: {count}", count=found.valid), message("never used: {count}", count=found.unused)),
        _some((_ending(found.ending), found.ending)),
    )


def stations_line(found: StationTally) -> AdminLine:
    return AdminLine(
        message("Intake stations"),
        "/admin/stations",
        (message("enrolled: {count}", count=found.enrolled),),
        _some((message("not seen for {days} days: {count}", days=SOON.days, count=found.quiet), found.quiet)),
    )


def policies_line(found: PolicyTally) -> AdminLine:
    return AdminLine(
        message("Routing policies"),
        "/routing-policies",
        (
            message("in the register: {count}", count=found.count),
            message("in force today: {count}", count=found.in_force),
        ),
        _some((_waiting(found.waiting), found.waiting)),
    )


def tools_line(tools: Collection[ToolView], today: date) -> AdminLine:
    ended = sum(each.standing is Standing.EXPIRED for each in tools)
    advised = [each.tool.advised_until for each in tools if each.standing is Standing.ADVISED]
    ending = _soon([until for until in advised if until is not None], today)
    return AdminLine(
        message("Erasure tools"),
        "/erasure/tools",
        (_in_all(len(tools)), message("with a valid advice: {count}", count=len(advised))),
        _some(
            (message("with an advice that ended: {count}", count=ended), ended),
            (message("whose advice ends within {days} days: {count}", days=SOON.days, count=ending), ending),
        ),
    )


def support_line(newest: date | None, today: date) -> AdminLine:
    """`newest`: of which day the dates are; None where nothing was taken in."""
    if newest is None:
        return AdminLine(message("Security support"), "/support", (), (message("no dates were taken in yet"),))
    return AdminLine(
        message("Security support"),
        "/support",
        (message("dates of {day}", day=newest),),
        (message("that is more than {days} days ago", days=_STALE.days),) if today - newest > _STALE else (),
    )


def mandates_line(found: MandateTally) -> AdminLine:
    return AdminLine(
        message("Mandates"),
        "/mandates",
        (message("that count today: {count}", count=found.counting),),
        _some((_waiting(found.waiting), found.waiting), (_ending(found.ending), found.ending)),
    )


def imports_line(runs: Collection[Run]) -> AdminLine:
    """`runs` are the newest."""
    at_work = sum(each.state in {RunState.WAITING, RunState.RUNNING} for each in runs)
    failed = sum(each.state is RunState.FAILED for each in runs)
    refused = sum(each.state is RunState.FINISHED and each.totals.refused > 0 for each in runs)
    return AdminLine(
        message("Imports"),
        "/imports",
        (message("of the newest {count}, at work now: {running}", count=len(runs), running=at_work),),
        _some(
            (message("failed: {count}", count=failed), failed),
            (message("with rows that were refused: {count}", count=refused), refused),
        ),
    )


def repairers_line(waiting: int) -> AdminLine:
    return AdminLine(
        message("Repairers"),
        "/repairers/check",
        (message("waiting for a check: {count}", count=waiting),),
        _some((message("waiting for a check: {count}", count=waiting), waiting)),
    )


def claims_line(claims: Tally) -> AdminLine:
    return AdminLine(
        message("Claims of makers"),
        "/claims",
        (_in_all(claims.count),),
        _some((message("waiting for a decision: {count}", count=claims.waiting), claims.waiting)),
    )


def closures_line(closed: int) -> AdminLine:
    return AdminLine(
        message("Closures"), "/admin/closures", (message("elements that are closed now: {count}", count=closed),)
    )


def journal_line(newest: JournalEntry | None) -> AdminLine:
    said = message("nothing was changed yet") if newest is None else message("last change {day}", day=newest.at)
    return AdminLine(message("Journal of rights"), "/admin/journal", (said,))


def _in_all(count: int) -> Message:
    return message("in all: {count}", count=count)


def _waiting(count: int) -> Message:
    return message("waiting for a second person: {count}", count=count)


def _ending(count: int) -> Message:
    return message("that end within {days} days: {count}", days=SOON.days, count=count)


def _some(*found: tuple[Message, int]) -> tuple[Message, ...]:
    """Those of which there are any."""
    return tuple(said for said, count in found if count)


def _soon(days: Iterable[date], today: date) -> int:
    return sum(today <= day <= today + SOON for day in days)
