"""The look at mails about meetings: what came after them has not overtaken them, and the meeting still lies ahead."""

from django.utils.translation import gettext as _

from spaces.actions.meeting_mail import ABOUT_MEETINGS, OFF
from spaces.actions.message import about
from spaces.actions.objection import Objection, key_of, keys_of, members_of, some, while_paused
from spaces.models import Reply, Summary
from spaces.models.meeting import Answer
from spaces.models.message import MailKind
from spaces.states import Stage


class Meetings:
    """What the mails of a batch about meetings need to know: each reader's place, and which summaries are shared."""

    KINDS = ABOUT_MEETINGS

    def __init__(self, messages, now):
        self.now = now
        meetings, told = keys_of(messages), keys_of(some(messages, MailKind.SUMMARY))
        places = Reply.objects.filter(meeting__in=meetings, membership__in=members_of(messages))
        self.places = {(one.meeting_id, one.membership_id): one for one in places.select_related("meeting")}
        shared = Summary.objects.shared().filter(meeting__in=told) if told else Summary.objects.none()
        self.shared = set(shared.values_list("meeting_id", "room"))

    def against(self, message):
        if self.is_stale(message, self.place_of(message)):
            return Objection(_("Overtaken by what came after it, or by the meeting itself."))
        if message.kind != OFF and message.space.stage == Stage.PAUSED:
            return while_paused(self.now)
        return None

    def place_of(self, message):
        return self.places.get((key_of(message), message.membership_id))

    def is_stale(self, message, place):
        """Whether what the mail says has been overtaken."""
        revision = about(message)[2]
        if place is None:
            return True
        meeting = place.meeting
        if message.kind == MailKind.SUMMARY:
            return (meeting.pk, revision) not in self.shared
        is_off = meeting.is_cancelled or place.off_at is not None
        if message.kind == OFF:
            return not is_off or place.told != int(revision) or meeting.ends_at <= self.now
        if is_off or meeting.starts_at <= self.now:
            return True
        if message.kind == MailKind.MEETING_REMINDER:
            return place.answer == Answer.NO or meeting.time_sequence != int(revision)
        return place.told != int(revision)

    def deadline_of(self, message):
        is_reminder = message.kind == MailKind.MEETING_REMINDER
        return self.place_of(message).meeting.starts_at if is_reminder else None
