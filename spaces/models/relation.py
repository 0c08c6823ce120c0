"""What a stakeholder declares: whom of the members they fund, regulate, buy from or supply. Everybody in reads it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    FUNDS = "funds", _("funds")
    REGULATES = "regulates", _("regulates or supervises")
    BUYS = "buys", _("buys from")
    SUPPLIES = "supplies", _("supplies")
    OTHER = "other", _("is tied in another way to")


class Declaration(models.Model):
    """That a stakeholder has declared their relations, also when there are none."""

    membership = models.OneToOneField("spaces.Membership", models.PROTECT, related_name="declaration")
    declared_at = models.DateTimeField(_("declared"), default=timezone.now)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")

    def __str__(self):
        return str(self.membership)


class Relation(models.Model):
    """One relation of a stakeholder's body to a member's, or to the members of the space in general."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=10, choices=Kind.choices)
    organisation = models.ForeignKey(
        "sectors.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to whom")
    )
    note = models.CharField(_("in a few words"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
                name="a_relation_ends_after_it_began",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
