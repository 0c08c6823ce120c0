import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class Topic(models.TextChoices):
    GENERAL = "general", _("the group's own matter")
    OPEN_DOOR = "open_door", _("opening the door to other sectors")
    INVITE = "invite", _("whom to invite")


class Outcome(models.TextChoices):
    """How a decision ended. Silence is never consent: open names leave it unanswered."""

    NONE = "", _("still open")
    AGREED = "agreed", _("agreed, no objection")
    OBJECTED = "objected", _("an objection stands")
    UNANSWERED = "unanswered", _("not everybody answered")


class DecisionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def visible_to(self, person):
        """Decisions belong to the peers and their facilitator."""
        mine = person.memberships.present()
        return self.filter(
            Q(space__in=mine.facilitators().values("space")) | Q(space__in=mine.active().peers().values("space"))
        )


class Decision(models.Model):
    """A proposal that is decided by consent: agreed when nobody has a reasoned objection and everybody answered."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="decisions")
    topic = models.CharField(_("matter"), max_length=10, choices=Topic.choices, default=Topic.GENERAL)
    title = models.CharField(_("question"), max_length=200)
    proposal = models.TextField(_("proposal"), max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closes_at = models.DateTimeField(_("answer until"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="a_closed_decision_has_an_outcome",
            )
        ]
        indexes = [models.Index("closes_at", condition=Q(outcome=""), name="decisions_due")]
        triggers = [
            firm.Protect(
                name="an_outcome_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return not self.outcome


class Answer(models.TextChoices):
    NONE = "", _("no answer yet")
    CONSENT = "consent", _("consent")
    OBJECTION = "objection", _("reasoned objection")


class Response(models.Model):
    """One peer's place in a decision's roster, frozen when it opened. Blind: shown to others once it is closed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="responses")
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="responses")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint("decision", "membership", name="one_response_each"),
            models.CheckConstraint(condition=~Q(answer="objection") | ~Q(reason=""), name="an_objection_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.membership} · {self.decision}"
