"""The pages of the pulse: answering, and the picture."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from spaces.actions import pulse as pulses
from spaces.actions import pulse_items
from spaces.actions.space import move_space
from spaces.models import PulseItem, PulsePlace
from spaces.pulse_items import ITEMS
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    space = w.consolidated()
    w.peers_of(space, 6)
    return space


def url(name, row):
    return reverse(f"spaces:{name}", args=[row.pk])


def signed_in(client, name):
    client.force_login(w.noa() if name == "noa" else w.a_person(name))
    return client


def page(client, name, address):
    return signed_in(client, name).get(address).content.decode()


def chosen(wave, value="4", **more):
    return dict.fromkeys(wave.items, value) | more


def answered(wave):
    return wave.places.filter(has_answered=True).count()


# --- Answering -------------------------------------------------------------------------------------------------------


def test_the_form_says_who_reads_it_and_asks_the_twelve(client, space):
    wave = w.pulse_opened(space)
    said = page(client, "dana", url("my_pulse", wave))
    assert "Nobody reads your answer: no peer, not the facilitator, not whoever keeps the database." in said
    assert [item.en for item in ITEMS if item.en not in said] == []
    assert said.count('type="radio"') == 12 * 6


@pytest.mark.parametrize(("language", "words"), [("he", "מה שמוסכם כאן מתבצע"), ("ar", "ما يُتَّفق عليه هنا يُنفَّذ")])
def test_it_is_asked_in_the_readers_language(client, space, language, words):
    wave = w.pulse_opened(space)
    dana = w.a_person("dana")
    dana.language = language
    dana.save()
    assert words in page(client, "dana", url("my_pulse", wave))


def test_an_answer_is_looked_over_before_it_is_sent(client, space):
    wave = w.pulse_opened(space)
    signed_in(client, "dana")
    said = client.post(url("my_pulse", wave), chosen(wave, says_own_view="1", gets_done="unknown")).content.decode()
    assert "Is this what you mean?" in said
    assert "Once sent, an answer cannot be changed or taken back" in said
    assert answered(wave) == 0
    said = client.post(url("my_pulse", wave), chosen(wave, says_own_view="1", step="edit")).content.decode()
    assert said.count("checked") == 12
    sent = client.post(url("my_pulse", wave), chosen(wave, step="send"))
    assert (sent.url, answered(wave)) == (url("my_pulses", space), 1)
    assert "nobody can find it there" in client.get(sent.url).content.decode()


def test_the_second_of_two_tabs_is_told(client, space):
    wave = w.pulse_opened(space)
    signed_in(client, "dana")
    for _tab in range(2):
        response = client.post(url("my_pulse", wave), chosen(wave, step="send"), follow=True)
    assert "You have answered. Thank you." in response.content.decode()
    assert answered(wave) == 1


@pytest.mark.parametrize("wrong", ["", "6", "0", "x", "1 " * 500])
def test_a_line_without_a_choice_is_shown_again_with_the_rest_kept(client, space, wrong):
    wave = w.pulse_opened(space)
    signed_in(client, "dana")
    said = client.post(url("my_pulse", wave), chosen(wave, step="send", says_own_view=wrong)).content.decode()
    assert "Please look at this again" in said
    assert said.count("checked") == 11
    assert answered(wave) == 0


def test_the_page_keeps_no_copy_of_what_was_chosen(client, space):
    wave = w.pulse_opened(space)
    signed_in(client, "dana")
    response = client.post(url("my_pulse", wave), chosen(wave))
    assert "no-store" in response["Cache-Control"]


def test_who_is_not_asked_sees_why(client, space):
    wave = w.pulse_opened(space)
    w.joined(space, "raed")
    for name in ("raed", "noa"):
        assert "who were members when it was opened" in page(client, name, url("my_pulse", wave))
        assert signed_in(client, name).post(url("my_pulse", wave), chosen(wave, step="send")).status_code == 200
    assert answered(wave) == 0


def test_what_is_over_or_rests_says_so(client, space):
    wave = w.pulse_opened(space)
    move_space(space, Stage.PAUSED, by=w.noa())
    assert "The space rests at the moment" in page(client, "dana", url("my_pulse", wave))
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    pulses.call_off(wave, by=w.noa())
    assert "This pulse was called off" in page(client, "dana", url("my_pulse", wave))


def test_it_waits_among_what_waits_for_a_peer_until_answered(client, space):
    wave = w.pulse_opened(space)
    assert "How is the group? The pulse" in page(client, "dana", "/my/")
    pulses.answer(wave, by=w.a_person("dana"), answers=dict.fromkeys(wave.items, 4))
    assert "How is the group? The pulse" not in page(client, "dana", "/my/")


# --- The desk --------------------------------------------------------------------------------------------------------


def test_a_facilitator_opens_a_pulse_and_sees_how_many_answered_and_never_who(client, space):
    signed_in(client, "noa")
    until = (timezone.localdate() + timedelta(days=10)).isoformat()
    assert client.post(url("pulse_new", space), {"closes_at": until}).status_code == 302
    wave = space.pulses.get()
    pulses.answer(wave, by=w.a_person("dana"), answers=dict.fromkeys(wave.items, 4))
    said = client.get(url("desk_pulses", space)).content.decode()
    assert "1 of 6 answered" in said
    assert [name for name in ("Dana", "Avi Nahum", "Peer 3") if name in said] == []


def test_a_second_one_is_refused_in_the_form(client, space):
    w.pulse_opened(space)
    until = (timezone.localdate() + timedelta(days=10)).isoformat()
    said = signed_in(client, "noa").post(url("pulse_new", space), {"closes_at": until}).content.decode()
    assert "A pulse is open already." in said


def test_more_time_counting_and_calling_off_have_their_pages(client, space):
    wave = w.pulse_opened(space)
    signed_in(client, "noa")
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert client.post(url("pulse_extend", wave), {"closes_at": until}).status_code == 302
    assert client.post(url("pulse_close", wave)).status_code == 409
    assert "answers are destroyed unread" in client.get(url("pulse_call_off", wave)).content.decode()
    assert client.post(url("pulse_call_off", wave)).status_code == 302
    assert client.post(url("pulse_call_off", wave)).status_code == 409


def test_before_the_first_five_there_is_no_picture(client, space):
    assert "No picture yet" in page(client, "noa", url("desk_pulses", space))


def test_under_five_answers_the_picture_is_withheld_in_every_line(client):
    space = w.consolidated()
    w.pulsed(space)
    said = page(client, "dana", url("my_pulses", space))
    assert "Withheld: fewer than 5 answered." in said
    assert said.count('class="chip plain">withheld') == 12 + 1  # and once in the legend
    assert "a strength</span>" in said  # the legend alone
    assert said.count('class="chip good"') == 1


def test_the_picture_is_a_chart_and_a_table_of_the_same(client, space):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _wave in range(3):
            w.pulsed(space)
            clock.shift(timedelta(days=30))
        said = page(client, "dana", url("my_pulses", space))
    assert said.count('<svg class="pulse-chart"') == 12 + 1
    shown = said.partition("<table")[2].partition("</table>")[0]
    assert shown.count("<tr>") == 1 + 1 + 12
    assert shown.count("6 of 6") == 3


def test_a_stuck_wave_tells_the_facilitator(client, space):
    wave = w.pulse_opened(space)
    with time_machine.travel(wave.closes_at + timedelta(hours=1), tick=False):
        assert "could not be counted yet" in page(client, "noa", url("desk_pulses", space))


@pytest.mark.parametrize("waves", [1, 3])
def test_the_picture_takes_a_fixed_number_of_queries(client, space, django_assert_num_queries, waves):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _wave in range(waves):
            w.pulsed(space)
            clock.shift(timedelta(days=30))
        signed_in(client, "dana").get(url("my_pulses", space))
        with django_assert_num_queries(6):
            client.get(url("my_pulses", space))


# --- The group's own lines -------------------------------------------------------------------------------------------


def test_an_own_line_is_asked_from_the_next_wave_on(client, space):
    first = w.pulse_opened(space)
    signed_in(client, "noa")
    assert client.post(url("pulse_items", space), {"axis": "task", "he": "אנחנו לומדים זה מזה"}).status_code == 302
    item = PulseItem.objects.get()
    assert item.key not in first.items
    pulses.call_off(first, by=w.noa())
    second = w.pulse_opened(space)
    assert second.items[-1] == item.key
    assert "אנחנו לומדים זה מזה" in page(client, "dana", url("my_pulse", second))
    signed_in(client, "noa").post(url("pulse_item_retire", item))
    assert "אנחנו לומדים זה מזה" in page(client, "dana", url("my_pulse", second))


@pytest.mark.parametrize("text", ["I trust Avi Nahum", "ניצן הדרום עומד בדיבורו", "MICHAL LAVI listens"])
def test_an_own_line_about_somebody_is_refused(client, space, text):
    said = signed_in(client, "noa").post(url("pulse_items", space), {"axis": "task", "en": text}).content.decode()
    assert "never about one person or body" in said
    assert not PulseItem.objects.exists()


def test_an_own_line_needs_words_and_there_are_five_at_most(client, space):
    signed_in(client, "noa")
    assert "in one language at least" in client.post(url("pulse_items", space), {"axis": "task"}).content.decode()
    for number in range(5):
        pulse_items.add_item(space, by=w.noa(), axis="task", en=f"Line {number}")
    assert "at most 5" in client.post(url("pulse_items", space), {"axis": "task", "en": "Sixth"}).content.decode()
    assert PulseItem.objects.count() == 5


def test_a_formula_in_an_own_line_is_harmless_in_the_export(client, space):
    pulse_items.add_item(space, by=w.noa(), axis="task", en="=1+1")
    w.pulsed(space)
    assert "'=1+1" in page(client, "noa", url("pulse_export", space))


# --- Nobody else -----------------------------------------------------------------------------------------------------


def test_for_a_stakeholder_there_is_no_pulse(client):
    space = w.cross_sector()
    w.ruth_joined(space)
    wave = w.pulse_opened(space)
    assert PulsePlace.objects.filter(membership__role="stakeholder").count() == 0
    client.force_login(w.Invitation.objects.get(email="ruth@health.gov.il").membership.person)
    for address in (url("my_pulses", space), url("my_pulse", wave), url("desk_pulses", space)):
        assert client.get(address).status_code == 404
    assert "pulse" not in client.get(url("my_space", space)).content.decode().lower()
