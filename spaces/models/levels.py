import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm


class LevelsQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What the group holds itself to is read by the peers and the facilitator."""
        return self.filter(space__in=person.memberships.present().inside().values("space"))

    def in_force(self, space):
        """The latest levels of a space, or those that the field's notes suggest, not saved and without a date."""
        return self.filter(space=space).order_by("-at", "-id").first() or Levels(space=space, at=None)


class Levels(models.Model):
    """What the group agreed beforehand to take as a good sign. Advice: nothing opens or closes by it.

    The first values are suggestions of the field, not findings: a reading of two thirds or more is a reading, and
    1.0-2.9, 3.0-3.9, 4.0-5.0 follow a rule of thumb known from collaboration inventories.
    """

    class Band(models.TextChoices):
        TALK = "talk", _("3.0 or more: worth talking about")
        GOOD = "good", _("4.0 or more: a strength")

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="levels")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("set"), default=timezone.now)
    attendance_percent = models.PositiveSmallIntegerField(
        _("of those asked come to a meeting, in percent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    openness = models.CharField(
        _("openness, confidentiality and fairness stand at"), max_length=5, choices=Band.choices, default=Band.GOOD
    )
    coverage_percent = models.PositiveSmallIntegerField(
        _("of the organisations of the field are in, in percent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    days_between = models.PositiveSmallIntegerField(
        _("two readings of the pulse at least so many days apart"), default=60, validators=[MaxValueValidator(730)]
    )

    objects = LevelsQuerySet.as_manager()

    class Meta:
        verbose_name = _("levels")
        verbose_name_plural = _("levels")
        indexes = [models.Index(fields=["space", "-at", "-id"], name="levels_of_a_space")]
        triggers = [firm.Protect(name="levels_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.space} · {self.at:%Y-%m-%d}" if self.at else f"{self.space}"
