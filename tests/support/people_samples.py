"""Contexts for the pages of people, organisations, keys and the journal."""

from datetime import UTC, date, datetime

from dpp.domain.actor import Role
from dpp.domain.message import message
from web.accounts.domain.organisation import CREDENTIAL_KINDS, OrganisationKind
from web.pages.contexts.forms import Offered
from web.pages.contexts.frame import Choice, FormState, Tone
from web.pages.contexts.people import (
    AccountLine,
    AccountPage,
    CredentialLine,
    DemoAccount,
    JournalLine,
    JournalPage,
    KeyLine,
    KeysPage,
    OrganisationLine,
    OrganisationPage,
    OrganisationsPage,
    PeoplePage,
    PersonPage,
    SignInPage,
)
from web.pages.contexts.repairers import Picture
from web.pages.contexts.stations import BadgesPage, EnrolmentCode, EnrolPage, ShownLine, StationLine, StationsPage

SANNE = AccountLine(
    "/admin/people/p1", "Sanne de Wit", "sanne.de.wit@example.nl", "SSC-ICT", (Role.ICT_PROVIDER,), active=True
)
JORIS = AccountLine(
    "/admin/people/p2",
    "Joris Bakker",
    "joris.bakker@example.nl",
    "SSC-ICT",
    (Role.ICT_PROVIDER, Role.REFURBISHER),
    active=False,
)
STATION = KeyLine(
    "k1",
    "wiping station 3",
    "Sanne de Wit",
    "SSC-ICT",
    (Role.ICT_PROVIDER,),
    date(2026, 5, 4),
    date(2027, 5, 4),
    date(2026, 11, 20),
)
IMPORTER = KeyLine(
    "k2",
    "old importer",
    "Joris Bakker",
    "SSC-ICT",
    (Role.ICT_PROVIDER,),
    date(2025, 5, 4),
    date(2026, 5, 4),
    valid=False,
    withdrawn=True,
)
AGREEMENT = CredentialLine(
    "aanwijzingsbesluit",
    CREDENTIAL_KINDS["aanwijzingsbesluit"],
    "2025-114",
    "Regeling materieelbeheer, art. 11",
    "Staatscourant",
    date(2025, 1, 1),
    None,
)
ENDED = CredentialLine(
    "donation-agreement",
    CREDENTIAL_KINDS["donation-agreement"],
    "SAD-7",
    "art. 3",
    "agreement",
    date(2023, 1, 1),
    date(2024, 12, 31),
    holds=False,
)
FOUNDATION = OrganisationLine(
    "/admin/organisations/sad",
    "Stichting Allemaal Digitaal",
    OrganisationKind.FOUNDATION,
    in_state=False,
    credentials=(AGREEMENT, ENDED),
)
DRZ = OrganisationLine("/admin/organisations/drz", "Domeinen Roerende Zaken", OrganisationKind.AGENCY, in_state=True)
KINDS = tuple(Choice(kind.value, kind) for kind in OrganisationKind)
FAULTY_SIGN_IN = FormState({"email": "sanne@example.nl"}, {"": message("The name and the password do not match.")})


def sign_in_with_demo() -> SignInPage:
    """What a newcomer sees over the demonstration."""
    account = DemoAccount("ict@demo.kringpas.nl", (Role.ICT_PROVIDER,), "SSC-ICT (demo)")
    return SignInPage(back_to="/intake", demo=(account,), demo_password="a round for each device")


def sign_in_refused() -> SignInPage:
    """After too many attempts."""
    return SignInPage(form=FAULTY_SIGN_IN, wait_seconds=90)


def account() -> AccountPage:
    """One who must choose a password, and has a program."""
    return AccountPage(SANNE.name, SANNE.email, SANNE.organisation, SANNE.roles, must_change=True, keys=(STATION,))


def people() -> PeoplePage:
    """Two people, one of whom left."""
    problems = {"sign_in_name": message("'{name}' is not an e-mail address.", name="noor")}
    form = FormState({"sign_in_name": "noor", "role-drz": "yes"}, problems)
    return PeoplePage((JORIS, SANNE), Offered((Choice("ssc", "SSC-ICT"),)), form)


def person() -> PersonPage:
    """A person with a password that was just made."""
    return PersonPage(SANNE, first_password="2k8x0v4t7q1c5d9m3w6h", form=FormState({"role-ict-provider": "yes"}))


def organisations() -> OrganisationsPage:
    """Two organisations, one with credentials."""
    return OrganisationsPage((DRZ, FOUNDATION), KINDS)


def organisation() -> OrganisationPage:
    """One with a credential that holds and one that does not."""
    return OrganisationPage(FOUNDATION, tuple(Choice(kind, name) for kind, name in CREDENTIAL_KINDS.items()))


def keys() -> KeysPage:
    """A key that was just made."""
    accounts = (Choice("p1", "Sanne de Wit, SSC-ICT"),)
    return KeysPage((STATION, IMPORTER), Offered(accounts), date(2027, 11, 20), new_key="kp_4f9t2m8w5x0c7v1q6h3n9r2d")


def journal() -> JournalPage:
    """Two acts."""
    moment = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
    return JournalPage(
        (
            JournalLine(moment, "Noor Haddad", message("made the account"), "Sanne de Wit"),
            JournalLine(moment, "Noor Haddad", message("changed the roles of"), "Joris Bakker"),
        )
    )


_PICTURE = Picture("-4 -4 29 29", "M0 0h7v1H0zM8 0h2v1H8z")


def stations() -> StationsPage:
    """Three stations, a code that was just made, and what one person shows."""
    lines = (
        StationLine(
            "s1", "Line 1", "Hall A", "SSC-ICT", Tone.GOOD, message("enrolled"), seen=date(2026, 11, 20), today=1240
        ),
        StationLine("s2", "Line 2", "Hall A", "SSC-ICT", Tone.ATTENTION, message("waits for its device"), None, 0),
        StationLine("s3", "Old", "Hall B", "SSC-ICT", Tone.STOP, message("revoked"), date(2025, 1, 9), 0, revoked=True),
    )
    until = datetime(2026, 11, 20, 9, 29, tzinfo=UTC)
    new = EnrolmentCode(
        "Line 2", "7k3m9-x2p4q", "https://id.example.nl/station/enrol?code=7k3m9-x2p4q", _PICTURE, until
    )
    badge = Choice("b1", message("Badge of {day}", day=date(2026, 11, 2)))
    shown = (ShownLine("p1", SANNE.name, SANNE.organisation, (badge,), "sanne"),)
    return StationsPage(lines, shown, Offered((Choice("ssc", "SSC-ICT"),)), new)


def enrol() -> EnrolPage:
    """A code that came too late."""
    what = message("This code is not valid (any more).")
    return EnrolPage(station="Line 1", form=FormState({"code": "7k3m9-x2p4q"}, {"code": what}))


def badges() -> BadgesPage:
    """A badge that was just made, and a PIN that was guessed at."""
    badge = Choice("b1", message("Badge of {day}", day=date(2026, 11, 20)))
    code = "kpb7k3m9x2p4q8d1c5v0t6h3n9r2"
    return BadgesPage(
        (badge,), "sanne", pin_counts=False, name=SANNE.name, organisation="SSC-ICT", code=code, picture=_PICTURE
    )
