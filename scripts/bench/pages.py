"""Measures what a stranger waits for on a slow network: the public passport, the home page, the repair page of a model.

Each page is opened in Chromium at phone width, in a new window with an empty cache, without an account, over HTTP/1.1
on this machine. The network is the browser's own emulation (CDP `Network.emulateNetworkConditions`): 1.6 Mbit/s down,
and 563 ms at least from each request to the first byte of its answer. Nothing else is waited for: no name, no
connection, no TLS. 563 ms is what developer tools take for a mobile network with a round trip of 150 ms, connections
included (3.75 round trips a request). The second figure slows the processor down four times too
(`Emulation.setCPUThrottlingRate`).

Largest contentful paint is the browser's own; bytes are those on the wire, headers included, as the browser counts
them. Pictures are counted by themselves, icons with the page.
"""

import argparse
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession

from scripts.bench.measuring import machine
from scripts.pictures import DONATED, PHONE, service, sign_in
from tests.support.browser import chromium

MEGABIT, LATENCY_MS = 1.6, 563
PROCESSORS = {"as it is": 1, "four times slower": 4}
PAGES = ("passport", "home", "repair page")
KINDS = {"Document": "page", "Stylesheet": "style", "Image": "pictures"}
SIZES = ("all but pictures", "page", "style", "icons", "rest", "pictures")
_PAINTED = """() => new Promise(done => new PerformanceObserver(
    seen => { const last = seen.getEntries().at(-1); done([last.startTime, last.element?.tagName ?? ''].join(' ')); }
).observe({type: 'largest-contentful-paint', buffered: true}))"""
_TIMING = "() => performance.getEntriesByType('navigation')[0].toJSON()"


@dataclass
class Wire:
    """What came over the wire: kinds by request, bytes by kind."""

    kinds: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def listen(self, devtools: CDPSession) -> None:
        devtools.on("Network.responseReceived", self._begun)
        devtools.on("Network.loadingFinished", self._ended)

    def _begun(self, event: Mapping[str, Any]) -> None:
        path = urlsplit(event["response"]["url"]).path
        self.kinds[event["requestId"]] = "icons" if path.endswith(".svg") else KINDS.get(event["type"], "rest")

    def _ended(self, event: Mapping[str, Any]) -> None:
        kind = self.kinds[event["requestId"]]
        self.bytes[kind] = self.bytes.get(kind, 0) + int(event["encodedDataLength"])

    def sizes(self) -> tuple[int, ...]:
        """All but pictures, then each of `SIZES` that follows."""
        of_kind = [self.bytes.get(kind, 0) for kind in SIZES[1:]]
        return (sum(self.bytes.values()) - self.bytes.get("pictures", 0), *of_kind)


@dataclass(frozen=True)
class Opened:
    """One opening of a page: milliseconds from the click, and what came over the wire."""

    largest_paint: float
    largest: str
    first_paint: float
    server: float
    wire: Wire


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="scripts.bench pages", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=PAGES, default=PAGES)
    parser.add_argument("--address", help="a service with demonstration data that runs already")
    parser.add_argument("--write", type=Path, help="the page to write the report to")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        origin = options.address or stack.enter_context(service())
        browser = stack.enter_context(chromium())
        report = "\n".join(_report(browser, origin, options.rounds, options.only)) + "\n"
    print(report)
    if options.write:
        options.write.write_text(report)


def _report(browser: Browser, origin: str, rounds: int, only: Sequence[str]) -> Iterator[str]:
    yield "# What a stranger waits for"
    yield ""
    yield f"Measured by `python -m scripts.bench pages`: Chromium {browser.version}, {PHONE['width']} px wide, empty"
    yield f"cache, HTTP/1.1 on the machine itself without TLS; emulated {MEGABIT} Mbit/s, and at least {LATENCY_MS} ms"
    yield f"from a request to the first byte of its answer; the median of {rounds} openings, and the lowest;"
    yield f"{machine()}."
    yield "kB are 1000 bytes on the wire, with headers; `server` is how long the service itself took for the page."
    yield ""
    heads = " | ".join(f"{kind} kB" for kind in SIZES)
    yield f"| page | processor | largest paint ms | lowest | of | first paint ms | server ms | requests | {heads} |"
    yield f"|---|---|---:|---:|---|{'---:|' * (3 + len(SIZES))}"
    addresses = _addresses(browser, origin)
    for name, path in ((name, addresses[name]) for name in only):
        for processor, slower in PROCESSORS.items():
            yield _line(name, processor, [_open(browser, origin + path, slower) for _ in range(rounds)])


def _line(name: str, processor: str, found: Sequence[Opened]) -> str:
    times = [(each.largest_paint, each.first_paint, each.server) for each in found]
    largest, first, server = (statistics.median(column) for column in zip(*times, strict=True))
    lowest = min(each.largest_paint for each in found)
    last = found[-1]
    sizes = " | ".join(f"{size / 1000:.1f}" for size in last.wire.sizes())
    return (
        f"| {name} | {processor} | {largest:.0f} | {lowest:.0f} | {last.largest} | {first:.0f} | {server:.0f} "
        f"| {len(last.wire.kinds)} | {sizes} |"
    )


def _addresses(browser: Browser, origin: str) -> dict[str, str]:
    """The passport of a laptop that was given on, as the demonstration has it, and its model's repair page."""
    page = browser.new_page()
    sign_in(page, origin, "drz")
    page.goto(f"{origin}/find?q={DONATED}")
    passport = page.get_by_role("link").locator("xpath=self::*[contains(@href, '/passports/')]").first
    path = urlsplit(passport.get_attribute("href") or "").path
    page.goto(origin + path)
    repair = page.locator("main a[href$='/repair']").first.get_attribute("href") or ""
    page.close()
    return dict(zip(PAGES, (path, "/", urlsplit(repair).path), strict=True))


def _open(browser: Browser, address: str, slower: int) -> Opened:
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="nl-NL")
    page = context.new_page()
    devtools, wire = context.new_cdp_session(page), Wire()
    devtools.send("Network.enable")
    wire.listen(devtools)
    speed = MEGABIT * 1_000_000 / 8
    network = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": speed, "uploadThroughput": speed}
    devtools.send("Network.emulateNetworkConditions", network)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="networkidle")
    largest, element = page.evaluate(_PAINTED).split(" ")
    timing = page.evaluate(_TIMING)
    painted = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    server = timing["responseStart"] - timing["requestStart"]
    return Opened(float(largest), element.lower(), painted, server, wire)
