"""What a member writes: a signature, an answer to a decision, a proposal of somebody to invite."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.forms.candidacy import why_field
from spaces.models.decision import Answer
from spaces.models.invitation import Kind
from spaces.vetting import Invitee


class SignForm(forms.Form):
    name = forms.CharField(label=_("Your full name"), max_length=150)
    agrees = forms.BooleanField(label=_("I have read this document and I agree to it."))


THROUGH_THE_FACILITATOR = "confided"  # an objection that only the facilitator knows the author of


class ResponseForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[(one, one) for one in (Answer.CONSENT, Answer.OBJECTION, THROUGH_THE_FACILITATOR, Answer.RECUSED)],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=_("What would this do to the group's aim? A reason is what the group works with."),
    )

    def clean(self):
        data = super().clean()
        if data.get("answer") in (Answer.OBJECTION, THROUGH_THE_FACILITATOR) and not data.get("reason"):
            self.add_error("reason", _("An objection needs its reason: it is what the group works with."))
        return data


class AskForm(forms.Form):
    text = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    with_name = forms.BooleanField(
        label=_("Show my name with it"), required=False,
        help_text=_("Without it nobody knows who asked, nor does the facilitator."),
    )  # fmt: skip


class ProposalForm(forms.Form):
    """Another peer; or, once a consolidated group has written its need, somebody of another sector."""

    kind = forms.ChoiceField(label=_("Whom do you propose"), choices=Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    organisation_name = forms.CharField(label=_("Organisation"), max_length=250, required=False)
    why = why_field(required=False, help_text=_("For somebody of another sector; the whole peer group reads it."))
    without_name = forms.BooleanField(
        label=_("Without my name: the group does not read who proposes; the facilitator does"), required=False
    )

    def __init__(self, *args, need, **kwargs):
        super().__init__(*args, **kwargs)
        self.need = need
        if need is None:
            for name in ("kind", "why", "without_name"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        if data.get("kind") == Kind.STAKEHOLDER:
            for name in ("organisation_name", "why"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A candidate of another sector is a person and a body, with a reason."))
        return data

    def invitee(self):
        data = self.cleaned_data
        return Invitee(data["email"], data["name"], organisation_name=data["organisation_name"])

    def kind_of_invitation(self):
        return self.cleaned_data.get("kind") or Kind.PEER
