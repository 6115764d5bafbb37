"""What works beside the requests, and how it is made."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dpp.adapters import clock
from dpp.adapters.database import Database
from dpp.adapters.imports.files import Files
from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports
from dpp.service.imports.items import ItemTarget
from dpp.service.imports.models import ModelTarget
from dpp.service.imports.ports import Target
from dpp.service.imports.runner import Runner
from dpp.service.passports import Passports
from lifecycle.adapters.open_repair_csv import read_rows
from lifecycle.adapters.work import SqlLifecycleStorage
from lifecycle.service.decision_checks import DecisionChecks
from lifecycle.service.fault_loading import FaultLoading
from lifecycle.service.hook_ports import HookReply
from lifecycle.service.hooks import HookDeliveries
from lifecycle.service.imports import DeviceTarget
from lifecycle.service.routing_worker import RoutingWorker
from lifecycle.service.spare_import import SpareTarget
from lifecycle.service.use_cases import UseCases
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.adapters.standing import AccountStanding, OrganisationsByName
from web.background import Bell, Working
from web.deciding import Deciding
from web.importing import Importing


def deciding(database: Database, beside: Database, use: UseCases, bell: Bell) -> Deciding:
    storage, standing = SqlLifecycleStorage(database), AccountStanding(SqlAccountUnits(beside))
    worker = RoutingWorker(storage, use.routing, standing, clock.utc_now, bell.stopping.is_set)
    checks = DecisionChecks(storage, use.routing.policies)
    return Deciding(name="deciding", worker=worker, bell=bell, checks=checks)


def fault_loading(database: Database) -> Working[FaultLoading]:
    bell, storage = Bell(), SqlLifecycleStorage(database)
    loading = FaultLoading(storage, read_rows, clock.utc_now, bell.rung.set, bell.stopping.is_set)
    return Working(name="faults", worker=loading, bell=bell)


def importing(database: Database, beside: Database, passports: Passports, use: UseCases) -> Importing:
    storage, files, bell = SqlLifecycleStorage(database), Files(), Bell()
    people = SqlAccountUnits(beside)
    targets: Mapping[str, Target[Any]] = MappingProxyType(
        {
            "model": ModelTarget(passports),
            "item": ItemTarget(passports),
            "device": DeviceTarget(use.devices, OrganisationsByName(people)),
            "spare-part": SpareTarget(use.spares.facts, passports.publisher),
        }
    )
    standing, now = AccountStanding(people), clock.utc_now
    return Importing(
        name="imports",
        worker=Runner(storage, targets, files, standing, now, stopping=bell.stopping.is_set),
        bell=bell,
        imports=Imports(storage, targets, files, now, clock.random_bytes, bell.rung.set),
        column_maps=ColumnMaps(storage, targets, now),
        clock=now,
    )


def hook_deliveries(database: Database) -> HookDeliveries:
    storage, chance = SqlLifecycleStorage(database), clock.random_bytes
    return HookDeliveries(storage, _LateCourier(), clock.utc_now, chance)


class _LateCourier:
    """`HookCourier` made when there is something to send: a start need not wait for the libraries of HTTP."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> HookReply:
        from lifecycle.adapters.hook_courier import HttpHookCourier  # noqa: PLC0415 - as said above

        return HttpHookCourier().send(url, body, headers)
