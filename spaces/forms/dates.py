"""Date fields that browsers show with their own calendar."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LAST_HOUR = time(18, 0)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class DeadlineField(forms.DateField):
    """A day to come; becomes six in the evening of that day."""

    default_error_messages = {"past": _("Please choose a day that lies ahead.")}

    def __init__(self, **options):
        super().__init__(widget=DayInput(), input_formats=["%Y-%m-%d"], **options)

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return None
        today = timezone.localdate()
        if not today < day <= today + timedelta(days=730):
            raise forms.ValidationError(self.error_messages["past"], code="past")
        return timezone.make_aware(datetime.combine(day, LAST_HOUR))

    def prepare_value(self, value):
        return timezone.localdate(value) if isinstance(value, datetime) else value
