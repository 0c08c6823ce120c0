"""What a space lets a partner system do, and what a member lets it have."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.models.grant import Share
from spaces.scopes import SCOPES

# What a member may choose depends on what the space lets the system ask.
ASKED_BY = {
    "memberships:read": (Share.NAME, Share.ORGANISATION, Share.EMAIL),
    "meetings:read": (Share.MEETINGS,),
}


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
        asked = [one for scope, shares in ASKED_BY.items() if scope in grant.scopes for one in shares]
        self.fields["what"].choices = [(one, one.label) for one in asked]
