"""A world in which every page has something to show: a space in each stage, and the open one holds everything."""

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.links import stop_token
from sectors.models import Tie
from spaces.actions import (
    agreement,
    amending,
    answering,
    asking,
    decision,
    dependency,
    glass,
    grant,
    invitation,
    mailing,
    mailing_verbs,
    meeting_after,
    need,
    objecting,
    partner,
    people_import,
    people_running,
    pulse_items,
    release,
)
from spaces.actions import meeting as replying
from spaces.actions.calendar_feed import make_feed
from spaces.actions.people_table import Line, Table
from spaces.actions.space import describe, move_space
from spaces.demo import post
from spaces.models import Agreement, Candidacy, Decision, Message
from spaces.models.decision import Answer
from spaces.models.invitation import Kind
from spaces.models.room import Room
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.rules.table_world import a_stakeholder_who_left, another_facilitator, lists, mails, partners, the_map

SECRET = "secret"  # stands in what only its writer reads
CANARY = "canary"  # stands in everything that the peers say among themselves


def build():
    """Returns the open space."""
    for stage in Stage:
        if stage != Stage.CROSS_SECTOR:
            w.space_at(stage)
    space = w.cross_sector("Inclusive employment")
    another_facilitator()
    a_past(space)
    answering.accept(w.invited(space, "raed"))
    w.ruth_joined(space)
    need.write_need(space, f"{CANARY} need", by=w.noa())
    a_stakeholder_who_left(space)
    words_in_both_rooms(space)
    questions(space)
    pulses(space)
    mailings(space)
    meetings(space)
    invitations_in_many_states(space)
    lists_of_people(space)
    partner_systems(space)
    a_map_with_ties()
    post.carry()
    mails(space)
    return space


def a_past(space):
    """Documents that were replaced, a rest, and what the space says of itself to those inside."""
    for kind in Agreement.Kind.values:
        agreement.publish(space, kind, f"{CANARY} {kind}, replaced", by=w.noa())
        agreement.publish(space, kind, f"The {kind} in force", by=w.noa())
    move_space(space, Stage.PAUSED, by=w.noa(), reason=f"{CANARY} pause")
    move_space(space, Stage.CROSS_SECTOR, by=w.noa())
    describe(space, by=w.noa(), leadership=f"{CANARY} leadership", readiness=f"{CANARY} readiness")


def words_in_both_rooms(space):
    """A thread among the peers with a file, more threads than a page has, one that is released, one of the whole."""
    first = w.said(space, "avi", f"{CANARY} said", files=[w.a_pdf(f"{CANARY}.pdf")])
    for name in ("dana", "michal", "noa"):
        w.said(space, name, f"{CANARY} answered", parent=first)
    for number in range(16):
        w.said(space, "michal", f"{CANARY} said {number}")
    w.said(space, "avi", f"{CANARY} said at last", files=[w.a_pdf(f"{CANARY} at last.pdf")])
    release.release(w.said(space, "avi", "Words for everybody"), by=w.named("avi"))
    w.said(space, "ruth", "The ministry says", room=Room.WHOLE)
    staff = w.a_person("staff", full_name="Shira Staff", is_staff=True)
    glass.look(glass.break_glass(space, by=staff, reason="Somebody asked us to look"), by=staff)


def questions(space):
    """So many that not all are shown at once; to the second one somebody objected."""
    until = timezone.now() + timedelta(days=2)
    for number in range(2):
        asked = decision.open_decision(
            space, by=w.noa(), title=f"{CANARY} title {number}", proposal=f"{CANARY} proposal", closes_at=until
        )
    decision.respond(asked, by=w.a_person("avi"), answer=Answer.OBJECTION, reason=f"{CANARY} objection")
    rounds_in_many_phases(space)


