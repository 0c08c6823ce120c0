import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.pulse_items import Axis, Dimension

OWN = "own"  # how the key of an own item begins


class PulseItemQuerySet(models.QuerySet):
    def asked(self):
        """Those that the next wave asks."""
        return self.filter(retired_at=None)

    def visible_to(self, person):
        return self.filter(space__in=person.memberships.present().inside().values("space"))


class PulseItem(models.Model):
    """An item that a group asks itself besides the twelve. It never changes: another wording is another item."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="pulse_items")
    axis = models.CharField(_("about"), max_length=10, choices=Axis.choices, default=Axis.PROCESS)
    he = models.CharField(_("in Hebrew"), max_length=200, blank=True)
    ar = models.CharField(_("in Arabic"), max_length=200, blank=True)
    en = models.CharField(_("in English"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("written"), default=timezone.now)
    retired_at = models.DateTimeField(_("not asked any more since"), null=True, blank=True)

    objects = PulseItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a pulse")
        verbose_name_plural = _("items of a pulse")
        constraints = [
            models.CheckConstraint(condition=~Q(he="", ar="", en=""), name="a_pulse_item_has_words"),
        ]
        triggers = [
            firm.Protect(
                name="its_words_stay",
                operation=pgtrigger.UpdateOf("id", "space_id", "axis", "he", "ar", "en", "by_id", "at"),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.text

    @property
    def key(self):
        return f"{OWN}{self.pk}"

    @property
    def dimension(self):
        return Dimension.OWN

    @property
    def text(self):
        """In the reader's language, else in the first that it was written in."""
        return getattr(self, (get_language() or "he")[:2], "") or self.he or self.ar or self.en
