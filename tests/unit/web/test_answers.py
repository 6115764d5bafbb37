"""The three answers of the public passport."""

from dataclasses import replace
from datetime import date

from dpp.domain.history import PublicHistory
from dpp.domain.message import message
from tests.support.page_samples import TODAY, passport_of_a_display_model, passport_of_a_laptop
from web.pages.answers import three_answers
from web.pages.contexts.frame import Figure, Tone
from web.pages.contexts.passport import Repairability
from web.pages.contexts.support import UpdatesBlock

LAPTOP = passport_of_a_laptop()


def test_a_device_whose_data_were_checked_is_safe() -> None:
    """With the month in which it was checked."""
    safe = three_answers(LAPTOP)[0]
    assert safe.tone is Tone.GOOD
    assert "2026-06" in str(safe.more[0])


def test_a_device_that_is_missing_is_a_stop_whatever_else_is_true() -> None:
    """While it belongs to the State."""
    history = replace(LAPTOP.history, reported_lost=True)
    assert three_answers(replace(LAPTOP, history=history))[0].tone is Tone.STOP
    elsewhere = replace(history, state_owned=False)
    assert three_answers(replace(LAPTOP, history=elsewhere))[0].tone is Tone.GOOD


def test_nobody_is_told_to_give_on_a_missing_device() -> None:
    """It is to be handed in, and that is all."""
    missing = three_answers(replace(LAPTOP, history=replace(LAPTOP.history, reported_lost=True)))
    assert missing[2].tone is Tone.STOP
    assert "Give it on" not in " ".join(str(sentence) for answer in missing for sentence in answer.more)


def test_nothing_is_called_safe_without_a_check() -> None:
    """An empty history is not good news."""
    assert three_answers(replace(LAPTOP, history=PublicHistory()))[0].tone is Tone.UNKNOWN


def test_a_device_without_storage_is_safe() -> None:
    """A display keeps no data of a person."""
    assert three_answers(replace(LAPTOP, has_storage=False, history=PublicHistory()))[0].tone is Tone.GOOD


def test_updates_that_ended_ask_for_attention() -> None:
    """The last day itself is still good."""
    assert three_answers(replace(LAPTOP, updates_until=TODAY))[1].tone is Tone.GOOD
    assert three_answers(replace(LAPTOP, updates_until=date(2026, 11, 19)))[1].tone is Tone.ATTENTION


def test_an_end_of_updates_that_nobody_published_is_not_guessed() -> None:
    """It says that it is not published, and still tells about the battery."""
    answer = three_answers(replace(LAPTOP, updates_until=None, updates=None, battery=Figure(61, "%")))[1]
    assert answer.tone is Tone.UNKNOWN
    assert len(answer.more) == 1


def test_whether_windows_11_runs_on_it_is_told_where_it_is_known() -> None:
    """For a laptop that says more than a date; what is not known is not told as a no."""
    runs = UpdatesBlock(lines=(), windows=message("it runs Windows 11"), windows_tone=Tone.GOOD)
    for tone, told in ((Tone.GOOD, "runs on it"), (Tone.ATTENTION, "does not run on it")):
        page = replace(LAPTOP, updates=replace(runs, windows_tone=tone), battery=None)
        assert [each for each in three_answers(page)[1].more if told in str(each)]
    unknown = replace(LAPTOP, updates=replace(runs, windows_tone=Tone.UNKNOWN), battery=None)
    assert not [each for each in three_answers(unknown)[1].more if "Windows" in str(each)]


def test_where_something_can_be_done_a_link_leads_there() -> None:
    """How to repair it, who helps; whom to tell that it was found, while it belongs to the State."""
    page = replace(LAPTOP, repair_page="/models/x/repair", report_found="/passports/x/found")
    safe, _, broken = three_answers(page)
    assert [link.address for link in safe.links] == ["/passports/x/found"]
    assert [link.address for link in broken.links] == ["/models/x/repair", "https://www.repaircafe.org/"]
    assert three_answers(replace(page, report_found=None))[0].links == ()


def test_a_missing_device_leads_to_the_report_and_to_nobody_who_repairs_it() -> None:
    history = replace(LAPTOP.history, reported_lost=True, state_owned=True)
    missing = three_answers(replace(LAPTOP, history=history, report_found="/passports/x/found"))
    assert [link.address for answer in missing for link in answer.links] == ["/passports/x/found"]


def test_the_repair_class_comes_before_the_date_of_parts() -> None:
    """And parts that can no longer be had are not promised."""
    graded = replace(LAPTOP, repair=Repairability(grade="B", parts_until=date(2031, 1, 1)))
    assert "B" in str(three_answers(graded)[2].answer)
    gone = replace(LAPTOP, repair=Repairability(parts_until=date(2020, 1, 1)))
    assert "2020" not in str(three_answers(gone)[2].answer)


def test_a_model_is_not_asked_whether_it_is_safe_to_have() -> None:
    """Only a device in somebody's hands has that question."""
    assert len(three_answers(passport_of_a_display_model())) == 2
