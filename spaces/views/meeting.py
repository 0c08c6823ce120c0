"""Meetings on the desk: the list, planning one, changing it, calling it off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact_spaces.lib.keyset import page_of
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import meeting as actions
from spaces.forms.meeting import MeetingForm
from spaces.insights import meetings as insights
from spaces.models import Meeting, Space
from spaces.models.room import Room
from spaces.views.desk import posted, run_space, show


def meetings(request, pk):
    """What lies ahead, all of it; then what was, the latest first."""
    space = run_space(request, pk)
    mine = Meeting.objects.visible_to(request.user).filter(space=space)
    context = {
        "coming": insights.with_counts(mine.coming()),
        "page": page_of(insights.with_counts(mine.past()), request.GET),
        "attendance": insights.attendance(space),
    }
    return show(request, "meeting/list", space, "meetings", **context)


def the_meeting(request, uid):
    """A meeting of a space that this person runs. Raises Http404."""
    mine = Meeting.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    return get_object_or_404(mine.select_related("space", "by"), uid=uid)


def meeting_new(request, pk):
    space = run_space(request, pk)
    form = MeetingForm(posted(request), space=space)
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan(space, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            n = planned.replies.standing().count()
            told = ngettext("{n} person gets it into their calendar.", "{n} people get it into their calendar.", n)
            messages.success(request, told.format(n=n))
            return redirect("spaces:desk_meeting", planned.uid)
    audiences = [(room.label, insights.audience_of(space, room)) for room in Room]
    return show(request, "meeting/new", space, "meetings", form=form, audiences=audiences)


def desk_meeting(request, uid):
    meeting = the_meeting(request, uid)
    context = {
        "meeting": meeting,
        "items": insights.agenda(meeting, request.user),
        "minutes": insights.minutes(meeting),
        "answers": insights.answers_bar(meeting),
        "waiting": meeting.replies.waiting().of_members().count(),
        "attendance": insights.attendance_bar(meeting),
        "is_noted": meeting.replies.exclude(presence="").exists(),
        "summaries": insights.summaries(meeting, request.user),
    }
    return show(request, "meeting/show", meeting.space, "meetings", **context)


def meeting_edit(request, uid):
    """Change a meeting. Before anything is sent, a last look says how many get what."""
    meeting = the_meeting(request, uid)
    form = MeetingForm(posted(request), space=meeting.space, instance=meeting)
    if request.method == "POST" and form.is_valid():
        new = form.whats_new()
        points = consequences(meeting, new)
        if points and "confirmed" not in request.POST:
            hidden = [*((name, request.POST.get(name, "")) for name in form.fields), ("confirmed", "1")]
            return show(request, "meeting/confirm", meeting.space, meeting=meeting, points=points, hidden=hidden)
        try:
            actions.change(meeting, by=request.user, **new)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("spaces:desk_meeting", meeting.uid)
    audience = insights.audience_of(meeting.space, meeting.room)
    return show(request, "meeting/edit", meeting.space, "meetings", meeting=meeting, form=form, audience=audience)


def consequences(meeting, new):
    """What a change sends to whom, in sentences; none when it sends nothing."""
    found = insights.concerned(
        meeting, circle=new.get("circle", meeting.circle), is_shown=bool(new.keys() & set(actions.SHOWN))
    )
    sentences = {
        ngettext("{n} person gets an update in their calendar.", "{n} people get an update in their calendar.",
                 found.updated): found.updated,
        ngettext("{n} person is called in.", "{n} people are called in.", found.called): found.called,
        ngettext("It is taken out of the calendar of {n} person.", "It is taken out of the calendars of {n} people.",
                 found.taken_out): found.taken_out,
    }  # fmt: skip
    points = [text.format(n=n) for text, n in sentences.items() if n]
    if points and new.keys() & set(actions.TIMES):
        points.append(_("The time is another one, so everybody is asked anew whether they come."))
    return points


def meeting_cancel(request, uid):
    meeting = the_meeting(request, uid)
    if request.method == "POST":
        actions.cancel(meeting, by=request.user)
        messages.success(request, _("The meeting is called off."))
        return redirect("spaces:desk_meeting", meeting.uid)
    n = meeting.replies.standing().count()
    taken_out = ngettext(
        "It is taken out of the calendar of {n} person.", "It is taken out of the calendars of {n} people.", n
    ).format(n=n)
    points = [_("It did not take place: nobody is told.") if meeting.has_begun else taken_out]
    return show(request, "meeting/cancel", meeting.space, "meetings", meeting=meeting, points=points)
