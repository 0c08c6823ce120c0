import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class Review(models.Model):
    """The look back at what was agreed: it still holds. What no longer holds gets a new version instead."""

    decision = models.OneToOneField("spaces.Decision", models.PROTECT, related_name="review")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.TextField(_("what was seen"), max_length=1000, blank=True)
    at = models.DateTimeField(_("reviewed"), default=timezone.now)

    class Meta:
        verbose_name = _("review of a decision")
        verbose_name_plural = _("reviews of decisions")
        triggers = [firm.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.decision} · {self.at:%Y-%m-%d}"
