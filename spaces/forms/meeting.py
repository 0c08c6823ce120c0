"""Planning a meeting, its agenda, what is noted after it, and what a member answers."""

from copy import copy
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from impact_spaces.lib.calendar import zone_of
from spaces.forms.dates import DayInput
from spaces.models import AgendaItem, Commitment, Meeting, Summary
from spaces.models.meeting import Answer, Presence
from spaces.models.membership import Role
from spaces.models.room import Room, readers


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **options):
        super().__init__(format="%H:%M", **options)


class MeetingForm(forms.ModelForm):
    """When and where, by the clock of the space's country. The room is chosen once."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput(), input_formats=["%Y-%m-%d"])
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=HourInput())
    ends = forms.TimeField(label=gettext_lazy("Ends"), widget=HourInput())
    online = forms.URLField(
        label=gettext_lazy("Address of an online meeting"), max_length=300, required=False, assume_scheme="https"
    )
    field_order = ["title", "circle", "room", "day", "begins", "ends", "where", "online"]

    class Meta:
        model = Meeting
        fields = ["title", "circle", "room", "where", "online"]
        widgets = {"room": forms.RadioSelect, "circle": forms.RadioSelect}

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone, self.before = zone_of(space.country), copy(self.instance)
        if self.instance.pk:
            del self.fields["room"]
            self.initial |= self.clock()
        if self.zone.key != timezone.get_current_timezone_name():
            self.fields["begins"].help_text = _("By the clock of {zone}.").format(zone=self.zone.key)

    def clock(self):
        starts_at, ends_at = (at.astimezone(self.zone) for at in (self.instance.starts_at, self.instance.ends_at))
        return {"day": starts_at.date(), "begins": starts_at.time(), "ends": ends_at.time()}

    def clean(self):
        data = super().clean()
        day, begins, ends = (data.pop(name, None) for name in ("day", "begins", "ends"))
        if day and begins and ends:
            if ends <= begins:
                self.add_error("ends", _("A meeting ends after it began, on the same day."))
            data["starts_at"], data["ends_at"] = (datetime.combine(day, at, tzinfo=self.zone) for at in (begins, ends))
        return data

    def whats_new(self):
        """The values that differ from the meeting as it is."""
        return {name: value for name, value in self.cleaned_data.items() if getattr(self.before, name) != value}


class ItemForm(forms.ModelForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "axis", "room", "minutes", "prepares", "note"]
        widgets = {"axis": forms.RadioSelect, "room": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk or meeting.room == Room.PEERS:
            del self.fields["room"]
        who = self.fields["prepares"]
        who.queryset = readers(meeting.space, Room.WHOLE).select_related("person").order_by("person__name")
        who.label_from_instance, who.empty_label = name_of, _("nobody yet")


def name_of(membership):
    return membership.person.name


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(choices=[one for one in Answer.choices if one[0]], widget=forms.HiddenInput)
    substitute = forms.CharField(label=gettext_lazy("Who comes instead of you"), max_length=150, required=False)

    def clean(self):
        data = super().clean()
        if data.get("answer") == Answer.SUBSTITUTE and not data.get("substitute"):
            self.add_error("substitute", _("Please say who comes instead."))
        return data


class AttendanceForm(forms.Form):
    """A row a person: came, a substitute came, absent. What they had answered is proposed, and nothing is saved of it
    until somebody looked.
    """

    CHOICES = [one for one in Presence.choices if one[0]]
    PROPOSED = {
        Answer.YES: Presence.CAME,
        Answer.SUBSTITUTE: Presence.SUBSTITUTE,
        Answer.NO: Presence.ABSENT,
    }

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {f"place-{place.pk}": place for place in places}
        for name, place in self.places.items():
            initial = place.presence or self.PROPOSED.get(place.answer)
            self.fields[name] = forms.ChoiceField(choices=self.CHOICES, required=False, initial=initial)

    def rows(self):
        """(the place, its field's name, what is chosen) for each person."""
        return [(place, name, self[name].value()) for name, place in self.places.items()]

    def presences(self):
        return {self.places[name].pk: value for name, value in self.cleaned_data.items()}


class SummaryForm(forms.ModelForm):
    class Meta:
        model = Summary
        fields = ["text", "decisions", "nameless"]
        help_texts = {
            "nameless": gettext_lazy(
                "To give to others. Left empty, it starts as the text with the names of members taken out; read it "
                "before you hand it on: who said something is often clear without a name."
            )
        }


class CommitmentForm(forms.ModelForm):
    until = forms.DateField(label=gettext_lazy("Until"), widget=DayInput(), input_formats=["%Y-%m-%d"], required=False)

    class Meta:
        model = Commitment
        fields = ["membership", "what", "until"]

    def __init__(self, *args, meeting, room, **kwargs):
        super().__init__(*args, **kwargs)
        who = self.fields["membership"]
        members = readers(meeting.space, room).exclude(role=Role.FACILITATOR)
        who.queryset, who.label_from_instance = members.select_related("person").order_by("person__name"), name_of
