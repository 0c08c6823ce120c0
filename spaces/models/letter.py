"""What mails said: the words that many of them share, kept once."""

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib.skeleton import Words
from spaces.models import firm


class Letter(models.Model):
    """The words of mails with places for what was one person's own (`impact_spaces.lib.skeleton`).

    Nobody sees it but through a message that they may see: it has no address of its own.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    subject = models.TextField(_("subject"))
    text = models.TextField(_("text"))
    html = models.TextField()
    at = models.DateTimeField(_("first written"), default=timezone.now)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        triggers = [firm.Protect(name="a_letter_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.subject

    @property
    def words(self):
        return Words(self.subject, self.text, self.html)
