"""What a facilitator writes about a decision: the proposal, more time, words, a position on somebody's behalf."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib.calendar import is_in_time, next_calm_moment
from spaces.forms.dates import DayInput, DeadlineField
from spaces.models.decision import rule_in_force
from spaces.models.matter import SHARED, Topic, shared_choices
from spaces.models.position import Answer
from spaces.models.response import Confirmation
from spaces.models.room import Room
from spaces.states import Stage


def in_a_week():
    return timezone.now() + timedelta(days=7)


class ProposalTextForm(forms.Form):
    """A proposal with its dates: what a first version and every later one have."""

    proposal = forms.CharField(label=_("Proposal"), max_length=5000, widget=forms.Textarea)
    closes_at = DeadlineField(
        label=_("Answer until"), initial=in_a_week, help_text=_("Closes at six in the evening, or when all answered.")
    )
    questions_until = DeadlineField(
        label=_("Questions first, until"),
        required=False,
        help_text=_("Until then people ask what is meant, and nobody answers yet."),
    )
    review_on = forms.DateField(
        label=_("Look at it again on"), required=False, widget=DayInput(), input_formats=["%Y-%m-%d"],
        help_text=_("Then it waits on the desk."),
    )  # fmt: skip
    matters = forms.MultipleChoiceField(
        label=_("Stakeholders take part in"),
        choices=shared_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for a decision on what stakeholders decide with us. All else stays with the peers for good."),
    )

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("Please choose a day that lies ahead."))
        return day

    def clean(self):
        data = super().clean()
        first, last = data.get("questions_until"), data.get("closes_at")
        if first and last and first >= last:
            self.add_error("questions_until", _("The time for questions ends before the time to answer does."))
        elif first and last and not is_in_time(next_calm_moment(first, country=self.country), last):
            self.add_error(
                "closes_at",
                _("Between the questions and this moment lies no working hour in which people could be asked."),
            )
        return data


class DecisionForm(ProposalTextForm):
    topic = forms.ChoiceField(label=_("Matter"), choices=Topic.choices, initial=Topic.GENERAL)
    room = forms.ChoiceField(
        label=_("Who decides"),
        choices=[
            (Room.PEERS, _("the peers")),
            (Room.WHOLE, _("the whole space, stakeholders too")),
        ],
        initial=Room.PEERS,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Question"), max_length=200)

    field_order = ["topic", "matters", "room", "title", "proposal", "questions_until", "closes_at", "review_on"]

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, **kwargs)
        self.country = space.country
        if space.stage != Stage.CONSOLIDATED:
            self.fields["topic"].choices = [one for one in Topic.choices if one[0] != Topic.OPEN_DOOR]
        self.shared = rule_in_force(space) if space.door_is_open else []
        if self.shared:
            names = ", ".join(str(topic.label) for topic in SHARED if topic in self.shared)
            self.fields["room"].help_text = _("By the rule of the group the whole decides: {matters}").format(
                matters=names
            )
        else:
            del self.fields["room"]

    def clean(self):
        data = super().clean()
        if data.get("room") == Room.WHOLE and data.get("topic") not in self.shared:
            self.add_error("room", _("The group has not agreed that stakeholders take part in this matter."))
        return data


class AmendForm(ProposalTextForm):
    """The next version, with a line for each objection on how it is taken up."""

    def __init__(self, *args, decision, objections, **kwargs):
        first = {"proposal": decision.proposal, "matters": decision.matters}
        super().__init__(*args, initial=first, **kwargs)
        self.country = decision.space.country
        if decision.topic != Topic.MATTERS:
            del self.fields["matters"]
        self.objections = {f"how_{one.pk}": one for one in objections}
        for number, (name, one) in enumerate(self.objections.items(), 1):
            self.fields[name] = forms.CharField(
                label=_("How objection {n} is taken up").format(n=number),
                max_length=500, required=False, help_text=escape(one.words), widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def chosen(self):
        """What `amend` asks for: the texts, and the objections that are taken up."""
        data = dict(self.cleaned_data)
        answered = [(one, data.pop(name)) for name, one in self.objections.items()]
        return data | {"integrates": [(one, how) for one, how in answered if how]}


class ExtendForm(forms.Form):
    closes_at = DeadlineField(label=_("Answer until"), initial=in_a_week)


class WordsForm(forms.Form):
    """The facilitator's words for what was confided."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(label=_("The words that the group will read"), max_length=2000, widget=forms.Textarea)


class QuestionAnswerForm(forms.Form):
    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReviewForm(forms.Form):
    words = forms.CharField(
        label=_("What you saw"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecordForm(forms.Form):
    place = forms.ModelChoiceField(label=_("For whom"), queryset=None, empty_label=None)
    answer = forms.ChoiceField(
        label=_("What they said"),
        choices=[(Answer.CONSENT, Answer.CONSENT.label), (Answer.OBJECTION, Answer.OBJECTION.label)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Their reason"), max_length=2000, required=False, widget=forms.Textarea)
    confirmed_by = forms.ChoiceField(
        label=_("How they told you"), choices=Confirmation.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = lambda place: place.membership.person.name

    def clean(self):
        data = super().clean()
        if data.get("answer") == Answer.OBJECTION and not data.get("reason"):
            self.add_error("reason", _("An objection needs its reason: it is what the group works with."))
        return data
