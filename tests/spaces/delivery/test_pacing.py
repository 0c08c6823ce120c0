"""The pace of mails: a domain that wants a rest gets one, and limits are kept from run to run."""

from datetime import timedelta
from math import inf

import pytest
import time_machine
from django.utils import timezone

from spaces.actions import invitation
from spaces.actions.delivery import a_run, deliver_due
from spaces.actions.pacing import RESTS, Pace
from spaces.actions.slots import most_runs
from spaces.actions.space import move_space
from spaces.models import MailDomain, Message
from spaces.states import Stage
from tests import world as w
from tests.faults.player import Play

pytestmark = pytest.mark.django_db
TOO_MANY = "451 4.7.1 too many mails from you"


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


def invite(space, *addresses):
    invitation.invite_all(space, [w.Invitee(address, "CEO", language="en") for address in addresses], by=w.noa())


def rows(*columns):
    return list(Message.objects.order_by("address").values_list(*columns))


def at(domain, count):
    return [f"ceo{number}@{domain}" for number in range(count)]


def test_a_domain_that_wants_a_rest_gets_one_for_all_its_mails(space, settings):
    before = timezone.now()
    with Play({"RCPT": TOO_MANY}).on_stage(settings) as play:
        invite(space, "ceo0@busy.example")
        deliver_due()
        invite(space, "ceo1@busy.example", "ceo2@busy.example", "ceo@calm.example")
        deliver_due()
    assert [to for to, _data in play.taken] == ["ceo@calm.example"]
    states = dict(Message.objects.values_list("address", "attempts").exclude(state="sent"))
    assert states == {"ceo0@busy.example": 1, "ceo1@busy.example": 0, "ceo2@busy.example": 0}
    rest = MailDomain.objects.get()
    assert (rest.name, rest.rests) == ("busy.example", 1)
    assert rest.rests_until >= before + RESTS[0]
    assert set(Message.objects.filter(attempts=0).values_list("due_at", flat=True)) == {rest.rests_until}


def test_after_its_rest_a_domain_is_served_again_and_what_was_is_forgotten(space, settings):
    invite(space, *at("busy.example", 3))
    MailDomain.objects.create(name="busy.example", rests=2, rests_until=timezone.now() + RESTS[1])
    with Play().on_stage(settings) as play:
        deliver_due()
        assert play.taken == []
        with time_machine.travel(timezone.now() + RESTS[1] + timedelta(seconds=1)):
            deliver_due()
    assert sorted(to for to, _data in play.taken) == at("busy.example", 3)
    assert list(MailDomain.objects.values_list("rests", "rests_until")) == [(0, None)]


def test_each_rest_in_a_row_is_longer():
    pace, lengths = Pace(), []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(len(RESTS) + 1):
            pace.begin_rest("busy.example")
            pace.begin_rest("busy.example")  # of a mail that was under way: no longer for it
            lengths.append(MailDomain.objects.get().rests_until - timezone.now())
            clock.shift(lengths[-1])
    assert lengths == [*RESTS, RESTS[-1]]


def test_a_domains_limit_spreads_its_mails_over_the_time(space, settings):
    settings.MAIL_DOMAIN_PER_MINUTE = {"slow.example": 6}
    invite(space, *at("slow.example", 5), "ceo@quick.example")
    with time_machine.travel(timezone.now(), tick=False) as clock, Play().on_stage(settings) as play:
        with a_run() as run:
            run.prepare(run.claim())
            run.full_until = inf  # it claims no more
            run.go(5)
        assert sorted(to.partition("@")[2] for to, _data in play.taken) == ["quick.example"] + ["slow.example"] * 1
        waits = sorted(
            due - timezone.now() for due, state in Message.objects.values_list("due_at", "state") if state == "queued"
        )
        assert waits == [timedelta(seconds=seconds) for seconds in (10, 20, 30, 40)]
        for _ in range(4):
            clock.shift(10)
            deliver_due()
        assert len(play.taken) == 6
    assert set(rows("state", "attempts")) == {("sent", 1)}


def test_the_limit_of_all_is_kept_from_run_to_run(space, settings):
    settings.MAIL_PER_MINUTE = 60
    invite(space, *at("world.example", 9))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        taken = []
        for seconds in (0, 0, 1, 2, 0):
            clock.shift(seconds)
            pace = Pace()
            taken.append(pace.allowed(100))
            pace.count(taken[-1])
    assert taken == [1, 0, 1, 2, 0]


def test_a_run_waits_for_its_next_turn_and_then_goes_on(space, settings):
    settings.MAIL_PER_MINUTE = 600
    invite(space, *at("world.example", 5))
    with Play().on_stage(settings) as play:
        deliver_due()
        assert len(play.taken) == 5


@pytest.mark.parametrize("jump", [timedelta(days=1), -timedelta(days=1)])
def test_a_clock_that_was_moved_neither_floods_nor_stops(settings, jump):
    settings.MAIL_PER_MINUTE = 60
    with time_machine.travel(timezone.now() + jump, tick=False):
        pace = Pace()
        pace.count(pace.allowed(1))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert Pace().allowed(100) <= 2
        clock.shift(1.1)
        assert 1 <= Pace().allowed(100) <= 3


def test_limits_are_kept_by_one_run_alone(settings):
    assert most_runs() == settings.MAIL_RUNS == 2
    settings.MAIL_DOMAIN_PER_MINUTE = {"gmail.com": 60}
    assert most_runs() == 1
