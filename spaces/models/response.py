import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.consent import ROUND
from spaces.models.position import SHOWN, Answer, Position


class Confirmation(models.TextChoices):
    """How somebody told the facilitator what to record for them."""

    PHONE = "phone", _("by phone")
    IN_PERSON = "in_person", _("in person")
    MAIL = "mail", _("by mail")


class ResponseQuerySet(models.QuerySet):
    def counting(self):
        """Of those who are still in: who left no longer counts."""
        return self.filter(membership__ended_at=None)

    def silent(self):
        return self.counting().filter(answer=Answer.NONE)


class Response(models.Model):
    """One member's place in a decision's roster, frozen when it opened.

    The answer stands in `sealed`, and `answer` tells only whether there is one, until the round closes. Then it is
    told, unless somebody objected through the facilitator: in such a round everybody's answer stays sealed.
    """

    decision = models.ForeignKey("spaces.Decision", models.PROTECT, related_name="responses")
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="responses")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    sealed = models.TextField(blank=True, default="", editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    confirmed_by = models.CharField(_("confirmed"), max_length=10, choices=Confirmation.choices, blank=True, default="")
    changeable_until = models.DateTimeField(_("may be changed until"), null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint("decision", "membership", name="one_response_each"),
            models.CheckConstraint(condition=~Q(answer="objection") | ~Q(reason=""), name="an_objection_has_a_reason"),
            models.CheckConstraint(
                condition=Q(answer__in=SHOWN) | Q(reason="", answered_at=None), name="a_sealed_answer_tells_nothing"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by=None, confirmed_by="", changeable_until=None)
                | Q(recorded_by__isnull=False, changeable_until__isnull=False) & ~Q(confirmed_by=""),
                name="what_is_recorded_says_how",
            ),
        ]
        triggers = [
            firm.Trigger(
                name="a_round_is_blind",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ROUND,
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.membership} · {self.decision}"

    @property
    def position(self):
        """What was answered. Only for who answered, for the facilitator where it was confided, and for closing."""
        if self.answer in SHOWN:
            at = self.answered_at.isoformat() if self.answered_at else ""
            return Position(self.answer, self.reason, at)
        return Position.unsealed(self.sealed) if self.sealed else Position()

    @property
    def is_changeable(self):
        """Whether it was recorded for somebody who may still say otherwise."""
        return self.changeable_until is not None and self.changeable_until > timezone.now()
