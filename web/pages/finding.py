"""What a code that somebody scanned or typed leads to.

Rules:
1. Whoever may look up devices finds the device itself; whoever may not, or finds none, finds the passport.
2. A label, a passport's address and GS1 data lead a stranger to the passport. A serial number, an IMEI or an asset tag
   leads a stranger nowhere: that a device is known is for those who handle it.
3. The surest reading that leads somewhere counts; words that are no code are looked for in the names of the models.
4. Where nothing is found, whoever is signed in is told of devices whose code is easily misread as this one, as far as
   it may read them; somebody else's address is offered, and not opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from anyio.to_thread import run_sync

from dpp.domain.actor import Actor
from dpp.domain.gs1.digital_link import parse_path
from dpp.domain.opaque import PassportId
from dpp.domain.scanning import Candidate, ScanKind, ScanResult
from dpp.service.passports import Passports
from dpp.service.reading import PublicReader
from dpp.service.views import ModelView
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import DeviceLine, LineFilter
from lifecycle.service.use_cases import UseCases
from lifecycle.service.views import NearMiss
from web.bootstrap import Parts

MOST_SHOWN = 50


@dataclass(frozen=True)
class Found:
    """Devices for those who may know of them, else a passport, else models, else what was perhaps meant.

    `scan` is what the code was understood as.
    """

    scan: ScanResult
    devices: tuple[DeviceLine, ...] = ()
    passport: PassportId | None = None
    models: tuple[ModelView, ...] = ()
    near: tuple[NearMiss, ...] = ()

    @property
    def address(self) -> str | None:
        """Where to go at once; None when there is nothing to go to, or something to choose."""
        if len(self.devices) == 1:
            return f"/devices/{self.devices[0].device_key}"
        if self.devices:
            return None
        if self.passport is not None:
            return f"/passports/{self.passport}"
        return f"/passports/{self.models[0].model_id}" if len(self.models) == 1 else None


class Finder:
    """Looks a code up, without recording anything."""

    def __init__(self, parts: Parts) -> None:
        self._use: UseCases = parts.use
        self._passports: Passports = parts.passports
        self._reader: PublicReader = parts.reader

    async def exact(self, actor: Actor, text: str) -> Found:
        """What a code leads to by itself: rules 1 and 2, without looking for words or for what is near."""
        scan = self._use.scans.codes.classify(text)
        if devices := await run_sync(self._named_devices, actor, text):
            return Found(scan, devices)
        return await self._passport_of(scan) or Found(scan)

    async def find(self, actor: Actor, text: str) -> Found:
        """The rules above."""
        scan = self._use.scans.codes.classify(text)
        if devices := await run_sync(self._devices, actor, text):
            return Found(scan, devices)
        if found := await self._passport_of(scan):
            return found
        if models := await run_sync(self._passports.models_holding, actor, text, MOST_SHOWN):
            return Found(scan, models=models)
        return Found(scan, near=await run_sync(self._near, actor, text))

    async def _passport_of(self, scan: ScanResult) -> Found | None:
        for candidate in sorted(scan.candidates, key=lambda each: -each.confidence):
            if passport := await self._passport(candidate):
                return Found(scan, passport=passport)
        return None

    def _named_devices(self, actor: Actor, text: str) -> tuple[DeviceLine, ...]:
        return self._use.intake.named(actor, text) if PERMISSIONS.allows("read_worklist", actor) else ()

    def _devices(self, actor: Actor, text: str) -> tuple[DeviceLine, ...]:
        if not PERMISSIONS.allows("read_worklist", actor):
            return ()
        by_words = LineFilter(text=text.strip(), limit=MOST_SHOWN)
        return self._named_devices(actor, text) or self._use.devices.find(actor, by_words)

    def _near(self, actor: Actor, text: str) -> tuple[NearMiss, ...]:
        return () if actor.is_visitor else self._use.scans.read(actor, text).near

    async def _passport(self, candidate: Candidate) -> PassportId | None:
        match candidate.kind:
            case ScanKind.LABEL:
                label = await self._reader.label(candidate.value)
                return PassportId(label.target.passport_id) if label and label.target else None
            case ScanKind.PASSPORT:
                return PassportId(candidate.value) if await self._reader.passport(candidate.value) else None
            case ScanKind.GS1:
                return await self._named(parse_path(candidate.value).levels)
            case ScanKind.GTIN:
                return await self._named([f"/01/{candidate.value}"])
        return None

    async def _named(self, paths: Iterable[str]) -> PassportId | None:
        named = await self._reader.gs1(list(paths))
        return PassportId(named.target.passport_id) if named else None
