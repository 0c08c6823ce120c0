from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.consent import WHOLE_DECISION
from spaces.models.matter import SHARED, Topic
from spaces.models.position import Answer
from spaces.models.room import Room, in_sight

__all__ = ["Answer", "Decision", "Outcome", "Phase", "Topic", "rule_in_force"]


GRACE = timedelta(days=7)  # for the facilitator, with the names that are open at the deadline


class Outcome(models.TextChoices):
    """How a decision ended. Silence is never consent: open names leave it unanswered."""

    NONE = "", _("still open")
    AGREED = "agreed", _("agreed, no objection")
    OBJECTED = "objected", _("an objection stands")
    UNANSWERED = "unanswered", _("not everybody answered")


class Phase(models.TextChoices):
    """Where a decision is; follows from its dates."""

    QUESTIONS = "questions", _("clarifying questions")
    ROUND = "round", _("blind round")
    OPEN_NAMES = "open_names", _("time is over, names are open")
    CLOSED = "closed", _("closed")


class DecisionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def visible_to(self, person):
        """Peers and facilitators see every decision of theirs; a stakeholder those of the whole since joining."""
        return self.filter(in_sight(person, "opened_at"))


class Decision(models.Model):
    """A proposal that is decided by consent: agreed when nobody has a reasoned objection and everybody answered.

    Positions are sealed until all of them appear together. `is_unnamed` says that they appear without names, because
    somebody objected through the facilitator; the counts are then all that is told besides the reasons.
    """

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="decisions")
    room = models.CharField(_("who decides"), max_length=10, choices=Room.choices, default=Room.PEERS)
    topic = models.CharField(_("matter"), max_length=12, choices=Topic.choices, default=Topic.GENERAL)
    matters = ArrayField(models.CharField(max_length=12), verbose_name=_("shared matters"), default=list, blank=True)
    title = models.CharField(_("question"), max_length=200)
    proposal = models.TextField(_("proposal"), max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    closes_at = models.DateTimeField(_("answer until"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)

    version = models.PositiveSmallIntegerField(_("version"), default=1)
    amends = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="amended_by")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later_versions")

    is_unnamed = models.BooleanField(default=False, editable=False)
    n_consent = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    n_objection = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    n_recused = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    n_silent = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="a_closed_decision_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(room=Room.PEERS) | Q(room=Room.WHOLE, topic__in=SHARED),
                name="own_matters_stay_with_the_peers",
            ),
            models.CheckConstraint(
                condition=Q(matters=[]) | Q(topic=Topic.MATTERS, matters__contained_by=list(SHARED)),
                name="only_a_rule_names_matters",
            ),
            models.CheckConstraint(
                condition=Q(version=1, amends=None, origin=None)
                | Q(version__gt=1, amends__isnull=False, origin__isnull=False),
                name="a_later_version_amends_one",
            ),
        ]
        indexes = [models.Index("closes_at", condition=Q(outcome=""), name="decisions_due")]
        triggers = [
            firm.Protect(
                name="an_outcome_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
            firm.Protect(
                name="what_is_asked_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "space", "room", "topic", "matters", "title", "proposal", "by", "opened_at", "version", "amends",
                    "origin",
                ),
            ),
            firm.Trigger(
                name="the_whole_decides_by_rule",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WHOLE_DECISION,
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return not self.outcome

    @property
    def grace_ends(self):
        """When open names leave it unanswered. A pause of the space takes nothing of it."""
        return max(self.closes_at, self.space.stage_since) + GRACE

    def phase(self, now=None):
        """Where it is at a moment, by its dates."""
        now = now or timezone.now()
        if not self.is_open:
            return Phase.CLOSED
        if self.closes_at <= now:
            return Phase.OPEN_NAMES
        return Phase.QUESTIONS if self.questions_until and now < self.questions_until else Phase.ROUND


def rule_in_force(space):
    """The shared matters that the group last agreed to decide together with its stakeholders."""
    agreed = Decision.objects.filter(space=space, topic=Topic.MATTERS, outcome=Outcome.AGREED)
    return agreed.order_by("-closed_at", "-id").values_list("matters", flat=True).first() or []
