"""A meeting of a circle in a room, and each person's place in it: called, answered, came."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spaces.models import firm
from spaces.models.grant import Share
from spaces.models.membership import PEERS, Circle, Role
from spaces.models.room import Room, in_sight

# Who is called to a meeting of a circle: the circle and those inside it.
WITHIN = {
    Circle.LEAD: (Circle.LEAD,),
    Circle.PLENUM: (Circle.LEAD, Circle.PLENUM),
    Circle.COMMUNITY: (Circle.LEAD, Circle.PLENUM, Circle.COMMUNITY),
}


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """By the room, where a meeting is said when it is held: a stakeholder sees the meetings of the whole from
        their joining on. What was called off is seen inside, and by those who had been called.
        """
        inside = Q(space__in=person.memberships.present().inside().values("space"))
        called = Exists(Reply.objects.filter(meeting=OuterRef("pk"), membership__person=person))
        return self.filter(in_sight(person, said_at="starts_at"), Q(cancelled_at=None) | inside | called)

    def visible_to_partner(self, partner):
        """Those to which a member is called who lets this system have their meetings."""
        return self.filter(Exists(Reply.objects.visible_to_partner(partner).filter(meeting=OuterRef("pk"))))

    def standing(self):
        """Not called off."""
        return self.filter(cancelled_at=None)

    def coming(self, now=None):
        """Not begun and not called off, the nearest first."""
        return self.standing().filter(starts_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now=None):
        """What does not lie ahead any more: held, or called off."""
        return self.filter(Q(starts_at__lte=now or timezone.now()) | Q(cancelled_at__isnull=False))

    def held(self, now=None):
        """Begun or over, and not called off, the latest first."""
        return self.standing().filter(starts_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")


class Meeting(models.Model):
    """When and where a circle meets. Planned, held or called off: that follows from its moments."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="meetings")
    circle = models.CharField(_("circle"), max_length=10, choices=Circle.choices, default=Circle.PLENUM)
    room = models.CharField(_("room"), max_length=10, choices=Room.choices, default=Room.PEERS)
    title = models.CharField(
        pgettext_lazy("meeting", "title"),
        max_length=120,
        help_text=_("Stands in everybody's calendar, where assistants read it: keep it neutral."),
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    where = models.CharField(_("place"), max_length=200, blank=True)
    online = models.URLField(
        _("address of an online meeting"), max_length=300, blank=True, validators=[URLValidator(schemes=["https"])]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    planned_at = models.DateTimeField(_("planned"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    # The calendar's own, and the addresses': numbers in a row would tell of meetings in between. It never changes; each
    # change that a calendar hears of has a higher number.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    time_sequence = models.PositiveSmallIntegerField(default=0, editable=False)  # since when the time is what it is
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_began"),
            models.CheckConstraint(condition=Q(time_sequence__lte=F("sequence")), name="a_time_has_its_revision"),
        ]
        indexes = [models.Index(fields=["space", "-starts_at"], name="meetings_of_a_space")]
        triggers = [
            firm.Protect(
                name="a_meeting_keeps_its_room",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("room", "space", "uid"),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.title

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def is_coming(self):
        return not self.is_cancelled and self.starts_at > timezone.now()

    @property
    def has_begun(self):
        return self.starts_at <= timezone.now()

    def called(self):
        """The memberships that belong in this meeting now: its circle, its facilitators, and of other sectors only
        to a meeting of the whole.
        """
        active = self.space.memberships.active()
        within = active.filter(Q(role=Role.FACILITATOR) | Q(circle__in=WITHIN[self.circle]))
        return within if self.room == Room.WHOLE else within.inside()


class Answer(models.TextChoices):
    NONE = "", pgettext_lazy("meeting", "no answer yet")
    YES = "yes", pgettext_lazy("meeting", "comes")
    MAYBE = "maybe", pgettext_lazy("meeting", "perhaps")
    SUBSTITUTE = "substitute", pgettext_lazy("meeting", "sends a substitute")
    NO = "no", pgettext_lazy("meeting", "does not come")


class Presence(models.TextChoices):
    NONE = "", pgettext_lazy("attendance", "not noted")
    CAME = "came", pgettext_lazy("attendance", "came")
    SUBSTITUTE = "substitute", pgettext_lazy("attendance", "substitute")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")


class Way(models.TextChoices):
    """How an answer reached us."""

    NONE = "", pgettext_lazy("way of an answer", "none")
    PAGE = "page", pgettext_lazy("way of an answer", "on the page")
    CALENDAR = "calendar", pgettext_lazy("way of an answer", "by the calendar")
    FACILITATOR = "facilitator", pgettext_lazy("way of an answer", "noted by the facilitator")


class ReplyQuerySet(models.QuerySet):
    def standing(self):
        """Of those who are called: not taken out again."""
        return self.filter(off_at=None)

    def of_members(self):
        return self.exclude(membership__role=Role.FACILITATOR)

    def of_peers(self):
        return self.filter(membership__role__in=PEERS)

    def visible_to(self, person):
        """One's own, and for facilitators everybody's."""
        run = person.memberships.present().facilitators().values("space")
        return self.filter(Q(meeting__space__in=run) | Q(membership__person=person))

    def visible_to_partner(self, partner):
        """Those of members who let this system have their meetings."""
        member = Q(membership__active_since__isnull=False, membership__ended_at=None)
        covering = partner.grants.covering("meetings:read")
        shared = Q(membership__sharings__grant__in=covering, membership__sharings__what__contains=[Share.MEETINGS])
        return self.standing().filter(member, shared)

    def waiting(self, now=None):
        """Called to a coming meeting, and no answer yet."""
        coming = Q(meeting__cancelled_at=None, meeting__starts_at__gt=now or timezone.now())
        return self.standing().filter(coming, answer=Answer.NONE)


# Nobody from another sector has a place in a meeting of the peers, and nobody in one of another space.
OWN_MEETINGS = """
    IF EXISTS (
        SELECT 1 FROM spaces_meeting t, spaces_membership m
        WHERE t.id = NEW.meeting_id AND m.id = NEW.membership_id
          AND (m.space_id <> t.space_id OR m.role = 'stakeholder' AND t.room <> 'whole')
    ) THEN
        RAISE EXCEPTION 'this meeting is not theirs' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Reply(models.Model):
    """One person's place in a meeting: called, perhaps taken out again; what they answered; whether they came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="replies")
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="replies")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    substitute = models.CharField(_("substitute"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    way = models.CharField(_("how it came"), max_length=12, choices=Way.choices, blank=True, default="")
    sequence = models.PositiveSmallIntegerField(default=0)  # of the meeting as it was when this was answered
    mail_stamp = models.DateTimeField(null=True, blank=True)  # of the latest calendar's reply that counted
    told = models.PositiveSmallIntegerField(default=0)  # the sequence of the last calendar mail to this person
    off_at = models.DateTimeField(_("taken out"), null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence.choices, blank=True, default="")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint("meeting", "membership", name="one_reply_each"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_has_its_moment",
            ),
        ]
        indexes = [models.Index("remind_at", condition=Q(remind_at__isnull=False), name="meeting_reminders_due")]
        triggers = [
            firm.Trigger(
                name="own_meetings",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("meeting_id", "membership_id"),
                func=OWN_MEETINGS,
            )
        ]

    def __str__(self):
        return f"{self.membership} · {self.meeting}"
