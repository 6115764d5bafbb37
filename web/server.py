"""Starts the web server on the application, by its name: the server's own processes import it."""

import os
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from web.addresses import Address
from web.settings import Settings

APPLICATION = "web.app:from_environment"


def serve(address: Address, settings: Settings) -> None:
    """Answer requests until the process is told to stop. Raises Unavailable when the port is taken."""
    check_free(address)
    _tell_workers(settings)
    Granian(
        APPLICATION,
        factory=True,
        interface=Interfaces.ASGI,
        address=address.host,
        port=address.port,
        workers=settings.workers,
        websockets=False,
        log_level=LogLevels.warning,
        ssl_cert=address.certificate.certificate if address.certificate else None,
        ssl_key=address.certificate.key if address.certificate else None,
    ).serve()


def check_free(address: Address) -> None:
    """Return when the port can be listened on. The server itself would share it with whoever has it (SO_REUSEPORT)."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise Unavailable(
                message(
                    "Cannot listen on {host}:{port}: {reason}.",
                    host=address.host,
                    port=address.port,
                    reason=error.strerror,
                ),
                remedy=message("Stop what listens there, or choose another port: make run PORT=8001."),
            ) from error


def _tell_workers(settings: Settings) -> None:
    """The server's processes read their settings from the environment, as this one did."""
    os.environ["KRINGPAS_PUBLIC_URL"] = settings.public_url
    os.environ["KRINGPAS_DATA_DIR"] = str(settings.data_dir.resolve())
