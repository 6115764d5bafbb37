"""What the layers of the scan path share: counting a reading against its limits, and answering a fault."""

from collections.abc import Coroutine

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from dpp.api.http import ErrorAnswers
from dpp.api.limits import ReaderLimits
from dpp.api.raw import Asked, Headers, readable
from dpp.api.resolver import Answer
from dpp.domain.errors import KringpasError, NotFound, TooMany


async def send_answer(answer: Answer, asked: Asked, send: Send) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body if asked.wants_body else b""})


async def counted(answering: Coroutine[None, None, Answer], limits: ReaderLimits, reader: bytes) -> Answer:
    """The answer, counted as a reading, and as a miss where nothing was found; TooMany before anything is looked up."""
    try:
        limits.read(reader)
    except TooMany:
        answering.close()
        raise
    try:
        return await answering
    except NotFound:
        limits.missed(reader)
        raise


class Faults:
    """Answers of the one table of errors, pages for people, with the headers of the resolver too."""

    def __init__(self, errors: ErrorAnswers) -> None:
        self._errors = errors

    async def answer(
        self, error: KringpasError, asked: Asked, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        response = self._errors.response(Request(readable(scope), receive), error)

        async def with_headers(event: Message) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = [*event["headers"], *headers]
            elif not asked.wants_body:
                event["body"] = b""
            await send(event)

        await response(scope, receive, with_headers)
