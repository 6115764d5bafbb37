"""One laptop of the demonstration, and the steps of its life through the service's own API."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.town import Program, Town
from web.demo.files import packaged

NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the service under test has the real clock
WIPE = {
    "kind": "sanitisation_performed",
    "medium": "DEMOSSD0001",
    "category": "clear",
    "technique": "PRNG Stream",
    "tool": "nwipe",
    "tool_version": "0.38",
    "succeeded": True,
}
GRADES = {"kind": "inspected", "functional": "F5", "cosmetic": "C5", "charger": True}


def ago(days: int, hours: int = 0) -> str:
    return (NOW - timedelta(days=days, hours=hours)).isoformat()


class Laptop:
    """A Latitude 7420 of the ministry, and the steps of its life."""

    def __init__(self, people: Town, serial: str = "DEMO7420A1") -> None:
        self.people, self.serial = people, serial
        self.owner, self.ict, self.checker = (people.program(who) for who in ("eigenaar", "ict", "ict-controle"))
        self.drz, self.coordinator = people.program("drz"), people.program("regie")
        self.view: Any = None

    @property
    def path(self) -> str:
        return f"/api/v1/devices/{self.view['device']['key']}"

    def register(self) -> None:
        self.view = self.owner.made(
            "/api/v1/devices",
            {
                "model": self.people.model("dell-latitude-7420"),
                "owner": self.owner.organisation,
                "place": "Magazijn 2",
                "serial": self.serial,
                "asset_tag": "DEMO-000123",
                "classification": "none",
                "in_use_since": "2021-03-15",
                "occurred_at": ago(1800),
            },
        )

    def event(self, who: Program, days: int, **happening: Any) -> Any:
        self.view = who.made(f"{self.path}/events", _events(days, happening))
        return self.view

    def surplus(self) -> None:
        self.event(
            self.owner,
            46,
            kind="declared_surplus",
            decision="OS-1",
            decided_on=ago(46)[:10],
            authority=self.owner.organisation,
            intake_by=self.ict.organisation,
        )

    def scan(self, event_id: str = "scan-0001") -> Any:
        body = {"raw": self.serial, "place": "Innamelijn 1", "event_id": event_id, "occurred_at": ago(40)}
        return self.ict.made("/api/v1/scans", body)

    def evidence(self, name: str) -> Any:
        return self.ict.made(f"{self.path}/evidence?fileName={name}", content=packaged(name))

    def inspect(self) -> None:
        self.event(self.ict, 39, **GRADES)

    def erase(self) -> None:
        """By one person, and checked by another."""
        self.event(self.ict, 38, **WIPE)
        self.event(self.checker, 37, kind="sanitisation_verified", medium="DEMOSSD0001")

    def route(self) -> None:
        self.ict.made(f"{self.path}/decisions")
        self.drz.made("/api/v1/approvals", {"devices": [self.view["device"]["key"]]})

    def read(self, who: Program) -> Any:
        answer = who.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()


def _events(days: int, happening: dict[str, Any]) -> dict[str, Any]:
    return {"events": [{"happening": happening, "occurred_at": ago(days)}]}
