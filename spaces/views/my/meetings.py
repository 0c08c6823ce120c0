"""A member's meetings: what is ahead, one meeting and one's answer to it, what one took upon oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from impact_spaces.lib.ical import published
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import meeting as actions
from spaces.actions import meeting_after, meeting_agenda
from spaces.appointments import appointment
from spaces.forms.meeting import ReplyForm
from spaces.insights import meetings as insights
from spaces.models import AgendaItem, Commitment, Meeting, Space
from spaces.views.my.frame import show


@require_safe
def my_meetings(request, pk):
    """The meetings of a space that this person sees, and how they took part."""
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    place = get_object_or_404(request.user.memberships.active(), space=space)
    seen = Meeting.objects.visible_to(request.user).filter(space=space)
    context = {
        "coming": insights.with_own_answer(seen.coming(), request.user),
        "past": insights.with_own_answer(seen.past().order_by("-starts_at", "-pk"), request.user)[:50],
        "own": insights.own_attendance(request.user, space),
    }
    return show(request, "my/meetings", space, place, here="my_meetings", **context)


def seen_meeting(request, uid):
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("space"), uid=uid)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request, uid):
    """The page of a meeting; a POST is an answer to it."""
    found = seen_meeting(request, uid)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply(found, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is kept. You may change it until the meeting begins."))
            return redirect("spaces:meeting", found.uid)
    return render(request, "spaces/my/meeting.html", about(found, request.user) | {"form": form})


def about(found, person):
    place = found.replies.standing().filter(membership__person=person, membership__ended_at=None).first()
    return {
        "meeting": found,
        "space": found.space,
        "mine": place,
        "may_answer": place is not None and found.is_coming,
        "items": insights.agenda(found, person),
        "summaries": [(room, one) for room, one in insights.summaries(found, person) if one and one.shared_at],
        "commitments": insights.commitments(found, person),
    }


@require_safe
def meeting_file(request, uid):
    """The meeting as a file, for a calendar that reads no mail."""
    found = seen_meeting(request, uid)
    shown = appointment(found, sequence=found.sequence, stamp=timezone.now(), is_cancelled=found.is_cancelled)
    response = HttpResponse(published([shown], found.title), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


@require_POST
def recusal(request, key):
    """Step out of an item, or take part after all."""
    item = get_object_or_404(AgendaItem.objects.visible_to(request.user).select_related("meeting"), key=key)
    if "back" in request.POST:
        meeting_agenda.step_in(item, by=request.user)
        messages.success(request, _("You take part in this item."))
    else:
        meeting_agenda.step_out(item, by=request.user)
        messages.success(request, _("Noted: you take no part in this item. Those who see it see this."))
    return redirect("spaces:meeting", item.meeting.uid)


@require_POST
def commitment_done(request, key):
    mine = Commitment.objects.visible_to(request.user).filter(membership__person=request.user)
    found = get_object_or_404(mine.select_related("membership", "meeting"), key=key)
    meeting_after.finish(found, by=request.user, is_done="open" not in request.POST)
    messages.success(request, _("Open again.") if "open" in request.POST else _("Done. Thank you."))
    return redirect("spaces:meeting", found.meeting.uid) if "stay" in request.POST else redirect("spaces:my")
