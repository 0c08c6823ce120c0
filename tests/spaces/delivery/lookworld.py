"""A space in which a mail of every kind waits, for some who still want it and for some who do not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from spaces.actions import (
    agreement,
    decision,
    dependency,
    invitation,
    meeting,
    meeting_after,
    objecting,
    pulse,
    recording,
    webhook,
)
from spaces.actions.loading import known
from spaces.actions.membership import end
from spaces.actions.message import enqueue, to_invitee, to_member
from spaces.actions.partner import change_partner
from spaces.models import Endpoint, Message, Suppression
from spaces.models.message import MailKind
from spaces.models.room import Room
from tests import world as w

MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
DAY = timedelta(days=1)


def loaded(keys):
    """Messages as the engine loads them, in the order of the keys."""
    return known(Message.objects.all(), keys)


def copies(kind, number):
    """So many mails of a kind: those that wait, and the same again. Returns their keys."""
    waiting = list(Message.objects.filter(kind=kind).order_by("pk"))
    made = []
    for position in range(number):
        (like,) = Message.objects.filter(pk=waiting[position % len(waiting)].pk)
        first, _second, rest = like.occasion.split(":", 2)
        like.pk, like.occasion = None, f"{first}:{kind}{number}x{position}:{rest}"
        made.append(like)
    return [one.pk for one in Message.objects.bulk_create(made)]


def a_space_with_every_mail():
    """Dana has done all that was asked of her, Avi nothing, Michal has left, Raed asked for no mail."""
    space = w.consolidated(peers=("dana", "avi", "michal"))
    a_vote(space)
    some_meetings(space)
    a_pulse(space)
    papers(space)
    invitations(space)
    for kind in (MailKind.GLASS, MailKind.SPACE_MOVED, MailKind.DOOR_CLOSED, MailKind.MAILING_PAUSED):
        tell(space, kind, f"{kind}:1")
    an_endpoint_off()
    end(space.memberships.get(person=w.named("michal")), by=w.named("michal"))
    return space


def tell(space, kind, occasion):
    members = space.memberships.present().select_related("person").order_by("pk")
    enqueue([to_member(one, kind, occasion) for one in members])


def an_endpoint_off():
    """Tal and Omer answered for it; Omer does so no more."""
    crm = w.a_partner(contacts=("tal", "omer"))
    webhook.switch_off(w.an_endpoint(crm), Endpoint.Why.FAILING)
    change_partner(crm, by=w.an_operator(), contacts=[w.a_person("tal").email])


def a_vote(space):
    soon = asked(space, "Where?", 5)
    asked(space, "When?", 9, questions_until=timezone.now() + 3 * DAY)
    late = asked(space, "How?", 1)
    decision.respond(soon, by=w.named("dana"), answer="consent")
    objecting.object_by_proxy(soon, by=w.named("avi"), reason="My funder would not like it")
    michal = space.memberships.get(person=w.named("michal"))
    recording.record_for(soon, michal, by=w.noa(), answer="consent", confirmed_by="phone")
    type(late).objects.filter(pk=late.pk).update(closes_at=timezone.now())
    tell(space, MailKind.OPEN_NAMES, f"open_names:{late.pk}:1")


def asked(space, title, days, **more):
    closes_at = timezone.now() + days * DAY
    return decision.open_decision(space, by=w.noa(), title=title, proposal="In Lod.", closes_at=closes_at, **more)


def some_meetings(space):
    coming, off = w.a_meeting(space), w.a_meeting(space, title="Another")
    meeting.reply(coming, by=w.named("dana"), answer="no")
    meeting.cancel(off, by=w.noa())
    tell(space, MailKind.MEETING_REMINDER, f"meeting_reminder:{coming.pk}:0")
    tell(space, MailKind.MEETING_REMINDER, f"meeting_reminder:{off.pk}:0")
    over = w.held(w.a_meeting(space, title="A third"))
    summary = meeting_after.write_summary(over, Room.PEERS, by=w.noa(), text="We met")
    meeting_after.share_summary(summary, by=w.noa())


def a_pulse(space):
    wave = w.pulse_opened(space)
    pulse.answer(wave, by=w.named("dana"), answers=dict.fromkeys(wave.items, 4))
    tell(space, MailKind.PULSE_REMINDER, f"pulse:{wave.pk}:reminder")
    tell(space, MailKind.PULSE_RESULT, f"pulse:{wave.pk}:result")


def papers(space):
    agreement.publish(space, "annex", "With others", by=w.noa())
    w.signed(space.memberships.get(person=w.named("dana")), "annex")
    dependency.ask_all(space, by=w.noa())
    w.depends_on(space, "dana")
    w.put_forward(space)


def invitations(space):
    open_one, silent, gone = (w.invited(space, name) for name in ("raed", "tamar", "yael"))
    for one in (open_one, silent, gone):
        occasions = [(MailKind.REMINDER, "reminder:1"), (MailKind.ASK_AGAIN, "ask_again:1")]
        occasions += [(MailKind.INVITATION_AGAIN, "again:1"), (MailKind.REMINDER, "by_hand:20261207")]
        enqueue([to_invitee(one, kind, occasion) for kind, occasion in occasions])
    enqueue([to_invitee(one, MailKind.WITHDRAWN, "withdrawn") for one in (open_one, gone)])
    Suppression.objects.create(email=silent.email, reason="asked")
    invitation.withdraw(gone, by=w.noa())
