"""The page on which one signs in: by itself, or beside what was typed in a session that ended."""

from dpp.domain.actor import Role
from web.bootstrap import Parts, demo_accounts
from web.pages.contexts.kept_forms import Typed
from web.pages.contexts.people import DemoAccount, SignInPage


def sign_in_again(parts: Parts, back: str, typed: Typed | None) -> SignInPage:
    """For somebody whose form was not taken; `back` is the page on which it stood."""
    accounts, password = demonstration(parts)
    return SignInPage(back, demo=accounts, demo_password=password, typed=typed)


def demonstration(parts: Parts) -> tuple[tuple[DemoAccount, ...], str]:
    """The demonstration's accounts and their password, only over the demonstration's own data."""
    if not parts.has_demo():
        return (), ""
    rows, password = demo_accounts()
    accounts = tuple(
        DemoAccount(name, tuple(Role(role) for role in roles.split(", ")), organisation)
        for name, organisation, roles in rows
    )
    return accounts, password
