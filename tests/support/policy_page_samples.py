"""Pages of routing policies, for the tests that look at every page."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from dpp.domain.actor import Role
from dpp.domain.message import message
from lifecycle.adapters.policies import packaged_file
from lifecycle.domain.vocabulary import Route
from web.pages.contexts.device import DeviceHead
from web.pages.contexts.frame import FormState, Person, Refusal, Tone
from web.pages.contexts.routing_policies import (
    MoveRow,
    PoliciesPage,
    PolicyPage,
    PolicyRow,
    RoutingRunPage,
    RunRow,
    TransitionRow,
)
from web.pages.mapping.routing_policies import number_groups
from web.pages.words.policies import KINDS

DRZ = Person("Robin de Router", "Domeinen Roerende Zaken", frozenset({Role.DRZ}))
PLACE = "/routing-policies"
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

GENERAL = PolicyRow(
    f"{PLACE}/default/1.2.0",
    "Surplus devices of the State",
    "default 1.2.0",
    (),
    date(2026, 11, 20),
    None,
    Tone.GOOD,
    message("in force"),
)
PHONES = PolicyRow(
    f"{PLACE}/phones/1.0.0",
    "Phones and tablets of the State",
    "phones 1.0.0",
    ("Ministerie van Voorbeelden", KINDS["phone"], KINDS["tablet"]),
    date(2027, 1, 1),
    date(2027, 12, 31),
    Tone.ATTENTION,
    message("waits for a second person"),
)
DONE = RunRow(
    f"{PLACE}/runs/r1",
    message("Preview: nothing is changed"),
    AT,
    AT.date(),
    Tone.GOOD,
    message("done"),
    41_200,
    41_200,
    1_204,
    41,
    0,
)
WORKING = replace(DONE, state=message("under way"), tone=Tone.INFO, seen=12_500, moved=12)
FAILED = replace(DONE, state=message("stopped"), tone=Tone.STOP, why=message("Something went wrong here."), refused=2)
POLICY = PolicyPage(
    row=PHONES,
    owner="Domeinen Roerende Zaken",
    groups=tuple(number_groups(tomllib.loads(packaged_file().decode()))),
    runs=(DONE, replace(WORKING, what=message("Deciding again"))),
    sha256="0f" * 32,
    digest="f0" * 32,
    file_at=f"/api/v1{PHONES.address}/file",
    loaded="Robin de Router",
    loaded_at=AT,
    preview_at=f"{PHONES.address}/preview",
    activate_at=f"{PHONES.address}/activation",
)
FOUND = RoutingRunPage(
    run=DONE,
    policy=PHONES,
    preview=True,
    working=False,
    transitions=(
        TransitionRow(
            41, KINDS["laptop"], Route.DONATE, Route.PARTS, f"{DONE.address}?before=donate&after=parts#devices"
        ),
    ),
    moves=(
        MoveRow(DeviceHead("Dell Latitude 7420", "/devices/k1", "SSC-004217"), Route.DONATE, Route.PARTS),
        MoveRow(DeviceHead(None, "/devices/k2", None), Route.DONATE, Route.PARTS, message("It is in quarantine.")),
    ),
    more=f"{DONE.address}?beyond=k2",
)


def samples() -> dict[str, tuple[Any, Person, str]]:
    """Each page with who reads it, and where."""
    wrong = PoliciesPage(
        (PHONES, GENERAL),
        may_load=True,
        form=FormState(problems={"file": message("The routing policy has 1 fault.")}),
        faults=(("$.locks.release_eur", message("line 58: expects a number from 0 to 1000000, found -1")),),
    )
    own = replace(
        POLICY,
        activate_at=None,
        refusal=message("You loaded it, so a colleague reads the preview and activates it."),
        form=FormState(refusal=Refusal(message("Who loads a policy does not activate it."), None, "own-policy")),
    )
    packaged = replace(POLICY, row=GENERAL, runs=(), sha256="", loaded=None, loaded_at=None, preview_at=None)
    active = replace(packaged, activated="Sam de Tweede", activated_at=AT, loaded_at=AT, activate_at=None)
    return {
        "routing-policies": (PoliciesPage((GENERAL,)), DRZ, PLACE),
        "routing-policies-wrong": (wrong, DRZ, PLACE),
        "routing-policy": (POLICY, DRZ, PHONES.address),
        "routing-policy-own": (own, DRZ, PHONES.address),
        "routing-policy-active": (active, DRZ, GENERAL.address),
        "routing-run": (FOUND, DRZ, f"{DONE.address}"),
        "routing-run-working": (
            RoutingRunPage(WORKING, PHONES, preview=False, working=True),
            DRZ,
            f"{WORKING.address}",
        ),
        "routing-run-waiting": (
            RoutingRunPage(replace(WORKING, total=None, seen=0), PHONES, preview=False, working=True),
            DRZ,
            f"{WORKING.address}",
        ),
        "routing-run-failed": (
            RoutingRunPage(FAILED, PHONES, preview=False, working=False),
            DRZ,
            f"{FAILED.address}",
        ),
    }
