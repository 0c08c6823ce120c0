from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.actions.glass import SHORTEST_REASON
from spaces.models import Space


class GlassForm(forms.Form):
    space = forms.ModelChoiceField(
        Space.objects.all(), label=_("Number of the space"), widget=forms.NumberInput,
        error_messages={"invalid_choice": _("There is no space with this number.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), min_length=SHORTEST_REASON, max_length=1000, widget=forms.Textarea,
        help_text=_("Everybody in the space reads it, word for word."),
    )  # fmt: skip
