"""A year of one space in Hebrew, on a moved clock: a group finds together, opens its door, and closes it again."""

from random import Random

import pytest
import time_machine

from tests.browser.measuring import LOADS, pages, table
from tests.browser.year import beginning, deciding, door, meeting, outside, pulses, room
from tests.browser.year.cast import GIL, RUTH
from tests.browser.year.story import Year, moment
from tests.fixtures.browser import OUTPUT

pytestmark = pytest.mark.browser

MOST_QUERIES, MOST_BYTES = 45, 50_000  # of one page, generously


@pytest.fixture
def year(transactional_db, live_server, new_page, letters, picture, monkeypatch):
    monkeypatch.setattr("spaces.actions.pulse.CHANCE", Random(1))  # the lots of the two pulses, the same in each run
    with time_machine.travel(moment("2026-12-01"), tick=True) as clock:
        LOADS.begin()
        yield Year(clock, new_page, letters, picture, live_server.url)
        LOADS.end()
        write(table(LOADS.seen))


def write(lines):
    folder = OUTPUT / "year"
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("pages.tsv").write_text("\n".join(lines) + "\n")


def test_a_year_of_one_space(year):
    the_group_gathers(year)
    it_learns_to_decide(year)
    it_gets_ready_for_others(year)
    the_door_is_open(year)
    openness_falls_and_it_goes_back(year)
    the_year_ends(year)
    assert max(one.queries for one in pages(LOADS.seen)) <= MOST_QUERIES
    assert max(one.size for one in pages(LOADS.seen)) <= MOST_BYTES


def the_group_gathers(year):
    beginning.a_facilitator_opens_a_space(year)
    beginning.eight_heads_of_organisations_come_in(year)
    meeting.the_first_meeting_is_planned_and_answered(year)
    meeting.dana_subscribes(year)
    meeting.the_first_meeting_was_held(year)
    year.on("2027-01-03")
    meeting.a_second_meeting_is_held(year)
    year.on("2027-01-25")
    room.avi_shares_a_file(year)
    door.the_group_consolidates(year)


def it_learns_to_decide(year):
    year.on("2027-02-01")
    deciding.a_proposal_meets_an_objection_without_a_name(year)
    deciding.the_proposal_changes_and_is_agreed(year)
    meeting.a_third_is_called_off(year)
    pulses.the_group_sets_its_levels(year)
    year.on("2027-02-16")
    pulses.a_first_pulse(year)


def it_gets_ready_for_others(year):
    year.on("2027-02-22")
    door.the_need_is_written(year)
    door.everybody_is_asked_about_dependencies(year)
    year.on("2027-03-01")
    deciding.one_position_on_behalf(year)
    year.on("2027-03-08")
    door.avi_proposes_a_candidate(year)
    door.somebody_asks_to_wait(year)
    door.they_talk_about_it(year)
    door.the_annex_is_signed_by_all(year)
    meeting.a_fourth_moves_over_the_change_of_the_clock(year)
    year.on("2027-03-17")
    deciding.the_group_asks_itself_about_the_door(year)
    door.the_group_decides_whom_to_invite(year)


def the_door_is_open(year):
    year.on("2027-04-05")
    door.the_door_opens(year)
    door.two_candidates_are_invited(year)
    year.on("2027-04-07")
    outside.the_ministry_comes_in(year)
    outside.the_relations_are_read_by_all(year)
    room.avi_releases_one_thing(year)
    room.the_ministry_says_something(year)
    meeting.a_fifth_with_the_ministry(year)
    outside.a_joint_task_is_decided_by_all(year)
    meeting.a_sixth_with_the_ministry(year)
    for address in (RUTH, GIL):
        outside.nothing_of_the_peers_reaches(year, address)


def openness_falls_and_it_goes_back(year):
    year.on("2027-06-08")
    pulses.a_second_pulse_drops(year)
    pulses.the_two_are_compared(year)
    meeting.a_seventh_of_the_peers_alone(year)
    outside.the_group_goes_back(year)
    outside.the_ministry_is_thanked(year)
    for address in (RUTH, GIL):
        outside.nothing_of_the_peers_reaches(year, address)


def the_year_ends(year):
    year.on("2027-07-15")
    outside.the_space_rests_for_the_summer(year)
    meeting.the_eighth(year)
    room.tamar_leaves_with_her_files(year)
    year.on("2027-12-01")
    year.noa.goto(f"{year.desk}/history/")
    year.picture(year.noa, "history")
    year.noa.goto("/desk/outbox/")
    year.picture(year.noa, "outbox")
