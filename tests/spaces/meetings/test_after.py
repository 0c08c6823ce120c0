"""After a meeting: who came, as a share; what was said, room by room; who took what upon themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import meeting as meetings
from spaces.actions import meeting_after as actions
from spaces.insights.meetings import Attended, attendance, commitments_of, own_attendance
from spaces.insights.nameless import without_names
from spaces.models import Commitment, Message, Summary
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(db):
    return w.ruth_joined(w.cross_sector()).person


@pytest.fixture
def meeting(ruth):
    return w.just_begun(w.a_meeting(ruth.memberships.get().space, room=Room.WHOLE))


def place(meeting, person):
    return meeting.replies.get(membership__person=person)


def noted(meeting, **presences):
    found = {place(meeting, w.a_person(name)).pk: presence for name, presence in presences.items()}
    actions.note_attendance(meeting, by=w.noa(), presences=found)


def page(client, name, person, *args):
    client.force_login(person)
    return client.get(reverse(f"spaces:{name}", args=args)).content.decode()


def summary(meeting, room, text="What was said", **more):
    return actions.write_summary(meeting, room, by=w.noa(), text=text, **more)


# --- Who came ---------------------------------------------------------------------------------------------------


def test_attendance_is_a_share_of_the_peers_over_the_last_six_meetings(ruth):
    space = ruth.memberships.get().space
    for number in range(7):
        meeting = w.held(w.a_meeting(space, title=f"Plenum {number}"))
        noted(meeting, avi="came", dana="substitute" if number else "absent", michal="absent")
    assert attendance(space) == Attended(came=6, substitute=6, absent=6, asked=18, meetings=6)


def test_a_meeting_that_was_not_noted_yet_counts_for_nothing(meeting):
    assert attendance(meeting.space) == Attended(0, 0, 0, 0, 0)


def test_attendance_is_noted_after_the_beginning_by_a_facilitator(meeting):
    coming = w.a_meeting(meeting.space, title="Next")
    with pytest.raises(NotPossible, match="not begun"):
        noted(coming, avi="came")
    with pytest.raises(Forbidden):
        actions.note_attendance(meeting, by=w.a_person("avi"), presences={})


def test_a_meeting_whose_attendance_is_noted_took_place(meeting):
    noted(meeting, avi="came")
    with pytest.raises(NotPossible, match="took place"):
        meetings.cancel(meeting, by=w.noa())


def test_everybody_is_shown_their_own_and_nobody_elses(client, meeting):
    noted(meeting, avi="came", dana="absent", michal="absent")
    assert own_attendance(w.a_person("avi"), meeting.space).came == 1
    said = page(client, "my_meetings", w.a_person("avi"), meeting.space_id)
    assert "you came to 1" in said
    assert [name in said for name in ("Dana", "Michal")] == [False, False]


def test_no_page_of_the_desk_adds_up_a_person(client, meeting):
    noted(meeting, avi="absent", dana="came", michal="came")
    for name, key in (("meetings", meeting.space_id), ("desk_meeting", meeting.uid), ("members", meeting.space_id)):
        assert "absent" not in page(client, name, w.noa(), key).replace("absent</dt>", "")


# --- What was said ----------------------------------------------------------------------------------------------


def test_a_draft_is_read_by_facilitators_only(client, meeting):
    summary(meeting, Room.PEERS, "canary")
    assert Summary.objects.visible_to(w.noa()).count() == 1
    assert "canary" not in page(client, "meeting", w.a_person("avi"), meeting.uid)


def test_each_room_reads_its_own(client, meeting, ruth):
    for room, text in ((Room.PEERS, "canary"), (Room.WHOLE, "for all")):
        actions.share_summary(summary(meeting, room, text), by=w.noa())
    peers, outside = (page(client, "meeting", one, meeting.uid) for one in (w.a_person("avi"), ruth))
    assert ("canary" in peers, "for all" in peers) == (True, True)
    assert ("canary" in outside, "for all" in outside) == (False, True)


def test_sharing_says_by_mail_that_it_is_there_once(meeting):
    found = summary(meeting, Room.PEERS)
    for _twice in range(2):
        actions.share_summary(found, by=w.noa())
    told = Message.objects.filter(kind="summary").order_by("pk").values_list("address", flat=True)
    assert [address.partition("@")[0] for address in told] == ["dana", "avi", "michal"]


def test_a_meeting_of_the_peers_has_no_summary_for_the_whole(meeting):
    own = w.held(w.a_meeting(meeting.space, title="Own"))
    with pytest.raises(NotPossible, match="peers' own"):
        summary(own, Room.WHOLE)
    with pytest.raises(IntegrityError, match="peers own"), w.savepoint():
        Summary.objects.create(meeting=own, room=Room.WHOLE, text="x", by=w.noa())


def test_who_joins_later_reads_no_summary_from_before(client):
    space = w.cross_sector()
    meeting = w.held(w.a_meeting(space, room=Room.WHOLE))
    actions.share_summary(summary(meeting, Room.WHOLE), by=w.noa())
    ruth = w.ruth_joined(space).person
    client.force_login(ruth)
    assert client.get(reverse("spaces:meeting", args=[meeting.uid])).status_code == 404


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Dana Cohen and Avi spoke.", "a member and a member spoke."),
        ("יד ביד הציעו, ודנה הסכימה.", "an organisation of the group הציעו, ודנה הסכימה."),
        ("Danaë is no member; Cohens neither.", "Danaë is no member; Cohens neither."),
    ],
)
def test_the_version_without_names_begins_without_those_of_members(meeting, text, without):
    assert without_names(meeting.space, text) == without


def test_hebrew_names_go_with_what_stands_before_them(meeting):
    dana = w.a_person("dana")
    dana.name = "דנה כהן"
    dana.save()
    assert without_names(meeting.space, "דובר עם דנה, ולדנה כהן נאמר") == "דובר עם a member, ולa member נאמר"


# --- What was taken on ------------------------------------------------------------------------------------------


def taken_on(meeting, person, room=Room.PEERS, what="To write to all"):
    member = person.memberships.get(space=meeting.space)
    return actions.commit(meeting, room, by=w.noa(), membership=member, what=what)


def test_what_one_took_on_waits_on_ones_own_page_once_it_is_shared(client, meeting):
    avi = w.a_person("avi")
    taken_on(meeting, avi)
    assert list(commitments_of(avi)) == []
    actions.share_summary(summary(meeting, Room.PEERS), by=w.noa())
    assert "To write to all" in page(client, "my", avi)
    assert "To write to all" not in page(client, "my", w.a_person("dana"))


def test_what_is_overdue_says_so_until_it_is_done(client, meeting):
    avi = w.a_person("avi")
    promised = taken_on(meeting, avi)
    actions.share_summary(summary(meeting, Room.PEERS), by=w.noa())
    for days, said in ((0, "until"), (-1, "was to be done by")):
        day = timezone.localdate() + timedelta(days=days)
        Commitment.objects.filter(pk=promised.pk).update(until=day)
        assert f"{said} {date_format(day)}" in page(client, "my", avi)
    actions.finish(promised, by=avi)
    assert not Commitment.objects.get().is_overdue


def test_only_its_owner_says_that_it_is_done(meeting):
    promised = taken_on(meeting, w.a_person("avi"))
    for person in (w.noa(), w.a_person("dana")):
        with pytest.raises(Forbidden):
            actions.finish(promised, by=person)
    actions.finish(promised, by=w.a_person("avi"))
    assert Commitment.objects.open().count() == 0


def test_nobody_from_outside_takes_on_what_the_peers_alone_read(meeting, ruth):
    with pytest.raises(NotPossible, match="Only somebody who reads this"):
        taken_on(meeting, ruth, Room.PEERS)
    assert taken_on(meeting, ruth, Room.WHOLE).membership.person == ruth


def test_what_is_noted_twice_stands_once(meeting):
    assert taken_on(meeting, w.a_person("avi")) == taken_on(meeting, w.a_person("avi"))
