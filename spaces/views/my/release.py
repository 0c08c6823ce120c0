"""Releasing one thing said to the whole: first a look at who will read it, and at what exactly they will see."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import release as releasing
from spaces.forms.post import ReadersForm
from spaces.insights import audience, preview, rooms
from spaces.models import Post
from spaces.views.my.frame import show
from spaces.views.my.post import address_of, seen_post


@require_http_methods(["GET", "HEAD", "POST"])
def post_release(request, pk):
    found = seen_post(request, pk)
    access.require(found.is_by(request.user), _("Only who said this can release it."))
    form = ReadersForm(request.POST if request.method == "POST" else None, space=found.space)
    if request.method == "POST" and form.is_valid():
        try:
            releasing.release(found, by=request.user)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The whole space reads this now."))
            return HttpResponseRedirect(address_of(found))
    return show(request, "room/release", found.space, found.author, here="room", form=form, **about(found))


def about(post):
    outside = rooms.Reader(preview.stand_in(post.space, timezone.now()), is_inside=False)
    guests = preview.guests(post.space)[1:]
    return {
        "item": rooms.one_item(outside, post),
        "audience": audience.of_whole(post.space),
        "guests": [guest.name for guest in guests],
        "points": [*what_stays(post), *how_long()],
    }


def what_stays(post):
    """What a release of one item leaves where it is."""
    if post.parent_id:
        yield _("What you answer here is not released by this.")
    replies = Post.objects.filter(parent=post).count()
    if replies:
        yield ngettext(
            "{n} answer to it stays in the peers’ room.", "{n} answers to it stay in the peers’ room.", replies
        ).format(n=replies)


def how_long():
    yield _("Who joins from another sector later will read it as well.")
    yield _("It can be taken back for ten minutes, as long as nobody answers it in the whole space.")
    yield _("After that it stays released. You can still remove your words; everybody sees that you did.")


@require_POST
def post_take_back(request, pk):
    found = seen_post(request, pk)
    releasing.take_back(found, by=request.user)
    messages.success(request, _("It is back in the peers’ room."))
    return HttpResponseRedirect(address_of(found))
