"""Two pulses: one before anybody comes in, and one after, in which the group's openness is lower."""

from spaces.actions import pulse
from spaces.models.pulse import Band
from spaces.pulse_items import ITEMS, OPENNESS
from tests.browser.acting import press
from tests.browser.year.cast import AVI, DANA
from tests.browser.year.story import work

OPEN, GUARDED = dict.fromkeys((item.key for item in ITEMS), 5), dict.fromkeys(OPENNESS, 1)


def the_group_sets_its_levels(year):
    year.noa.goto(f"{year.desk}/levels/")
    year.picture(year.noa, "levels")
    press(year.noa, "form .main")


def a_first_pulse(year):
    year.noa.goto(f"{year.desk}/pulse/new/")
    year.picture(year.noa, "pulse-to-open")
    press(year.noa, "form .main")
    first = year.space.pulses.get(number=1)
    dana_answers(year, first)
    answers_in_browser(year, AVI, first, OPEN)
    year.noa.goto(f"{year.desk}/pulse/")
    year.picture(year.noa, "pulse-open-on-the-desk")
    the_rest_answers(first, OPEN)
    work()
    first.refresh_from_db()
    assert (first.asked, first.answered, first.counted) == (8, 8, 8)
    assert bands(first) == dict.fromkeys(OPEN, Band.HIGH)
    page = year.phone(DANA)
    page.goto(year.letter(DANA, "/my/spaces/"))
    year.picture(page, "first-picture-of-the-group")


def dana_answers(year, wave):
    page = year.phone(DANA)
    page.goto(year.letter(DANA, "/my/pulses/"))
    year.picture(page, "pulse-asks")
    choose(page, OPEN)
    press(page, "[value=check]")
    year.picture(page, "pulse-look-it-over")
    press(page, "[value=send]")
    year.picture(page, "pulse-is-answered")


def answers_in_browser(year, address, wave, answers):
    page = year.phone(address)
    page.goto(f"/my/pulses/{wave.pk}/")
    choose(page, answers)
    press(page, "[value=check]")
    press(page, "[value=send]")


def choose(page, answers):
    for key, value in answers.items():
        page.locator(f"main [name={key}][value='{value}']").check()


def the_rest_answers(wave, answers):
    for place in wave.places.filter(has_answered=False).select_related("membership__person"):
        pulse.answer(wave, by=place.membership.person, answers=answers)


def bands(wave):
    return dict(wave.readings.values_list("item", "band"))


def a_second_pulse_drops(year):
    year.noa.goto("/desk/")
    year.picture(year.noa, "desk-with-what-is-due")
    year.noa.goto(f"{year.desk}/pulse/")
    year.picture(year.noa, "new-pulse-is-due")
    year.noa.goto(f"{year.desk}/pulse/new/")
    press(year.noa, "form .main")
    second = year.space.pulses.get(number=2)
    for address in (DANA, AVI):
        answers_in_browser(year, address, second, OPEN | GUARDED)
    the_rest_answers(second, OPEN | GUARDED)
    work()
    second.refresh_from_db()
    assert (second.asked, second.answered, second.counted) == (8, 8, 8)
    assert bands(second) == {key: Band.LOW if key in OPENNESS else Band.HIGH for key in OPEN}


def the_two_are_compared(year):
    page = year.noa
    page.goto(f"{year.desk}/pulse/")
    year.picture(page, "openness-fell-on-the-desk")
    ways = page.locator("[aria-labelledby=recheck] a").evaluate_all("links => links.map(one => one.pathname)")
    assert ways == [f"{year.desk}/meetings/new/", f"{year.desk}/move/consolidated/"]
    page = year.phone(DANA)
    page.goto(f"{year.mine}/pulse/")
    year.picture(page, "openness-fell-for-the-peers")
    page.goto(f"{year.mine}/readiness/")
    year.picture(page, "readiness-after-the-fall")
