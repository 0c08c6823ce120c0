"""Who comes and who came, the summary and what it holds, on the desk."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import meeting as meeting_actions
from spaces.actions import meeting_after as actions
from spaces.forms.meeting import AttendanceForm, CommitmentForm, ReplyForm, SummaryForm
from spaces.insights import meetings as insights
from spaces.insights.nameless import without_names
from spaces.models import Commitment, Reply, Space, Summary
from spaces.models.room import Room
from spaces.views.desk import posted, show
from spaces.views.meeting import the_meeting


def meeting_answers(request, uid):
    """Who said what, and whom to call."""
    meeting = the_meeting(request, uid)
    context = {"meeting": meeting, "groups": insights.by_answer(meeting), "form": ReplyForm()}
    return show(request, "meeting/answers", meeting.space, "meetings", **context)


@require_POST
def answer_note(request, pk):
    """Note what somebody said on the phone."""
    mine = Reply.objects.visible_to(request.user).filter(meeting__space__in=Space.objects.run_by(request.user))
    place = get_object_or_404(mine.standing().select_related("meeting__space", "membership__person"), pk=pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose an answer, and for a substitute give the name."))
    else:
        meeting_actions.reply(place.meeting, by=request.user, whose=place.membership, **form.cleaned_data)
        messages.success(request, _("Noted for {name}.").format(name=place.membership.person.name))
    return redirect("spaces:meeting_answers", place.meeting.uid)


def meeting_attendance(request, uid):
    meeting = the_meeting(request, uid)
    places = meeting.replies.standing().of_members().select_related("membership__person")
    form = AttendanceForm(posted(request), places=places.order_by("membership__person__name", "pk"))
    if request.method == "POST" and form.is_valid():
        actions.note_attendance(meeting, by=request.user, presences=form.presences())
        messages.success(request, _("Noted. It is shown as a share of the meeting, and to each person their own."))
        return redirect("spaces:desk_meeting", meeting.uid)
    return show(request, "meeting/attendance", meeting.space, "meetings", meeting=meeting, form=form)


def meeting_summary(request, uid, room):
    """Write the summary for one room; share it once it is right."""
    meeting = with_room(request, uid, room)
    found = Summary.objects.filter(meeting=meeting, room=room).first()
    form = SummaryForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save(request, meeting, room, form.cleaned_data)
            return redirect("spaces:meeting_summary", meeting.uid, room)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    context = {
        "meeting": meeting,
        "room": Room(room),
        "summary": found,
        "form": form,
        "commitment_form": CommitmentForm(meeting=meeting, room=room),
        "commitments": meeting.commitments.filter(room=room).select_related("membership__person"),
        "audience": insights.audience_of(meeting.space, room),
    }
    return show(request, "meeting/summary", meeting.space, "meetings", **context)


def with_room(request, uid, room):
    meeting = the_meeting(request, uid)
    if room not in Room.values or (meeting.room == Room.PEERS and room != Room.PEERS):
        raise Http404
    return meeting


def save(request, meeting, room, what):
    what["nameless"] = what["nameless"] or without_names(meeting.space, what["text"], what["decisions"])
    summary = actions.write_summary(meeting, room, by=request.user, **what)
    if "share" in request.POST:
        actions.share_summary(summary, by=request.user)
        messages.success(request, _("Shared. A mail says that it is there, and nothing of it."))
    else:
        messages.success(request, _("Saved as it is. Only facilitators read it until it is shared."))


@require_POST
def commitment_new(request, uid, room):
    meeting = with_room(request, uid, room)
    form = CommitmentForm(request.POST, meeting=meeting, room=room)
    if form.is_valid():
        actions.commit(meeting, room, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted."))
    else:
        messages.error(request, _("Please say who, and what."))
    return redirect("spaces:meeting_summary", meeting.uid, room)


@require_POST
def commitment_remove(request, key):
    mine = Commitment.objects.visible_to(request.user).filter(meeting__space__in=Space.objects.run_by(request.user))
    found = get_object_or_404(mine.select_related("meeting__space"), key=key)
    actions.take_back(found, by=request.user)
    return redirect("spaces:meeting_summary", found.meeting.uid, found.room)
