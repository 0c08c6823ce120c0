import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.door import SPACE_DOOR
from spaces.states import STAGES, Stage, transitions


class Context(models.TextChoices):
    """The four contexts in which spaces form, after Sheatufim's article."""

    FIELD = "field", _("a social field")
    SECTOR = "sector", _("the social sector itself")
    PLACE = "place", _("a place")
    SUBTOPIC = "subtopic", _("a shared sub-topic or population")


class Initiator(models.TextChoices):
    CEO = "ceo", _("CEO of a social organisation")
    ENTREPRENEUR = "entrepreneur", _("social entrepreneur or activist")
    UMBRELLA = "umbrella", _("umbrella organisation")
    FOUNDATION = "foundation", _("foundation or philanthropist")
    MINISTRY = "ministry", _("ministry or local authority")


class Disclosure(models.TextChoices):
    """What an invitee is told about who else is in."""

    NAMES = "names", _("names of organisations")
    COUNT = "count", _("how many organisations, no names")


class SpaceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The spaces that this person belongs to, in whatever role. Nobody else knows that a space exists."""
        return self.filter(pk__in=person.memberships.present().values("space"))

    def visible_to_partner(self, partner):
        """The spaces that let this system read what they say about themselves."""
        return self.filter(pk__in=partner.grants.covering("spaces:read").values("space"))

    def run_by(self, person):
        return self.filter(pk__in=person.memberships.present().filter(role="facilitator").values("space"))


class Space(models.Model):
    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    purpose = models.TextField(_("what can only be reached together"), max_length=2000)
    leadership = models.TextField(_("who leads, and why"), max_length=2000, blank=True)
    readiness = models.TextField(_("is there readiness"), max_length=2000, blank=True)
    rhythm = models.CharField(
        _("how much time it takes"),
        max_length=200,
        blank=True,
        help_text=_("For example: two hours, every second week"),
    )
    context = models.CharField(_("context"), max_length=10, choices=Context.choices, default=Context.FIELD)
    initiator_kind = models.CharField(
        _("who started it"), max_length=15, choices=Initiator.choices, default=Initiator.CEO
    )
    initiator_name = models.CharField(_("name of the initiator, as invitees will read it"), max_length=150, blank=True)
    field = models.ForeignKey("sectors.Field", models.PROTECT, null=True, blank=True, verbose_name=_("field"))
    place = models.ForeignKey("sectors.Place", models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="he")
    country = models.CharField(_("country, for rest days"), max_length=2, default="IL")
    disclosure = models.CharField(
        _("what invitees learn of who is in"), max_length=10, choices=Disclosure.choices, default=Disclosure.NAMES
    )
    # What the group asks of its pulse before the door may open: how fresh it is, and how many of those asked answered.
    pulse_fresh_days = models.PositiveSmallIntegerField(_("days for which a pulse counts as fresh"), default=90)
    pulse_share_percent = models.PositiveSmallIntegerField(_("percent of the peers that answer a pulse"), default=70)
    hold_days = models.PositiveSmallIntegerField(
        _("days in which one may ask to wait with a candidate"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices, default=Stage.EXPLORING)
    paused_from = models.CharField(max_length=15, choices=Stage.choices, blank=True, default="", editable=False)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    is_reported = models.BooleanField(_("was at work before it was entered here"), default=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.PAUSED) & ~Q(paused_from__in=["", Stage.PAUSED, Stage.CLOSED])
                | ~Q(stage=Stage.PAUSED) & Q(paused_from=""),
                name="a_paused_space_knows_where_it_was",
            ),
            models.CheckConstraint(
                condition=Q(pulse_fresh_days__range=(1, 730), pulse_share_percent__range=(1, 100)),
                name="the_levels_of_a_pulse_can_be_met",
            ),
        ]
        triggers = [
            firm.FSM(name="stage_follows_the_table", field="stage", transitions=transitions(STAGES)),
            firm.Trigger(
                name="the_door",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("id", "stage", "paused_from"),
                func=SPACE_DOOR,
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def local_name(self):
        """The name as the reader reads it: in English where they read English and there is one."""
        return self.name_in(get_language() or "")

    def name_in(self, language):
        return self.name_en if self.name_en and language.startswith("en") else self.name

    @property
    def door_is_open(self):
        return self.stage == Stage.CROSS_SECTOR

    @property
    def is_over(self):
        return self.stage == Stage.CLOSED
