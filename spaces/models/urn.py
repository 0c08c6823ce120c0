import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.pulse_rules import URN_RULES


class Urn(models.Model):
    """The answers of an open wave, all in one sealed text of fixed length. Its key is a file, never in the database;
    row and key are destroyed when the wave closes (`actions/urn.py`).
    """

    pulse = models.OneToOneField("spaces.Pulse", models.PROTECT, related_name="urn")
    keyhole = models.CharField(_("name of the key's file"), max_length=60)
    step = models.PositiveIntegerField(_("how often it was sealed"), default=0)
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("sealed answers")
        verbose_name_plural = _("sealed answers")
        triggers = [
            firm.Trigger(name="keeps_its_size", when=pgtrigger.Before, operation=pgtrigger.Update, func=URN_RULES)
        ]

    def __str__(self):
        return self.keyhole
