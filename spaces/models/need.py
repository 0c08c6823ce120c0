import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class NeedQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What the peers write about a need to invite others stays with the peers and the facilitator."""
        return self.filter(space__in=person.memberships.present().inside().values("space"))


class Need(models.Model):
    """Why the space wants others to come in, in versions."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="needs")
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("the need"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [models.UniqueConstraint("space", "version", name="need_version_once")]
        triggers = [firm.Protect(name="a_version_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.text[:60]
