"""Saying something in a room, with its readers named beside each choice."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib.refusals import NotPossible
from spaces.actions.file import KINDS, MOST_FILES, examine
from spaces.insights import audience
from spaces.insights.dependencies import warnings
from spaces.models import Post
from spaces.models.post import Words, rooms_open_to
from spaces.models.room import Room

LONGEST = Post._meta.get_field("text").max_length


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.FileField):
    """Several files, each looked at; all that is wrong is said at once."""

    widget = ManyFiles(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)})

    def clean(self, data, initial=None):
        uploads = data or []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_now("At most {n} files go with one post.").format(n=MOST_FILES))
        problems = [problem for problem in map(problem_with, uploads) if problem]
        if problems:
            raise forms.ValidationError(problems)
        return uploads


def problem_with(upload):
    try:
        examine(upload)
    except NotPossible as refusal:
        return str(refusal)


class ReadersForm(forms.Form):
    """A form that was filled while certain people would read it: who reads is said again when that has changed."""

    readers = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, space, **kwargs):
        self.now = audience.fingerprint(space)
        super().__init__(*args, initial={"readers": self.now, **kwargs.pop("initial", {})}, **kwargs)

    def goes_outside(self):
        return True

    def clean(self):
        cleaned = super().clean()
        if self.goes_outside() and cleaned.get("readers") != self.now:
            self.data = self.data.copy()
            self.data["readers"] = self.now
            self.add_error(None, _now("Who reads this has changed in the meantime. Please look, and send it again."))
        return cleaned


class PostForm(ReadersForm):
    text = forms.CharField(label=_("What do you want to say"), max_length=LONGEST, widget=forms.Textarea)
    files = FilesField(label=_("Files"), required=False)
    room = forms.ChoiceField(label=_("Who is to read it"), widget=forms.RadioSelect)

    def __init__(self, *args, place, parent=None, **kwargs):
        rooms = rooms_open_to(place, parent)
        super().__init__(*args, space=place.space, initial={"room": rooms[0]}, **kwargs)
        self.warnings = warnings(place, rooms)
        sentences = {room: sentence(place.space, room) for room in rooms}
        self.only, self.audience = (rooms[0], sentences[rooms[0]]) if len(rooms) == 1 else (None, "")
        self.fields["room"].choices = [(room, f"{capfirst(room.label)} · {sentences[room]}") for room in rooms]
        if self.only:
            del self.fields["room"]

    def room_chosen(self):
        return self.only or self.cleaned_data.get("room")

    def goes_outside(self):
        return self.room_chosen() == Room.WHOLE


def sentence(space, room):
    return audience.of_whole(space) if room == Room.WHOLE else audience.of_peers(space)


class WordsForm(forms.Form):
    """Who says nothing about their words leaves them as they are."""

    words = forms.ChoiceField(label=_("What you said here"), choices=Words.choices, widget=forms.RadioSelect)

    def __init__(self, posted=None):
        chosen = {"words": Words.NAMED}
        super().__init__(None if posted is None else chosen | posted.dict(), initial=chosen)
