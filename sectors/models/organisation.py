from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sectors.names import searchable

from .place import Field, Named, Place
from .search import OrganisationQuerySet


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


class Organisation(Named):
    other_names = ArrayField(models.CharField(max_length=250), default=list, blank=True, verbose_name=_("other names"))
    search_name = models.TextField(editable=False, default="")  # all names cleaned, see names.py; filled on every write
    sort_name = models.CharField(editable=False, default="", max_length=60)  # the head of it: lists stand in this order
    sector = models.CharField(_("sector (first, second, third)"), max_length=8, choices=Sector.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    registry_number = models.CharField(_("registry number"), max_length=20, blank=True)
    registry_state = models.CharField(
        _("state of the number"), max_length=10, blank=True, default="", choices=NumberState.choices
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    fields = models.ManyToManyField(Field, blank=True, verbose_name=_("fields"))
    purpose = models.TextField(_("purpose"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    # What a person has corrected, no import fills or changes afterwards.
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("edited by"),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            GinIndex(fields=["search_name"], name="organisation_search", opclasses=["gin_trgm_ops"]),
            models.Index("sort_name", "id", name="organisation_in_order"),
            models.Index("sector", "sort_name", "id", name="organisation_of_sector"),
            models.Index("kind", "sort_name", "id", name="organisation_of_kind"),
            models.Index("registry_number", condition=~Q(registry_number=""), name="organisation_by_number"),
            models.Index("name_he", condition=~Q(name_he=""), name="organisation_by_hebrew_name"),
            models.Index("name_en", condition=~Q(name_en=""), name="organisation_by_english_name"),
            models.Index("name_ar", condition=~Q(name_ar=""), name="organisation_by_arabic_name"),
            # Few have any: those are found first, and then compared.
            models.Index("id", condition=~Q(other_names=[]), name="organisation_with_other_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                "registry_number", condition=Q(registry_state="verified"), name="verified_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(registry_number="", registry_state="")
                | (~Q(registry_number="") & Q(registry_state__in=["suggested", "verified"])),
                name="number_and_its_state_go_together",
            ),
            models.CheckConstraint(condition=~Q(name_he="", name_en="", name_ar=""), name="organisation_has_a_name"),
        ]

    def save(self, *args, update_fields=None, **kwargs):
        self.fill_search_name()
        if update_fields is not None:
            update_fields = {*update_fields, "search_name", "sort_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def names(self):
        """Every name that this organisation is known by, as given."""
        return [name for name in (self.name_he, self.name_en, self.name_ar, *self.other_names) if name]

    def fill_search_name(self):
        """Keeps the cleaned names in step; called by every way of writing (save, bulk_create, bulk_update)."""
        self.search_name = "\n".join(dict.fromkeys(searchable(name) for name in self.names))
        self.sort_name = self.search_name[:60]


class Identifier(models.Model):
    """An id of another register, such as GB-CHC-1000147. One organisation may have several after a merge."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    value = models.CharField(_("id in another register"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self):
        return self.value
