"""Meetings of the year: eight are planned; one is moved over the change of the clock, one is called off."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from spaces.actions import meeting, meeting_after, meeting_agenda
from spaces.models import Meeting
from spaces.models.meeting import Answer, Presence
from spaces.models.meeting_agenda import Axis
from spaces.models.membership import Circle
from spaces.models.room import Room
from tests.browser.acting import fill, press
from tests.browser.year.cast import ALMAZ, AVI, DANA, MICHAL, NADAV, RAED, RUTH, SECRET, TAMAR
from tests.browser.year.story import a_person, last_meeting, moment, noa, work


def the_first_meeting_is_planned_and_answered(year):
    page = year.noa
    page.goto(f"{year.desk}/meetings/new/")
    fill(
        page, title="מליאה ראשונה", day="2026-12-20", begins="10:00", ends="12:00", circle="plenum", room="peers",
        where="בית הקהילה, רחוב הגפן 3, באר שבע",
    )  # fmt: skip
    year.picture(page, "meeting-to-plan")
    press(page, "form .main")
    an_agenda_of_both_axes(year, last_meeting())
    they_answer_on_their_phones(year, last_meeting())
    page.goto(f"/desk/meetings/{last_meeting().uid}/answers/")
    year.picture(page, "meeting-answers")


def an_agenda_of_both_axes(year, found):
    new = f"/desk/meetings/{found.uid}/items/new/"
    items = (
        ("process", f"מה כל אחת ואחד צריכים כדי לדבר כאן בגלוי: {SECRET}הפתיחה", "40"),
        ("task", f"מה אפשר להשיג רק יחד: {SECRET}התכלית", "60"),
    )
    for axis, title, minutes in items:
        year.noa.goto(new)
        fill(year.noa, title=title, axis=axis, minutes=minutes)
        if axis == "process":
            year.picture(year.noa, "agenda-item")
        press(year.noa, "form .main")
    year.picture(year.noa, "meeting-with-its-agenda")


def they_answer_on_their_phones(year, found):
    work()
    page = year.phone(AVI)
    page.goto(year.letter(AVI, "/my/meetings/"))
    year.picture(page, "meeting-asks")
    press(page, "[value=yes]")
    year.picture(page, "meeting-answered")
    page = year.phone(MICHAL)
    page.goto(year.letter(MICHAL, "/my/meetings/"))
    fill(page, substitute="אורית כץ, סמנכ״לית")
    press(page, "[value=substitute]")
    answers_by_actions(found, {DANA: Answer.YES, RAED: Answer.NO, TAMAR: Answer.YES, NADAV: Answer.MAYBE})


def answers_by_actions(found, answers):
    for address, answer in answers.items():
        meeting.reply(found, by=a_person(address), answer=answer)


def the_first_meeting_was_held(year):
    year.on("2026-12-20", "17:00")
    found, page = last_meeting(), year.noa
    page.goto(f"/desk/meetings/{found.uid}/attendance/")
    for place in found.replies.standing().of_members().filter(membership__person__email__in=[ALMAZ, NADAV]):
        fill(page, **{f"place-{place.pk}": "came"})
    year.picture(page, "attendance")
    press(page, "form .main")
    page.goto(f"/desk/meetings/{found.uid}/summary/peers/")
    fill(
        page, text=f"דנה סלע סיפרה למה פנתה לכולן ולכולם: {SECRET}הסיכום",
        decisions="נפגשים אחת לחודש, כל פעם בארגון אחר",
    )  # fmt: skip
    press(page, "[name=share]")
    fill(
        page, what=f"לשלוח את רשימת השותפות והשותפים: {SECRET}המחויבות", membership=str(year.place(DANA).pk),
        until="2027-01-10",
    )  # fmt: skip
    press(page, "form[action*='/commitments/'] .button")
    year.picture(page, "summary")
    page.goto(f"{year.desk}/meetings/")
    year.picture(page, "meetings-on-the-desk")
    the_summary_is_read(year)


def the_summary_is_read(year):
    work()
    page = year.phone(DANA)
    page.goto(year.letter(DANA, "/my/meetings/"))
    year.picture(page, "summary-as-a-peer-reads-it")
    page.goto("/my/")
    year.picture(page, "what-i-promised")
    page.goto(f"{year.mine}/meetings/")
    year.picture(page, "my-meetings")


def planned(year, day, title, room=Room.PEERS, hours=2):
    starts_at = moment(day)
    return meeting.plan(
        year.space, by=noa(), circle=Circle.PLENUM, room=room, title=title, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours), where="בית הקהילה, באר שבע",
    )  # fmt: skip


def held(year, found):
    """Everybody said yes, and came."""
    answers_by_actions(found, dict.fromkeys(members_called(found), Answer.YES))
    year.on(found.starts_at.date().isoformat(), "17:00")
    places = found.replies.standing().of_members()
    meeting_after.note_attendance(found, by=noa(), presences={place.pk: Presence.CAME for place in places})


def members_called(found):
    places = found.replies.standing().of_members().filter(answer=Answer.NONE)
    return places.values_list("membership__person__email", flat=True)


def a_second_meeting_is_held(year):
    held(year, planned(year, "2027-01-17", "מליאה בנגב"))


def a_third_is_called_off(year):
    found, page = planned(year, "2027-02-14", "מליאה בצפון"), year.noa
    year.on("2027-02-09")
    page.goto(f"/desk/meetings/{found.uid}/cancel/")
    year.picture(page, "calling-off")
    with page.expect_navigation():
        page.locator("main form .danger").click()
    year.picture(page, "called-off")
    work()
    assert calendar_of(year, AVI)["METHOD"] == "CANCEL"


def a_fourth_moves_over_the_change_of_the_clock(year):
    """Israel puts its clocks forward on 26 March: ten in the morning is another hour of the world after that."""
    found, page = planned(year, "2027-03-21", "מליאה לפני פתיחה"), year.noa
    work()
    assert event_for(year, AVI)["DTSTART"].dt.astimezone(UTC) == datetime(2027, 3, 21, 8, tzinfo=UTC)
    page.goto(f"/desk/meetings/{found.uid}/edit/")
    fill(page, day="2027-03-30")
    press(page, "form .main")
    year.picture(page, "moving-a-meeting")
    press(page, "form .main")
    work()
    event = event_for(year, AVI)
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 3, 30, 7, tzinfo=UTC)
    assert (str(event["UID"]).partition("@")[0], event["SEQUENCE"]) == (str(found.uid), 1)
    page = year.phone(AVI)
    page.goto(year.letter(AVI, "/my/meetings/"))
    year.picture(page, "meeting-was-moved")


def calendar_of(year, address):
    """The calendar file in the newest mail to somebody."""
    parts = year.letters.to(address)[-1].walk()
    return Calendar.from_ical(next(one.get_content() for one in parts if one.get_content_type() == "text/calendar"))


def event_for(year, address):
    return calendar_of(year, address).walk("VEVENT")[0]


def a_fifth_with_the_ministry(year):
    """A meeting of the whole, with an item of the peers that leaves no trace in what the others get."""
    found = planned(year, "2027-05-05", "מליאה עם המשרד", room=Room.WHOLE, hours=3)
    for title, axis, room in (
        ("היכרות", Axis.PROCESS, Room.WHOLE),
        (f"מה לא אומרים ליד המשרד: {SECRET}הסעיף", Axis.PROCESS, Room.PEERS),
        ("נוהל השחרור", Axis.TASK, Room.WHOLE),
    ):
        meeting_agenda.add_item(found, by=noa(), title=title, axis=axis, minutes=40, room=room)
    year.noa.goto(f"/desk/meetings/{found.uid}/")
    year.picture(year.noa, "meeting-of-the-whole")
    page = year.phone(RUTH)
    page.goto(year.letter(RUTH, "/my/meetings/"))
    year.picture(page, "meeting-as-the-ministry-sees-it")
    assert page.locator("main ol.rows strong").all_inner_texts() == ["היכרות", "נוהל השחרור"]
    press(page, "[value=yes]")
    held(year, found)
    summed_up_for_both(year, found)


def summed_up_for_both(year, found):
    texts = {Room.WHOLE: "המשרד הציג את נתוני השחרור.", Room.PEERS: f"היה קשה לדבר: {SECRET}הקושי"}
    for room, text in texts.items():
        summary = meeting_after.write_summary(found, room, by=noa(), text=text)
        meeting_after.share_summary(summary, by=noa())
    work()
    page = year.phone(RUTH)
    page.goto(f"/my/meetings/{found.uid}/")
    year.picture(page, "summary-as-the-ministry-reads-it")
    page = year.phone(DANA)
    page.goto(f"/my/meetings/{found.uid}/")
    year.picture(page, "both-summaries")


def a_sixth_with_the_ministry(year):
    held(year, planned(year, "2027-06-02", "מליאה שנייה עם המשרד", room=Room.WHOLE))


def a_seventh_of_the_peers_alone(year):
    held(year, planned(year, "2027-06-27", "מפגש עמיתות ועמיתים"))


def the_eighth(year):
    held(year, planned(year, "2027-10-17", "מליאת סתיו"))
    assert [found.cancelled_at is None for found in Meeting.objects.order_by("starts_at")] == [
        True, True, False, True, True, True, True, True,
    ]  # fmt: skip


def dana_subscribes(year):
    """The private feed of all her meetings."""
    page = year.phone(DANA)
    page.goto("/my/calendar/")
    press(page, "form .main")
    year.picture(page, "private-feed")
