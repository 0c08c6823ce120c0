import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class Objection(models.Model):
    """A reasoned objection as the group reads it, written when its round closes.

    `response` says whose it is only where positions are shown with names. Empty words: the facilitator, to whom it
    was confided, has not written them yet.
    """

    decision = models.ForeignKey("spaces.Decision", models.PROTECT, related_name="objections")
    response = models.OneToOneField("spaces.Response", models.PROTECT, null=True, blank=True, related_name="objection")
    words = models.TextField(_("words"), max_length=2000, blank=True)
    integrated_by = models.ForeignKey(
        "spaces.Decision", models.PROTECT, null=True, blank=True, related_name="integrates", verbose_name=_("taken up")
    )
    how = models.CharField(_("how it was taken up"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
        triggers = [
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
            firm.Protect(
                name="stays_whose_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("decision", "response"),
            ),
        ]

    def __str__(self):
        return f"{self.decision} · {self.pk}"
