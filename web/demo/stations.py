"""An intake station of the demonstration, and the names with which its people change there.

The station waits for a device: whoever shows the demonstration gives it a code at `/admin/stations`. The PIN is public
on purpose, as the password of the demonstration is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.actor import Actor
from web.accounts.domain.attempts import address_hash
from web.accounts.service.accounts import Accounts
from web.demo.accounts import DEMO_PASSWORD

STATION, PLACE = "Innamelijn 1 (demo)", "Hal A"
PIN = "27182"
NAMES: Mapping[str, str] = MappingProxyType({"ict": "ict", "ict-controle": "controle"})
"""The short name of each account, by the part of its sign-in name before the @."""
_HERE = address_hash("", b"demo")


def open_demo_stations(accounts: Accounts, actors: Mapping[str, Actor]) -> None:
    """Enrol the station, and set a PIN for everybody who works there."""
    provider = actors["ict"].organisation
    assert provider is not None
    accounts.stations.enrol(actors["beheer"], provider, STATION, PLACE)
    for who, name in NAMES.items():
        accounts.badges.set_pin(actors[who], name, PIN, DEMO_PASSWORD, _HERE)
