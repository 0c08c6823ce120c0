from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation, Sector


class Review(models.Model):
    """Something that a person has to look at: a number on two names, two names that may be one body.

    A settled row stays: it is the memory that keeps an import from asking, or suggesting, the same again.
    """

    class Reason(models.TextChoices):
        NUMBER_CONFLICT = "number_conflict", _("one number, several names")
        NUMBER_DIFFERS = "number_differs", _("the source gives another number")
        SECTOR_DIFFERS = "sector_differs", _("the source names another sector")
        MAYBE_SAME = "maybe_same", _("may be the same organisation")

    class Outcome(models.TextChoices):
        NONE = "", _("waiting")
        DONE = "done", _("taken over")
        KEPT = "kept", _("left as it was")
        REFUSED = "refused", _("number taken away")
        MERGED = "merged", _("merged")

    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reviews")
    # The other of two that may be the same: always the one with the higher id.
    other = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="reviews_as_other")
    detail = models.CharField(_("detail"), max_length=250, blank=True)  # the number, or the sector, in question
    source = models.CharField(_("source"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("noted"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, blank=True, default="", choices=Outcome.choices)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index("id", condition=Q(settled_at=None), name="review_waiting")]
        constraints = [
            models.UniqueConstraint(
                "organisation", "other", condition=Q(reason="maybe_same"), name="review_once_of_two_names"
            ),
            models.UniqueConstraint(
                "detail", condition=Q(reason="number_conflict", settled_at=None), name="review_once_of_a_number"
            ),
            models.UniqueConstraint(
                "organisation", "reason", "detail",
                condition=Q(reason__in=["number_differs", "sector_differs"]),
                name="review_once_of_a_difference",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_reason_display()}: {self.organisation}"

    @property
    def detail_label(self):
        return dict(Sector.choices).get(self.detail, self.detail)
