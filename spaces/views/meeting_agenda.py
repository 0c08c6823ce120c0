"""The agenda of a meeting on the desk: items put in, changed, put in order, taken out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import meeting_agenda as actions
from spaces.forms.meeting import ItemForm
from spaces.insights import meetings as insights
from spaces.models import AgendaItem, Space
from spaces.models.room import Room
from spaces.views.desk import posted, show
from spaces.views.meeting import the_meeting

VERBS = {
    "up": lambda item, by: actions.shift_item(item, actions.UP, by=by),
    "down": lambda item, by: actions.shift_item(item, actions.DOWN, by=by),
    "remove": lambda item, by: actions.remove_item(item, by=by),
}


def item_new(request, uid):
    meeting = the_meeting(request, uid)
    form = ItemForm(posted(request), meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(meeting, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands on the agenda. Nobody is written to about it."))
            return redirect("spaces:desk_meeting", meeting.uid)
    rooms = Room if meeting.room == Room.WHOLE else [Room.PEERS]
    audiences = [(room.label, insights.audience_of(meeting.space, room)) for room in rooms]
    return show(request, "meeting/item", meeting.space, "meetings", meeting=meeting, form=form, audiences=audiences)


def the_item(request, key):
    mine = AgendaItem.objects.visible_to(request.user).filter(meeting__space__in=Space.objects.run_by(request.user))
    return get_object_or_404(mine.select_related("meeting__space"), key=key)


def item(request, key):
    one = the_item(request, key)
    form = ItemForm(posted(request), meeting=one.meeting, instance=one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_item(the_item(request, key), by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("spaces:desk_meeting", one.meeting.uid)
    audiences = [(one.get_room_display(), insights.audience_of(one.meeting.space, one.room))]
    context = {"meeting": one.meeting, "item": one, "form": form, "audiences": audiences}
    return show(request, "meeting/item", one.meeting.space, "meetings", **context)


@require_POST
def item_do(request, key, verb):
    if verb not in VERBS:
        raise Http404
    one = the_item(request, key)
    VERBS[verb](one, request.user)
    return redirect("spaces:desk_meeting", one.meeting.uid)