def rounds_in_many_phases(space):
    """One with questions, one in which something was confided, one that closed so and has a later version."""
    until = timezone.now() + timedelta(days=2)
    about = {"by": w.noa(), "proposal": f"{CANARY} proposal", "closes_at": until}
    first = decision.open_decision(space, title=f"{CANARY} asked", questions_until=until - timedelta(days=1), **about)
    question = asking.ask(first, by=w.a_person("avi"), text=f"{CANARY} question", with_name=False)
    asking.answer_question(question, by=w.noa(), text=f"{CANARY} reply")
    for number in range(2):
        asked = decision.open_decision(space, title=f"{CANARY} confided {number}", **about)
        objecting.object_by_proxy(asked, by=w.a_person("avi"), reason=f"{CANARY} confided")
    for name in ("dana", "michal"):
        decision.respond(asked, by=w.a_person(name), answer=Answer.CONSENT)
    asked.refresh_from_db()
    amending.amend(asked, by=w.noa(), proposal=f"{CANARY} amended", closes_at=until)
    agreed = decision.open_decision(space, title=f"{CANARY} agreed", review_on=timezone.localdate(), **about)
    for name in ("dana", "michal", "avi"):
        decision.respond(agreed, by=w.a_person(name), answer=Answer.CONSENT)
    an_objection_taken_up(space)
    late = decision.open_decision(space, title=f"{CANARY} late", **about)
    Decision.objects.filter(pk=late.pk).update(closes_at=timezone.now() - timedelta(hours=1))


def an_objection_taken_up(space):
    """A round that closed with an objection, the version that takes it up, and what was agreed and looked at again."""
    until = timezone.now() + timedelta(days=2)
    asked = decision.open_decision(
        space, by=w.noa(), title=f"{CANARY} objected", proposal=f"{CANARY} proposal", closes_at=until
    )
    decision.respond(asked, by=w.a_person("avi"), answer=Answer.OBJECTION, reason=f"{CANARY} objection")
    consented(asked, "dana", "michal")
    taken_up = [(asked.objections.get(), f"{CANARY} taken up")]
    later = amending.amend(asked, by=w.noa(), proposal=f"{CANARY} new", closes_at=until, integrates=taken_up)
    consented(later, "dana", "michal", "avi")
    amending.review(later, by=w.noa(), words=f"{CANARY} looked at again")


def consented(asked, *names):
    for name in names:
        decision.respond(asked, by=w.a_person(name), answer=Answer.CONSENT)
    asked.refresh_from_db()


def pulses(space):
    """A picture, an open wave, and a line of the group's own."""
    w.peers_of(space, 6)
    with time_machine.travel(timezone.now() - timedelta(days=20), tick=False):
        w.pulsed(space, {"avi": {"says_own_view": 1}})
    pulse_items.add_item(space, by=w.noa(), axis="task", he=f"{CANARY} שורה", ar=f"{CANARY} سطر", en=f"{CANARY} line")
    w.pulse_opened(space)


def meetings(space):
    """Of the peers and of the whole, ahead and over; in those of the whole an item is the peers' own."""
    own = w.a_meeting(space, title=f"{CANARY} meeting", where=f"{CANARY} place", online=f"https://{CANARY}.example/")
    replying.reply(own, by=w.a_person("avi"), answer="substitute", substitute=f"{CANARY} substitute")
    for meeting in (w.a_meeting(space, room=Room.WHOLE, title="Spring"), w.a_meeting(space, room=Room.WHOLE)):
        for number, room in enumerate((Room.WHOLE, Room.PEERS, Room.WHOLE)):
            title = f"{CANARY} item" if room == Room.PEERS else f"Point {number}"
            w.an_item(meeting, title, room=room, note=f"{title}, in short")
    said_and_promised(w.just_begun(meeting))


def said_and_promised(meeting):
    """Summaries of both rooms, and what Avi and Ruth took upon themselves."""
    for room, word, who in ((Room.PEERS, CANARY, "avi"), (Room.WHOLE, "whole", "ruth")):
        member = meeting.space.memberships.get(person__email__startswith=who)
        meeting_after.commit(meeting, room, by=w.noa(), membership=member, what=f"{word} commitment")
        summary = meeting_after.write_summary(
            meeting,
            room,
            by=w.noa(),
            text=f"{word} text",
            decisions=f"{word} decided",
            nameless=f"{word} in short",
        )
        meeting_after.share_summary(summary, by=w.noa())


