"""The map: who exists, in which sector, and who depends on whom by public record."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    FIRST = "first", _("first sector (government)")
    SECOND = "second", _("second sector (business)")
    THIRD = "third", _("third sector (social)")


class Kind(models.TextChoices):
    ASSOCIATION = "association", _("association")
    BENEFIT_COMPANY = "benefit_company", _("public-benefit company")
    FOUNDATION = "foundation", _("foundation")
    ENDOWMENT = "endowment", _("endowment")
    INFORMAL = "informal", _("informal group")
    SOCIAL = "social", _("social organisation, form unknown")
    MINISTRY = "ministry", _("ministry or government office")
    AUTHORITY = "authority", _("local authority")
    PUBLIC_BODY = "public_body", _("other public body")
    ACADEMIA = "academia", _("academia")
    BUSINESS = "business", _("business")


class NumberState(models.TextChoices):
    """A number found by a search is only suggested; a person confirms it."""

    NONE = "", _("no number")
    SUGGESTED = "suggested", _("suggested")
    VERIFIED = "verified", _("verified")


class Named(models.Model):
    name_he = models.CharField(_("name in Hebrew"), max_length=250, blank=True)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the reader's language, or in the first language that has one."""
        wanted = getattr(self, f"name_{(get_language() or 'he')[:2]}", "")
        return wanted or self.name_he or self.name_en or self.name_ar


class Field(Named):
    """A social field. The twelve groups of ICNPO stand at the top; finer ones come by import."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta(Named.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["code"]


class Place(Named):
    code = models.CharField(_("code"), max_length=20, blank=True)
    district = models.CharField(_("district"), max_length=100, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint("name_he", condition=~Q(name_he=""), name="place_once_by_hebrew_name"),
            models.UniqueConstraint("name_en", condition=Q(name_he=""), name="place_once_by_english_name"),
        ]


class Organisation(Named):
    search_name = models.TextField(editable=False, default="")  # names cleaned for comparison, see names.py
    sector = models.CharField(_("sector (first, second, third)"), max_length=8, choices=Sector.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    registry_number = models.CharField(_("registry number"), max_length=20, blank=True)
    registry_state = models.CharField(
        _("state of the number"), max_length=10, blank=True, default="", choices=NumberState.choices
    )
    external_id = models.CharField(_("id in another register"), max_length=100, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    fields = models.ManyToManyField(Field, blank=True, verbose_name=_("fields"))
    purpose = models.TextField(_("purpose"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            GinIndex(fields=["search_name"], name="organisation_search", opclasses=["gin_trgm_ops"]),
            models.Index("registry_number", condition=~Q(registry_number=""), name="organisation_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                "registry_number", condition=Q(registry_state="verified"), name="verified_number_is_unique"
            ),
            models.UniqueConstraint("external_id", condition=~Q(external_id=""), name="external_id_is_unique"),
            models.CheckConstraint(
                condition=Q(registry_number="", registry_state="")
                | (~Q(registry_number="") & Q(registry_state__in=["suggested", "verified"])),
                name="number_and_its_state_go_together",
            ),
            models.CheckConstraint(condition=~Q(name_he="", name_en="", name_ar=""), name="organisation_has_a_name"),
        ]


class Tie(models.Model):
    """Who funds, regulates or buys from whom, by public record. Sector is not power: a foundation funds too."""

    class Kind(models.TextChoices):
        FUNDS = "funds", _("funds")
        REGULATES = "regulates", _("regulates")
        BUYS = "buys", _("buys from")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="ties_out", verbose_name=_("from"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="ties_in", verbose_name=_("to"))
    source = models.CharField(_("source"), max_length=200)
    source_key = models.CharField(_("row in the source"), max_length=200)  # makes a second import the same tie
    period = models.CharField(_("period"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    allocated = models.DecimalField(_("allocated"), max_digits=16, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, null=True, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.UniqueConstraint("source", "source_key", name="tie_once_by_source"),
            models.CheckConstraint(condition=~Q(giver=models.F("receiver")), name="tie_joins_two"),
        ]

    def __str__(self):
        return f"{self.giver} {self.get_kind_display()} {self.receiver}"


class Review(models.Model):
    """Something that a person has to look at: a number on two names, two names that may be one body."""

    class Reason(models.TextChoices):
        NUMBER_CONFLICT = "number_conflict", _("one number, several names")
        NUMBER_DIFFERS = "number_differs", _("the source gives another number")
        MAYBE_SAME = "maybe_same", _("may be the same organisation")

    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reviews")
    other = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    detail = models.CharField(_("detail"), max_length=250, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("noted"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    outcome = models.CharField(_("outcome"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                "reason", "organisation", "other", "detail", name="review_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.organisation}"
