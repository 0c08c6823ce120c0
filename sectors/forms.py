from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import SECTOR_OF
from .models import Kind, Organisation, Sector


class SearchForm(forms.Form):
    """What the list of organisations is narrowed to. A value that makes no sense narrows nothing."""

    q = forms.CharField(label=_("Name or registry number"), required=False, widget=forms.SearchInput)
    sector = forms.ChoiceField(
        label=_("Sector (first, second, third)"), required=False, choices=[("", _("all")), *Sector.choices]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Kind.choices])

    def narrowed(self, organisations):
        self.is_valid()
        wanted = self.cleaned_data
        same = {name: wanted[name] for name in ("sector", "kind") if wanted.get(name)}
        return organisations.filter(**same).search(wanted.get("q", "")[:200])


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name_he", "name_en", "name_ar", "sector", "kind"]

    def clean(self):
        values = super().clean()
        if not any(values.get(f"name_{language}") for language in ("he", "en", "ar")) and not self.errors:
            self.add_error("name_he", _("Give the organisation a name in at least one language."))
        wanted = SECTOR_OF.get(values.get("kind"))
        if wanted and values.get("sector") and wanted != values["sector"]:
            self.add_error("sector", _("This kind belongs to the %(sector)s.") % {"sector": Sector(wanted).label})
        return values


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Registry number"),
        max_length=30,
        help_text=_("Nine digits: 58 begins an association, 51 or 52 a company, 50 a public body."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
