import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class GlassBreakQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everybody in a space learns who broke its glass; a stakeholder, what happened since they joined."""
        mine = person.memberships.present()
        since = mine.active().stakeholders().filter(space=models.OuterRef("space"))
        return self.filter(
            Q(space__in=mine.inside().values("space"))
            | Q(models.Exists(since.filter(active_since__lte=models.OuterRef("at"))))
        )

    def broken_by(self, person):
        return self.filter(person=person)


class GlassBreak(models.Model):
    """Somebody who runs the installation opened what is said in a space, in need: who, why, from when until when."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="glass_breaks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    at = models.DateTimeField(_("at"), default=timezone.now)
    until = models.DateTimeField(_("until"))

    objects = GlassBreakQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening in need")
        verbose_name_plural = _("openings in need")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="glass_is_open_for_a_while"),
            models.CheckConstraint(condition=~Q(reason=""), name="glass_is_broken_for_a_reason"),
        ]
        triggers = [firm.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.pk}"

    @property
    def is_open(self):
        return timezone.now() < self.until


class GlassLook(models.Model):
    """One reading behind broken glass."""

    glass = models.ForeignKey(GlassBreak, models.PROTECT, related_name="looks")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("reading in need")
        verbose_name_plural = _("readings in need")
        triggers = [firm.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.pk}"
