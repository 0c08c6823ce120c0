"""What a space lets a partner system do, and what a member lets it have."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.scopes import SCOPES


class GrantForm(forms.Form):
    scopes = forms.MultipleChoiceField(label=_("This system"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, partner, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(name, SCOPES[name].words) for name in partner.scopes_of_spaces]


class ShareForm(forms.Form):
    what = forms.MultipleChoiceField(
        label=_("It may know about me"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, grant, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(one, one.label) for one in grant.asks]
