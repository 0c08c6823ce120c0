"""The pages of meetings: planning, changing with a last look, answering in one press."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from spaces.actions import meeting as actions
from spaces.actions.delivery import deliver_due
from spaces.models import Meeting, Message
from spaces.models.meeting import Answer, Way
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def space(db):
    return w.consolidated()


def fields(**changes):
    return {
        "title": "Plenum", "circle": "plenum", "room": "peers", "day": "2027-03-28", "begins": "16:00",
        "ends": "18:00", "where": "Herzl 12", "online": "https://meet.example/x",
    } | changes  # fmt: skip


def posted(client, name, key, data, person=None):
    client.force_login(person or w.noa())
    return client.post(reverse(f"spaces:{name}", args=[key]), data)


def text(response):
    return response.content.decode()


def place(meeting, name):
    return meeting.replies.get(membership__person=w.a_person(name))


def test_a_meeting_is_planned_by_the_clock_of_the_spaces_country(client, space):
    noa = w.noa()
    noa.time_zone = "America/New_York"
    noa.save()
    assert posted(client, "meeting_new", space.pk, fields()).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at - meeting.starts_at) == (
        datetime(2027, 3, 28, 13, 0, tzinfo=UTC), timedelta(hours=2)
    )  # fmt: skip
    assert "By the clock of Asia/Jerusalem" in text(client.get(reverse("spaces:meeting_new", args=[space.pk])))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "15:00"}, {"day": "2027-02-01"}, {"day": "2040-01-01"}, {"day": "never"}, {"begins": "25:00"},
        {"title": ""}, {"room": "roof"}, {"circle": "all"}, {"online": "javascript:alert(1)"},
        {"online": "http://meet.example"}, {"title": "x" * 121},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(client, space, wrong):
    response = posted(client, "meeting_new", space.pk, fields(**wrong))
    assert response.status_code == 200
    assert "Please look at this again" in text(response)
    assert 'value="Herzl 12"' in text(response)
    assert Meeting.objects.count() == 0


def test_the_form_says_who_reads_what_in_each_room(client, space):
    client.force_login(w.noa())
    said = text(client.get(reverse("spaces:meeting_new", args=[space.pk])))
    assert said.count("3 people will read this: 3 from the social sector, and the facilitator.") == 2


def test_a_change_is_looked_at_before_it_is_sent(client, space):
    meeting = w.a_meeting(space, NOW + timedelta(days=9))
    asked = posted(client, "meeting_edit", meeting.uid, fields())
    assert "4 people get an update in their calendar." in text(asked)
    assert "everybody is asked anew" in text(asked)
    assert Meeting.objects.get().sequence == 0
    done = posted(client, "meeting_edit", meeting.uid, fields(confirmed="1"))
    assert done.status_code == 302
    assert Meeting.objects.get().sequence == 1


def test_the_last_look_counts_who_comes_in_and_who_goes(client, space):
    w.joined(space, "raed")
    meeting = w.a_meeting(space, circle="community")
    asked = text(posted(client, "meeting_edit", meeting.uid, same(meeting, circle="lead")))
    assert "It is taken out of the calendars of 4 people." in asked
    assert "update" not in asked.replace("updated", "")


def same(meeting, **changes):
    local = {"day": f"{meeting.starts_at:%Y-%m-%d}", "begins": "10:00", "ends": "12:00"}
    return fields(**{"title": meeting.title, "where": "", "online": "", "circle": meeting.circle} | local | changes)


def test_saving_without_a_change_asks_nothing(client, space):
    meeting = w.a_meeting(space, datetime(2027, 3, 10, 8, 0, tzinfo=UTC))
    assert posted(client, "meeting_edit", meeting.uid, same(meeting)).status_code == 302
    assert Message.objects.filter(kind="meeting").count() == 4


def test_a_meeting_is_called_off_after_a_last_look(client, space):
    meeting = w.a_meeting(space)
    client.force_login(w.noa())
    url = reverse("spaces:meeting_cancel", args=[meeting.uid])
    assert "It is taken out of the calendars of 4 people." in text(client.get(url))
    client.post(url)
    assert Meeting.objects.get().is_cancelled


def test_an_answer_is_one_press(client, space):
    meeting = w.a_meeting(space)
    avi = w.a_person("avi")
    client.force_login(avi)
    home = text(client.get("/my/"))
    url = reverse("spaces:meeting", args=[meeting.uid])
    assert f'href="{url}"' in home
    assert posted(client, "meeting", meeting.uid, {"answer": "yes"}, avi).status_code == 302
    assert (place(meeting, "avi").answer, place(meeting, "avi").way) == (Answer.YES, Way.PAGE)
    assert f'href="{url}"' not in text(client.get("/my/"))


def test_a_substitute_has_a_name(client, space):
    meeting, avi = w.a_meeting(space), w.a_person("avi")
    refused = posted(client, "meeting", meeting.uid, {"answer": "substitute"}, avi)
    assert "Please say who comes instead." in text(refused)
    posted(client, "meeting", meeting.uid, {"answer": "substitute", "substitute": "Gal Shani"}, avi)
    assert place(meeting, "avi").substitute == "Gal Shani"


def test_an_answer_after_the_beginning_is_refused_in_words(client, space):
    meeting = w.held(w.a_meeting(space))
    refused = posted(client, "meeting", meeting.uid, {"answer": "yes"}, w.a_person("avi"))
    assert "This meeting has begun" in text(refused)


def test_who_was_not_called_is_not_asked(client, space):
    meeting = w.a_meeting(space, circle="lead")
    client.force_login(w.a_person("avi"))
    assert "Do you come?" not in text(client.get(reverse("spaces:meeting", args=[meeting.uid])))
    assert posted(client, "meeting", meeting.uid, {"answer": "yes"}, w.a_person("avi")).status_code == 403


def test_the_facilitator_sees_whom_to_call_and_notes_what_they_said(client, space):
    meeting = w.a_meeting(space)
    actions.reply(meeting, by=w.a_person("dana"), answer=Answer.NO)
    client.force_login(w.noa())
    said = text(client.get(reverse("spaces:meeting_answers", args=[meeting.uid])))
    assert said.index("whom to call") < said.index("Avi Nahum") < said.index("Dana Cohen")
    posted(client, "answer_note", place(meeting, "avi").pk, {"answer": "maybe"})
    assert (place(meeting, "avi").answer, place(meeting, "avi").way) == (Answer.MAYBE, Way.FACILITATOR)


def test_attendance_is_proposed_from_the_answers_and_saved_when_looked_at(client, space):
    meeting = w.a_meeting(space)
    actions.reply(meeting, by=w.a_person("dana"), answer=Answer.NO)
    w.held(meeting)
    client.force_login(w.noa())
    url = reverse("spaces:meeting_attendance", args=[meeting.uid])
    assert text(client.get(url)).count("checked") == 1
    key = place(meeting, "avi").pk
    client.post(url, {f"place-{key}": "came", "place-999999": "came"})
    assert (place(meeting, "avi").presence, place(meeting, "dana").presence) == ("came", "")


def test_a_summary_is_written_shared_and_starts_without_names(client, space):
    meeting = w.held(w.a_meeting(space))
    url = reverse("spaces:meeting_summary", args=[meeting.uid, "peers"])
    client.force_login(w.noa())
    client.post(url, {"text": "Avi Nahum spoke.", "decisions": "To go on."})
    assert "a member spoke.\n\nTo go on." in text(client.get(url)).replace("\r", "")
    client.post(url, {"text": "Avi Nahum spoke.", "nameless": "Somebody spoke.", "share": "1"})
    said = text(client.get(url))
    assert "Somebody spoke." in said
    assert Message.objects.filter(kind="summary").count() == 3


def test_what_waits_stands_on_the_board(client, space):
    w.a_meeting(space, NOW + timedelta(days=2))
    w.held(w.a_meeting(space, title="Over"))
    client.force_login(w.noa())
    said = text(client.get("/desk/?all"))
    assert "3 people have not answered to a meeting" in said
    assert "The summary of a meeting is still to be shared" in said


def test_mails_about_meetings_say_when_and_where_and_nothing_of_the_agenda(client, mailoutbox):
    space = w.cross_sector()
    w.ruth_joined(space)
    meeting = w.a_meeting(space, room=Room.WHOLE, where="Herzl 12")
    w.an_item(meeting, "canary", room=Room.PEERS, note="canary")
    deliver_due()
    mails = [mail for mail in mailoutbox if "Meeting:" in mail.subject]
    assert len(mails) == 5
    assert [mail.subject for mail in mails if "canary" in mail.message().as_string()] == []
    assert "Where: Herzl 12" in mails[0].body
    assert "Wednesday, March 10, 2027, 10:00–12:00" in mails[0].body


@pytest.mark.parametrize("name", ["meetings", "desk_meeting", "meeting_answers", "my_meetings", "meeting"])
def test_pages_cost_the_same_for_one_and_for_three(client, space, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        key = space.pk if name in ("meetings", "my_meetings") else meeting.uid
        with CaptureQueriesContext(connection) as ran:
            assert client.get(reverse(f"spaces:{name}", args=[key])).status_code == 200
        return len(ran)

    client.force_login(w.noa())
    meeting = w.a_meeting(space)
    w.held(w.a_meeting(space, title="Over"))
    first = cost()
    for number in range(3):
        w.a_meeting(space, title=f"More {number}")
        w.held(w.a_meeting(space, title=f"Over {number}"))
    w.joined(space, "raed")
    assert cost() == first
