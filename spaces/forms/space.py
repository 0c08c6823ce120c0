from django import forms
from django.utils.translation import gettext_lazy as _

from sectors.models import Field
from spaces.models import Space
from spaces.models.space import Initiator
from spaces.states import Stage


class SpaceForm(forms.ModelForm):
    """What a space is about: the three questions of Sheatufim first, then what invitees will read."""

    class Meta:
        model = Space
        fields = [
            "name",
            "name_en",
            "purpose",
            "leadership",
            "readiness",
            "context",
            "field",
            "initiator_kind",
            "initiator_name",
            "rhythm",
            "language",
            "disclosure",
            "hold_days",
        ]
        widgets = {"context": forms.RadioSelect, "disclosure": forms.RadioSelect}
        help_texts = {
            "purpose": _("What none of the organisations reaches alone. Everybody who is invited reads this."),
            "leadership": _(
                "Who enlists the others, out of what motive, and how much trust there is. "
                "Only the facilitators of the space read this."
            ),
            "readiness": _(
                "Of the CEOs, their organisations and the field. Only the facilitators of the space read this."
            ),
            "initiator_kind": _("Where a funder or a ministry leads, peers speak less freely: the page will say so."),
            "name_en": _("For invitations in English."),
            "hold_days": _(
                "How long every peer may ask to wait, before the group decides on somebody of another sector."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = Field.objects.filter(parent=None)
        self.fields["purpose"].widget.attrs["rows"] = 4
        self.fields["hold_days"].required = False

    def clean_hold_days(self):
        """Left empty, it stays as it is."""
        return self.cleaned_data["hold_days"] or self.instance.hold_days


class NewSpaceForm(SpaceForm):
    """A space that is opened, also for a group that is at work already."""

    BEGINNINGS = [
        (Stage.EXPLORING, _("A new space: who leads, is there readiness, what is the purpose")),
        (Stage.GATHERING, _("A group that meets already")),
        (Stage.CONSOLIDATED, _("A consolidated group, at work already")),
    ]
    stage = forms.ChoiceField(
        label=_("Where does the group stand?"),
        choices=BEGINNINGS,
        initial=Stage.EXPLORING,
        widget=forms.RadioSelect,
    )
    reported_history = forms.CharField(
        label=_("What happened so far"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For a group that is at work already: it is kept as reported, not as seen here. Its members will be asked "
            "to confirm. Partners from other sectors that it has already are candidates until the group opens its door."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("stage") not in (None, Stage.EXPLORING) and not cleaned.get("reported_history"):
            self.add_error("reported_history", _("Please say in a few words what the group did so far."))
        return cleaned


POWERFUL_INITIATORS = (Initiator.FOUNDATION, Initiator.MINISTRY)
