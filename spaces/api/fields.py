"""What a request may carry. A field that is not asked for is refused: nobody sets a state by naming it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sectors.models import Organisation
from spaces.models.invitation import Kind
from spaces.vetting import Invitee

LARGEST = 2**63 - 1
FARTHEST = timedelta(days=730)
SOME_DAY = "2027-01-31T16:00:00Z"  # in examples; the pages of the API show a day that lies ahead
JSON_TYPES = (
    (serializers.BooleanField, bool, _("Must be true or false.")),
    (serializers.IntegerField, int, _("Must be a number.")),
    (serializers.CharField, str, _("Must be a text.")),
)


def in_english(text):
    """What the description of the API says of a field; all of it is in English."""
    return {"help_text": text}


class Words(serializers.Serializer):
    """Words of a query: all of them are texts."""

    def to_internal_value(self, data):
        found = super().to_internal_value(data)
        unknown = data.keys() - self.fields.keys()
        if unknown:
            raise serializers.ValidationError({name: [_("This field is not known here.")] for name in unknown})
        return found


class Fields(Words):
    """Fields of a JSON body: a number is not the text of a number."""

    def to_internal_value(self, data):
        found = super().to_internal_value(data)
        wrong = {name: [text] for name in found.keys() & data.keys() if (text := self.mistyped(name, data[name]))}
        if wrong:
            raise serializers.ValidationError(wrong)
        return found

    def mistyped(self, name, value):
        for kind, wanted, text in JSON_TYPES:
            if value is not None and isinstance(self.fields[name], kind) and type(value) is not wanted:
                return text
        return None


class Nothing(Fields):
    """A verb that needs no more than its address."""

    example = {}


class Deadline(serializers.DateTimeField):
    def to_internal_value(self, value):
        at = super().to_internal_value(value)
        if not timezone.now() < at <= timezone.now() + FARTHEST:
            raise serializers.ValidationError(_("Please choose a day that lies ahead."))
        return at


class Extend(Fields):
    """Until when the link may be answered."""

    example = {"deadline": SOME_DAY}
    deadline = Deadline()


class Send(Fields):
    """A few words of one's own, which stand in the mail."""

    example = {"note": "See you on Sunday"}
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Withdraw(Fields):
    """Why, for the history of the space."""

    example = {"reason": "A colleague comes instead"}
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class NewInvitation(Fields):
    """Whom to invite where, and as what."""

    example = {"space": 2, "kind": "peer", "name": "Gil Or", "email": "gil@example.org"}
    space = serializers.IntegerField(min_value=1, max_value=LARGEST)
    kind = serializers.ChoiceField(Kind.choices)
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField()
    organisation = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, allow_null=True)
    organisation_name = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(settings.LANGUAGES, required=False, default="")
    deadline = Deadline(required=False, default=None)
    propose = serializers.BooleanField(required=False, default=True)

    def validate_organisation(self, pk):
        if pk is None:
            return None
        found = Organisation.objects.filter(pk=pk).first()
        if found is None:
            raise serializers.ValidationError(_("This organisation is not on the map."))
        return found

    @property
    def invitee(self):
        said = self.validated_data
        organisation = said.get("organisation")
        return Invitee(said["email"], said["name"], organisation, said["organisation_name"], said["language"])
