from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


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
