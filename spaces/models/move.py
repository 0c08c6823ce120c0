import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class MoveQuerySet(models.QuerySet):
    def of_space(self):
        return self.filter(invitation=None)

    def visible_to(self, person):
        """Facilitators see every move of their spaces; peers the moves of the space itself; others none."""
        present = person.memberships.present()
        return self.filter(
            Q(space__in=present.filter(role="facilitator").values("space"))
            | Q(invitation=None, space__in=present.active().peers().values("space"))
        )

    def told_to_stakeholder(self, membership):
        """What a stakeholder is told: where the space itself went since they came in. Never why, nor by whom."""
        since = self.of_space().filter(space=membership.space_id, at__gte=membership.active_since)
        return since.values("at", "to_state")


class Move(models.Model):
    """One change of state, for good: what, from, to, by whom, when, why. Feed, audit and figures read this row."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="moves", db_index=False)
    invitation = models.ForeignKey("spaces.Invitation", models.PROTECT, null=True, blank=True, related_name="moves")
    from_state = models.CharField(_("from"), max_length=15, blank=True)
    to_state = models.CharField(_("to"), max_length=15)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    is_reported = models.BooleanField(_("reported, not seen here"), default=False)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["space", "-at", "-id"], name="moves_of_a_space")]
        triggers = [firm.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"
