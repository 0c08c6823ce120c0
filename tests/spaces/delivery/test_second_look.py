"""The second look at a batch: what it says of many it says of each, and it asks the database no more for many."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spaces.actions.second_look import objection, objections
from spaces.models import Mailing, Message
from spaces.models.message import MailKind
from spaces.states import MailingState, MessageState, Stage
from tests import world as w
from tests.spaces.delivery.lookworld import MONDAY, a_space_with_every_mail, copies, loaded

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in MailKind if kind != MailKind.DIGEST]
# What a batch asks the database, by kind: for what it is about or its readers' habits, and for their week.
QUERIES = {
    MailKind.REMINDER: 1 + 1,
    MailKind.ASK_AGAIN: 1,
    MailKind.DECISION: 2 + 1,
    MailKind.QUESTIONS: 1 + 1,
    MailKind.OPEN_NAMES: 2,
    MailKind.CONFIDED: 3,
    MailKind.RECORDED: 2,
    MailKind.MEETING: 1,
    MailKind.MEETING_OFF: 1,
    MailKind.MEETING_REMINDER: 1 + 1,
    MailKind.SUMMARY: 2 + 1,
    MailKind.PULSE: 1 + 1,
    MailKind.PULSE_REMINDER: 1 + 1,
    MailKind.PULSE_RESULT: 1,
    MailKind.SIGNING: 2 + 1,
    MailKind.DEPENDENCIES: 1 + 1,
    MailKind.CANDIDATES: 1 + 1,
    MailKind.SPACE_MOVED: 1,
    MailKind.ENDPOINT_OFF: 1,
}


@pytest.fixture
def _patient(settings):
    """Nobody has had enough mail: what is said of a mail does not depend on those before it."""
    settings.WEEKLY_CAP = 10_000


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


def looked_at(keys):
    messages = loaded(keys)
    with CaptureQueriesContext(connection) as queries:
        found = objections(messages, timezone.now())
    return found, len(queries)


@pytest.mark.usefixtures("_patient")
def test_a_batch_costs_no_more_than_one_and_says_of_each_what_is_said_of_it_alone():
    a_space_with_every_mail()
    asked = {}
    for kind in KINDS:
        for number in (1, 3, 30):
            keys = copies(kind, number)
            found, queries = looked_at(keys)
            assert found == [objection(one, timezone.now()) for one in loaded(keys)], kind
            asked.setdefault(kind, set()).add(queries)
    assert asked == {kind: {QUERIES.get(kind, 0)} for kind in KINDS}


@pytest.mark.usefixtures("_patient")
def test_a_mixed_batch_of_two_hundred_costs_as_many_as_one_of_each():
    a_space_with_every_mail()
    one_of_each = [copies(kind, 1)[0] for kind in KINDS]
    many = [key for kind in KINDS for key in copies(kind, 8)]
    assert looked_at(one_of_each)[1] == looked_at(many)[1]
    assert looked_at(many)[0] == [objection(one, timezone.now()) for one in loaded(many)]


@pytest.fixture
def mailing():
    space = w.move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    dana, avi = w.invited(space, "dana"), w.invited(space, "avi")
    found = Mailing.objects.create(space=space, kind=MailKind.INVITATION, made_by=w.noa())
    Message.objects.filter(invitation__in=[dana, avi]).update(mailing=found)
    return found


def look(mailing, state):
    for step in (MailingState.PAUSED, state):
        Mailing.objects.filter(pk=mailing.pk).exclude(state=step).update(state=step)
    keys = Message.objects.order_by("pk").values_list("pk", flat=True)
    return [one and one.state for one in objections(loaded(keys), timezone.now())]


def test_a_mail_of_a_mailing_goes_is_held_or_falls_with_it(mailing):
    assert look(mailing, MailingState.GOING) == [None, None]
    assert look(mailing, MailingState.PAUSED) == [MessageState.HELD] * 2
    assert look(mailing, MailingState.STOPPED) == [MessageState.CANCELLED] * 2


def test_what_nobody_waits_for_any_more_is_not_held_but_cancelled(mailing):
    w.answering.decline(w.Invitation.objects.get(email__startswith="dana"), reason="time")
    assert look(mailing, MailingState.PAUSED) == [MessageState.CANCELLED, MessageState.HELD]


def test_what_only_waits_is_held(mailing):
    w.move_space(mailing.space, Stage.PAUSED, by=w.noa())
    assert look(mailing, MailingState.PAUSED) == [MessageState.HELD] * 2


def test_the_mail_that_tells_of_a_pause_is_not_held_by_it(mailing):
    Message.objects.update(kind=MailKind.MAILING_PAUSED, invitation=None, membership=mailing.space.memberships.get())
    assert look(mailing, MailingState.PAUSED) == [None, None]


def test_a_fault_in_one_message_is_told_of_it_alone():
    a_space_with_every_mail()
    fine, broken = copies(MailKind.DECISION, 1)[0], copies(MailKind.SIGNING, 1)[0]
    Message.objects.filter(pk=broken).update(kind=MailKind.DECISION, occasion="membership:1:decision")
    found = objections(loaded([broken, fine]), timezone.now())
    assert [type(one) for one in found] == [IndexError, type(objection(loaded([fine])[0], timezone.now()))]


def test_problems_are_told_in_the_language_of_the_space():
    a_space_with_every_mail()
    later = timezone.now() + timedelta(days=40)
    message = loaded(copies(MailKind.PULSE, 1))[0]
    message.space.language = "he"
    assert objection(message, later).why == "סבב הדופק הסתיים."
