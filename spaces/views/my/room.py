"""The room: what is said in a space, as this reader may read it, and saying something."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import post as posts
from spaces.forms.post import PostForm
from spaces.insights import rooms
from spaces.models.room import Room
from spaces.views.my.frame import show


def place_in(request, pk):
    """The active membership of whoever asks. Raises Http404: before signing nothing is said or read."""
    return get_object_or_404(request.user.memberships.active().select_related("space"), space=pk)


@require_safe
def room(request, pk):
    place = place_in(request, pk)
    reader = rooms.Reader.at(place)
    chosen = request.GET.get("room") if reader.is_inside and request.GET.get("room") in Room.values else ""
    about = {
        "is_inside": reader.is_inside,
        "page": rooms.threads(reader, place.space, request.GET, chosen),
        "rooms": choices(chosen) if rooms.has_two(reader, place.space) else [],
        **rooms.glass_of_room(request.user, place.space),
    }
    return show(request, "room/list", place.space, place, here="room", **about)


def choices(chosen):
    places = [("", _("Everything")), *((room, capfirst(room.label)) for room in Room)]
    return [{"url": f"?room={room}" if room else "?", "text": text, "here": room == chosen} for room, text in places]


@require_http_methods(["GET", "HEAD", "POST"])
def post_new(request, pk):
    place = place_in(request, pk)
    form = filled(request, place)
    if request.method == "POST" and form.is_valid():
        try:
            say(form, place, by=request.user)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands in the room now."))
            return redirect("spaces:room", place.space_id)
    return show(request, "room/new", place.space, place, here="room", form=form)


def filled(request, place, parent=None):
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    return PostForm(*posted, place=place, parent=parent)


def say(form, place, *, by, parent=None):
    said = form.cleaned_data
    return posts.say(place.space, by=by, room=form.room_chosen(), text=said["text"], files=said["files"], parent=parent)
