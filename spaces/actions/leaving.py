"""What becomes of somebody's words and files once they are not in the space any more: as they themselves choose."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.file import take_away
from spaces.actions.moving import hold
from spaces.models import File, Membership, Post
from spaces.models.post import Words


def settle(membership, words, *, by):
    """Take the files of a member who left out of the space, and do with their words what they chose.

    Until they choose, words stay with the name and files stay. Without the name, the link to who said it is gone for
    good. Raises Forbidden for anybody but themselves, NotPossible while they are in.
    """
    access.require(membership.person_id == by.pk)
    with transaction.atomic():
        hold(membership.space_id)
        if Membership.objects.present().filter(pk=membership.pk).exists():
            raise NotPossible(_("You are in the space. What you said can be removed there, one by one."))
        take_away(File.objects.of(membership))
        said = Post.objects.of(membership)
        if words == Words.REMOVED:
            said.filter(removed_at=None).update(text="", removed_at=timezone.now())
        if words == Words.NAMELESS:
            said.update(author=None)
