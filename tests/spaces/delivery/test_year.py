"""The year 5787, with its leap month: at ten thousand random moments something becomes due, and nothing is sent in a
quiet time, after its deadline, or lost.

Lost would be what was wanted, had a calm moment before its deadline while somebody looked, and did not go out.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone
from pyluach import dates

from members.models import Person
from spaces.actions import invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.habits import Habits
from spaces.actions.look_hour import FRESH, against_hour
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.pulse_reminding import moment_for
from spaces.actions.reminding import LEAST_LEFT, SPACING, next_reminder
from spaces.actions.space import move_space
from spaces.models import Invitation, Message
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w
from tests.quiet import READERS, Reader

BEGINS, ENDS = (
    datetime.combine(dates.HebrewDate(year, 7, 1).to_pydate(), datetime.min.time()) for year in (5787, 5788)
)
UTC_YEAR = (BEGINS.replace(tzinfo=UTC), ENDS.replace(tzinfo=UTC))
CASES = 10_000
COUNTRIES = ["IL", "GB", "US", "AE", "SA"]
A_LOOK = timedelta(seconds=20)  # the timetable's


def a_moment(chance):
    """Some second of the year."""
    first, last = UTC_YEAR
    return first + timedelta(seconds=chance.randrange(int((last - first).total_seconds())))


@dataclass
class Fate:
    """What became of a mail: when it was looked at, when it went out or was dropped."""

    looks: list = field(default_factory=list)
    sent_at: datetime | None = None

    @property
    def dropped_at(self):
        return None if self.sent_at else self.looks[-1]


def a_mail(kind, reader, due):
    created = due - 2 * FRESH
    return SimpleNamespace(
        kind=kind, occasion="reminder", created_at=created, space_id=1, space=SimpleNamespace(country=reader.country)
    )


def lived(mail, reader, due, deadline, lag):
    """The second look of the product again and again, each time a lag after the moment that it asked for."""
    habits, fate, now = Habits(reader.quiet_weekdays, reader.zone), Fate(), due + lag()
    while True:
        fate.looks.append(now)
        if deadline is not None and now >= deadline:
            return fate
        found = against_hour(mail, habits, now, deadline)
        if found is None:
            fate.sent_at = now
            return fate
        if found.until is None:
            return fate
        now = found.until + lag()


def cases(kinds, seed):
    chance = Random(seed)
    for _number in range(CASES):
        kind, reader, due = chance.choice(kinds), chance.choice(READERS), a_moment(chance)
        deadline = due + timedelta(hours=chance.expovariate(1 / 60)) if chance.random() < 0.9 else None
        yield chance, kind, reader, due, deadline


def test_of_what_the_product_sends_by_itself_nothing_goes_wrong_in_a_year():
    """As it is looked at three times a minute."""
    counts = {"sent": 0, "moved": 0, "dropped": 0}
    for chance, kind, reader, due, deadline in cases([MailKind.REMINDER, MailKind.PULSE_REMINDER], seed=5787):
        fate = lived(a_mail(kind, reader, due), reader, due, deadline, lambda c=chance: A_LOOK * c.random())
        about = (kind, reader, due, deadline, fate)
        if fate.sent_at:
            assert reader.is_calm_at(fate.sent_at), about
            assert deadline is None or fate.sent_at < deadline, about
            assert fate.sent_at - due < A_LOOK or not reader.has_calm_between(due, fate.sent_at - A_LOOK), about
        else:
            assert not reader.has_calm_between(due + A_LOOK, (deadline or UTC_YEAR[1]) - A_LOOK), about
        counts["dropped" if not fate.sent_at else "moved" if len(fate.looks) > 1 else "sent"] += 1
    assert all(count > CASES / 10 for count in counts.values()), counts


def test_a_worker_that_sleeps_for_days_sends_nothing_late_and_nothing_in_the_night():
    for chance, kind, reader, due, deadline in cases([MailKind.REMINDER, MailKind.MEETING_REMINDER], seed=1):
        fate = lived(
            a_mail(kind, reader, due), reader, due, deadline, lambda c=chance: timedelta(hours=c.expovariate(1 / 8))
        )
        about = (kind, reader, due, deadline, fate)
        if fate.sent_at:
            assert reader.is_calm_at(fate.sent_at), about
            assert deadline is None or fate.sent_at < deadline, about
        elif deadline is not None:
            assert not reader.has_calm_between(fate.dropped_at, deadline), about


def test_what_is_the_only_word_of_something_keeps_the_rest_days_of_its_space_and_is_never_lost():
    """It may come on a quiet day of its reader's own rather than too late."""
    for chance, kind, reader, due, deadline in cases(
        [MailKind.DECISION, MailKind.PULSE_RESULT, MailKind.DIGEST], seed=2
    ):
        fate = lived(a_mail(kind, reader, due), reader, due, deadline, lambda c=chance: A_LOOK * c.random())
        there = Reader(reader.country, zone_in(reader.country), reader.country)
        about = (kind, reader, due, deadline, fate)
        if fate.sent_at:
            assert reader.is_calm_at(fate.sent_at) or there.is_calm_at(fate.sent_at), about
            assert deadline is None or fate.sent_at < deadline, about
        else:
            last = deadline - A_LOOK
            assert not reader.has_calm_between(due + A_LOOK, last), about
            assert not there.has_calm_between(due + A_LOOK, last), about


