"""The pulse: how the group is, asked of the peers in waves. Nowhere here is an answer, and none can be told from it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spaces.models import firm
from spaces.models.pulse_rules import PLACE_RULES, READING_RULES, WAVE_RULES
from spaces.states import FLOOR


class PulseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None, called_off_at=None)

    def closed(self):
        """Those that were counted, whether or not their figures are shown."""
        return self.filter(closed_at__isnull=False)

    def visible_to(self, person):
        """The pulse belongs to the peers and their facilitator, for good."""
        return self.filter(space__in=person.memberships.present().inside().values("space"))

    def visible_to_partner(self, partner):
        """Those whose figures are shown to the group, in spaces that let this system read them."""
        return self.filter(counted__isnull=False, space__in=partner.grants.covering("pulse:read").values("space"))


class Pulse(models.Model):
    """One wave: asked once, answered once by each, counted once. `counted` is empty where the figures are withheld."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="pulses")
    number = models.PositiveSmallIntegerField(_("number"))
    items = ArrayField(models.CharField(max_length=40), verbose_name=_("items"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closes_at = models.DateTimeField(_("answer until"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)
    asked = models.PositiveSmallIntegerField(_("asked"))
    answered = models.PositiveSmallIntegerField(_("answered"), default=0)  # written when the wave closes
    counted = models.PositiveSmallIntegerField(_("answers in the figures"), null=True, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        constraints = [
            models.UniqueConstraint("space", "number", name="pulse_number_once"),
            models.UniqueConstraint(
                "space", condition=Q(closed_at=None, called_off_at=None), name="one_open_pulse_in_a_space"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(called_off_at=None), name="a_pulse_is_closed_or_called_off"
            ),
            models.CheckConstraint(condition=Q(answered__lte=F("asked")), name="nobody_answers_unasked"),
            models.CheckConstraint(
                condition=Q(counted=None) | Q(closed_at__isnull=False, counted__gte=FLOOR, counted__lte=F("answered")),
                name="no_pulse_below_the_floor",
            ),
        ]
        indexes = [models.Index("closes_at", condition=Q(closed_at=None, called_off_at=None), name="pulses_due")]
        triggers = [
            firm.Trigger(name="a_wave_is_frozen", when=pgtrigger.Before, operation=pgtrigger.Update, func=WAVE_RULES),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.space} · {self.number}"

    @property
    def is_open(self):
        return self.closed_at is None and self.called_off_at is None

    @property
    def is_shown(self):
        return self.counted is not None

    @property
    def is_drawn_by_lot(self):
        """Whether some answers were left out, so that few who came or went are not found by comparing."""
        return self.is_shown and self.counted < self.answered


class PulsePlace(models.Model):
    """Somebody who is asked in a wave, and whether they answered. Not when, and not what."""

    pulse = models.ForeignKey(Pulse, models.PROTECT, related_name="places")
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="pulse_places")
    has_answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("place in a pulse")
        verbose_name_plural = _("places in a pulse")
        constraints = [models.UniqueConstraint("pulse", "membership", name="one_place_in_a_pulse")]
        triggers = [
            firm.Trigger(
                name="peers_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=PLACE_RULES,
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.membership} · {self.pulse}"


class Band(models.TextChoices):
    """Where the group's mean lies, no finer. The bands are a convention of the field, not a measured border."""

    LOW = "low", pgettext_lazy("pulse", "a concern")
    MIDDLE = "middle", pgettext_lazy("pulse", "to talk about")
    HIGH = "high", pgettext_lazy("pulse", "a strength")
    WITHHELD = "withheld", pgettext_lazy("pulse", "withheld")


RANGES = {Band.HIGH: "4.0–5.0", Band.MIDDLE: "3.0–3.9", Band.LOW: "1.0–2.9"}


class PulseReading(models.Model):
    """What is known of one item of a closed wave: a band, and whether some are left behind. Nothing finer is kept."""

    pulse = models.ForeignKey(Pulse, models.PROTECT, related_name="readings")
    item = models.CharField(_("item"), max_length=40)
    band = models.CharField(_("band"), max_length=10, choices=Band.choices)
    left_behind = models.BooleanField(_("some are left behind"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint("pulse", "item", name="one_reading_an_item"),
            models.CheckConstraint(
                condition=Q(band=Band.WITHHELD, left_behind=None)
                | Q(band__in=[Band.LOW, Band.MIDDLE, Band.HIGH], left_behind__isnull=False),
                name="what_is_withheld_says_nothing",
            ),
        ]
        triggers = [
            firm.Trigger(
                name="only_of_what_is_shown", when=pgtrigger.Before, operation=pgtrigger.Insert, func=READING_RULES
            ),
            firm.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.item}: {self.band}"
