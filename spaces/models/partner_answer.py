from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PartnerAnswer(models.Model):
    """The first answer to a call with an `Idempotency-Key`, for a partner that did not hear it and calls again.

    Written in the transaction that did the work: there is no answer without its work, and no work without its answer.
    """

    partner = models.ForeignKey("spaces.Partner", models.PROTECT, related_name="answers", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the method, the address and the body
    status = models.PositiveSmallIntegerField()
    sealed = models.TextField()  # its headers and body
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint("partner", "key", name="one_answer_to_a_key")]

    def __str__(self):
        return f"{self.partner_id} {self.status}"
