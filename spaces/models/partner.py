"""Partner systems: who they are, the keys they come with, the tokens those give, and a line for each call."""

import ipaddress
import re

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spaces.models import firm
from spaces.scopes import BY_SPACE, CHOICES, SCOPES


class Use(models.TextChoices):
    """What a partner system is for."""

    CRM = "crm", _("contacts of an umbrella organisation")
    EVALUATION = "evaluation", _("evaluation")
    SITE = "site", _("public site")
    CALENDAR = "calendar", _("calendar")


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Contact persons see their own systems; those who run the installation see all."""
        return self if person.is_staff else self.filter(contacts=person)


class Partner(models.Model):
    """A system of another organisation. An operator makes it; each space decides for itself what it may there."""

    name = models.CharField(_("name"), max_length=150)
    use = models.CharField(_("what it is for"), max_length=12, choices=Use.choices)
    scopes = ArrayField(
        models.CharField(max_length=30, choices=CHOICES), verbose_name=_("what it may ask for"), default=list
    )
    networks = ArrayField(models.CharField(max_length=43), verbose_name=_("networks"), default=list, blank=True)
    calls_per_minute = models.PositiveIntegerField(
        _("calls in a minute"), default=600, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    is_active = models.BooleanField(_("may connect"), default=True)
    contacts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="partners", verbose_name=_("contact persons"), blank=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner system")
        verbose_name_plural = _("partner systems")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"),
                name="one_partner_of_a_name",
                violation_error_message=_("There is a partner system of this name already."),
            ),
            models.CheckConstraint(condition=Q(scopes__contained_by=list(SCOPES)), name="a_partner_asks_known_scopes"),
            models.CheckConstraint(condition=Q(calls_per_minute__range=(1, 100_000)), name="a_partner_may_call"),
        ]
        triggers = [firm.Protect(name="kept_for_good", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.name

    @property
    def scopes_of_spaces(self):
        """What of its scopes each space decides on."""
        return [name for name in BY_SPACE if name in self.scopes]

    def may_call_from(self, address):
        """Whether this address is in one of its networks; without networks every address is."""
        if not self.networks:
            return True
        came_from = ipaddress.ip_address(address)
        came_from = getattr(came_from, "ipv4_mapped", None) or came_from
        return any(came_from in ipaddress.ip_network(network) for network in self.networks)


class PartnerKeyQuerySet(models.QuerySet):
    def live(self):
        now = timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), ended_at=None, since__lte=now)


class PartnerKey(models.Model):
    """Credentials of a partner. It may have several at a time, so that a new one is in place before the old one ends.

    Of the secret, 256 random bits, only the SHA-256 is kept.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="keys")
    client_id = models.CharField(_("client id"), max_length=40, unique=True)
    secret_digest = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartnerKeyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("partner", "key")
        verbose_name_plural = pgettext_lazy("partner", "keys")
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="a_key_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ended_a_key",
            ),
        ]
        triggers = [
            firm.Protect(
                name="a_key_stays_what_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("partner", "client_id", "secret_digest"),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.client_id

    @property
    def is_live(self):
        now = timezone.now()
        return self.ended_at is None and self.since <= now and (self.until is None or now < self.until)


class PartnerToken(models.Model):
    """What a key gave, for some minutes. Only the SHA-256 is kept; it dies with its key."""

    digest = models.CharField(max_length=64, primary_key=True)
    key = models.ForeignKey(PartnerKey, models.CASCADE, related_name="tokens")
    scopes = ArrayField(models.CharField(max_length=30))
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self):
        return self.digest[:8]


class PartnerCall(models.Model):
    """One call: when, what, how it ended. No address with its values, no body. Kept for some days."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="calls", db_index=False)
    key = models.ForeignKey(PartnerKey, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    method = models.CharField(max_length=10)
    route = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(fields=["partner", "-id"], name="calls_of_a_partner")]

    def __str__(self):
        return f"{self.method} {self.route} {self.status}"

    @property
    def path(self):
        """Its address as the description of the API writes it."""
        return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", self.route).replace("{pk}", "{id}")
