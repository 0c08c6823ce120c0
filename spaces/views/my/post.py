"""One thing said: reading it with its answers, answering it, removing one's own words."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import post as posts
from spaces.insights import rooms
from spaces.models import Post
from spaces.views.my.frame import show
from spaces.views.my.room import filled, place_in, say


def seen_post(request, pk):
    """Raises Http404 for what this person does not see: to them it is not there."""
    return get_object_or_404(Post.objects.visible_to(request.user).select_related("space", "author"), pk=pk)


def address_of(post):
    """Where a thing said stands: an answer below what it answers."""
    return f"{reverse('spaces:post', args=[post.parent_id or post.pk])}#post-{post.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def post(request, pk):
    found = seen_post(request, pk)
    if request.method != "POST" and Post.objects.visible_to(request.user).filter(pk=found.parent_id).exists():
        return HttpResponseRedirect(address_of(found))
    place = place_in(request, found.space_id)
    form = filled(request, place, parent=found)
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(address_of(say(form, place, by=request.user, parent=found)))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    reader = rooms.Reader.at(place)
    item, page = rooms.thread(reader, found, request.GET)
    about = {"is_inside": reader.is_inside, "item": item, "page": page, "form": form}
    return show(request, "room/thread", place.space, place, here="room", **about)


@require_http_methods(["GET", "HEAD", "POST"])
def post_remove(request, pk):
    found = seen_post(request, pk)
    access.require(found.is_by(request.user), _("Only who said this can remove it."))
    if request.method == "POST":
        posts.withdraw(found, by=request.user)
        messages.success(request, _("Your words are removed."))
        return redirect("spaces:room", found.space_id)
    item = rooms.one_item(rooms.Reader(request.user, False), found)
    return show(request, "room/remove", found.space, found.author, here="room", item=item)
