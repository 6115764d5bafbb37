"""The register's answers as pages show them, in the reader's language."""

from urllib.parse import urlencode

from dpp.domain.applicability import Applicable, Expected, Record, Standing
from dpp.domain.applicability_register import Act
from dpp.domain.catalogue import Text
from dpp.service.applicability import Law
from web.pages.contexts.frame import Language, Link
from web.pages.contexts.law import ActLine, ExpectedLine, LawBlock, RecordLine


def law_block(law: Law, language: Language) -> LawBlock:
    """What the passport of a product says of the law; what does not cover it stays on the page of the register."""
    acts = (act_line(one, language) for one in law.acts if one.standing is not Standing.NOT_COVERED)
    records = tuple(record_line(each, language) for each in law.records)
    question = {"group": law.group.value, "placed": law.placed_on_market or ""}
    return LawBlock(law.on, tuple(acts), records, f"/applicability?{urlencode(question)}")


def act_line(one: Applicable, language: Language) -> ActLine:
    entry = one.entry
    return ActLine(
        act=act_link(entry.act, language),
        point=entry.point,
        asks=entry.asks.of(language),
        standing=one.standing,
        reason=one.reason,
        applies_from=entry.applies_from,
        confirmed=entry.confirmed,
        uncertainty=maybe(entry.uncertainty, language),
    )


def record_line(one: Record, language: Language) -> RecordLine:
    uncertainty = maybe(one.stand_in.uncertainty, language)
    return RecordLine(Link(f"EPREL {one.number}", one.url), one.stand_in.says.of(language), uncertainty)


def expected_line(one: Expected, language: Language) -> ExpectedLine:
    act = act_link(one.entry.act, language)
    return ExpectedLine(one.label.of(language), act, one.point, one.due, one.on, one.entry.confirmed)


def act_link(act: Act, language: Language) -> Link:
    return Link(act.title.of(language), act.url)


def maybe(text: Text | None, language: Language) -> str | None:
    return None if text is None else text.of(language)
