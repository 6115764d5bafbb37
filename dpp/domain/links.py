"""The addresses that we mint, always from the configured public address and never from a request's host."""

from dataclasses import dataclass
from urllib.parse import quote

from dpp.domain.opaque import LabelCode, PassportId


@dataclass(frozen=True)
class Links:
    """`public_url` has a scheme and a host and no trailing slash: `https://id.kringpas.nl`."""

    public_url: str

    def passport(self, passport: PassportId | str) -> str:
        return f"{self.public_url}/passports/{passport}"

    def label(self, code: LabelCode | str) -> str:
        """What the QR code on the device carries."""
        return f"{self.public_url}/d/{code}"

    def gs1(self, path: str) -> str:
        """`path` is a canonical GS1 Digital Link path, such as `/01/09521234543213/21/ABC`."""
        return f"{self.public_url}{path}"

    def events(self, thing: str) -> str:
        """The events of a thing in EPCIS 2.0; `thing` is one of its addresses."""
        return f"{self.public_url}/epcis/epcs/{quote(thing, safe='')}/events"

    def context(self, version: str) -> str:
        """The JSON-LD context of a released passport schema."""
        return f"{self.public_url}/contexts/passport/{version}"
