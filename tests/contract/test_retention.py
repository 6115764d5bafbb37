"""Which archived passports are past their term, on both engines; and the command that lists them."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dpp.adapters.database import Database
from dpp.adapters.retention import SqlArchive
from dpp.adapters.work import SqlStorage
from dpp.domain.catalogue import ProductGroup, Text
from dpp.domain.opaque import PassportId
from dpp.domain.retention import Retention, RetentionEvent, RetentionRule, RetentionSource
from dpp.service.ports import StoredModel, StoredPassport
from dpp.service.retention import past_term
from web.cli import main

ARCHIVED = datetime(2010, 3, 1, 12, 0, tzinfo=UTC)
MODEL = PassportId("model00000000000")
SOURCE = RetentionSource(Text("words", "woorden"), "https://example.org", "Article 1")
RULE = RetentionRule(ProductGroup.LAPTOP, 10, (RetentionEvent.ARCHIVED,), policy=True, confirmed=False, source=SOURCE)
RETENTION = Retention("1.0", date(2026, 11, 20), {ProductGroup.LAPTOP: RULE})


@pytest.fixture
def archive(database: Database) -> SqlArchive:
    """A model that is active, and two of its items in the archive: one of 2010, one of 2025."""
    active = StoredPassport(MODEL, "model", MODEL, "active", 1, ARCHIVED, b"{")
    old = replace(active, passport_id=PassportId("old"), granularity="item", status="archived")
    young = replace(old, passport_id=PassportId("young"), updated_at=ARCHIVED.replace(year=2025))
    with SqlStorage(database).writing() as work:
        work.models.put(StoredModel(MODEL, 1, ARCHIVED, "laptop", "Dell", "Latitude 7420", b""))
        for passport in (active, young, old):
            work.passports.put(passport)
        work.commit()
    return SqlArchive(database)


def test_only_what_is_archived_and_past_its_term_is_listed(archive: SqlArchive) -> None:
    (past,) = past_term(archive, RETENTION, date(2020, 3, 2))
    assert (past.passport.passport_id, past.passport.name, past.until) == (
        "old",
        "Dell Latitude 7420",
        date(2020, 3, 1),
    )
    assert past_term(archive, RETENTION, date(2020, 3, 1)) == (), "its last day is still within the term"
    ids = [each.passport.passport_id for each in past_term(archive, RETENTION, date(2040, 1, 1))]
    assert ids == ["old", "young"], "the longest there first"


@pytest.mark.parametrize(("day", "told"), [("2026-11-20", "old"), ("2012-01-01", "no archived passport is past")])
def test_the_command_lists_them_and_deletes_nothing(
    archive: SqlArchive,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    day: str,
    told: str,
) -> None:
    for name, value in {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"KRINGPAS_{name}", value)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(sys, "argv", ["kringpas", "retention", "--on", day])
    with pytest.raises(SystemExit) as left:
        main()
    assert (left.value.code or 0, told in capsys.readouterr().out) == (0, True)
    assert len(list(archive.archived())) == 2
