"""What an invitee may write when answering."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models.invitation import Reason
from spaces.vetting import Invitee, verdicts

# What the colleague's address is to the space (a member, a candidate, somebody who asked for silence) is not the
# business of whoever types it.
TELLING = ("invalid", "outside")


class DeclineForm(forms.Form):
    prefix = "decline"
    reason = forms.ChoiceField(label=_("Why"), choices=Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=500, required=False, widget=forms.Textarea)


class DeferForm(forms.Form):
    prefix = "defer"
    until = forms.DateField(label=_("Ask me again on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        bounds = {"min": today + timedelta(days=1), "max": today + timedelta(days=365)}
        self.fields["until"].widget.attrs |= {name: day.isoformat() for name, day in bounds.items()}

    def clean_until(self):
        """The same bounds as `answering.defer`, said beside the field."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today < until <= today + timedelta(days=365):
            raise ValidationError(_("Please choose a date between tomorrow and a year from now."))
        return until


class DelegateForm(forms.Form):
    prefix = "delegate"
    name = forms.CharField(label=_("Name of your colleague"), max_length=150)
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        colleague = Invitee(data["email"], data["name"], self.invitation.organisation)
        if colleague.email == self.invitation.email:
            raise ValidationError({"email": _("Please name somebody other than yourself.")})
        (verdict,) = verdicts(self.invitation.space, self.invitation.kind, [colleague])
        if verdict.code in TELLING:
            raise ValidationError({"email": verdict.reason})
        if not verdict.is_ok:
            raise ValidationError({"email": _("This address cannot be written to from here. Please name another.")})
        return data
