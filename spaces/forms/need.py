from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.models import Need


class NeedForm(forms.ModelForm):
    class Meta:
        model = Need
        fields = ["text"]
        help_texts = {"text": _("What cannot be reached without people from other sectors, and why now.")}
