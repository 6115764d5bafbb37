"""A person at the pages, without a browser: opens a page, fills in its form, sends it, follows where it leads.

`Clicker` sends exactly what the form holds (hidden fields, what is chosen, the CSRF token) with what the test fills in:
a page whose form lacks a field fails here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]  # it has no types
import httpx2

from tests.support.client import Client
from tests.support.html import HTML, text_of
from web.demo.accounts import DEMO_PASSWORD

Files = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class Form:
    """A form, and the page that it stands on: a field elsewhere on the page may belong to it."""

    element: Element
    root: Element

    @property
    def path(self) -> str:
        return self.element.get("action") or ""

    def find(self, name: str) -> Element | None:
        """A field by its name."""
        return next((field for field in self.fields() if field.get("name") == name), None)

    def value(self, name: str) -> str:
        field = self.find(name)
        return "" if field is None else field.get("value") or ""

    def fields(self) -> list[Element]:
        """Those inside it, and those elsewhere that name it."""
        own = self.element.get("id")
        named = [field for field in _inputs(self.root) if own and field.get("form") == own]
        return [*_inputs(self.element), *named]

    def names(self) -> set[str]:
        return {name for field in self.fields() if (name := field.get("name"))}

    def filled(self) -> dict[str, Any]:
        """What a browser would send of the form as it stands."""
        values: dict[str, list[str]] = {}
        for element in self.fields():
            name, value = element.get("name"), value_of(element)
            if name and value is not None:
                values.setdefault(name, []).append(value)
        return {name: said if len(said) > 1 else said[0] for name, said in values.items()}


@dataclass
class Page:
    """An answer that is a page."""

    status: int
    address: str
    root: Element
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return text_of(self.main)

    @property
    def main(self) -> Element:
        return next(self.root.iter(f"{HTML}main"))

    @property
    def title(self) -> str:
        return text_of(next(self.root.iter(f"{HTML}h1")))

    def forms(self) -> list[Form]:
        return [Form(form, self.root) for form in self.main.iter(f"{HTML}form")]

    def form(self, action: str) -> Form:
        """The first form whose address ends so."""
        found = [form for form in self.forms() if form.path.endswith(action)]
        assert found, f"{self.address} has no form to {action}, only to {[form.path for form in self.forms()]}"
        return found[0]

    def links(self) -> list[str]:
        return [link.get("href") or "" for link in self.main.iter(f"{HTML}a")]

    def link(self, words: str) -> str:
        """The address of the first link with these words."""
        for link in self.main.iter(f"{HTML}a"):
            if words in text_of(link):
                return link.get("href") or ""
        raise AssertionError(f"{self.address} has no link '{words}': {self.words}")


@dataclass
class Clicker:
    """One person's browser: its own cookies, in English."""

    client: Client
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "/"
    page: Page = field(init=False)

    def sign_in(self, who: str) -> "Clicker":
        self.open("/sign-in")
        self.send(self.page.form("/sign-in"), email=f"{who}@demo.kringpas.nl", password=DEMO_PASSWORD)
        assert self.page.status == 200, self.page.words
        return self

    def open(self, address: str) -> Page:
        return self._follow(self._request("GET", address))

    def click(self, words: str) -> Page:
        return self.open(self.page.link(words))

    def fill(self, action: str, files: Files | None = None, **typed: Any) -> Page:
        """Fill in the form to `action` on this page and send it."""
        return self.send(self.page.form(action), files, **typed)

    def send(self, form: Form, files: Files | None = None, **typed: Any) -> Page:
        """Send a form, also one of a page that was left: what the test types goes over what stands in it."""
        said = {name.replace("__", "-"): value for name, value in typed.items()}
        assert set(said) <= form.names(), f"the form to {form.path} has no field {set(said) - form.names()}"
        if files:
            assert form.element.get("enctype") == "multipart/form-data"
        data = {name: value for name, value in {**form.filled(), **said}.items() if value is not None}
        return self._follow(self._request("POST", form.path, data=data, files=files or None))

    def press(self, action: str, button: str) -> Page:
        """Press the button with this name on the form to `action`, with the fields as they stand."""
        form = self.page.form(action)
        pressed = next(each for each in form.element.iter(f"{HTML}button") if each.get("name") == button)
        data = {**form.filled(), button: pressed.get("value") or ""}
        return self._follow(self._request("POST", form.path, data=data))

    def _request(self, method: str, address: str, **options: Any) -> httpx2.Response:
        came_from, self.address = self.address, urljoin(self.address, address)
        self.client.cookies.clear()
        headers = {"Accept": "text/html", "Accept-Language": "en", "Cookie": self._cookie_header()}
        headers["Referer"] = urljoin(str(self.client.base_url), came_from)
        response = self.client.request(method, self.address, headers=headers, **options)
        for cookie in response.cookies.jar:
            self.cookies[cookie.name] = cookie.value or ""
        return response

    def _cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _follow(self, response: httpx2.Response) -> Page:
        while response.status_code in {302, 303, 307}:
            response = self._request("GET", response.headers["location"])
        root = response.extensions.get("page")
        if root is None:
            root = html5lib.HTMLParser(namespaceHTMLElements=True).parse(response.text)
        self.page = Page(response.status_code, self.address, root, response.headers)
        return self.page


def _inputs(root: Element) -> list[Element]:
    kinds = {f"{HTML}{name}" for name in ("input", "select", "textarea")}
    return [element for element in root.iter() if element.tag in kinds]


def value_of(field: Element) -> str | None:
    """What a browser sends of a field that nobody touched; None for nothing."""
    kind = field.get("type")
    if kind == "file" or (kind in {"radio", "checkbox"} and field.get("checked") is None):
        return None
    if field.tag == f"{HTML}textarea":
        return (field.text or "").lstrip("\n")
    if field.tag == f"{HTML}select":
        options = list(field.iter(f"{HTML}option"))
        chosen = next((option for option in options if option.get("selected") is not None), options[0])
        return chosen.get("value") or ""
    return field.get("value") or ""