def invitations_in_many_states(space):
    names = ("waits", "declines", "defers", "goes")
    invitees = [
        Invitee(f"{name}@world.example", f"{CANARY} {name}", organisation_name=f"{CANARY} body") for name in names
    ]
    invitation.invite_all(space, invitees, by=w.noa(), note=f"{CANARY} note")
    declines, defers, goes = (space.invitations.get(name=f"{CANARY} {name}") for name in names[1:])
    answering.decline(declines, reason="trust", words=f"{CANARY} words")
    answering.defer(defers, timezone.localdate() + timedelta(days=9))
    invitation.withdraw(goes, by=w.noa(), reason=f"{CANARY} reason")
    candidates(space)


def candidates(space):
    """One that anybody may ask to wait with, and one that the group can decide on, with a hold from the day before."""
    for number in range(2):
        invitee = Invitee(f"next{number}@health.gov.il", f"{CANARY} candidate {number}", w.the_ministry())
        found = w.put_forward(space, invitee, by=w.a_person("avi"), why=f"{CANARY} why {number}")
    yesterday = timezone.localdate() - timedelta(days=1)
    holds = found.holds.with_one_by(space.memberships.get(person=w.a_person("dana")), yesterday)
    Candidacy.objects.filter(pk=found.pk).update(sealed_holds=holds.sealed())
    w.window_over(found)
    for name in ("dana", "avi"):
        place = space.memberships.get(person=w.a_person(name))
        dependency.save(place, by=place.person, lines=[w.a_line(f"{CANARY} {SECRET} of {name}")])


def lists_of_people(space):
    """One whose columns are to be named, one that is going out, one that was pasted."""
    lines = [Line(2, [f"{CANARY} Gal", "gil.gal@world.example"]), Line(3, ["Nobody", "no address"])]
    table = Table(["Name", "E-mail", f"{CANARY} column"], lines)
    people_import.begin(space, table, by=w.noa(), source=f"{CANARY} people.csv")
    going = people_import.begin_pasted(space, [Invitee("ela@world.example", "Ela Bar")], by=w.noa())
    people_running.start(going, by=w.noa(), deadline=timezone.now() + timedelta(days=9), note=f"{CANARY} line")
    listed = Invitee("listed@world.example", f"{CANARY} listed", organisation_name=f"{CANARY} body")
    people_import.begin_pasted(space, [listed], by=w.noa())
    lists(space)


def mailings(space):
    """One that goes out, one that paused itself, and one that was stopped before anybody was told."""
    for number, act in enumerate((None, mailing.pause, mailing.stop)):
        drafts = [
            invitation.draft(space, Kind.PEER, Invitee(f"many{number}{n}@world.example", f"{CANARY} waits"), by=w.noa())
            for n in range(3)
        ]
        made, _sent = mailing_verbs.send_all(space, [one.pk for one in drafts], by=w.noa(), note=f"{CANARY} note")
        if act:
            act(made, by=w.noa())


def partner_systems(space):
    """One that is let in and calls, one that was, one that could be."""
    partners(space)
    crm = space.grants.live().get().partner
    partner.note_call(crm.keys.get(), method="GET", route="api/v1/spaces/", status=200)
    partner.end_key(w.a_key(crm)[0], by=w.a_person("tal"))
    grant.end_grant(w.granted(w.a_partner("Evaluation"), space, "pulse:read"), by=w.noa())
    w.a_partner("Public site")


def a_map_with_ties():
    """An organisation with a number to confirm, and more ties both ways than its page shows."""
    the_map()
    shelter = w.an_organisation("בית חם")
    shelter.registry_number, shelter.registry_state = "580019800", "suggested"
    shelter.save()
    others = [w.an_organisation(f"עמותה {number}") for number in range(12)]
    ties = [Tie(kind=Tie.Kind.FUNDS, giver=shelter, receiver=other) for other in others]
    Tie.objects.bulk_create([*ties, *(Tie(kind=Tie.Kind.FUNDS, giver=other, receiver=shelter) for other in others)])


def letters(space):
    """What the links of mails open, of invitations that wait and of those that are answered."""
    chosen = space.invitations.filter(state__in=["open", "declined", "deferred"])
    message = Message.objects.filter(space=space, invitation__isnull=False).first()
    paths = [reverse("spaces:invitation_page", args=[one.token]) for one in chosen]
    return [*paths, reverse("spaces:stop", args=[stop_token(message.pk)])]


def feed(person):
    """The address of somebody's private calendar."""
    return reverse("spaces:feed", args=[make_feed(person)])
