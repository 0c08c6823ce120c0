"""What a stakeholder declares about relations to members."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sectors.models import Organisation
from spaces.forms.dates import DayInput
from spaces.models.relation import Kind


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label=_("My organisation"), choices=Kind.choices, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Whom"), queryset=Organisation.objects.none(), required=False,
        empty_label=_("members of the space in general"),
    )  # fmt: skip
    note = forms.CharField(label=_("In a few words"), max_length=200, required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            raise ValidationError({"until": _("It cannot end before it began.")})
        return data
