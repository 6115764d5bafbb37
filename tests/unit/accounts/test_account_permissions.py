"""Who may do what, tried on every use case with every kind of actor, and compared with a picture.

The picture is drawn here a second time on purpose: a change of the table that nobody meant does not pass.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Capability, OrganisationId, Role
from dpp.domain.errors import NotPermitted, NotSignedIn
from tests.support.accounts_world import ADDRESS, PASSWORD, World, organisation
from web.accounts.domain.badges import BadgeId
from web.accounts.domain.organisation import Credential, OrganisationKind
from web.accounts.domain.passes import KeyId, LinkId
from web.accounts.domain.permissions import ACCOUNTS
from web.accounts.domain.stations import StationId
from web.accounts.service.people import AccountDraft

EVERYBODY = frozenset({"visitor", "link", *(role.value for role in Role)})
SIGNED_IN = frozenset(role.value for role in Role)
ADMINISTRATOR = frozenset({"administrator"})
LOOKING_ON = frozenset({"administrator", "auditor"})
ISSUING = frozenset({"owner", "ict-provider", "drz", "coordinator", "refurbisher", "repairer"})

NEW_ONE = "six other bicycles"
NEW = AccountDraft("new@example.nl", "New", frozenset({Role.BUYER}))
CREDENTIAL = Credential("en-50625", "1", "EN 50625-1", date(2026, 1, 1), None, "certificate")
LINK_ACTOR = Actor(AccountId("link"), OrganisationId("o1"), capability=Capability("receipt.confirm", "c1"))


@dataclass
class Scene(World):
    """The world with a key, a link, a credential, a station and a badge to do something to."""

    key: KeyId = field(init=False)
    link: LinkId = field(init=False)
    station: StationId = field(init=False)
    badge: BadgeId = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.accounts.organisations.add_credential(self.administrator, self.organisation, CREDENTIAL)
        self.key = self.key_of(Role.PUBLIC_SERVANT)
        self.link = self.issue(self.actors[Role.COORDINATOR])
        self.station = self.accounts.stations.enrol(self.administrator, self.organisation, "Line 1", "Hall A").id
        self.badge = self.accounts.badges.make(self.actors[Role.BUYER], PASSWORD, ADDRESS).id

    def key_of(self, role: Role) -> KeyId:
        tomorrow = self.clock().date() + timedelta(days=1)
        return self.accounts.keys.create(self.administrator, self.actors[role].account, "test", tomorrow).id

    def issue(self, issuer: Actor) -> LinkId:
        capability, tomorrow = Capability("feedback.give", "c1"), self.clock() + timedelta(days=1)
        return self.accounts.links.issue(issuer, capability, self.organisation, tomorrow).id


@dataclass(frozen=True)
class Case:
    """One way to call one use case, and who gets through."""

    use_case: str
    allowed: frozenset[str]
    call: Callable[[Scene, Actor], object]


def _buyer(scene: Scene) -> AccountId:
    return scene.actors[Role.BUYER].account


CASES = {
    "change one's own password": Case(
        "password.change", SIGNED_IN, lambda s, a: s.accounts.sessions.change_password(a, PASSWORD, NEW_ONE, ADDRESS)
    ),
    "create an account": Case(
        "account.create", ADMINISTRATOR, lambda s, a: s.accounts.people.create(a, s.organisation, NEW)
    ),
    "open organisations with accounts": Case(
        "account.create",
        ADMINISTRATOR,
        lambda s, a: s.accounts.people.open_organisations(a, [organisation("New", ())], PASSWORD),
    ),
    "list accounts": Case("account.list", LOOKING_ON, lambda s, a: s.accounts.people.all(a)),
    "count organisations": Case(
        "organisation.list", SIGNED_IN, lambda s, a: s.accounts.tallies.organisations(a, timedelta(days=30))
    ),
    "count people": Case("account.list", LOOKING_ON, lambda s, a: s.accounts.tallies.people(a)),
    "count keys": Case("key.list", LOOKING_ON, lambda s, a: s.accounts.tallies.keys(a, timedelta(days=30))),
    "count stations": Case("station.list", LOOKING_ON, lambda s, a: s.accounts.tallies.stations(a, timedelta(days=30))),
    "read one's own account": Case("account.list", SIGNED_IN, lambda s, a: s.accounts.people.own(a)),
    "disable an account": Case(
        "account.set_active", ADMINISTRATOR, lambda s, a: s.accounts.people.set_active(a, _buyer(s), active=False)
    ),
    "set roles": Case(
        "account.set_roles", ADMINISTRATOR, lambda s, a: s.accounts.people.set_roles(a, _buyer(s), frozenset())
    ),
    "reset a password": Case(
        "password.reset", ADMINISTRATOR, lambda s, a: s.accounts.people.reset_password(a, _buyer(s))
    ),
    "read the journal": Case("journal.read", LOOKING_ON, lambda s, a: s.accounts.people.journal(a)),
    "create an organisation": Case(
        "organisation.create",
        ADMINISTRATOR,
        lambda s, a: s.accounts.organisations.create(a, "New", OrganisationKind.COMPANY, in_state=False),
    ),
    "list organisations": Case("organisation.list", SIGNED_IN, lambda s, a: s.accounts.organisations.all(a)),
    "add a credential": Case(
        "credential.add",
        ADMINISTRATOR,
        lambda s, a: s.accounts.organisations.add_credential(a, s.organisation, replace(CREDENTIAL, number="2")),
    ),
    "end a credential": Case(
        "credential.end",
        ADMINISTRATOR,
        lambda s, a: s.accounts.organisations.end_credential(a, s.organisation, "en-50625", "1", date(2026, 6, 1)),
    ),
    "create a key": Case(
        "key.create", ADMINISTRATOR, lambda s, a: s.accounts.keys.create(a, _buyer(s), "scanner", s.clock().date())
    ),
    "list all keys": Case("key.list", LOOKING_ON, lambda s, a: s.accounts.keys.all(a)),
    "list one's own keys": Case("key.list", SIGNED_IN, lambda s, a: s.accounts.keys.own(a)),
    "revoke the public servant's key": Case(
        "key.revoke", ADMINISTRATOR | {"public-servant"}, lambda s, a: s.accounts.keys.revoke(a, s.key)
    ),
    # of those who may issue links, the linkable table of this test names the coordinator alone
    "issue a link": Case("link.issue", frozenset({"coordinator"}), lambda s, a: s.issue(a)),
    "list all links": Case("link.list", LOOKING_ON, lambda s, a: s.accounts.links.all(a)),
    "list one's own links": Case("link.list", SIGNED_IN, lambda s, a: s.accounts.links.own(a)),
    "revoke the coordinator's link": Case(
        "link.revoke", ADMINISTRATOR | {"coordinator"}, lambda s, a: s.accounts.links.revoke(a, s.link)
    ),
    "enrol a station": Case(
        "station.enrol", ADMINISTRATOR, lambda s, a: s.accounts.stations.enrol(a, s.organisation, "Line 2", "Hall A")
    ),
    "give another code for a station": Case(
        "station.enrol", ADMINISTRATOR, lambda s, a: s.accounts.stations.renew(a, s.station)
    ),
    "list stations": Case("station.list", LOOKING_ON, lambda s, a: s.accounts.stations.all(a)),
    "revoke a station": Case("station.revoke", ADMINISTRATOR, lambda s, a: s.accounts.stations.revoke(a, s.station)),
    "make one's own badge": Case("badge.make", SIGNED_IN, lambda s, a: s.accounts.badges.make(a, PASSWORD, ADDRESS)),
    "list all badges and PINs": Case("badge.list", LOOKING_ON, lambda s, a: s.accounts.badges.all(a)),
    "list one's own badges": Case("badge.list", SIGNED_IN, lambda s, a: s.accounts.badges.own(a)),
    "withdraw the buyer's badge": Case(
        "badge.revoke", ADMINISTRATOR | {"buyer"}, lambda s, a: s.accounts.badges.revoke(a, s.badge)
    ),
    "set one's own PIN": Case(
        "pin.set", SIGNED_IN, lambda s, a: s.accounts.badges.set_pin(a, "kim", "31415", PASSWORD, ADDRESS)
    ),
    "withdraw the buyer's PIN": Case(
        "pin.withdraw", ADMINISTRATOR | {"buyer"}, lambda s, a: s.accounts.badges.withdraw_pin(a, _buyer(s))
    ),
}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_use_case_is_for_those_in_the_picture_and_for_nobody_else(who: str) -> None:
    """Each in a world of its own; a difference names the use cases that it is in."""
    assert {name for name in CASES if _gets_through(CASES[name], who)} == {
        name for name, case in CASES.items() if who in case.allowed
    }


def _gets_through(case: Case, who: str) -> bool:
    """Whether this actor is let through; who is refused has changed nothing, and any other error is one."""
    scene = Scene()
    actor = {"visitor": VISITOR, "link": LINK_ACTOR}.get(who) or scene.actors[Role(who)]
    before = scene.units.committed
    refusal = NotSignedIn if who == "visitor" else NotPermitted
    try:
        case.call(scene, actor)
    except refusal:
        assert scene.units.committed is before
        return False
    return True


def test_every_use_case_of_the_table_is_tried() -> None:
    """A name is not refused but left out: see the test of names below."""
    tried = {case.use_case for case in CASES.values()} | {"account.name"}
    assert {grant.use_case for grant in ACCOUNTS} == tried


@pytest.mark.parametrize("role", sorted(Role))
def test_a_name_is_told_to_colleagues_and_to_those_who_answer_for_the_chain(role: Role) -> None:
    """Events name accounts; who may see a device of another organisation does not see who worked on it there."""
    scene = Scene()
    buyer, stranger = _buyer(scene), AccountId("nobody")
    told = {buyer: scene.units.committed.accounts.rows[buyer].display_name}
    elsewhere = Actor(AccountId("e"), OrganisationId("elsewhere"), frozenset({role}))
    assert scene.accounts.people.names(scene.actors[role], [buyer, stranger]) == told
    knows = role.value in {"administrator", "auditor", "drz"}
    assert scene.accounts.people.names(elsewhere, [buyer]) == (told if knows else {})
    assert scene.accounts.people.names(VISITOR, [buyer]) == {}


@pytest.mark.parametrize("role", sorted(Role))
def test_who_may_issue_links_at_all(role: Role) -> None:
    assert ACCOUNTS.allows("link.issue", World().actors[role]) is (role.value in ISSUING)


@pytest.mark.parametrize("role", sorted(Role))
def test_everybody_may_revoke_a_key_of_their_own(role: Role) -> None:
    """So that a program, too, can end its key when it leaked."""
    scene = Scene()
    scene.accounts.keys.revoke(scene.actors[role], scene.key_of(role))


def test_a_link_carries_no_use_case_of_accounts() -> None:
    """A link is issued only for what the linkable table names, and none of these is in it."""
    scene = Scene()
    capability, tomorrow = Capability("account.create", ""), scene.clock() + timedelta(days=1)
    with pytest.raises(KeyError):
        scene.accounts.links.issue(scene.actors[Role.COORDINATOR], capability, scene.organisation, tomorrow)
