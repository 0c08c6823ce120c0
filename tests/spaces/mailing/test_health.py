"""A mailing of which too much comes back pauses itself and says so, once; what came before it went on is forgiven."""

import pytest
import time_machine

from impact_spaces.lib.reports import COMPLAINT, DELIVERED, HARD, SOFT, Report
from spaces.actions import feedback, mailing_health
from spaces.actions import mailing as mailings
from spaces.actions.delivery import deliver_due
from spaces.actions.message_ids import id_of
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.models.mailing import TAKE_BACK
from spaces.states import MESSAGES, Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def going(mailoutbox):
    """A mailing to sixty people, of which all but ten have left."""
    mailing = w.a_mailing(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), 60)
    late = list(mailing.messages.order_by("-pk").values_list("pk", flat=True)[:10])
    Message.objects.filter(pk__in=late).update(due_at=mailing.goes_at + 100 * TAKE_BACK)
    with time_machine.travel(mailing.goes_at + TAKE_BACK, tick=False):
        deliver_due()
    return mailing


def tell(mailing, kind, number, code="5.1.1"):
    """So many mails of the mailing that nothing was told of come back."""
    left = mailing.messages.filter(state="sent").order_by("pk")[:number]
    feedback.note([Report(kind, (id_of(one),), code) for one in left], "test")
    mailing.refresh_from_db()
    return mailing.state, mailing.why_paused


def notices():
    return list(Message.objects.filter(kind="mailing_paused").values_list("address", "state"))


def test_of_fifty_mails_the_third_that_comes_back_pauses_the_rest(going):
    assert tell(going, HARD, 2) == ("going", "")
    assert tell(going, HARD, 1) == ("paused", "bounces")
    assert going.messages.filter(state="held").count() == 10
    assert not going.messages.filter(state="queued").exists()
    assert notices() == [("noa@world.example", "queued")]


def test_two_complaints_do(going):
    assert tell(going, COMPLAINT, 1) == ("going", "")
    assert tell(going, COMPLAINT, 1) == ("paused", "complaints")


@pytest.mark.parametrize(("kind", "code"), [(SOFT, "4.2.2"), (DELIVERED, "")])
def test_full_mailboxes_and_arrivals_do_not(going, kind, code):
    assert tell(going, kind, 30, code) == ("going", "")


def test_it_pauses_and_tells_once(going):
    tell(going, HARD, 3)
    assert tell(going, HARD, 5) == ("paused", "bounces")
    assert len(notices()) == 1


def test_the_mail_says_what_happened_and_goes_out_though_the_mailing_waits(going, mailoutbox):
    tell(going, HARD, 3)
    with time_machine.travel(going.goes_at + 3 * TAKE_BACK, tick=False):
        deliver_due()
    assert [mail.subject for mail in mailoutbox][-1] == "A mailing of “Mental health in the community” paused itself"


def test_what_somebody_let_go_on_is_counted_anew(going):
    tell(going, HARD, 3)
    with time_machine.travel(going.goes_at + 2 * TAKE_BACK, tick=False):
        mailings.resume(going, by=w.noa())
    assert tell(going, HARD, 10) == ("going", "")  # they left before the pause; whoever let it go on knew of them


def test_a_small_mailing_never_pauses_itself():
    mailing = w.a_mailing(move_space(w.a_space(), Stage.GATHERING, by=w.noa()))
    with time_machine.travel(mailing.goes_at + TAKE_BACK, tick=False):
        deliver_due()
    assert tell(mailing, HARD, 3) == ("going", "")


def test_an_early_fact_counts_once_its_mail_has_left(going):
    keys = list(going.messages.filter(state="queued").values_list("pk", flat=True)[:3])
    Message.objects.filter(pk__in=keys).update(state="sending", claimed_at=going.goes_at)
    early = Message.objects.filter(pk__in=keys)
    feedback.note([Report(HARD, (id_of(one),), "5.1.1") for one in early], "test")
    going.refresh_from_db()
    assert going.state == "going"
    early.update(state="sent")
    feedback.settle()
    going.refresh_from_db()
    assert (going.state, going.why_paused) == ("paused", "bounces")


def test_many_addresses_refused_at_once_count_as_well(going):
    keys = list(going.messages.filter(state="queued").values_list("pk", flat=True)[:4])
    for state in ("sending", "failed"):
        Message.objects.filter(pk__in=keys).update(state=state, claimed_at=going.goes_at)
    feedback.addresses_refused([(one, "550 5.1.1 who?") for one in Message.objects.filter(pk__in=keys)])
    going.refresh_from_db()
    assert (going.state, going.why_paused) == ("paused", "bounces")


def test_every_state_in_which_a_mail_has_left_is_counted():
    left = [
        state for state, meaning in MESSAGES.items() if meaning.group in ("gone", "trouble") and state != "gathered"
    ]
    assert sorted(left) == sorted(mailing_health.GONE)
