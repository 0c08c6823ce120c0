from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from spaces.models import Levels


class LevelsForm(forms.ModelForm):
    """The group's own levels, and how long its rounds take."""

    pulse_share_percent = forms.IntegerField(
        label=_("of those asked answered a pulse, in percent"),
        validators=[MinValueValidator(50), MaxValueValidator(100)],
        help_text=_("The door asks for this. Below two thirds a reading is not a reading."),
    )
    pulse_fresh_days = forms.IntegerField(
        label=_("days that a pulse counts as fresh"),
        validators=[MinValueValidator(14), MaxValueValidator(365)],
        help_text=_("The door asks for this."),
    )
    hold_days = forms.IntegerField(
        label=_("days in which the group can ask to wait with a candidate"),
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    field_order = ["attendance_percent", "openness", "days_between", "coverage_percent"]

    class Meta:
        model = Levels
        fields = ["attendance_percent", "openness", "days_between", "coverage_percent"]
        help_texts = {"coverage_percent": _("Leave empty where the group does not want such a level.")}