def zone_in(country):
    """Where a space is, by the clock on its wall."""
    own = {"IL": "Asia/Jerusalem", "GB": "Europe/London", "US": "America/New_York"}
    return own.get(country) or {"AE": "Asia/Dubai", "SA": "Asia/Riyadh"}[country]


def test_what_is_planned_is_planned_for_a_calm_hour_in_time_or_there_was_none():
    chance = Random(3)
    for _number in range(CASES):
        reader, opened = chance.choice(READERS), a_moment(chance)
        deadline = opened + timedelta(hours=chance.uniform(24, 24 * 30))
        found = SimpleNamespace(reminders=chance.randrange(2), deadline=deadline)
        own = {"quiet_weekdays": reader.quiet_weekdays, "clock": reader.zone}
        moment = next_reminder(found, reader.country, after=opened, **own)
        first, last = opened + SPACING, deadline - LEAST_LEFT
        about = (reader, opened, deadline, moment)
        if moment is None:
            assert not reader.has_calm_between(first, last), about
        else:
            assert reader.is_calm_at(moment), about
            assert first <= moment <= last, about


def test_a_pulse_is_reminded_of_while_there_is_a_working_hour_left():
    chance = Random(4)
    for _number in range(CASES // 10):
        space, opened = SimpleNamespace(country=chance.choice(["IL", "US", "SA"])), a_moment(chance)
        wave = SimpleNamespace(space=space, opened_at=opened, closes_at=opened + timedelta(days=chance.uniform(7, 30)))
        there = Reader(space.country, zone_in(space.country), space.country)
        assert opened < moment_for(wave) < wave.closes_at
        assert there.has_calm_between(moment_for(wave), wave.closes_at), wave


@pytest.mark.django_db
def test_a_year_of_the_real_outbox():
    """Reminders to people in five countries, put into the outbox at random moments, and the worker at work."""
    chance = Random(5)
    with time_machine.travel(UTC_YEAR[0], tick=False) as clock:
        spaces = {one: move_space(w.a_space(country=one), Stage.GATHERING, by=w.noa()) for one in COUNTRIES}
        readers = [one for one in READERS if len(one.quiet_weekdays) < 7]
        moments = sorted(a_moment(chance) for _mail in range(60))
        put = {}
        for number, due in enumerate(moments):
            go_on(clock, until=due)
            reader = chance.choice(readers)
            put[remind(spaces[reader.country], reader, number, timedelta(hours=chance.uniform(1, 100)))] = reader
        go_on(clock, until=UTC_YEAR[1])
    sent = [right_or_wrong(Message.objects.get(invitation=one, kind="reminder"), put[one]) for one in put]
    assert 10 < sum(sent) < 60


def remind(space, reader, number, time_left):
    address = f"ceo{number}@world.example"
    Person.objects.create_user(address, time_zone=reader.zone, quiet_weekdays=list(reader.quiet_weekdays))
    found = invitation.invite(space, w.Invitee(address, f"CEO {number}"), by=w.noa())
    Invitation.objects.filter(pk=found.pk).update(deadline=timezone.now() + time_left)
    enqueue([to_invitee(found, MailKind.REMINDER, "reminder:1")])
    return found


def go_on(clock, until):
    """Let the worker do what is due until a moment, each time some seconds late."""
    waiting = Message.objects.filter(state="queued").order_by("due_at").values_list("due_at", flat=True)
    while (due := waiting.first()) and due < until:
        clock.move_to(max(due, timezone.now()) + A_LOOK / 2)
        deliver_due()
    clock.move_to(max(until, timezone.now()))


def right_or_wrong(message, reader):
    """Whether it was sent; and that this was right."""
    deadline = message.invitation.deadline
    if message.state == "sent":
        assert reader.is_calm_at(message.sent_at)
        assert message.sent_at < deadline
        return True
    assert message.state == "cancelled"
    assert not reader.has_calm_between(message.created_at + A_LOOK, deadline - A_LOOK)
    return False
