"""Who asks and what is asked for in the access table: one open space with everything in it."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from impact_spaces.lib.links import stop_token
from sectors.models import Review
from spaces.actions import (
    answering,
    asking,
    decision,
    glass,
    invitation,
    meeting_after,
    membership,
    people_import,
    pulse_items,
    webhook,
)
from spaces.actions.calendar_feed import make_feed
from spaces.models import Agreement, Message
from spaces.models.room import Room
from spaces.scopes import BY_SPACE
from spaces.vetting import Invitee
from tests import world as w

MAIL = Path(settings.EMAIL_FILE_PATH, "1700000000000000000-abcdef01.eml")


def build():
    """(people by role, samples by name). Every sample belongs to the one space that the facilitator runs."""
    space = w.cross_sector()
    pending = answering.accept(w.invited(space, "raed"))
    ruth = w.ruth_joined(space)
    people = {
        "anonymous": None,
        "outsider": w.omer(),
        "pending": pending.person,
        "peer": w.a_person("avi"),
        "stakeholder": ruth.person,
        "ended": a_stakeholder_who_left(space),
        "facilitator": w.noa(),
        "other": another_facilitator(),
        "staff": w.a_person("staff", is_staff=True),
    }
    return people, samples(space)


def samples(space):
    papers = {one.kind: one.pk for one in space.agreements.all()}
    return {
        "space": space.pk,
        "membership": space.memberships.get(person__email="michal@world.example").pk,
        "position": w.a_person("avi").positions.get().pk,
        "foundation": papers[Agreement.Kind.FOUNDATION],
        "annex": papers[Agreement.Kind.ANNEX],
        "pulse": w.pulse_opened(space).pk,
        "pulse_item": pulse_items.add_item(space, by=w.noa(), axis="task", en="We laugh together").pk,
        **words(space),
        "decision": (question := a_question(space)).pk,
        "question": asking.ask(question, by=w.a_person("avi"), text="What for?").pk,
        "candidacy": w.put_forward(space, Invitee("yoav@health.gov.il", "Yoav Tal", language="en")).pk,
        **mails(space),
        **meetings(space),
        **lists(space),
        "mailing": w.a_mailing(space, 2).pk,
        **partners(space),
        **the_map(),
    }


def a_question(space):
    until = timezone.now() + timedelta(days=2)
    return decision.open_decision(space, by=w.noa(), title="A question?", proposal="A proposal", closes_at=until)


def words(space):
    """A peer's word with a file, what a stakeholder who left said, and the glass that the staff broke."""
    said = w.said(space, "avi", files=[w.a_pdf()])
    staff = w.a_person("staff", is_staff=True)
    return {
        "said": said.pk,
        "file": said.files.get().pk,
        "place": said.author_id,
        "left": space.memberships.get(person__email="gal@health.gov.il").pk,
        "glass": glass.break_glass(space, by=staff, reason="Somebody asked us to look").pk,
    }


def meetings(space):
    """One of the whole with an item for each room, one of the peers, one that is over; and somebody's feed."""
    whole, own = w.a_meeting(space, room=Room.WHOLE), w.a_meeting(space, title="Our own")
    over = w.held(w.a_meeting(space, room=Room.WHOLE, title="Over"))
    for room in Room:
        meeting_after.write_summary(over, room, by=w.noa(), text=f"What the {room} said")
    member = space.memberships.get(person__email="michal@world.example")
    promised = meeting_after.commit(over, Room.PEERS, by=w.noa(), membership=member, what="To write to all")
    return {
        "meeting": whole.uid,
        "own_meeting": own.uid,
        "over": over.uid,
        "item": w.an_item(whole, room=Room.WHOLE).key,
        "own_item": w.an_item(whole, room=Room.PEERS).key,
        "answer": whole.replies.get(membership=member).pk,
        "commitment": promised.key,
        "feed": make_feed(w.a_person("avi")),
    }


def mails(space):
    """An invitation that waits, its mail that went out, and one that lies in the folder of mails."""
    tamar = Invitee("tamar@world.example", "Tamar Gil", language="en")
    waiting = w.mailed(invitation.invite(space, tamar, by=w.noa()))
    message = Message.objects.get(invitation=waiting)
    MAIL.parent.mkdir(parents=True, exist_ok=True)
    MAIL.write_text("Subject: Hello\nMIME-Version: 1.0\nContent-Type: text/html\n\n<html><head></head>Hello</html>")
    return {
        "invitation": waiting.pk,
        "token": waiting.token,
        "stop": stop_token(message.pk),
        "message": message.pk,
        "mail": MAIL.stem,
    }


def lists(space):
    pasted = people_import.begin_pasted(space, [Invitee("gil@world.example", "Gil Gal")], by=w.noa())
    return {"list": pasted.pk, "row": pasted.rows.get().pk}


def partners(space):
    """A system that the space lets in; Tal answers for it."""
    crm = w.a_partner()
    delivery = webhook.send_test(w.an_endpoint(crm))
    return {
        "partner": crm.pk,
        "key": w.a_key(crm)[0].pk,
        "grant": w.granted(crm, space, *BY_SPACE).pk,
        "endpoint": delivery.endpoint_id,
        "delivery": delivery.pk,
    }


def the_map():
    """Two organisations that may be one, and the question about them."""
    shelter, twin = w.an_organisation("בית חם"), w.an_organisation("בית חם (ער)")
    review = Review.objects.create(reason=Review.Reason.MAYBE_SAME, organisation=shelter, other=twin)
    return {"organisation": shelter.pk, "twin": twin.pk, "review": review.pk}


def a_stakeholder_who_left(space):
    found = w.stakeholder_invited(space, Invitee("gal@health.gov.il", "Gal Peleg", language="en"))
    place = w.signed(answering.accept(found), Agreement.Kind.ANNEX)
    w.said(space, "gal", "Words that stay", room=Room.WHOLE)
    membership.end(place, by=place.person)
    return place.person


def another_facilitator():
    tal = w.a_person("tal", is_facilitator=True)
    w.open_space(by=tal, name="Food security", purpose="Food for all", language="en")
    return tal
