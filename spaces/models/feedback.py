"""What became of mails after they left: facts as providers and mail servers told them. No words, no address."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class FeedbackKind(models.TextChoices):
    DELIVERED = "delivered", _("delivered")
    DELAYED = "delayed", _("delayed, still being tried")
    SOFT = "soft", _("did not arrive, may later")
    HARD = "hard", _("did not arrive, and will not")
    COMPLAINT = "complaint", _("marked as spam")
    STOPPED = "stopped", _("asked the provider not to be written to")


class Feedback(models.Model):
    """One fact about one mail. `event_id` is unique for its source: told twice, it stands here once."""

    message = models.ForeignKey("spaces.Message", models.PROTECT, related_name="feedback", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=FeedbackKind.choices)
    code = models.CharField(_("status code"), max_length=12, blank=True)  # RFC 3463: 5.1.1
    at = models.DateTimeField(_("at"), default=timezone.now)
    source = models.CharField(_("told by"), max_length=20)
    event_id = models.CharField(max_length=128)
    # The mail had not been marked as sent yet when this was told: its state follows later.
    waits = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("feedback on a mail")
        verbose_name_plural = _("feedback on mails")
        constraints = [models.UniqueConstraint("source", "event_id", name="an_event_counts_once")]
        indexes = [
            models.Index(fields=["message", "-id"], name="feedback_on_a_message"),
            models.Index("id", condition=Q(waits=True), name="feedback_that_waits"),
        ]
        triggers = [firm.Protect(name="feedback_kept_for_good", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.kind} {self.code}".strip()
