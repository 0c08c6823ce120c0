from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from spaces.actions.people_pasting import pasted_people, pasted_table
from spaces.actions.people_reading import table_of
from spaces.actions.people_table import MOST_BYTES, Unreadable
from spaces.forms.dates import DeadlineField


class ListForm(forms.Form):
    """A file or a pasted list. After validation either `table` or `people` holds what was read."""

    file = forms.FileField(
        label=_("A file"), required=False, allow_empty_file=True,
        help_text=_("XLSX or CSV, with a line of headings. The file itself is not kept."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or paste addresses"), required=False, widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=_("One person a line: an address, a name and an address, or rows of a spreadsheet."),
    )  # fmt: skip
    is_confirmation = forms.BooleanField(
        label=_("These people are members already; they are only asked to confirm it"), required=False
    )

    table = people = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_now("This file is larger than {n} MB.").format(n=MOST_BYTES // 1024**2))
        return file

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if self.errors:
            return cleaned
        if bool(file) == bool(text):
            both = _now("Please choose either a file or a pasted list, not both.")
            raise forms.ValidationError(both if text else _now("Please choose a file or paste a list."))
        field = "file" if file else "text"
        try:
            self.read(file, text)
        except Unreadable as error:
            self.add_error(field, str(error))
        return cleaned

    def read(self, file, text):
        self.table = table_of(file.read()) if file else pasted_table(text)
        self.people = None if self.table else pasted_people(text)


class ColumnsForm(forms.Form):
    """What each column means."""

    LABELS = {
        "email": _("E-mail"),
        "name": _("Full name"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "organisation_name": _("Organisation"),
        "registry_number": _("Registry number"),
        "language": _("Language of the mail"),
        "side": _("Kind or sector"),
    }
    HELP = {"side": _("Read only to leave out people of other sectors; they come in through the door.")}

    default_language = forms.ChoiceField(label=_("Language where the list names none"), choices=settings.LANGUAGES)

    def __init__(self, *args, people_import, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["default_language"].initial = people_import.language
        choices = [("", _("not in this list")), *enumerate(named(people_import.titles))]
        for field, label in self.LABELS.items():
            self.fields[field] = forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, empty_value=None, required=field == "email",
                initial=people_import.columns.get(field, ""), help_text=self.HELP.get(field, ""),
            )  # fmt: skip
        self.order_fields(self.LABELS)

    def clean(self):
        cleaned = super().clean()
        used = [cleaned[field] for field in self.LABELS if cleaned.get(field) is not None]
        for field in self.LABELS:
            if cleaned.get(field) is not None and used.count(cleaned[field]) > 1:
                self.add_error(field, _now("This column is chosen twice."))
        if not self.errors and all(cleaned.get(field) is None for field in ("name", "first_name", "last_name")):
            self.add_error("name", _now("Please say in which column the name stands."))
        return cleaned

    @property
    def columns(self):
        return {field: self.cleaned_data[field] for field in self.LABELS if self.cleaned_data[field] is not None}


def named(titles):
    """Headings as choices: a number for a column without one, and for those that share one."""
    return [
        title if title and titles.count(title) == 1 else f"{title or _now('no heading')} ({number})"
        for number, title in enumerate(titles, 1)
    ]


class MendForm(forms.Form):
    """A row corrected by hand. Whether it can go now is judged with the whole list."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    organisation_name = forms.CharField(label=_("Organisation"), max_length=250, required=False)


class GoForm(forms.Form):
    deadline = DeadlineField(label=_("Answer until"))
    note = forms.CharField(
        label=_("A personal line"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in every mail, above the rest."),
    )  # fmt: skip
