"""Mails that were confirmed together: held back, let go on, stopped, and what becomes of the people they were for."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import answering, invitation, mailing, mailing_verbs
from spaces.actions.claiming import Turns
from spaces.actions.delivery import deliver_due
from spaces.actions.expiring import expire_due
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.moving import advance
from spaces.actions.reminding import remind_by_hand, remind_due
from spaces.actions.space import move_space
from spaces.models import Invitation, Mailing, Message
from spaces.models.invitation import Kind
from spaces.models.mailing import TAKE_BACK
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


@pytest.fixture
def going(space):
    return w.a_mailing(space)


def states():
    return sorted(Message.objects.values_list("state", flat=True))


def after(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def test_nothing_leaves_while_a_mailing_can_be_taken_back(going, mailoutbox):
    assert deliver_due() == 0
    with time_machine.travel(going.made_at + TAKE_BACK, tick=False):
        assert deliver_due() == 3


def test_the_mails_of_a_mailing_know_it_and_single_ones_have_none(space, going):
    w.invited(space, "dana")
    alone = Message.objects.exclude(mailing=going).get()
    assert (going.messages.count(), alone.mailing, alone.address) == (3, None, "dana@world.example")


def test_a_paused_mailing_keeps_its_mails_back_until_it_goes_on(going, mailoutbox):
    assert mailing.pause(going, by=w.noa())
    assert states() == ["held"] * 3
    with after(hours=1):
        assert deliver_due() == 0
        assert mailing.resume(going, by=w.noa())
        assert deliver_due() == 3


def test_a_mailing_that_pauses_itself_says_why(going):
    mailing.pause(going, why=Mailing.Why.BOUNCES)
    going.refresh_from_db()
    assert (going.state, going.why_paused) == ("paused", "bounces")
    mailing.resume(going, by=w.noa())
    assert (going.state, going.why_paused) == ("going", "")


def test_what_is_put_into_a_paused_mailing_waits_with_it(space, going):
    mailing.pause(going, by=w.noa())
    one = w.invited(space, "dana")
    enqueue([to_invitee(one, MailKind.REMINDER, "by_hand:1")], going)
    assert Message.objects.get(kind=MailKind.REMINDER).state == "held"


def test_a_stopped_mailing_sends_nothing_more_for_good(going, mailoutbox):
    assert mailing.stop(going, by=w.noa())
    assert states() == ["cancelled"] * 3
    assert set(Message.objects.values_list("problem", flat=True)) == {"The mailing was stopped."}
    with after(hours=1):
        assert deliver_due() == 0
    assert not mailing.resume(going, by=w.noa())


def test_a_mailing_can_be_stopped_out_of_its_pause(going):
    mailing.pause(going, by=w.noa())
    mailing.stop(going, by=w.noa())
    assert states() == ["cancelled"] * 3


def test_what_went_out_stays_out(going, mailoutbox):
    one, two, three = going.messages.order_by("pk")
    with after(minutes=1):
        Message.objects.exclude(pk=one.pk).update(due_at=timezone.now() + timedelta(minutes=1))
        deliver_due()
    mailing.stop(going, by=w.noa())
    assert list(going.messages.order_by("pk").values_list("state", flat=True)) == ["sent", "cancelled", "cancelled"]


@pytest.mark.parametrize("verb", [mailing.pause, mailing.resume, mailing.stop])
def test_only_a_facilitator_of_its_space_touches_a_mailing(going, verb):
    with pytest.raises(Forbidden):
        verb(going, by=w.omer())


def test_twice_is_the_same_and_told(going):
    assert [mailing.pause(going, by=w.noa()) for _ in range(2)] == [True, False]
    assert [mailing.resume(going, by=w.noa()) for _ in range(2)] == [True, False]
    assert [mailing.stop(going, by=w.noa()) for _ in range(2)] == [True, False]
    assert not mailing.pause(going, by=w.noa())


def test_a_mail_in_a_workers_hands_is_set_straight_when_it_comes_back(going):
    with after(minutes=1):
        Turns(run=1).claim(10)
        mailing.stop(going, by=w.noa())
        assert states() == ["sending"] * 3
        advance(going.messages.all(), "queued")
        assert mailing.settle() == 3
    assert states() == ["cancelled"] * 3


def test_a_mail_that_came_back_held_just_when_its_mailing_went_on_goes_too(going):
    mailing.pause(going, by=w.noa())
    mailing.resume(going, by=w.noa())
    advance(going.messages.all(), "held")
    assert mailing.settle() == 3
    assert states() == ["queued"] * 3


def test_a_pause_gives_the_time_back_to_who_was_not_asked_yet(going):
    before = dict(Invitation.objects.values_list("pk", "deadline"))
    mailing.pause(going, by=w.noa())
    rest = timedelta(days=3)
    with time_machine.travel(going.state_since + rest, tick=False):
        mailing.resume(going, by=w.noa())
    assert dict(Invitation.objects.values_list("pk", "deadline")) == {pk: day + rest for pk, day in before.items()}


def begins_later(going, **time):
    """The mailing is planned for later than it was confirmed."""
    later = going.made_at + timedelta(**time)
    Mailing.objects.filter(pk=going.pk).update(goes_at=later)
    going.messages.update(due_at=later)
    going.refresh_from_db()
    return later


def test_a_pause_before_it_begins_takes_nobodys_time_and_sends_nothing_early(going, mailoutbox):
    goes_at, before = begins_later(going, days=5), dict(Invitation.objects.values_list("pk", "deadline"))
    mailing.pause(going, by=w.noa())
    with time_machine.travel(goes_at - timedelta(days=1), tick=False):
        mailing.resume(going, by=w.noa())
        assert deliver_due() == 0
    assert dict(Invitation.objects.values_list("pk", "deadline")) == before
    with time_machine.travel(goes_at, tick=False):
        assert deliver_due() == 3


def test_a_pause_that_outlasts_the_beginning_gives_back_what_came_after_it(going):
    goes_at, before = begins_later(going, days=5), dict(Invitation.objects.values_list("pk", "deadline"))
    mailing.pause(going, by=w.noa())
    with time_machine.travel(goes_at + timedelta(days=2), tick=False):
        mailing.resume(going, by=w.noa())
    later = {pk: day + timedelta(days=2) + TAKE_BACK for pk, day in before.items()}
    assert dict(Invitation.objects.values_list("pk", "deadline")) == later


def test_a_pause_is_measured_from_when_it_began_whatever_the_page_had_seen(going):
    before, seen_early = dict(Invitation.objects.values_list("pk", "deadline")), Mailing.objects.get(pk=going.pk)
    with time_machine.travel(going.goes_at + timedelta(days=3), tick=False) as clock:
        mailing.pause(going, by=w.noa())
        clock.shift(timedelta(days=1))
        mailing.resume(seen_early, by=w.noa())
    later = {pk: day + timedelta(days=1) for pk, day in before.items()}
    assert dict(Invitation.objects.values_list("pk", "deadline")) == later


# Invitations whose mail was stopped


def test_a_pause_longer_than_the_time_to_answer_expires_nobody_who_was_not_asked(going):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mailing.pause(going, by=w.noa())
        clock.shift(timedelta(days=20))
        expire_due()
        assert set(Invitation.objects.values_list("state", flat=True)) == {"open"}
        mailing.resume(going, by=w.noa())
        assert Invitation.objects.filter(deadline__lte=timezone.now()).count() == 0


def test_invitations_of_a_stopped_mailing_are_known_as_those_nobody_was_told_of(space, going):
    told = w.invited(space, "dana")
    mailing.stop(going, by=w.noa())
    unmailed = Invitation.objects.unmailed()
    assert set(unmailed) == set(Invitation.objects.exclude(pk=told.pk))
    assert {one.name: one.is_unmailed for one in Invitation.objects.knowing_mails()} == {
        one.name: one.is_unmailed for one in Invitation.objects.all()
    }


def test_nobody_is_reminded_of_a_mail_that_never_left(going):
    told = w.mailed(w.invited(going.space, "dana"))
    mailing.stop(going, by=w.noa())
    tuesday = timezone.make_aware(datetime(2026, 12, 1, 10))
    Invitation.objects.update(next_reminder_at=tuesday, deadline=tuesday + timedelta(days=9))
    assert remind_due(tuesday) == 1
    assert Message.objects.get(kind=MailKind.REMINDER).invitation == told
    assert set(Invitation.objects.unmailed().values_list("next_reminder_at", flat=True)) == {None}


def test_what_was_stopped_can_be_sent_after_all(space, going, mailoutbox):
    mailing.stop(going, by=w.noa())
    keys = list(Invitation.objects.values_list("pk", flat=True))
    second, sent = mailing_verbs.send_all(space, keys, by=w.noa())
    assert {one.pk for one in sent} == set(keys)
    assert not Invitation.objects.unmailed().exists()
    with time_machine.travel(second.goes_at, tick=False):
        assert deliver_due() == 3


def test_what_was_stopped_is_taken_back_without_a_word(going):
    mailing.stop(going, by=w.noa())
    for one in Invitation.objects.all():
        invitation.withdraw(one, by=w.noa())
    assert not Message.objects.filter(kind=MailKind.WITHDRAWN).exists()


def test_who_was_told_is_told_that_it_is_taken_back(going, mailoutbox):
    with time_machine.travel(going.goes_at, tick=False):
        deliver_due()
    invitation.withdraw(Invitation.objects.first(), by=w.noa())
    assert Message.objects.filter(kind=MailKind.WITHDRAWN).count() == 1


# Verbs for many


def test_many_are_sent_reminded_and_sent_again_as_one_mailing_each(space):
    drafts = [invitation.draft(space, Kind.PEER, w.peer_named(name), by=w.noa()) for name in ("dana", "avi")]
    keys = [one.pk for one in drafts]
    sent = mailing_verbs.send_all(space, keys, by=w.noa(), note="Come")
    w.mailed(*drafts)
    made = [
        sent,
        mailing_verbs.remind_all(space, keys, by=w.noa(), note="Do come"),
        mailing_verbs.resend_all(space, keys, by=w.noa()),
        mailing_verbs.resend_all(space, keys, by=w.noa()),
    ]
    assert [(one.kind, sorted(set(one.messages.values_list("note", flat=True)))) for one, _sent in made] == [
        ("invitation", ["Come"]), ("reminder", ["Do come"]), ("invitation_again", [""]), ("invitation_again", [""]),
    ]  # fmt: skip
    assert [one.messages.count() for one, _sent in made] == [2] * 4


def test_where_nobody_can_be_written_to_no_mailing_begins(space, going):
    keys = list(Invitation.objects.values_list("pk", flat=True))
    for one in Invitation.objects.all():
        answering.decline(one, reason="time")
    for verb in (mailing_verbs.send_all, mailing_verbs.remind_all, mailing_verbs.resend_all):
        with pytest.raises(NotPossible):
            verb(space, keys, by=w.noa())
    assert list(Mailing.objects.all()) == [going]


def test_a_reminder_that_was_taken_back_can_be_written_again_the_same_day(space):
    keys = [w.mailed(w.invited(space, name)).pk for name in ("dana", "avi")]
    first, _sent = mailing_verbs.remind_all(space, keys, by=w.noa(), note="Wrong")
    mailing.stop(first, by=w.noa())
    second, _sent = mailing_verbs.remind_all(space, keys, by=w.noa(), note="Right")
    assert second.messages.count() == 2
    with pytest.raises(NotPossible):
        mailing_verbs.remind_all(space, keys, by=w.noa())


def test_closing_the_space_ends_what_is_held(space, going):
    mailing.pause(going, by=w.noa())
    move_space(space, Stage.CLOSED, by=w.noa())
    assert states() == ["cancelled"] * 3


# Nobody gets a reminder before the invitation itself


def offered(desk, one):
    """The verbs that write again, with the reason why not."""
    shown = desk.get(reverse("spaces:invitation", args=[one.pk])).context["verbs"]
    return {verb.key: verb.reason for verb, _form in shown if verb.key in ("remind", "resend")}


NOT_YET = "The invitation itself has not gone out yet."


@pytest.mark.parametrize("state", ["queued", "held", "sending"])
def test_what_has_not_gone_out_is_neither_sent_again_nor_reminded_of(desk, space, going, state):
    if state == "held":
        mailing.pause(going, by=w.noa())
    if state == "sending":
        advance(going.messages.all(), "sending")
    one, *_others = Invitation.objects.order_by("pk")
    assert set(going.messages.values_list("state", flat=True)) == {state}
    assert offered(desk, one) == {"remind": NOT_YET, "resend": NOT_YET}
    for verb in (mailing_verbs.remind_all, mailing_verbs.resend_all):
        with pytest.raises(NotPossible):
            verb(space, [one.pk], by=w.noa())
    with pytest.raises(NotPossible, match="has not gone out yet"):
        invitation.resend(one, by=w.noa())
    assert remind_by_hand([one], by=w.noa()) == []
    assert one.messages.count() == 1


def test_what_could_not_be_sent_is_sent_again_and_not_reminded_of(desk, space):
    one = w.invited(space, "dana")
    for state in ("sending", "failed"):
        advance(one.messages.all(), state)
    assert offered(desk, one) == {
        "remind": "The invitation itself could not be sent. Send it again first.", "resend": "",
    }  # fmt: skip
    assert remind_by_hand([one], by=w.noa()) == []
    invitation.resend(one, by=w.noa())
    w.mailed(one)
    assert remind_by_hand([one], by=w.noa()) == [one]


def test_an_automatic_reminder_keeps_its_distance_from_an_invitation_that_is_late(space):
    """The mail server was away for days: the reminder comes two days after it is there again, not before."""
    one = w.invited(space, "dana")
    monday = timezone.make_aware(datetime(2026, 12, 7, 10))
    Invitation.objects.update(next_reminder_at=monday, deadline=monday + timedelta(days=9))
    assert remind_due(monday) == 0
    one.refresh_from_db()
    assert one.next_reminder_at == monday + timedelta(days=3)
    w.mailed(one)
    assert remind_due(one.next_reminder_at) == 1
