from django import forms
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    """Why a space moves. The reason stays in its history for good."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays in the history of the space. The peers can read it."),
    )  # fmt: skip
