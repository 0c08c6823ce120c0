"""A partner system as an operator describes it, and a new key."""

import ipaddress
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from spaces.models import Partner
from spaces.scopes import CHOICES

MOST_CONTACTS = 20
LONGEST = 150  # letters of an address: who has no account yet is called by it


class LinesField(forms.CharField):
    """Some values, each in a line of its own. Becomes their list."""

    def __init__(self, one, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}), max_length=2000, **options)
        self.one = one  # reads one of them; raises ValidationError

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return list(dict.fromkeys(self.one(line) for line in lines))


def network(line):
    try:
        return str(ipaddress.ip_network(line))
    except ValueError as error:
        text = _("“%(line)s” is no network. For example: 203.0.113.0/24")
        raise ValidationError(text, params={"line": line}) from error


def address(line):
    try:
        validate_email(line)
    except ValidationError as error:
        raise ValidationError(_("“%(line)s” is no e-mail address."), params={"line": line}) from error
    if len(line) > LONGEST:
        raise ValidationError(_("“%(line)s” is too long for an address here."), params={"line": line[:60]})
    return line


class PartnerForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("What it may ask for"), choices=CHOICES, widget=forms.CheckboxSelectMultiple,
        help_text=_("What concerns a space, each space decides for itself."),
    )  # fmt: skip
    contacts = LinesField(
        address, label=_("Contact persons"),
        help_text=_("E-mail addresses, one a line. They make the keys; you never see a secret."),
    )  # fmt: skip
    networks = LinesField(
        network, label=_("Networks it calls from"), required=False,
        help_text=_("One a line. Without any, calls may come from everywhere."),
    )  # fmt: skip

    class Meta:
        model = Partner
        fields = ["name", "use", "scopes", "contacts", "networks", "calls_per_minute", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["contacts"] = sorted(self.instance.contacts.values_list("email", flat=True))

    def clean_contacts(self):
        found = self.cleaned_data["contacts"]
        if len(found) > MOST_CONTACTS:
            raise ValidationError(_("At most %(n)s contact persons, please."), params={"n": MOST_CONTACTS})
        return found


class KeyForm(forms.Form):
    KEEP = "keep"
    PERIODS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
    others = forms.ChoiceField(
        label=_("The keys that there are"), initial="7", widget=forms.RadioSelect,
        choices=[
            ("1", _("end in a day")), ("7", _("end in a week")), ("30", _("end in 30 days")),
            (KEEP, _("stay until somebody ends them")),
        ],
    )  # fmt: skip

    @property
    def others_for(self):
        return self.PERIODS.get(self.cleaned_data["others"])
