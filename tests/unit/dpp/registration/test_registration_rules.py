"""What the EU registry may be told, in which parcels, what its answers mean, and when it is tried again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.opaque import PassportId
from dpp.domain.registration.answers import Judged, Result, Verdict, judge
from dpp.domain.registration.backoff import Backoff
from dpp.domain.registration.identifiers import LONGEST, fault_of_address, fits, product_identifier
from dpp.domain.registration.notices import Destination, Line, Notice, NoticeKind, rank_of
from dpp.domain.registration.packages import Entry, content_of, correlation_of, in_order, largest_after
from dpp.domain.registration.prechecks import obstacles
from dpp.domain.registration.standing import Registration, Stage, after, stage_of

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
URL = "https://id.kringpas.nl"
HASH = "ab" * 32


def address(passport: str) -> str:
    return f"{URL}/passports/{passport}"


def notice(passport: str = "item000000000000", version: int = 1, granularity: str = "item", **more: Any) -> Notice:
    kind = NoticeKind.CREATED if version == 1 else NoticeKind.REVISED
    of = (PassportId(passport), version, kind, rank_of(granularity), HASH)
    return replace(Notice(Destination.REGISTRY, *of, at=NOW), **more)


def entry(passport: str = "item000000000000", granularity: str = "item", **more: Any) -> Entry:
    parents = () if granularity == "model" else (address("model00000000000"),)
    plain = Entry(
        notice=notice(passport, granularity=granularity),
        passport=address(passport),
        product=f"{URL}/d/0123456789ab",
        operator="https://example.nl/#operator",
        endpoint=f"{URL}/v1",
        granularity=granularity,
        status="active",
        updated_at=NOW,
        parents=parents,
    )
    return replace(plain, **more)


KNOWN = {address("model00000000000")}


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("identifier", "taken"),
        [
            ("https://id.kringpas.nl/passports/0123456789abcdef", True),
            ("https://" + "a" * (LONGEST - 8), True),
            ("https://" + "a" * (LONGEST - 7), False),
            ("http://id.kringpas.nl/d/0123456789ab", False),
            ("urn:epc:id:sgtin:1.2.3", False),
        ],
    )
    def test_an_identifier_is_https_and_has_50_characters_at_most(self, identifier: str, taken: bool) -> None:  # noqa: FBT001 - a column of the table
        assert fits(identifier) is taken

    def test_a_gs1_address_that_is_too_long_gives_way_to_the_passports_own(self) -> None:
        """`https://id.kringpas.nl/01/{gtin}/21/` is 44 characters already."""
        short, own = f"{URL}/01/09520000074203", address("0123456789abcdef")
        assert product_identifier(short, own) == short
        assert product_identifier(f"{short}/21/SERIAL1", own) == own

    @pytest.mark.parametrize(
        ("public_url", "possible"),
        [
            (URL, True),
            ("https://id.kringpas.example", False),
            ("http://id.nl", False),
            ("https://a123456789bcde", True),
        ],
    )
    def test_a_public_address_says_whether_any_passport_under_it_can_be_registered(
        self,
        public_url: str,
        possible: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        assert (fault_of_address(public_url) is None) is possible


class TestPreChecks:
    def test_what_is_in_order_has_no_obstacle(self) -> None:
        assert obstacles(entry(), KNOWN) == ()
        assert obstacles(entry("model00000000000", "model"), set()) == ()

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"passport": "http://id.kringpas.nl/passports/x"}, "identifier"),
            ({"product": "https://" + "x" * 43}, "identifier"),
            ({"operator": " "}, "operator"),
            ({"parents": ()}, "parent-not-named"),
            ({"parents": (address("model00000000000"), address("batch00000000000"))}, "parent-not-registered"),
            ({"notice": replace(notice(), sha256="")}, "hash"),
            ({"notice": replace(notice(), sha256=HASH.upper())}, "hash"),
        ],
    )
    def test_each_fault_is_told_by_its_name(self, wrong: dict[str, Any], code: str) -> None:
        assert [found.code for found in obstacles(replace(entry(), **wrong), KNOWN)] == [code]

    def test_all_faults_are_told_at_once(self) -> None:
        bad = entry(operator="", product="x")
        assert {found.code for found in obstacles(bad, set())} == {"identifier", "operator", "parent-not-registered"}


class TestPackages:
    def test_parents_come_before_children_and_older_before_newer(self) -> None:
        model, batch = entry("model00000000000", "model"), entry("batch00000000000", "batch")
        late, early = entry("item2"), entry("item1", notice=notice("item1", at=NOW - timedelta(days=1)))
        assert in_order([late, early, batch, model]) == (model, batch, early, late)

    def test_a_package_holds_each_passport_once_and_100_at_most(self) -> None:
        with pytest.raises(ValueError, match="each once"):
            in_order([entry(), entry()])
        with pytest.raises(ValueError, match="100"):
            in_order([entry(f"item{number}") for number in range(101)])

    def test_the_correlation_id_depends_on_the_content_alone(self) -> None:
        one = correlation_of([content_of(entry())])
        assert one == correlation_of([content_of(entry())])
        assert len(one) == 40

    @pytest.mark.parametrize(
        "other",
        [
            {"status": "archived"},
            {"operator": "https://example.nl/#other"},
            {"registration_id": "REG-1"},
            {"notice": notice(version=2)},
            {"notice": notice(round=2)},
        ],
    )
    def test_other_content_or_another_round_is_another_request(self, other: dict[str, Any]) -> None:
        assert correlation_of([content_of(entry())]) != correlation_of([content_of(replace(entry(), **other))])

    def test_after_every_whole_refusal_packages_are_smaller_down_to_one(self) -> None:
        sizes = [largest_after(refusals) for refusals in range(6)]
        assert sizes[0] == 100
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[3:] == [1, 1, 1]


def accepted(told: Notice, **more: Any) -> Result:
    return replace(Result(told.line, accepted=True, registration_id=f"REG-{told.passport_id}"), **more)


class TestAnswers:
    def test_results_are_matched_by_passport_and_version_never_by_place(self) -> None:
        first, second = notice("a"), notice("b")
        judged = judge([first, second], [accepted(second), accepted(first)])
        assert [(each.notice, each.registration_id) for each in judged] == [(first, "REG-a"), (second, "REG-b")]

    def test_the_same_result_twice_counts_once(self) -> None:
        (judged,) = judge([notice()], [accepted(notice()), accepted(notice())])
        assert judged.verdict is Verdict.ACCEPTED

    @pytest.mark.parametrize(
        ("results", "code"),
        [
            ([], "no-result"),
            ([accepted(notice()), accepted(notice(), registration_id="REG-2")], "contradiction"),
            ([accepted(notice(), registration_id=None)], "no-registration-id"),
            ([accepted(notice(), sha256="cd" * 32)], "other-hash"),
            ([accepted(notice(version=2))], "no-result"),
            ([Result(notice().line, accepted=False, code="parent-not-registered")], "parent-not-registered"),
        ],
    )
    def test_what_settles_nothing_is_told_again(self, results: list[Result], code: str) -> None:
        (judged,) = judge([notice()], results)
        assert (judged.verdict, judged.code) == (Verdict.AGAIN, code)

    def test_a_rejection_keeps_its_reason(self) -> None:
        said = Result(notice().line, accepted=False, code="operator-unknown", detail="Not in the list of operators.")
        (judged,) = judge([notice()], [said])
        assert (judged.verdict, judged.code, judged.detail) == (Verdict.REJECTED, said.code, said.detail)

    @given(st.permutations([Line(PassportId(name), 1) for name in "abcdef"]), st.integers(1, 3))
    def test_neither_order_nor_repetition_changes_a_verdict(self, order: list[Line], times: int) -> None:
        notices = [notice(name) for name in "abcdef"]
        results = [accepted(next(each for each in notices if each.line == line)) for line in order * times]
        assert judge(notices, results) == judge(notices, [accepted(each) for each in notices])


def verdict(version: int, kind: Verdict = Verdict.ACCEPTED, registration: str | None = "REG-1") -> Judged:
    told = notice(version=version)
    return Judged(told, kind, registration, "" if kind is Verdict.ACCEPTED else "bad", "")


class TestStanding:
    def test_the_first_acceptance_gives_the_id_and_later_ones_keep_it(self) -> None:
        first = after(None, verdict(1), NOW)
        second = after(first, verdict(2), NOW + timedelta(hours=1))
        assert (first.registration_id, first.version) == ("REG-1", 1)
        assert (second.registration_id, second.version) == ("REG-1", 2)

    def test_a_registered_version_never_goes_back(self) -> None:
        known = after(after(None, verdict(1), NOW), verdict(3), NOW)
        assert after(known, verdict(2), NOW) == known

    def test_another_registration_id_is_for_a_person_and_replaces_nothing(self) -> None:
        known = after(None, verdict(1), NOW)
        odd = after(known, verdict(2, registration="REG-2"), NOW)
        assert (odd.registration_id, odd.version) == ("REG-1", 1)
        assert (odd.rejected_version, odd.code, odd.detail) == (2, "other-registration-id", "REG-2")

    def test_a_rejection_leaves_what_was_registered_and_the_next_acceptance_clears_it(self) -> None:
        known = after(None, verdict(1), NOW)
        refused = after(known, verdict(2, Verdict.REJECTED, None), NOW)
        assert (refused.version, refused.rejected_version, refused.code) == (1, 2, "bad")
        assert after(refused, verdict(3), NOW).rejected_version is None

    def test_an_open_line_changes_nothing(self) -> None:
        with pytest.raises(ValueError, match="again"):
            after(None, verdict(1, Verdict.AGAIN), NOW)

    def test_how_far_a_passport_is(self) -> None:
        known = Registration(Destination.REGISTRY, PassportId("a"), NOW, "REG-1", 1, HASH)
        nothing = {"waiting": False, "held": False, "sent": False}
        assert stage_of(None, **nothing) is None
        assert stage_of(known, **nothing) is Stage.REGISTERED
        assert stage_of(replace(known, rejected_version=2), **nothing) is Stage.REJECTED
        assert stage_of(known, waiting=True, held=False, sent=False) is Stage.WAITING
        assert stage_of(known, waiting=True, held=False, sent=True) is Stage.SENT
        assert stage_of(known, waiting=True, held=True, sent=False) is Stage.HELD


class TestBackoff:
    PACE = Backoff(timedelta(seconds=5), timedelta(hours=1))

    def test_it_doubles_up_to_the_longest(self) -> None:
        waits = [self.PACE.delay(attempts, b"\xff\xff").total_seconds() for attempts in (1, 2, 3, 10, 500)]
        assert waits == [5, 10, 20, 2560, 3600]

    @given(st.integers(1, 1000), st.binary(min_size=2, max_size=2))
    def test_half_is_left_to_chance(self, attempts: int, chance: bytes) -> None:
        most = self.PACE.delay(attempts, b"\xff\xff")
        assert most / 2 <= self.PACE.delay(attempts, chance) <= most

    def test_whoever_says_how_long_is_heard_up_to_a_day(self) -> None:
        assert self.PACE.delay(1, b"\x00\x00", timedelta(minutes=5)) == timedelta(minutes=5)
        assert self.PACE.delay(1, b"\x00\x00", timedelta(seconds=1)) == timedelta(seconds=2.5)
        assert self.PACE.delay(1, b"\x00\x00", timedelta(days=400)) == timedelta(days=1)
