"""The public validator: reads anyone's passport and tells every deviation, each with its path and its fix.

Rules:
1. Nobody signs in, nothing is stored, and no address in the document is opened.
2. What arrives is bounded in bytes, depth and number of values before anything else looks at it, and no graph of
   somebody else is expanded or put in canonical order: hostile input answers as quickly as any other.
3. A credential is looked into and not verified, and the report says so.
4. A document "reads" when it has neither errors nor warnings. It "cannot be read" when it is no JSON object, or when
   nothing in it is of a passport.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue, Granularity, ProductGroup
from dpp.domain.document import HISTORY, Elements
from dpp.domain.errors import InvalidInput, Problem, TooLarge
from dpp.domain.exchange.deviation import Deviation, Findings, Severity
from dpp.domain.exchange.envelope import enveloped_token, is_token, payload
from dpp.domain.exchange.reading import Form, Reading, read_passport
from dpp.domain.exchange.scrutiny import LONGEST_TEXT, MOST_CONTEXTS, look_at
from dpp.domain.exchange.walk import places, rank_of, walk
from dpp.domain.message import Message, message
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.personal_data import personal_data
from dpp.service.received import no_names, read_object
from dpp.service.validation import Validator

LARGEST = 512 * 1024
MOST_TOLD = 500
_LONGEST_EXAMPLE = 240


class Verdict(StrEnum):
    """The report in one word."""

    READS = "reads"
    DEVIATES = "reads-with-deviations"
    UNREADABLE = "cannot-be-read"


@dataclass(frozen=True)
class Coverage:
    """Elements by their ids: which our catalogue knows, which it does not, and which it has besides for such a product.

    `missing` is empty where the document does not say of which product group it is.
    """

    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What the validator found. `deviations` stand in the order of the document; `untold` counts those left out.

    `enveloped` says that the passport came in a credential whose signature was not verified.
    """

    verdict: Verdict
    deviations: tuple[Deviation, ...] = ()
    form: Form | None = None
    enveloped: bool = False
    header: Mapping[str, Any] = field(default_factory=dict)
    product_group: str | None = None
    elements: Coverage = Coverage()
    untold: int = 0

    def of(self, severity: Severity) -> tuple[Deviation, ...]:
        """The deviations of this severity."""
        return tuple(deviation for deviation in self.deviations if deviation.severity is severity)


@dataclass(frozen=True)
class Checked:
    """The report, and what was read: the elements in our compressed form, and which of them are without a fault."""

    report: Report
    elements: Elements = field(default_factory=dict)
    sound: frozenset[str] = frozenset()


class DocumentRules(Protocol):
    """Says every fault in the form of a whole document."""

    def __call__(self, document: Mapping[str, Any]) -> tuple[Problem, ...]: ...


