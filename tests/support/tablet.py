"""A tablet at an intake line over HTTP: enrolled, persons who change there, and what it sends."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2

from tests.support.town import Town
from web.demo.accounts import DEMO_PASSWORD

HALL = "Innamelijn 1"
_numbers = itertools.count(1)


@dataclass
class Tablet:
    """A device with a browser of its own: it keeps its cookies, and sends the CSRF token of the last state."""

    people: Town
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str | None = None

    @classmethod
    def enrolled(cls, people: Town) -> "Tablet":
        ict, beheer = people.program("ict"), people.actors["beheer"]
        new = people.accounts.stations.enrol(beheer, ict.actor.organisation, f"Tablet {next(_numbers)}", HALL)  # type: ignore[arg-type]  # the provider is an organisation
        tablet = cls(people)
        tablet.cookies["kringpas-station"] = people.accounts.stations.take(new.code, "0" * 64)
        return tablet

    def ask(self, method: str, path: str, json: Any = None, **more: Any) -> httpx2.Response:
        headers = {"Accept-Language": "en", **({"X-CSRF-Token": self.csrf} if self.csrf else {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.people.client.cookies.clear()
        response = self.people.client.request(method, f"/station{path}", json=json, headers=headers, **more)
        for name, value in response.cookies.items():
            self.cookies[name] = value
        self.people.client.cookies.clear()
        return response

    def told(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        response = self.ask(method, path, json, **more)
        assert response.status_code in {200, 201}, response.text
        return response.json()

    def enter(self, **shown: str) -> Any:
        state = self.told("POST", "/persons", shown)
        self.csrf = state["csrf"]
        return state

    def send(self, *events: Any, **more: Any) -> Any:
        body = {"batch": f"batch-{next(_numbers)}", "scanner": "Tablet", "sent_at": now().isoformat(), "events": events}
        return self.told("POST", "/sendings", {**body, **more})


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the service under test has the real clock


def badge(people: Town, who: str) -> str:
    return people.accounts.badges.make(people.actors[who], DEMO_PASSWORD, "0" * 64).code


def scan(raw: str) -> dict[str, Any]:
    happening = {"kind": "intake_scanned", "raw": raw, "symbology": "]Q1", "place": HALL}
    return {"event_id": f"tablet-event-{next(_numbers)}", "occurred_at": now().isoformat(), "happening": happening}


def pallet(people: Town, *serials: str) -> str:
    """A consignment of the ministry's laptops on its way to the provider."""
    owner, model = people.program("eigenaar"), people.model("dell-latitude-7420")
    body = {"model": model, "owner": owner.organisation, "place": "Magazijn 2", "classification": "none"}
    keys = [owner.made("/api/v1/devices", {**body, "serial": each})["device"]["key"] for each in serials]
    wanted = {"receiver": people.program("ict").organisation, "devices": keys}
    made: str = owner.made("/api/v1/consignments", wanted)["consignment"]["id"]
    owner.made(f"/api/v1/consignments/{made}/offers")
    return made
