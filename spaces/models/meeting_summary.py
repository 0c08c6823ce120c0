import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.meeting import Meeting
from spaces.models.meeting_agenda import OfAMeetingQuerySet, rooms_of_meetings
from spaces.models.room import Room


class SummaryQuerySet(OfAMeetingQuerySet):
    def shared(self):
        return self.filter(shared_at__isnull=False)

    def visible_to(self, person):
        """A draft is the facilitator's; what was shared is seen by its room."""
        run = person.memberships.present().facilitators().values("space")
        return super().visible_to(person).filter(Q(shared_at__isnull=False) | Q(meeting__space__in=run))


class Summary(models.Model):
    """What was said and decided, for one room: with names for its members, and without for elsewhere."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="summaries")
    room = models.CharField(_("room"), max_length=10, choices=Room.choices)
    text = models.TextField(_("what was said"), max_length=20_000)
    decisions = models.TextField(_("what was decided"), max_length=10_000, blank=True)
    nameless = models.TextField(_("without names"), max_length=30_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    changed_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(_("shared"), null=True, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        constraints = [models.UniqueConstraint("meeting", "room", name="one_summary_a_room")]
        triggers = [rooms_of_meetings()]

    def __str__(self):
        return f"{self.meeting} · {self.get_room_display()}"


class CommitmentQuerySet(OfAMeetingQuerySet):
    def visible_to(self, person):
        """Where the summary that holds it is seen."""
        seen = Summary.objects.visible_to(person).filter(room=models.OuterRef("room"))
        return self.filter(models.Exists(seen.filter(meeting=models.OuterRef("meeting"))))

    def open(self):
        return self.filter(done_at=None)


class Commitment(models.Model):
    """What somebody took upon themselves in a meeting, and until when. `key` names it in addresses."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="commitments")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.CharField(_("room"), max_length=10, choices=Room.choices)
    membership = models.ForeignKey(
        "spaces.Membership", models.PROTECT, related_name="commitments", verbose_name=_("who")
    )
    what = models.CharField(_("what"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["until", "pk"]
        triggers = [rooms_of_meetings()]

    def __str__(self):
        return self.what

    @property
    def is_overdue(self):
        """Whether its day is over and it was not done."""
        return self.done_at is None and self.until is not None and self.until < timezone.localdate()
