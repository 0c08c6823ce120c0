"""The named cast, and one space in each stage. Everybody here is made up.

Noa facilitates. Dana started the space; Avi, Michal and Raed are peers from the social sector. Ruth is an official
of a ministry who comes in when the door opens. Omer is signed in and belongs to no space.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from members.models import Person
from sectors.models import Kind as OrganisationKind
from sectors.models import Organisation, Sector
from spaces import readings
from spaces.actions import (
    agreement,
    answering,
    candidacy,
    decision,
    dependency,
    grant,
    invitation,
    mailing_verbs,
    meeting,
    meeting_agenda,
    need,
    partner,
    post,
    pulse,
    webhook,
)
from spaces.actions.moving import advance
from spaces.actions.space import move_space, open_space
from spaces.models import Candidacy, Invitation, Meeting
from spaces.models.agreement import Agreement
from spaces.models.decision import Answer, Topic
from spaces.models.dependency import Line, Tied
from spaces.models.invitation import Kind
from spaces.models.meeting_agenda import Axis
from spaces.models.membership import Circle
from spaces.models.partner import Use
from spaces.models.room import Room
from spaces.scopes import SCOPES
from spaces.states import Stage
from spaces.vetting import Invitee

PEERS = {
    "dana": ("Dana Cohen", "יד ביד"),
    "avi": ("Avi Nahum", "בית חם"),
    "michal": ("Michal Lavi", "ניצן הדרום"),
    "raed": ("Raed Khatib", "אלמנארה"),
    "tamar": ("Tamar Gil", "אופק"),
    "yael": ("Yael Bar", "שביל"),
}


savepoint = transaction.atomic  # what fails inside is undone, and the test goes on


def a_person(name, **more):
    found = Person.objects.filter(email=f"{name}@world.example").first()
    return found or Person.objects.create_user(f"{name}@world.example", more.pop("full_name", name.title()), **more)


def an_organisation(name, sector=Sector.THIRD, kind=OrganisationKind.ASSOCIATION):
    found = Organisation.objects.filter(name_he=name).first()
    return found or Organisation.objects.create(name_he=name, search_name=name, sector=sector, kind=kind)


def noa():
    return a_person("noa", full_name="Noa Barak", is_facilitator=True, language="en")


def omer():
    return a_person("omer", full_name="Omer Levi", language="en")


def the_ministry():
    return an_organisation("משרד הבריאות", Sector.FIRST, OrganisationKind.MINISTRY)


def peer_named(name):
    full_name, organisation = PEERS[name]
    return Invitee(f"{name}@world.example", full_name, an_organisation(organisation), language="en")


def ruth_as_invitee():
    return Invitee("ruth@health.gov.il", "Ruth Regev", the_ministry(), language="en")


def a_space(name="Mental health in the community", **more):
    more.setdefault("purpose", "One continuum of care, from the ward to the home")
    more.setdefault("initiator_name", "Dana Cohen")
    return open_space(by=noa(), name=name, language="en", **more)


def invited(space, name):
    return invitation.invite(space, peer_named(name), by=noa())


def mailed(*invitations):
    """Invitations whose mails have left."""
    for one in invitations:
        advance(one.messages.all(), "sending")
        advance(one.messages.all(), "sent", sent_at=timezone.now())
    return invitations[0]


def joined(space, name):
    """Somebody who accepted and signed."""
    membership = answering.accept(invited(space, name))
    return signed(membership)


def signed(membership, kind=Agreement.Kind.FOUNDATION):
    document = published(membership.space, kind)
    agreement.sign(document, membership, by=membership.person, name=membership.person.name)
    membership.refresh_from_db()
    return membership


def published(space, kind):
    found = Agreement.objects.filter(space=space, kind=kind).order_by("-version").first()
    return found or agreement.publish(space, kind, f"The {kind} of {space.name}", by=noa())


def a_mailing(space, count=3):
    """Invitations to so many people of no name, confirmed together; they wait to go out."""
    people = [Invitee(f"ceo{n}@world.example", f"CEO {n}", language="en") for n in range(count)]
    drafts = [invitation.draft(space, Kind.PEER, one, by=noa()) for one in people]
    made, _sent = mailing_verbs.send_all(space, [one.pk for one in drafts], by=noa())
    return made


def consolidated(name="Mental health in the community", peers=("dana", "avi", "michal")):
    space = a_space(name)
    space = move_space(space, Stage.GATHERING, by=noa())
    for peer in peers:
        joined(space, peer)
    return move_space(space, Stage.CONSOLIDATED, by=noa())


def with_evidence(space):
    """All that the door asks for: need, annex signed by all, everybody asked in private, a pulse, a decision."""
    need.write_need(space, "A continuum of care cannot close without the ministry", by=noa())
    for membership in space.memberships.active().peers():
        signed(membership, Agreement.Kind.ANNEX)
    dependency.ask_all(space, by=noa())
    if not readings.is_fresh_enough(space):
        pulsed(space)
    decided(space)
    return space


def a_meeting(space, starts_at=None, *, room=Room.PEERS, circle=Circle.PLENUM, title="Plenum", hours=2, **more):
    """A meeting of the peers, nine days from now unless told otherwise."""
    starts_at = starts_at or timezone.now() + timedelta(days=9)
    when = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
    return meeting.plan(space, by=noa(), circle=circle, room=room, title=title, **when, **more)


def held(meeting, ago=timedelta(days=1)):
    """The meeting as one that is over."""
    length = meeting.ends_at - meeting.starts_at
    starts_at = timezone.now() - ago
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at, ends_at=starts_at + length)
    meeting.refresh_from_db()
    return meeting


def just_begun(meeting):
    """The meeting as one that begins now: nobody has joined since."""
    return held(meeting, ago=timedelta(0))


def an_item(meeting, title="How we work", *, room=None, minutes=20, **more):
    return meeting_agenda.add_item(meeting, by=noa(), title=title, axis=Axis.TASK, minutes=minutes, room=room, **more)


def decided(space, answer=Answer.CONSENT, reason=""):
    asked = decision.open_decision(
        space, by=noa(), topic=Topic.OPEN_DOOR, title="Shall we invite the ministry?",
        proposal="To invite the head of mental health.", closes_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    for response in asked.responses.select_related("membership__person"):
        decision.respond(asked, by=response.membership.person, answer=answer, reason=reason)
    asked.refresh_from_db()
    return asked


def pulse_opened(space, days=14):
    return pulse.open_wave(space, by=noa(), closes_at=timezone.now() + timedelta(days=days))


def pulsed(space, answers=None):
    """A pulse that every peer answered, counted. `answers` are {name of a peer: {item: number}}; 4 for the rest."""
    asked = pulse_opened(space)
    for place in asked.places.select_related("membership__person"):
        person = place.membership.person
        own = (answers or {}).get(person.email.partition("@")[0], {})
        pulse.answer(asked, by=person, answers=dict.fromkeys(asked.items, 4) | own)
    return pulse.close(asked, by=noa())


def peers_of(space, count):
    """So many peers in a space: the named ones, and others that have no name of their own. Returns them as people."""
    known = space.memberships.peers().count()
    for number in range(known, known + count - space.memberships.active().peers().count()):
        body = an_organisation(f"עמותה {number}")
        invitee = Invitee(f"peer{number}@world.example", f"Peer {number}", body, language="en")
        signed(answering.accept(invitation.invite(space, invitee, by=noa())))
    return [one.person for one in space.memberships.active().peers().select_related("person").order_by("pk")]


def a_partner(name="Umbrella CRM", contacts=("tal",), scopes=tuple(SCOPES), **more):
    """A system of another organisation, for which Tal answers unless told otherwise."""
    people = [a_person(one, language="en").email for one in contacts]
    use = more.pop("use", Use.CRM)
    return partner.make_partner(by=an_operator(), name=name, use=use, scopes=list(scopes), contacts=people, **more)


def an_operator():
    return a_person("staff", is_staff=True, language="en")


def a_key(of):
    """(key, secret) of a partner."""
    return partner.make_key(of, by=of.contacts.first())


def an_endpoint(of, url="https://crm.example/hooks", kinds=("space.moved", "grant.began")):
    return webhook.make_endpoint(of, url=url, kinds=kinds, scopes=SCOPES)[0]


def granted(of, space, *scopes):
    """A space lets a system in."""
    return grant.grant(space, of, by=noa(), scopes=scopes or ("spaces:read",))


def shares(granted, name, *what):
    """What a member of the cast lets a system have about themselves."""
    member = granted.space.memberships.present().get(person=a_person(name))
    return grant.share(granted, member, by=member.person, what=what)


def cross_sector(name="Mental health in the community", peers=("dana", "avi", "michal")):
    return move_space(with_evidence(consolidated(name, peers)), Stage.CROSS_SECTOR, by=noa())


def a_need(space):
    return space.needs.order_by("-version").first() or need.write_need(space, "A need", by=noa())


def put_forward(space, invitee=None, by=None, **how):
    """Ruth before the group: on the list of candidates, proposed, not invited. Returns the candidacy."""
    how = {"need": a_need(space), "why": "She decides on discharge from hospital"} | how
    return candidacy.put_forward(space, invitee or ruth_as_invitee(), by=by or noa(), **how)


def candidate(space, invitee=None):
    """The same; returns the invitation."""
    return put_forward(space, invitee).invitation


def a_line(name, kind=Tied.FUNDS, organisation=None, until=None):
    """“I depend on this body”, for a year."""
    until = until or timezone.localdate() + timedelta(days=365)
    return Line(kind, organisation.name if organisation else name, until, organisation and organisation.pk)


def depends_on(space, name, *lines):
    """A peer of the cast writes down, in private, all that they depend on."""
    place = space.memberships.present().get(person=a_person(name))
    dependency.save(place, by=place.person, lines=lines)
    return place


def window_over(found):
    """As if the days in which one may ask to wait had passed."""
    Candidacy.objects.filter(pk=found.pk).update(window_until=timezone.now())
    found.refresh_from_db()
    return found


def agreed_on(*found):
    """The group agrees to invite these candidacies. Returns the decision."""
    space = found[0].space
    until = timezone.now() + timedelta(days=3)
    asked = candidacy.ask_group(space, [window_over(one) for one in found], by=noa(), closes_at=until)
    for response in asked.responses.select_related("membership__person"):
        decision.respond(asked, by=response.membership.person, answer=Answer.CONSENT)
    asked.refresh_from_db()
    return asked


def approved(space, invitee=None):
    """Somebody of another sector whom the group agreed to invite, approved by the facilitator."""
    found = candidate(space, invitee)
    agreed_on(found.candidacy)
    invitation.approve(found, by=noa())
    return found


def stakeholder_invited(space, invitee=None):
    found = approved(space, invitee)
    invitation.send(found, by=noa())
    return Invitation.objects.get(pk=found.pk)


def ruth_joined(space):
    return signed(answering.accept(stakeholder_invited(space)), Agreement.Kind.ANNEX)


def guest(space, name):
    """Another stakeholder who joined: an official of the same ministry."""
    invitee = Invitee(f"{name}@health.gov.il", name.title(), the_ministry(), language="en")
    found = stakeholder_invited(space, invitee)
    return signed(answering.accept(found), Agreement.Kind.ANNEX)


def named(name):
    """Somebody of the cast who has an account, whatever their address."""
    return Person.objects.get(email__startswith=f"{name}@")


def said(space, name, text="Let us begin with the wards", room=Room.PEERS, parent=None, files=()):
    """Something that somebody of the cast said in a room."""
    return post.say(space, by=named(name), room=room, text=text, parent=parent, files=files)


def a_pdf(name="plan.pdf", content=b"%PDF-1.7 the plan"):
    return SimpleUploadedFile(name, content)


def space_at(stage):
    """One space in a stage, with the people who belong there."""
    if stage == Stage.EXPLORING:
        return a_space("Food security")
    if stage == Stage.GATHERING:
        return move_space(a_space("Non-formal education"), Stage.GATHERING, by=noa())
    if stage == Stage.CONSOLIDATED:
        return consolidated()
    if stage == Stage.CROSS_SECTOR:
        return cross_sector("Inclusive employment")
    return move_space(consolidated("Women's leadership"), stage, by=noa())


@pytest.fixture
def every_stage(db):
    return {stage: space_at(stage) for stage in Stage}
