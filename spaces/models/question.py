from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Question(models.Model):
    """A clarifying question to a proposal. Without an asker nobody knows who asked, the facilitator included."""

    decision = models.ForeignKey("spaces.Decision", models.PROTECT, related_name="questions")
    asker = models.ForeignKey("spaces.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("question"), max_length=1000)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("clarifying question")
        verbose_name_plural = _("clarifying questions")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.decision} · {self.pk}"
