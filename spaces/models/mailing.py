"""Mails that somebody confirmed together: shown, paused and stopped as one."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.message import MailKind
from spaces.states import MAILINGS, MailingState, transitions

TAKE_BACK = timedelta(seconds=30)  # between the word and the first mail, for second thoughts


def soon():
    """When a mailing that is confirmed now begins to go out."""
    return timezone.now() + TAKE_BACK


class MailingQuerySet(models.QuerySet):
    def halted(self):
        return self.exclude(state=MailingState.GOING)

    def visible_to(self, person):
        """Facilitators see the mailings of the spaces they run."""
        return self.filter(space__in=person.memberships.present().facilitators().values("space"))


class Mailing(models.Model):
    class Why(models.TextChoices):
        BY_HAND = "by_hand", _("paused by hand")
        BOUNCES = "bounces", _("too many mails came back")
        COMPLAINTS = "complaints", _("too many were marked as spam")

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="mailings")
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mailings")
    made_at = models.DateTimeField(_("confirmed"), default=timezone.now)
    goes_at = models.DateTimeField(_("goes out from"), default=soon)
    state = models.CharField(_("state"), max_length=12, choices=MailingState.choices, default=MailingState.GOING)
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    why_paused = models.CharField(_("why it is paused"), max_length=12, choices=Why.choices, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        indexes = [models.Index(fields=["space", "-id"], name="mailings_of_a_space")]
        triggers = [
            pgtrigger.FSM(name="mailing_follows_the_table", field="state", transitions=transitions(MAILINGS)),
            firm.Protect(name="mailing_kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_paused(self):
        return self.state == MailingState.PAUSED

    @property
    def is_stopped(self):
        return self.state == MailingState.STOPPED
