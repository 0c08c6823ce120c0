"""How mails to a domain go: whether its servers want a rest, and when its limit lets the next one go."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailDomain(models.Model):
    """A domain whose pace is kept. The one without a name stands for all."""

    name = models.CharField(_("domain"), max_length=254, unique=True)
    rests_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    rests = models.PositiveSmallIntegerField(_("rests in a row"), default=0)
    free_at = models.DateTimeField(_("the next mail"), null=True, blank=True)

    class Meta:
        verbose_name = _("domain that mails go to")
        verbose_name_plural = _("domains that mails go to")

    def __str__(self):
        return self.name
