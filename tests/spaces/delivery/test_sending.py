"""What the outbox does with a message that is due: sends it once, or says why not."""

from contextlib import contextmanager
from datetime import timedelta
from math import inf

import pytest
from django.utils import timezone

from spaces.actions import answering, decision, invitation
from spaces.actions.delivery import a_run, deliver_due
from spaces.actions.membership import end
from spaces.actions.message import enqueue, to_invitee, to_member
from spaces.actions.space import move_space
from spaces.models import Invitation, Message, Suppression
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


@pytest.fixture
def invited(space):
    return w.invited(space, "dana")


def states(kind=MailKind.INVITATION):
    return list(Message.objects.filter(kind=kind).order_by("id").values_list("state", flat=True))


def test_a_due_message_goes_out_once_and_is_marked(invited, mailoutbox):
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert [mail.to for mail in mailoutbox] == [["dana@world.example"]]
    message = Message.objects.get()
    assert (message.state, message.attempts, message.problem) == ("sent", 1, "")
    assert message.sent_at is not None


def test_what_was_sent_is_kept_without_the_secret_of_its_links(invited, mailoutbox):
    deliver_due()
    message, (mail,) = Message.objects.get(), mailoutbox
    html = mail.alternatives[0][0]
    for part in (mail.body, html):
        assert part.count(f"/i/{invited.token}/") == 1
    assert message.subject == mail.subject
    text, html = message.words.text, message.words.html
    assert text.count("/i/personal-link/") == text.count("/stop/personal-link/") == 1
    assert text.replace("personal-link", invited.token, 1).split("/stop/")[0] == mail.body.split("/stop/")[0]
    assert html.count("/i/personal-link/") == 1


def test_a_message_that_is_not_due_yet_waits(invited, mailoutbox):
    Message.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert deliver_due() == 0
    assert (states(), mailoutbox) == (["queued"], [])


def test_more_than_a_batch_goes_out_in_one_run(space, mailoutbox):
    invitees = [w.Invitee(f"ceo{n}@world.example", f"CEO {n}") for n in range(60)]
    invitation.invite_all(space, invitees, by=w.noa())
    assert deliver_due() == 60
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(invitee.email for invitee in invitees)


def test_the_same_occasion_is_put_into_the_outbox_once(invited):
    for _ in range(2):
        enqueue([to_invitee(invited, MailKind.REMINDER, "reminder:1")])
    assert states(MailKind.REMINDER) == ["queued"]


# Things that happen between the claim and the sending; each is seen by the look just before the mail goes.


def answered(space, invited):
    answering.accept(invited)


def put_off(space, invited):
    answering.defer(invited, timezone.localdate() + timedelta(days=30))


def withdrawn(space, invited):
    invitation.withdraw(invited, by=w.noa())


def past_its_date(space, invited):
    Invitation.objects.filter(pk=invited.pk).update(deadline=timezone.now())


def space_closed(space, invited):
    move_space(space, Stage.CLOSED, by=w.noa())


@pytest.mark.parametrize("happening", [answered, put_off, withdrawn, past_its_date, space_closed])
def test_a_claimed_invitation_that_waits_no_more_is_not_sent(space, invited, mailoutbox, happening):
    with after_a_claim():
        happening(space, invited)
    assert (states(), mailoutbox) == (["cancelled"], [])
    assert Message.objects.earliest("id").problem != ""


@contextmanager
def after_a_claim():
    """What happens inside happens after a run claimed a message, and before it looks at it again."""
    with a_run() as run:
        keys = run.claim()
        assert len(keys) == 1
        yield
        run.prepare(keys)
        run.full_until = inf  # it takes nothing else
        run.go(5)


def test_who_asked_for_silence_gets_no_claimed_mail(space, invited, mailoutbox):
    with after_a_claim():
        answering.stop_writing(invited.email)
    assert (states(), mailoutbox) == (["suppressed"], [])


def test_while_a_space_is_paused_its_invitations_wait(space, invited, mailoutbox):
    with after_a_claim():
        paused = move_space(space, Stage.PAUSED, by=w.noa())
    message = Message.objects.get()
    assert (message.state, message.attempts, mailoutbox) == ("queued", 0, [])
    move_space(paused, Stage.GATHERING, by=w.noa())
    Message.objects.update(due_at=timezone.now())
    deliver_due()
    assert states() == ["sent"]


def test_when_the_door_closes_a_claimed_invitation_to_the_outside_is_not_sent(mailoutbox):
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    Message.objects.filter(state="queued").exclude(invitation=found).update(state="cancelled")
    with after_a_claim():
        move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert found.messages.get().state == "cancelled"
    assert mailoutbox == []


def test_a_mail_goes_to_the_address_that_the_invitation_has_now(invited, mailoutbox):
    Invitation.objects.update(email="other@world.example")
    deliver_due()
    assert (states(), mailoutbox) == (["cancelled"], [])


def test_a_member_who_left_gets_no_welcome(space, invited, mailoutbox):
    membership = answering.accept(invited)
    with after_a_claim():
        end(membership, by=w.noa())
    assert (states(MailKind.WELCOME), mailoutbox) == (["cancelled"], [])


def test_a_member_who_asked_for_no_invitations_still_gets_the_mail_of_their_membership(invited, mailoutbox):
    answering.accept(invited)
    Suppression.objects.create(email="dana@world.example", reason="asked")
    deliver_due()
    assert states(MailKind.WELCOME) == ["sent"]


def test_who_has_decided_is_not_told_that_a_question_waits(mailoutbox):
    space = w.consolidated()
    Message.objects.filter(state="queued").update(state="cancelled")
    asked = decision.open_decision(
        space, by=w.noa(), title="Where do we meet?", proposal="In Lod.", closes_at=timezone.now() + timedelta(days=1)
    )
    decision.respond(asked, by=w.a_person("avi"), answer="consent")
    deliver_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == ["dana@world.example", "michal@world.example"]


def test_who_has_signed_is_not_told_that_a_document_waits(mailoutbox):
    space = w.consolidated()
    Message.objects.filter(state="queued").update(state="cancelled")
    dana = space.memberships.get(person=w.a_person("dana"))
    w.signed(dana, "annex")
    deliver_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == ["avi@world.example", "michal@world.example"]


def test_stakeholders_are_thanked_after_their_membership_ended(mailoutbox):
    space = w.cross_sector()
    w.ruth_joined(space)
    Message.objects.filter(state="queued").update(state="cancelled")
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    deliver_due()
    ruths = [mail.subject for mail in mailoutbox if mail.to == ["ruth@health.gov.il"]]
    assert ruths == ["Thank you for your part in “Mental health in the community”"]


def test_a_mail_that_cannot_be_written_holds_up_no_other(space, mailoutbox):
    broken, _fine = w.invited(space, "dana"), w.invited(space, "avi")
    Invitation.objects.filter(pk=broken.pk).update(token_hash="made by a key that was lost")
    deliver_due()
    assert states() == ["queued", "sent"]
    message = Message.objects.get(invitation=broken)
    assert (message.attempts, message.problem) == (1, "LookupError")
    assert message.due_at > timezone.now() + timedelta(minutes=1)


def test_a_message_with_a_broken_occasion_holds_up_no_other(space, invited, mailoutbox):
    membership = answering.accept(invited)
    broken = to_member(membership, MailKind.DECISION, "decision")
    enqueue([broken])
    deliver_due()
    assert (states(MailKind.WELCOME), states(MailKind.DECISION)) == (["sent"], ["queued"])
