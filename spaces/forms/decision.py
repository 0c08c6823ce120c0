from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.forms.dates import DeadlineField
from spaces.models import Decision
from spaces.models.decision import Topic
from spaces.states import Stage


def in_a_week():
    return timezone.now() + timedelta(days=7)


class DecisionForm(forms.ModelForm):
    closes_at = DeadlineField(
        label=_("Answer until"), initial=in_a_week, help_text=_("Closes at six in the evening, or when all answered.")
    )

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, **kwargs)
        if space.stage != Stage.CONSOLIDATED:
            self.fields["topic"].choices = [one for one in Topic.choices if one[0] != Topic.OPEN_DOOR]

    class Meta:
        model = Decision
        fields = ["topic", "title", "proposal", "closes_at"]
        widgets = {"topic": forms.RadioSelect}
