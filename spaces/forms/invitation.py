from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sectors.models import Organisation
from spaces.actions.invitation import usual_deadline
from spaces.forms.dates import DeadlineField
from spaces.vetting import Invitee, verdicts

MOST_FOUND = 8


class CandidateForm(forms.Form):
    """Somebody for the list: name, address, organisation. Whether they may be invited is asked before saving."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    organisation_name = forms.CharField(
        label=_("Organisation"), max_length=250, required=False,
        help_text=_("“Look it up” finds it on the map; without it the name stays as you write it."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("Which one?"), queryset=Organisation.objects.all(), required=False, widget=forms.RadioSelect,
        empty_label=_("None of these; keep the name as written"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args, space, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.space, self.kind = space, kind
        self.fields["language"].initial = space.language
        self.verdict = None
        self.offer_organisations((self["organisation_name"].value() or "")[:250])

    def offer_organisations(self, text):
        """Only the organisations that the words find are offered; without words the choice is left out."""
        found = list(organisations_named(text)) if text.strip() else []
        field = self.fields["organisation"]
        if found:
            nothing = ("", field.empty_label)
            field.choices = [nothing, *((one.pk, f"{one.name} · {one.get_sector_display()}") for one in found)]
        else:
            field.widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        if {"name", "email"} <= cleaned.keys():
            (self.verdict,) = verdicts(self.space, self.kind, [self.invitee])
            if not self.accepts(self.verdict):
                self.add_error("email", self.verdict.reason)
        return cleaned

    def accepts(self, verdict):
        return verdict.is_ok

    @property
    def invitee(self):
        names = ("email", "name", "organisation", "organisation_name", "language")
        return Invitee(**{name: self.cleaned_data.get(name) for name in names})


def organisations_named(text):
    return Organisation.objects.search(text).order_by("rank", "sort_name", "pk")[:MOST_FOUND]


class InviteForm(CandidateForm):
    """A peer who gets a mail at once."""

    deadline = DeadlineField(label=_("Answer until"))
    note = forms.CharField(
        label=_("A personal line"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the mail, above the rest."),
    )  # fmt: skip
    is_confirmation = forms.BooleanField(
        label=_("Is a member of the group already, and only confirms it here"), required=False
    )

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, space=space, **kwargs)
        if not space.is_reported:
            del self.fields["is_confirmation"]


class ExtendForm(forms.Form):
    deadline = DeadlineField(label=_("Answer until"))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("For the history; the invitee does not read it.")
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("A personal line"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the mail, above the rest."),
    )  # fmt: skip


class AddressForm(forms.Form):
    """Another address for the same person: the old invitation is taken back, a new one goes out."""

    email = forms.EmailField(label=_("The right address"))

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_email(self):
        one, email = self.invitation, self.cleaned_data["email"]
        invitee = Invitee(email, one.name, one.organisation, one.organisation_name, one.language)
        if invitee.email == one.email:
            raise forms.ValidationError(_now("This is the address it has now."))
        (verdict,) = verdicts(one.space, one.kind, [invitee])
        if not verdict.is_ok:
            raise forms.ValidationError(verdict.reason)
        self.invitee = invitee
        return email


def form_for(verb, invitation, data=None):
    """What has to be said with a verb, for one invitation or for many (then without one); None where nothing has."""
    if verb == "extend":
        return ExtendForm(data, initial={"deadline": usual_deadline()})
    if verb == "withdraw":
        return WithdrawForm(data)
    if verb in ("remind", "send"):
        return NoteForm(data)
    if verb == "correct":
        return AddressForm(data, invitation=invitation)
    return None
