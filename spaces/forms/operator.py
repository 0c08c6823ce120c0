from django import forms
from django.utils.translation import gettext_lazy as _


class LiftForm(forms.Form):
    """An address that led nowhere once, and works by now."""

    email = forms.EmailField(label=_("An address that works again"))
