from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class Tie(models.Model):
    """Who funds, regulates or buys from whom, by public record. Sector is not power: a foundation funds too."""

    class Kind(models.TextChoices):
        FUNDS = "funds", _("funds")
        REGULATES = "regulates", _("regulates")
        BUYS = "buys", _("buys from")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="ties_out", verbose_name=_("from"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="ties_in", verbose_name=_("to"))

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            # A body may stand on both sides: some records show a grant to the funder itself.
            models.UniqueConstraint("giver", "receiver", "kind", name="tie_once_between_two"),
        ]

    def __str__(self):
        return f"{self.giver} {self.get_kind_display()} {self.receiver}"


class Record(models.Model):
    """One line of a public record behind a tie: a grant, a year's support, a contract."""

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="records")
    source = models.CharField(_("source"), max_length=200)
    source_key = models.CharField(_("row in the source"), max_length=200)  # makes a second import the same record
    period = models.CharField(_("period"), max_length=40, blank=True)
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    allocated = models.DecimalField(_("allocated"), max_digits=16, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, null=True, blank=True)
    title = models.TextField(_("title"), blank=True)
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [models.UniqueConstraint("source", "source_key", name="record_once_by_source")]

    def __str__(self):
        return f"{self.source} {self.source_key}"
