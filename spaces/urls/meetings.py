"""Meetings: planning, answering, the calendar feed and its inbox."""

from django.urls import path

from spaces.views import calendar, meeting, meeting_after, meeting_agenda
from spaces.views.my import meetings as my

urlpatterns = [
    path("desk/spaces/<int:pk>/meetings/", meeting.meetings, name="meetings"),
    path("desk/spaces/<int:pk>/meetings/new/", meeting.meeting_new, name="meeting_new"),
    path("desk/meetings/<uuid:uid>/", meeting.desk_meeting, name="desk_meeting"),
    path("desk/meetings/<uuid:uid>/edit/", meeting.meeting_edit, name="meeting_edit"),
    path("desk/meetings/<uuid:uid>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("desk/meetings/<uuid:uid>/items/new/", meeting_agenda.item_new, name="item_new"),
    path("desk/items/<uuid:key>/", meeting_agenda.item, name="item"),
    path("desk/items/<uuid:key>/<slug:verb>/", meeting_agenda.item_do, name="item_do"),
    path("desk/meetings/<uuid:uid>/answers/", meeting_after.meeting_answers, name="meeting_answers"),
    path("desk/answers/<int:pk>/", meeting_after.answer_note, name="answer_note"),
    path("desk/meetings/<uuid:uid>/attendance/", meeting_after.meeting_attendance, name="meeting_attendance"),
    path("desk/meetings/<uuid:uid>/summary/<slug:room>/", meeting_after.meeting_summary, name="meeting_summary"),
    path("desk/meetings/<uuid:uid>/commitments/<slug:room>/", meeting_after.commitment_new, name="commitment_new"),
    path("desk/commitments/<uuid:key>/remove/", meeting_after.commitment_remove, name="commitment_remove"),
    path("my/spaces/<int:pk>/meetings/", my.my_meetings, name="my_meetings"),
    path("my/meetings/<uuid:uid>/", my.meeting, name="meeting"),
    path("my/meetings/<uuid:uid>/meeting.ics", my.meeting_file, name="meeting_file"),
    path("my/items/<uuid:key>/", my.recusal, name="recusal"),
    path("my/commitments/<uuid:key>/", my.commitment_done, name="commitment_done"),
    path("my/calendar/", calendar.my_calendar, name="my_calendar"),
    path("feed/<str:token>.ics", calendar.feed, name="feed"),
    path("inbox/calendar/", calendar.inbox, name="calendar_inbox"),
]
