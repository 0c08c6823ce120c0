"""What a request may carry. A field that is not asked for is refused: nobody sets a state by naming it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sectors.models import Organisation
from spaces.api.pages import LARGEST
from spaces.models.invitation import Kind
from spaces.vetting import Invitee

FARTHEST = timedelta(days=730)


class Fields(serializers.Serializer):
    def to_internal_value(self, data):
        found = super().to_internal_value(data)
        unknown = data.keys() - self.fields.keys()
        if unknown:
            raise serializers.ValidationError({name: [_("This field is not known here.")] for name in unknown})
        return found


class Nothing(Fields):
    """A verb that needs no more than its address."""


class Deadline(serializers.DateTimeField):
    def to_internal_value(self, value):
        at = super().to_internal_value(value)
        if not timezone.now() < at <= timezone.now() + FARTHEST:
            raise serializers.ValidationError(_("Please choose a day that lies ahead."))
        return at


class Extend(Fields):
    deadline = Deadline()


class Send(Fields):
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Withdraw(Fields):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class NewInvitation(Fields):
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