@dataclass(frozen=True)
class Checking:
    """`validator` is that of `catalogue`; `untp` judges a credential by the schema of UNTP."""

    catalogue: Catalogue
    validator: Validator
    untp: DocumentRules

    def check(self, actor: Actor, received: bytes) -> Report:
        """The report on these bytes. TooLarge for more than LARGEST; any other fault is in the report."""
        return self.read(actor, received).report

    def read(self, actor: Actor, received: bytes) -> Checked:
        """The report, with what was read."""
        PERMISSIONS.check("check_document", actor)
        if len(received) > LARGEST:
            raise TooLarge(
                message("A document to check has at most {most} bytes.", most=LARGEST),
                remedy=message("Link to pictures and documents instead of putting them in the passport."),
            )
        try:
            content, enveloped = _opened(received)
            ranks = places(content)
            return self._checked(content, ranks, enveloped=enveloped)
        except InvalidInput as error:
            return Checked(Report(Verdict.UNREADABLE, _unreadable(error)))

    def _checked(self, content: dict[str, Any], ranks: Mapping[str, int], *, enveloped: bool) -> Checked:
        reading = read_passport(content, self.catalogue)
        found = Findings()
        if enveloped:
            found.note("$", "not-verified", message("The credential was opened; its signature was not verified."))
        look_at(content, reading, self.catalogue, found)
        sound = self._elements(reading, found)
        if reading.form.is_untp:
            self._credential(content, reading.form, found)
        coverage = self._coverage(reading)
        deviations = sorted((*reading.deviations, *found.deviations), key=lambda one: rank_of(one.path, ranks))
        told, untold = _bounded(deviations)
        group = reading.elements.get("productGroup")
        report = Report(
            _verdict(reading, coverage, deviations),
            told,
            reading.form,
            enveloped,
            reading.header,
            group if isinstance(group, str) else None,
            coverage,
            untold,
        )
        return Checked(report, reading.elements, sound)

    def _elements(self, reading: Reading, found: Findings) -> frozenset[str]:
        """Faults by our catalogue, and the elements that have none.

        A document of an item shows its model's elements too: none is out of place there.
        """
        is_model = reading.granularity is Granularity.MODEL and not reading.form.is_untp
        level = Granularity.MODEL if is_model else None
        faults = self._faults(reading.elements, level)
        for problem in faults:
            found.error(reading.received_path(problem.path), "catalogue", problem.what, self._example(problem.path))
        for problem in no_names(reading.elements):
            found.error(reading.received_path(problem.path), "element-id", problem.what)
        for problem in personal_data(_shortened(reading.elements)):
            fix = message("Leave it out: it belongs in no passport.")
            found.error(reading.received_path(problem.path), "personal-data", problem.what, fix)
        return frozenset(filter(self.catalogue.find, reading.elements)) - {_element_of(fault.path) for fault in faults}

    def _faults(self, elements: Elements, level: Granularity | None) -> tuple[Problem, ...]:
        """Faults of form, and those of content in the elements whose form is right."""
        faults = self.validator.problems(elements, level)
        faulty = {_element_of(fault.path) for fault in faults}
        right = {name: value for name, value in elements.items() if name not in faulty}
        if not faulty or len(right) == len(elements):
            return faults
        more = self.validator.problems(right, level)
        return (*faults, *(fault for fault in more if _element_of(fault.path) not in faulty))

    def _example(self, path: str) -> Message | None:
        """A right value of the element that a path leads to."""
        name = _element_of(path)
        element = self.catalogue.find(name)
        if element is None:
            return None
        written = json.dumps(element.example, ensure_ascii=False)
        if len(written) > _LONGEST_EXAMPLE:
            return message("Compare it with the element '{name}' of our catalogue.", name=name)
        return message("A right value is, for example: {example}", example=written)

    def _credential(self, content: dict[str, Any], form: Form, found: Findings) -> None:
        document = _with_few_contexts(content) if form is Form.UNTP_CREDENTIAL else {"credentialSubject": content}
        for problem in self.untp(document):
            if form is Form.UNTP_CREDENTIAL:
                found.error(problem.path.replace("$.@context", "$['@context']"), "untp-schema", problem.what)
            elif problem.path.startswith("$.credentialSubject."):
                found.error(problem.path.replace("$.credentialSubject", "$", 1), "untp-schema", problem.what)

    def _coverage(self, reading: Reading) -> Coverage:
        known = tuple(name for name in reading.elements if self.catalogue.find(name))
        unknown = tuple(name for name in reading.elements if not self.catalogue.find(name))
        return Coverage(known, unknown, self._missing(reading, known))

    def _missing(self, reading: Reading, known: tuple[str, ...]) -> tuple[str, ...]:
        group, level = reading.elements.get("productGroup"), reading.granularity
        if not isinstance(group, str) or group not in set(ProductGroup) or level is None:
            return ()
        there = {*known, HISTORY}
        asked = self.catalogue.elements_for(ProductGroup(group), level)
        return tuple(one.element_id for one in asked if one.element_id not in there)


def _opened(received: bytes) -> tuple[dict[str, Any], bool]:
    """The object in these bytes or in the credential that they are, and whether it was in one."""
    if is_token(received):
        return _guarded(payload(received)), True
    content = _guarded(received)
    token = enveloped_token(content)
    return (content, False) if token is None else (_guarded(payload(token)), True)


def _guarded(received: bytes) -> dict[str, Any]:
    content = read_object(received)
    for _ in walk(content):
        pass
    return content


def _element_of(path: str) -> str:
    return path.removeprefix("$.").replace("[", ".").split(".")[0]


def _unreadable(error: InvalidInput) -> tuple[Deviation, ...]:
    if not error.problems:
        return (Deviation("$", Severity.ERROR, "unreadable", error.what, error.remedy),)
    told = error.problems[:MOST_TOLD]
    return tuple(
        Deviation(problem.path, Severity.ERROR, "unreadable", problem.what, error.remedy or error.what)
        for problem in told
    )


def _verdict(reading: Reading, coverage: Coverage, deviations: list[Deviation]) -> Verdict:
    if not reading.header and not coverage.known and not reading.form.is_untp:
        return Verdict.UNREADABLE
    differs = any(deviation.severity is not Severity.NOTE for deviation in deviations)
    return Verdict.DEVIATES if differs else Verdict.READS


def _bounded(deviations: list[Deviation]) -> tuple[tuple[Deviation, ...], int]:
    """The worst of very many, still in the order of the document, and how many were left out."""
    ranks = list(Severity)
    worst = sorted(range(len(deviations)), key=lambda place: ranks.index(deviations[place].severity))[:MOST_TOLD]
    return tuple(deviations[place] for place in sorted(worst)), len(deviations) - len(worst)


def _with_few_contexts(content: dict[str, Any]) -> dict[str, Any]:
    """Whether contexts differ is asked of every pair of them: of thousands that would take minutes."""
    contexts = content.get("@context")
    return {**content, "@context": contexts[:MOST_CONTEXTS]} if isinstance(contexts, list) else content


def _shortened(elements: Elements) -> dict[str, Any]:
    """The elements with every text cut off at the longest that one may have: longer ones are told of already."""
    return {name: _cut(value) for name, value in elements.items()}


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, Mapping):
        return {name: _cut(entry) for name, entry in value.items()}
    return [_cut(entry) for entry in value] if isinstance(value, list) else value
