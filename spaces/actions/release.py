"""Releasing one thing said among the peers to the whole, and taking that back while it is fresh."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.moving import hold_unless_closed
from spaces.models import Post
from spaces.models.post import GRACE, may_reach_outside
from spaces.models.room import Room


def release(post, *, by):
    """Let the whole read this one item and its files: not what it answers, and not what answers it.

    Raises Forbidden for anybody but its author; NotPossible where there is nothing to release, or nobody to read it.
    """
    require_author(post, by)
    with transaction.atomic():
        space = hold_unless_closed(post.space_id)
        if not may_reach_outside(space):
            raise NotPossible(_("Nobody from outside reads in this space. There is nobody to release this to."))
        fresh = Post.objects.filter(pk=post.pk, room=Room.PEERS, released_at=None, removed_at=None)
        if not fresh.update(released_at=timezone.now()):
            raise NotPossible(_("The whole space reads this already, or its words were removed."))


def take_back(post, *, by):
    """Undo a release within minutes, as long as nobody answered it in the whole. Raises Forbidden, NotPossible."""
    require_author(post, by)
    with transaction.atomic():
        hold_unless_closed(post.space_id)
        if Post.objects.filter(parent=post, room=Room.WHOLE).exists():
            raise NotPossible(_("Somebody answered this in the whole space already. It stays released."))
        fresh = Post.objects.filter(pk=post.pk, released_at__gt=timezone.now() - GRACE)
        if not fresh.update(released_at=None):
            raise NotPossible(_("A release can be taken back for ten minutes only. The words can still be removed."))


def require_author(post, person):
    access.require(post.is_by(person), _("Only who said this can release it."))
