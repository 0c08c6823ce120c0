"""The mails of the pulse: the question, one reminder, and that it was counted."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from impact_spaces.lib.calendar import is_calm
from spaces.actions import pulse as pulses
from spaces.actions import pulse_reminding
from spaces.actions.delivery import deliver_due
from spaces.actions.membership import end
from spaces.models import Message
from tests import world as w

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as moving:
        yield moving


@pytest.fixture
def wave(clock):
    return w.pulse_opened(w.consolidated())


def give(wave, name):
    pulses.answer(wave, by=w.a_person(name), answers=dict.fromkeys(wave.items, 2))


def states(kind):
    found = Message.objects.filter(kind=kind).order_by("pk").values_list("address", "state")
    return {address.partition("@")[0]: state for address, state in found}


def remind(clock, wave):
    """Let an hour pass at a time until a reminder went into the outbox or the wave is over."""
    while datetime.now(UTC) < wave.closes_at:
        clock.shift(timedelta(hours=1))
        if pulse_reminding.remind_due():
            return datetime.now(UTC)
    return None


def test_the_question_leads_to_its_page_and_carries_no_line_of_it(wave, mailoutbox):
    deliver_due()
    mail = next(mail for mail in mailoutbox if "pulse" in mail.subject)
    assert mail.subject == "How is the group? The pulse of “Mental health in the community”"
    assert reverse("spaces:my_pulse", args=[wave.pk]) in mail.body
    assert "inconvenient" not in mail.body


def test_who_has_not_answered_is_reminded_once_at_a_calm_hour(clock, wave):
    give(wave, "dana")
    at = remind(clock, wave)
    assert is_calm(at, country="IL")
    assert timedelta(days=2) <= wave.closes_at - at <= timedelta(days=3)
    assert sorted(states("pulse_reminder")) == ["avi", "michal"]
    assert remind(clock, wave) is None


def test_who_answers_before_it_leaves_gets_none(clock, wave):
    remind(clock, wave)
    give(wave, "dana")
    end(wave.space.memberships.get(person=w.a_person("avi")), by=w.a_person("avi"))
    deliver_due()
    assert states("pulse_reminder") == {"dana": "cancelled", "avi": "cancelled", "michal": "sent"}


def test_a_reminder_waits_for_a_quiet_day_to_pass(clock, wave):
    dana = w.a_person("dana")
    dana.quiet_weekdays = [4, 6]
    dana.save()
    at = remind(clock, wave)
    due = Message.objects.get(kind="pulse_reminder", address="dana@world.example").due_at
    assert due.weekday() == 0
    assert at <= due < wave.closes_at


def test_whom_it_reminded_is_shown_to_no_facilitator(client, clock, wave):
    remind(clock, wave)
    client.force_login(w.noa())
    assert Message.objects.visible_to(w.noa()).filter(kind="pulse_reminder").count() == 0
    outbox = client.get(reverse("spaces:outbox")).content.decode()
    assert "reminder of a pulse" not in outbox
    one = Message.objects.filter(kind="pulse_reminder").first()
    assert client.get(reverse("spaces:message", args=[one.pk])).status_code == 404


def test_the_question_goes_out_to_who_answered_meanwhile_as_well(wave):
    """One that was cancelled would tell the facilitator who did."""
    give(wave, "dana")
    deliver_due()
    assert set(states("pulse").values()) == {"sent"}


def test_no_question_goes_out_when_it_is_over(clock, wave):
    clock.move_to(wave.closes_at)
    pulses.close_due()
    deliver_due()
    assert set(states("pulse").values()) == {"cancelled"}


def test_the_result_carries_no_figure(wave, mailoutbox):
    for name in ("dana", "avi", "michal"):
        give(wave, name)
    pulses.close_due()
    deliver_due()
    mail = next(mail for mail in mailoutbox if "was counted" in mail.subject)
    assert reverse("spaces:my_pulses", args=[wave.space_id]) in mail.body
    assert not any(word in mail.body for word in ("strength", "concern", "withheld", "3 of 3"))
