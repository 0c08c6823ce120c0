"""One line about a dependency. What is typed is private: no address, message or log repeats it."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.forms.dates import DayInput
from spaces.forms.invitation import organisations_named
from spaces.matching import matches
from spaces.models.dependency import Line, Tied

LONGEST = timedelta(days=5 * 366)


def in_a_year():
    return timezone.localdate() + timedelta(days=365)


class DependencyForm(forms.Form):
    kind = forms.ChoiceField(label=_("How"), choices=Tied.choices, initial=Tied.FUNDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("The body"), max_length=150,
        help_text=_("“Look it up” finds it on the map; without it the name stays as you write it."),
    )  # fmt: skip
    organisation = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until"), initial=in_a_year, widget=DayInput(), help_text=_("Then it drops out by itself.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = (self["name"].value() or "").replace("\x00", "").strip()[:150] if self.is_bound else ""
        self.found = {str(one.pk): one for one in organisations_named(text)} if text else {}
        self.fields["organisation"].choices = [("", _("None of these; keep the name as written")), *self.labels()]
        if not self.found:
            self.fields["organisation"].widget = forms.HiddenInput()

    def labels(self):
        return [(key, f"{one.name} · {one.get_sector_display()}") for key, one in self.found.items()]

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise ValidationError(_("Please choose a day between today and five years from now."))
        return until

    def line(self):
        """What was said; a name that only one body of the map bears means that body."""
        data = self.cleaned_data
        body = self.found.get(data["organisation"]) or matches([(data["name"], "")])[0]
        name = body.name if body else data["name"]
        return Line(data["kind"], name, data["until"], body.pk if body else None)
