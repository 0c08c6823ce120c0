"""What somebody may write about themselves."""

import zoneinfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import Digest, Person, Position, Profile
from sectors.models import Organisation

# The week as it runs here. The numbers are Python's: 0 is Monday.
WEEK = [
    (6, _("Sunday")), (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")),
    (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")),
]  # fmt: skip


class DetailsForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Reminders come in the working hours of this place, and not on its rest days."),
    )

    class Meta:
        model = Person
        fields = ["name", "language", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones()]


class MailsForm(forms.ModelForm):
    """When mails reach somebody, and how many."""

    digest = forms.ChoiceField(
        label=_("What is new in my spaces"),
        choices=Digest.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Summaries, questions to the group, documents to sign. What closes before your next mail comes at once."
        ),
    )
    quiet_weekdays = forms.TypedMultipleChoiceField(
        label=_("Quiet days"),
        choices=WEEK,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No automatic mail reaches you on these days, besides the rest days of each space."),
    )
    weekly_cap = forms.TypedChoiceField(
        label=_("At most in a week"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Over this, mails wait; reminders that cannot wait are left out."),
    )

    class Meta:
        model = Person
        fields = ["digest", "quiet_weekdays", "weekly_cap"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = settings.WEEKLY_CAP
        usual = _("{n} mails, as usual").format(n=most)
        fewer = [(n, ngettext("one mail", "{n} mails", n).format(n=n)) for n in range(1, most)]
        self.fields["weekly_cap"].choices = [("", usual), *reversed(fewer)]


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
