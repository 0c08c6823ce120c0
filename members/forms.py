"""What somebody may write about themselves."""

import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Person, Position, Profile
from sectors.models import Organisation

# The week as it runs here. The numbers are Python's: 0 is Monday.
WEEK = [
    (6, _("Sunday")), (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")),
    (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")),
]  # fmt: skip


class DetailsForm(forms.ModelForm):
    quiet_weekdays = forms.TypedMultipleChoiceField(
        label=_("Quiet days"),
        choices=WEEK,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No automatic mail reaches you on these days, besides the rest days of each space."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Person
        fields = ["name", "language", "time_zone", "quiet_weekdays"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones()]


def zones():
    """The names of places that keep a time, without the aliases that only machines use."""
    return sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Profile
        fields = ["about", "about_audience", "phone", "phone_audience", "email_audience"]
        labels = {
            "about_audience": _("Who reads this about you"),
            "phone_audience": _("Who sees your phone"),
            "email_audience": _("Who sees your e-mail address"),
        }


class PositionForm(forms.ModelForm):
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=250,
        help_text=_("Its name as it is registered, or its registry number."),
    )
    field_order = ["organisation", "title", "since"]

    class Meta:
        model = Position
        fields = ["title", "since"]
        widgets = {"since": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, instance=Position(person=person), **kwargs)

    def clean_organisation(self):
        """The one organisation of this name or number. The map is kept by facilitators; nobody adds to it here."""
        wanted = " ".join(self.cleaned_data["organisation"].split())
        named = Q(name_he__iexact=wanted) | Q(name_en__iexact=wanted) | Q(name_ar__iexact=wanted)
        found = list(Organisation.objects.filter(named | Q(registry_number=wanted))[:2])
        if not found:
            raise ValidationError(_("No organisation here has this name or number. Ask your facilitator to add it."))
        if len(found) > 1:
            raise ValidationError(_("Several organisations have this name. Please write the registry number."))
        self.instance.organisation = found[0]
        return wanted
