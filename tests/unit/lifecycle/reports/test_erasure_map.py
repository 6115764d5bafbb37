"""A map says where a report says what, and what its words mean."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.errors import InvalidInput
from lifecycle.domain.evidence.erasure_map import FieldMap, ReportField, read_map, write_map
from lifecycle.domain.evidence.report_times import is_zone, read_time
from lifecycle.domain.vocabulary import SanitisationCategory
from tests.support.erasure_report_samples import PDF_MAP, TABLE_MAP, XML_MAP


@pytest.mark.parametrize("wanted", [XML_MAP, TABLE_MAP, PDF_MAP])
def test_a_map_comes_back_from_json_as_it_was(wanted: FieldMap) -> None:
    assert read_map(write_map(wanted)) == wanted


def test_words_are_the_same_whatever_their_case_and_white_space() -> None:
    assert XML_MAP.succeeded("  completed ") is True
    assert XML_MAP.succeeded("CANCELLED") is False
    assert TABLE_MAP.is_verified("JA")
    method = XML_MAP.method("zeros,  one PASS")
    assert method is not None
    assert method.category is SanitisationCategory.CLEAR


@pytest.mark.parametrize("word", [None, "", "Completed with remarks", "Complete", "not completed"])
def test_a_word_that_the_map_does_not_name_is_no_result(word: str | None) -> None:
    assert XML_MAP.succeeded(word) is None


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"tool": " "}, "$.tool"),
        ({"fields": {ReportField.DISK_SERIAL: "serial"}}, "$.fields.result"),
        ({"fields": {ReportField.RESULT: "state"}}, "$.fields.diskSerial"),
        ({"success": ()}, "$.success"),
        ({"failure": ()}, "$.failure"),
        ({"success": ("Done",), "failure": ("done ",)}, "$.success"),
        ({"time_format": "%B %d"}, "$.timeFormat"),
        ({"zone": "Mars/Phobos"}, "$.zone"),
        ({"verified": ("x" * 201,)}, "$.verified"),
        ({"personal": tuple(f"field {number}" for number in range(300))}, "$.personal"),
    ],
)
def test_what_is_wrong_with_a_map_is_told_by_its_place(changed: dict[str, object], path: str) -> None:
    wrong = replace(XML_MAP, **changed)  # type: ignore[arg-type] # any field
    assert path in [problem.path for problem in wrong.problems()]
    with pytest.raises(InvalidInput):
        read_map(write_map(wrong))


@pytest.mark.parametrize(
    "change",
    [
        {"layout": "word"},
        {"fields": {"operator": "Operator"}},
        {"fields": []},
        {"success": "Completed"},
        {"success": [1]},
        {"methods": [{"name": "x", "category": "shred", "technique": "y"}]},
        {"methods": [{"name": "x", "category": "clear"}]},
        {"methods": {"x": "clear"}},
        {"zone": 1},
    ],
)
def test_json_that_is_no_map_is_refused(change: dict[str, object]) -> None:
    """Who did it has no field at all: `operator` is refused, not ignored."""
    with pytest.raises(InvalidInput):
        read_map(write_map(XML_MAP) | change)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(write_map(XML_MAP))), anything)
@settings(max_examples=40)
def test_whatever_stands_in_a_map_it_is_one_or_refused(name: str, value: object) -> None:
    with suppress(InvalidInput):
        wanted = read_map(write_map(XML_MAP) | {name: value})
        assert read_map(write_map(wanted)) == wanted
    with pytest.raises(InvalidInput):
        read_map({name: value})


class TestTimes:
    """Times with the zone that a map says they are in."""

    @pytest.mark.parametrize(
        ("text", "time_format", "zone", "moment"),
        [
            ("13-01-2026 08:10:00", "%d-%m-%Y %H:%M:%S", "Europe/Amsterdam", datetime(2026, 1, 13, 7, 10, tzinfo=UTC)),
            ("13-07-2026 08:10:00", "%d-%m-%Y %H:%M:%S", "Europe/Amsterdam", datetime(2026, 7, 13, 6, 10, tzinfo=UTC)),
            ("2026-03-29T01:59:59", "", "Europe/Amsterdam", datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
            ("2026-03-29T03:00:00", "", "Europe/Amsterdam", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
            ("2026-10-25T02:30:00", "", "Europe/Amsterdam", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
            ("2026-10-25T03:00:00", "", "Europe/Amsterdam", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
            ("2026-01-13T08:10:00", "", "-05:30", datetime(2026, 1, 13, 13, 40, tzinfo=UTC)),
            ("2026-01-13T08:10:00+01:00", "", "UTC", datetime(2026, 1, 13, 7, 10, tzinfo=UTC)),
            ("01/13/26 08:10 PM", "%m/%d/%y %I:%M %p", "UTC", datetime(2026, 1, 13, 20, 10, tzinfo=UTC)),
        ],
    )
    def test_a_time_is_in_utc_where_its_zone_is_known(
        self, text: str, time_format: str, zone: str, moment: datetime
    ) -> None:
        assert read_time(text, time_format, zone) == moment

    def test_without_a_zone_none_is_given(self) -> None:
        found = read_time("2026-01-13T08:10:00", "", "")
        assert found is not None
        assert found.tzinfo is None

    @pytest.mark.parametrize("text", ["yesterday", "32-01-2026 08:10:00", "2026-01-13", ""])
    def test_what_is_not_written_so_is_no_time(self, text: str) -> None:
        assert read_time(text, "%d-%m-%Y %H:%M:%S", "UTC") is None

    def test_zones(self) -> None:
        assert all(map(is_zone, ("UTC", "+01:00", "-11:30", "Europe/Amsterdam")))
        assert not any(map(is_zone, ("", "+1", "+15:00", "Europe/Brussels", "CET")))
