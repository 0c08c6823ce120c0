"""Where a partner system wants to be told at once, and each event on its way there."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from impact_spaces.lib.outgoing import LONGEST_URL
from impact_spaces.lib.sealing import unseal
from spaces.event_kinds import CHOICES, KINDS
from spaces.models import firm


def new_key():
    return f"whk_{secrets.token_hex(12)}"


class EndpointQuerySet(models.QuerySet):
    def standing(self):
        """Not removed."""
        return self.filter(removed_at=None)

    def active(self):
        """Those that are told now: a partner that may connect no more, or be told no more, is not."""
        may = {"partner__is_active": True, "partner__scopes__contains": ["webhooks:write"]}
        return self.standing().filter(off_since=None, **may)

    def switched_off(self):
        return self.standing().filter(off_since__isnull=False)

    def visible_to_partner(self, partner):
        return self.standing().filter(partner=partner)


class Endpoint(models.Model):
    """An address of a partner, and what goes there. `after` is the position up to which events are on their way.

    Its secrets are sealed: they sign, so they must be known, but not by whoever reads the database. While they are
    changed the former one signs too.
    """

    class Why(models.TextChoices):
        FAILING = "failing", _("it failed for days")
        GONE = "gone", _("it answered that it is gone for good")

    partner = models.ForeignKey("spaces.Partner", models.PROTECT, related_name="endpoints")
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    kinds = ArrayField(models.CharField(max_length=30, choices=CHOICES), verbose_name=_("events"))
    off_since = models.DateTimeField(_("switched off"), null=True, blank=True)
    why_off = models.CharField(_("why it is off"), max_length=10, choices=Why.choices, blank=True)
    # Since the last success: when the first and the latest attempt failed, and how much of the time between was trying.
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, editable=False)
    failing_for = models.DurationField(default=timedelta, editable=False)
    sealed_secret = models.TextField(editable=False)
    sealed_former = models.TextField(blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True, editable=False)
    after = models.BigIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("endpoint")
        verbose_name_plural = _("endpoints")
        constraints = [
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(KINDS)) & ~Q(kinds=[]), name="an_endpoint_wants_known_kinds"
            ),
            models.CheckConstraint(
                condition=Q(off_since=None, why_off="") | Q(off_since__isnull=False) & ~Q(why_off=""),
                name="what_is_off_has_a_reason",
            ),
        ]
        triggers = [firm.Protect(name="kept_for_good", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.key

    @property
    def is_active(self):
        return self.off_since is None and self.removed_at is None

    @property
    def host(self):
        return urlsplit(self.url).hostname

    def secrets(self, now):
        """What signs at a moment: the secret, and the former one while it still counts."""
        former = self.sealed_former and self.former_until > now
        return [unseal(one) for one in (self.sealed_secret, *([self.sealed_former] if former else []))]


class Problem(models.TextChoices):
    """Why an attempt failed, where it was not the answer. The words of `impact_spaces.lib.outgoing.WHY`."""

    ADDRESS = "address", _("The address is not one that webhooks go to.")
    NOT_PUBLIC = "not_public", _("The name does not lead to a machine on the open net.")
    CERTIFICATE = "certificate", _("The certificate is not valid for this name.")
    UNREACHABLE = "unreachable", _("Nobody answers there.")
    TOO_SLOW = "too_slow", _("No answer came in time.")
    GARBLED = "garbled", _("The answer was none of HTTP.")
    ANSWER = "answer", _("The answer was another than 2xx.")


class DeliveryQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(step=Delivery.Step.WAITING, next_at__lte=now)

    def over(self):
        on_its_way = Q(step__in=[Delivery.Step.WAITING, Delivery.Step.SENDING])
        return self.exclude(on_its_way & Q(endpoint__removed_at=None))

    def visible_to_partner(self, partner):
        return self.filter(endpoint__in=Endpoint.objects.visible_to_partner(partner))


class Delivery(models.Model):
    """One event on its way to one endpoint, once, however often it is tried."""

    class Step(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "waiting")
        SENDING = "sending", pgettext_lazy("delivery", "on its way")
        DELIVERED = "delivered", pgettext_lazy("delivery", "delivered")
        FAILED = "failed", pgettext_lazy("delivery", "given up")
        DROPPED = "dropped", pgettext_lazy("delivery", "not theirs any more")

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="deliveries", db_index=False)
    event = models.ForeignKey("spaces.Event", models.PROTECT, related_name="deliveries")
    step = models.CharField(_("state"), max_length=10, choices=Step.choices, default=Step.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem.choices, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint("endpoint", "event", name="one_delivery_each")]
        indexes = [
            models.Index(fields=["endpoint", "id"], condition=Q(step="waiting"), name="deliveries_due"),
            models.Index("claimed_at", condition=Q(step="sending"), name="deliveries_going_out"),
            models.Index(fields=["endpoint", "-id"], name="deliveries_of_an_endpoint"),
            models.Index("made_at", name="deliveries_by_age"),
        ]

    def __str__(self):
        return f"{self.event} → {self.endpoint}"

    @property
    def tone(self):
        return TONES[self.step]


TONES = {
    Delivery.Step.WAITING: "wait",
    Delivery.Step.SENDING: "wait",
    Delivery.Step.DELIVERED: "good",
    Delivery.Step.FAILED: "stop",
    Delivery.Step.DROPPED: "plain",
}
