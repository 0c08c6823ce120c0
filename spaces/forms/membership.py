from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.models import Membership
from spaces.models.membership import PEERS, Role


class PlaceForm(forms.ModelForm):
    """A member's circle, and for a peer whether they are the initiator."""

    class Meta:
        model = Membership
        fields = ["circle", "role"]
        widgets = {"circle": forms.RadioSelect, "role": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_peer:
            self.fields["role"].choices = [(role, Role(role).label) for role in PEERS]
        else:
            del self.fields["role"]


class FacilitatorForm(forms.Form):
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)
