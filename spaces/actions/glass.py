"""Breaking the glass: how those who run the installation get to read what is said in a space, in need and in sight."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.message import enqueue, to_member
from spaces.models import GlassBreak, GlassLook
from spaces.models.message import MailKind

OPEN_FOR = timedelta(minutes=60)
SHORTEST_REASON = 20


def break_glass(space, *, by, reason):
    """Open what is said in a space to read, for an hour. Everybody in the space is shown who did and why; the
    facilitators get a mail. Returns the GlassBreak.

    Raises Forbidden for anybody but staff, NotPossible without a reason.
    """
    access.require_operator(by)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotPossible(
            _("Please give a reason of at least {n} signs. The space will read it.").format(n=SHORTEST_REASON)
        )
    now = timezone.now()
    with transaction.atomic():
        glass = GlassBreak.objects.create(space=space, person=by, reason=reason.strip(), at=now, until=now + OPEN_FOR)
        facilitators = space.memberships.present().facilitators().select_related("person")
        enqueue([to_member(one, MailKind.GLASS, f"glass:{glass.pk}") for one in facilitators])
    return glass


def look(glass, *, by):
    """Log one reading. Whoever reads calls this first. Raises Forbidden, NotPossible once the hour is over."""
    access.require_operator(by)
    access.require(glass.person_id == by.pk)
    if not glass.is_open:
        raise NotPossible(_("The hour is over. To read again, give a reason again."))
    GlassLook.objects.create(glass=glass)
