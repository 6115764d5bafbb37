"""Repair guides as pages say them, from the view of the service."""

from collections.abc import Iterable

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.catalogue import Catalogue
from dpp.domain.message import Message, message
from dpp.domain.part_kind import PartKind
from dpp.domain.repair_guide.guide import (
    Caution,
    Document,
    ExplodedView,
    Fastener,
    Minutes,
    Picture,
    Procedure,
    Step,
    Tool,
    Words,
)
from dpp.domain.repair_guide.ways import Way, parts_reached, ways_to
from dpp.service.repair_guide_views import GuideView
from web.bootstrap import Parts
from web.pages.contexts.frame import Language
from web.pages.contexts.model_repair import ModelInHand
from web.pages.contexts.repair_guide import (
    Beware,
    CodeLine,
    DocumentLine,
    GuidePicture,
    GuideSection,
    More,
    PartLine,
    ProcedureShown,
    RepairStepsPage,
    Spoken,
    StepShown,
    ViewShown,
    WayShown,
)
from web.pages.element_values import link_of
from web.pages.passport_sections import language_name

_FORMS = {
    "application/pdf": message("PDF"),
    "text/html": message("web page"),
    "application/zip": message("ZIP"),
    "image/jpeg": message("picture"),
    "image/png": message("picture"),
}


def guide_section(parts: Parts, actor: Actor, model: ModelInHand) -> GuideSection:
    """What the repair page of a model tells of its guide; that there is none is said too."""
    view = parts.repair_guides.read(actor, model.id, path=AccessPath.PAGE)
    say = GuideWords(parts.passports.publisher.catalogue, model.language, model.id)
    guide = view.guide
    return GuideSection(
        parts=tuple(say.part_line(view, part) for part in parts_reached(guide)),
        views=tuple(map(say.exploded, guide.views)),
        codes=tuple(
            CodeLine(each.code, say.spoken(each.meaning), say.maybe(each.remedy)) for each in guide.fault_codes
        ),
        procedures=tuple(map(say.procedure, guide.procedures)),
        documents=tuple(map(say.document, guide.documents)),
        elsewhere=link_of(model.values.get("repairInstructions")),
        more=say.more(view),
        edit=f"/models/{model.id}/repair-guide" if view.may_write else None,
    )


class GuideWords:
    """One model's guide in one language."""

    def __init__(self, catalogue: Catalogue, language: Language, model: str) -> None:
        self._language: Language = language
        self._at = f"/models/{model}/repair"
        members = catalogue.element("spareParts").members
        codes = next(member.codes for member in members if member.name == "part")
        self._parts = {code.value: code.label.of(language) for code in codes}

    def steps_page(self, view: GuideView, name: str, part: PartKind) -> RepairStepsPage:
        """How one part is replaced."""
        ways = ways_to(view.guide, part, view.seen.broken)
        return RepairStepsPage(name, self.part(part), self._at, tuple(map(self.way, ways)), self.more(view))

    def part(self, part: PartKind) -> str:
        return self._parts[part]

    def spoken(self, words: Words) -> Spoken:
        """In the reader's language, or in another one that is told."""
        said = words.of(self._language)
        if said.language == self._language:
            return Spoken(said.text)
        return Spoken(said.text, said.language, language_name(said.language, self._language))

    def maybe(self, words: Words | None) -> Spoken | None:
        return None if words is None else self.spoken(words)

    def part_line(self, view: GuideView, part: PartKind) -> PartLine:
        """Of a part that it has more than once, the deepest way."""
        ways = ways_to(view.guide, part, view.seen.broken)
        way = max(ways, key=lambda each: len(each.steps))
        whole = all(each.is_whole for each in ways)
        minutes = time(way.minutes) if whole and way.minutes else None
        return PartLine(self.part(part), f"{self._at}/parts/{part}", way.depth if whole else None, minutes)

    def way(self, way: Way) -> WayShown:
        return WayShown(
            steps=tuple(map(self.step, way.steps)),
            tools=tuple(map(self.tool, way.tools)),
            warnings=self.cautions(way.warnings),
            minutes=time(way.minutes) if way.minutes else None,
            is_whole=way.is_whole,
        )

    def step(self, step: Step) -> StepShown:
        return StepShown(
            id=step.id,
            does=self.spoken(step.does),
            frees=tuple(map(self.part, step.frees)),
            tools=tuple(map(self.tool, step.tools)),
            fasteners=tuple(map(fastener, step.fasteners)),
            minutes=time(step.minutes) if step.minutes else None,
            warnings=self.cautions(step.warnings),
            pictures=tuple(map(self.picture, step.pictures)),
        )

    def tool(self, tool: Tool) -> Spoken | Message:
        """By its name; what has none by its kind."""
        return message("{tool}", tool=tool.kind) if tool.name is None else self.spoken(tool.name)

    def cautions(self, cautions: Iterable[Caution]) -> tuple[Beware, ...]:
        return tuple(Beware(each.kind, self.maybe(each.text)) for each in cautions)

    def picture(self, picture: Picture) -> GuidePicture:
        address = f"{self._at}/files/{picture.sha256}"
        return GuidePicture(address, f"{address}?small=true", self.spoken(picture.shows))

    def exploded(self, view: ExplodedView) -> ViewShown:
        callouts = tuple((each.number, self.part(each.part)) for each in view.callouts)
        return ViewShown(self.spoken(view.title), self.picture(view.picture), callouts)

    def procedure(self, procedure: Procedure) -> ProcedureShown:
        return ProcedureShown(
            kind=procedure.kind,
            title=self.spoken(procedure.title),
            how=self.spoken(procedure.how),
            authority=procedure.authority,
            proof=self.maybe(procedure.proof),
            address=procedure.address,
            warnings=self.cautions(procedure.warnings),
        )

    def document(self, document: Document) -> DocumentLine:
        return DocumentLine(
            kind=document.kind,
            title=self.spoken(document.title),
            address=document.address or f"{self._at}/files/{document.sha256}",
            language=language_name(document.language, self._language),
            form=_FORMS.get(document.media_type, document.media_type),
            size=document.size,
            source=document.source,
            sha256=document.sha256,
        )

    def more(self, view: GuideView) -> tuple[More, ...]:
        return tuple(More(each.whom.label.of(self._language), each.whom.ground) for each in view.withheld)


def time(minutes: Minutes) -> Message:
    """As in `3 to 7 minutes`."""
    if minutes.low == minutes.high:
        return message("{minutes} minutes", minutes=minutes.low)
    return message("{low} to {high} minutes", low=minutes.low, high=minutes.high)


def fastener(each: Fastener) -> Message:
    """As in `8 × screw M2.5, can be used again`."""
    if each.size is None:
        return message("{count} × {fastener}, {reuse}", count=each.count, fastener=each.kind, reuse=each.reuse)
    return message(
        "{count} × {fastener} {size}, {reuse}",
        count=each.count,
        fastener=each.kind,
        size=each.size,
        reuse=each.reuse,
    )
