"""Contexts for the pages of people, organisations, keys and the journal."""

from datetime import UTC, date, datetime

from dpp.domain.actor import Role
from dpp.domain.message import message
from web.accounts.domain.organisation import CREDENTIAL_KINDS, OrganisationKind
from web.pages.contexts.frame import Choice, FormState
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
    return PeoplePage((JORIS, SANNE), (Choice("ssc", "SSC-ICT"),), form)


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
    return KeysPage((STATION, IMPORTER), accounts, date(2027, 11, 20), new_key="kp_4f9t2m8w5x0c7v1q6h3n9r2d")


def journal() -> JournalPage:
    """Two acts."""
    moment = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
    return JournalPage(
        (
            JournalLine(moment, "Noor Haddad", message("made the account"), "Sanne de Wit"),
            JournalLine(moment, "Noor Haddad", message("changed the roles of"), "Joris Bakker"),
        )
    )
