"""What is written once a meeting has begun: who came, what was said, what somebody took upon themselves."""

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions.meeting_agenda import held
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.models import Commitment, Reply, Summary
from spaces.models.membership import Role
from spaces.models.message import MailKind
from spaces.models.room import Room, readers


def note_attendance(meeting, *, by, presences):
    """Write who came: {key of the place: presence}, of those who were called. Raises Forbidden, NotPossible."""
    with held(meeting, by) as meeting:
        require_begun(meeting)
        places = list(meeting.replies.standing().of_members().filter(pk__in=presences))
        for place in places:
            place.presence = presences[place.pk]
        Reply.objects.bulk_update(places, ["presence"])


def write_summary(meeting, room, *, by, text, decisions="", nameless=""):
    """Write the summary for a room, or write it anew. A draft until it is shared. Raises Forbidden, NotPossible."""
    with held(meeting, by) as meeting:
        require_begun(meeting)
        require_room(meeting, room)
        what = {"text": text, "decisions": decisions, "nameless": nameless, "by": by, "changed_at": timezone.now()}
        summary, _is_new = Summary.objects.update_or_create(meeting=meeting, room=room, defaults=what)
    return summary


def share_summary(summary, *, by):
    """Let the room read it, and tell those who were called that it is there. Twice is once. Raises Forbidden."""
    with held(summary.meeting, by) as meeting:
        shared = Summary.objects.filter(pk=summary.pk, shared_at=None).update(shared_at=timezone.now())
        if shared:
            told = readers_of(meeting, summary.room).select_related("person").order_by("pk")
            occasion = f"{MailKind.SUMMARY}:{meeting.pk}:{summary.room}"
            enqueue([to_member(one, MailKind.SUMMARY, occasion) for one in told])


def readers_of(meeting, room):
    """Who was called to the meeting, and reads its room now."""
    called = meeting.replies.standing().values("membership")
    return readers(meeting.space, room).filter(pk__in=called).exclude(role=Role.FACILITATOR)


def commit(meeting, room, *, by, membership, what, until=None):
    """Write down what somebody took upon themselves. Returns the commitment. Raises Forbidden, NotPossible."""
    with held(meeting, by) as meeting:
        require_begun(meeting)
        require_room(meeting, room)
        if not readers(meeting.space, room).filter(pk=membership.pk).exists():
            raise NotPossible(_("Only somebody who reads this can have taken it upon themselves."))
        about = {"meeting": meeting, "room": room, "membership": membership, "what": what, "until": until}
        return Commitment.objects.filter(**about).first() or Commitment.objects.create(**about)


def take_back(commitment, *, by):
    """Strike out what was written down by mistake. Raises Forbidden, NotPossible."""
    with held(commitment.meeting, by):
        Commitment.objects.filter(pk=commitment.pk).delete()


def finish(commitment, *, by, is_done=True):
    """Say that one's own commitment is done, or open after all. Raises Forbidden for anybody else's."""
    if by is None or commitment.membership.person_id != by.pk or commitment.membership.ended_at is not None:
        raise Forbidden(_("Whoever took it upon themselves says when it is done."))
    with transaction.atomic():
        hold(commitment.meeting.space_id)
        found = Commitment.objects.filter(pk=commitment.pk)
        found.update(done_at=Coalesce("done_at", timezone.now()) if is_done else None)


def require_begun(meeting):
    if not meeting.has_begun:
        raise NotPossible(_("This meeting has not begun yet."))


def require_room(meeting, room):
    if room not in Room.values or (meeting.room == Room.PEERS and room != Room.PEERS):
        raise NotPossible(_("This meeting was the peers' own; its summary is theirs too."))
