"""Linksets and link types for whoever shows a key or a cookie: behind the identity, in front of the router.

Rules:
1. Only what depends on its reader is answered here: the scan path in front answered everything else already.
2. The links come from what this reader may read (`dpp.service.linking`), and nobody else may keep the answer.
3. A key or a cookie that is nobody's makes a visitor, who gets what the public gets, and is counted like it.
"""

from collections.abc import Coroutine
from functools import partial

from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send

from dpp.api.answering import Faults, counted, send_answer
from dpp.api.http import ErrorAnswers
from dpp.api.limits import ReaderLimits
from dpp.api.locating import Says
from dpp.api.passport_forms import LINKSET, PASSPORT_PATH, form_of
from dpp.api.raw import Asked, read
from dpp.api.resolver import Answer, Resolver, depends_on_reader, is_resolvable
from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import KringpasError, NotFound
from dpp.domain.linkset.passport import Said
from dpp.domain.message import message
from dpp.service.linking import LinkReading
from dpp.service.reading import PublicReader

_PRIVATE = (b"cache-control", b"private, no-cache")


class ReaderLinks:
    """Answers them; hands everything else to `app`, unchanged."""

    def __init__(  # one argument for each thing that it joins
        self,
        app: ASGIApp,
        resolver: Resolver,
        reader: PublicReader,
        reading: LinkReading,
        errors: ErrorAnswers,
        limits: ReaderLimits,
    ) -> None:
        self._app = app
        self._resolver = resolver
        self._reader = reader
        self._reading = reading
        self._faults = Faults(errors)
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = read(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        if asked is None or not asked.signed or not _is_here(asked):
            await self._app(scope, receive, send)
            return
        actor: Actor = scope.get("state", {}).get("actor", VISITOR)
        try:
            answer = await self._answering(asked, scope, actor)
        except KringpasError as error:
            await self._faults.answer(error, asked, self._resolver.headers(asked.path), scope, receive, send)
        else:
            await send_answer(answer if actor.is_visitor else _private(answer), asked, send)

    def _answering(self, asked: Asked, scope: Scope, actor: Actor) -> Coroutine[None, None, Answer]:
        says = None if actor.is_visitor else self._says(actor)
        reader = self._limits.reader(scope) if actor.is_visitor and self._limits.are_on else None
        missed = partial(self._limits.missed, reader) if reader else None
        matched = PASSPORT_PATH.fullmatch(asked.path)
        if matched:
            answering = self._of_passport(asked, scope, matched[1].decode(), says)
        else:
            answering = self._resolver.resolve(asked, scope, missed, says)
        return counted(answering, self._limits, reader) if reader else answering

    async def _of_passport(self, asked: Asked, scope: Scope, passport_id: str, says: Says | None) -> Answer:
        parts = await self._reader.passport(passport_id)
        if parts is None:
            raise NotFound(message("There is no passport with id '{id}'.", id=passport_id))
        return await self._resolver.passport_linkset(parts, asked, scope, says)

    def _says(self, actor: Actor) -> Says:
        async def says(passport_id: str) -> Said | None:
            return await run_sync(self._reading.read, actor, passport_id)

        return says


def _is_here(asked: Asked) -> bool:
    if PASSPORT_PATH.fullmatch(asked.path):
        return form_of(asked.accept[:1000], asked.query[:1000]) is LINKSET
    return is_resolvable(asked.path) and depends_on_reader(asked)


def _private(answer: Answer) -> Answer:
    """Rule 2; a page of a person says itself that nobody may store it."""
    status, headers, body = answer
    stored = (b"cache-control", b"no-store") in headers
    return status, headers if stored else [*(each for each in headers if each[0] != _PRIVATE[0]), _PRIVATE], body
