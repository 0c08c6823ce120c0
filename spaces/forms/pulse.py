"""What a peer answers, what a facilitator opens, and the group's own items."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.forms.dates import DeadlineField
from spaces.models import PulseItem
from spaces.pulse_items import DONT_KNOW, SCALE

UNKNOWN = "unknown"
CHOICES = [*((str(value), label) for value, label in SCALE.items()), (UNKNOWN, DONT_KNOW)]


def in_two_weeks():
    return timezone.now() + timedelta(days=14)


class AnswerForm(forms.Form):
    """A line of choices for each item of a wave."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[item.key] = forms.ChoiceField(
                label=item.text,
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one; “don't know” is an answer too.")},
            )

    def answers(self):
        """{key of the item: number, or None for "don't know"}."""
        return {key: None if value == UNKNOWN else int(value) for key, value in self.cleaned_data.items()}

    def chosen(self):
        """[(item's text, the words that were chosen)], to look over before sending."""
        labels = dict(CHOICES)
        return [(field.label, labels[self.cleaned_data[field.name]], self.cleaned_data[field.name]) for field in self]


class OpenPulseForm(forms.Form):
    closes_at = DeadlineField(
        label=_("Answer until"),
        initial=in_two_weeks,
        help_text=_("Counted at six in the evening, or as soon as everybody answered. Two months at most."),
    )


class MoreTimeForm(forms.Form):
    closes_at = DeadlineField(label=_("Answer until"))


class PulseItemForm(forms.ModelForm):
    class Meta:
        model = PulseItem
        fields = ["axis", "he", "ar", "en"]
        widgets = {"axis": forms.RadioSelect}

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in ("he", "ar", "en")):
            raise forms.ValidationError(_("Please write the line in one language at least."))
        return data
