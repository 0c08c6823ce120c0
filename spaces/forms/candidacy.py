"""Putting a candidate before the group, and asking the group to decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.forms.dates import DeadlineField
from spaces.forms.decision import in_a_week
from spaces.forms.invitation import CandidateForm
from spaces.models import Candidacy
from spaces.models.invitation import Kind
from spaces.states import InvitationState


def why_field(**more):
    return forms.CharField(
        label=_("Why this person, for this need"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **more
    )


class PutForwardForm(CandidateForm):
    """A candidate of the facilitator's: a person and a body, and why they matter to the need."""

    why = why_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation_name"].required = True

    def accepts(self, verdict):
        """Also somebody who is on the list already, by another way, and not before the group."""
        return verdict.is_ok or verdict.invitation is not None and not_before_the_group(verdict.invitation)


def not_before_the_group(invitation):
    on_the_list = invitation.state in (InvitationState.DRAFT, InvitationState.PROPOSED)
    is_candidate = invitation.kind == Kind.STAKEHOLDER and on_the_list
    return is_candidate and not Candidacy.objects.filter(invitation=invitation).exists()


class AskGroupForm(forms.Form):
    """Which candidates the group decides on, and until when."""

    candidacies = forms.ModelMultipleChoiceField(queryset=Candidacy.objects.none(), required=False)
    closes_at = DeadlineField(
        label=_("Answer until"), initial=in_a_week, help_text=_("Closes at six in the evening, or when all answered.")
    )
    with_holds = forms.BooleanField(
        label=_("Decide also where a hold stands; the proposal will say so"), required=False
    )

    def __init__(self, *args, candidacies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["candidacies"].queryset = candidacies

    def clean(self):
        """The boxes stand beside each candidate, so what is wrong with them is said on top."""
        data = super().clean()
        if not data.get("candidacies"):
            self.errors.pop("candidacies", None)
            raise forms.ValidationError(_("Please choose at least one candidate whose window is over."))
        return data
